"""Models of the line: referral, what was shared, appointments, attendance, outcomes."""

from throughline.line.models.absence import Absence, AbsenceCover
from throughline.line.models.appointment import Appointment, AppointmentMove
from throughline.line.models.attendance import Attendance, LaterDecision
from throughline.line.models.breach import BreachNotice, BreachReading
from throughline.line.models.caseload import CaseloadLimit, OverCaseload
from throughline.line.models.concern import ConcernCopy, ConcernDecision, ConcernReading, RiskConcern
from throughline.line.models.contact import Contact
from throughline.line.models.details import Amendment, ReferralDetails
from throughline.line.models.difference import CaseDifference
from throughline.line.models.ending import Again, EndReason, ReferralEnd
from throughline.line.models.handover import Handover
from throughline.line.models.listed import (
    ListedName,
    ListedPerson,
    ListedProvider,
    ListedReferral,
    ListedService,
    ListedWorker,
)
from throughline.line.models.missed import MissedDecision
from throughline.line.models.not_referred import NotReferred
from throughline.line.models.outcome import Outcome
from throughline.line.models.planned_referral import PlannedReferral
from throughline.line.models.queue import QueueOverride
from throughline.line.models.quiet import QuietSpell
from throughline.line.models.receipt import ReceiptMark
from throughline.line.models.recheck import RecheckDecision, RiskRecheck
from throughline.line.models.referral import Referral, ReferralMove
from throughline.line.models.released import FromCustody, MovedWithRelease
from throughline.line.models.review import FeedbackAsked, FeedbackGiven, FeedbackMark, PlanReview
from throughline.line.models.risk_sharing import ConflictDecision, RiskReading, RiskSharing
from throughline.line.models.shared import Shared
from throughline.line.models.unmet import UnmetNeed

__all__ = [
    "Absence",
    "AbsenceCover",
    "Again",
    "Amendment",
    "Appointment",
    "AppointmentMove",
    "Attendance",
    "BreachNotice",
    "BreachReading",
    "CaseDifference",
    "CaseloadLimit",
    "ConcernCopy",
    "ConcernDecision",
    "ConcernReading",
    "ConflictDecision",
    "Contact",
    "EndReason",
    "FeedbackAsked",
    "FeedbackGiven",
    "FeedbackMark",
    "FromCustody",
    "Handover",
    "LaterDecision",
    "ListedName",
    "ListedPerson",
    "ListedProvider",
    "ListedReferral",
    "ListedService",
    "ListedWorker",
    "MissedDecision",
    "MovedWithRelease",
    "NotReferred",
    "Outcome",
    "OverCaseload",
    "PlanReview",
    "PlannedReferral",
    "QueueOverride",
    "QuietSpell",
    "ReceiptMark",
    "RecheckDecision",
    "Referral",
    "ReferralDetails",
    "ReferralEnd",
    "ReferralMove",
    "RiskConcern",
    "RiskReading",
    "RiskRecheck",
    "RiskSharing",
    "Shared",
    "UnmetNeed",
]
