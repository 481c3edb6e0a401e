"""
One row of each generated table, as a tuple whose field names are the names of the table's columns.

A column that is not among the fields is filled by the database: by a default, or by the trigger that
derives it (tier and path of an agreement, NSI code of a referral). `TABLES` names the model of each,
in an order in which the triggers that look at other tables find what they look for.
"""

from __future__ import annotations

from django.db import models

from throughline.core import models as core
from throughline.gateway.generate.rows import (
    directory_rows,
    line_rows,
    money_rows,
    people_rows,
    register_rows,
    supply_rows,
)
from throughline.line import models as line
from throughline.money import models as money
from throughline.people import models as people
from throughline.supply import models as supply

TABLES: dict[type, type[models.Model]] = {
    register_rows.Organisation: core.Organisation,
    register_rows.Area: core.Area,
    register_rows.AreaParent: core.AreaParent,
    register_rows.Outcode: core.Outcode,
    register_rows.OutcodeArea: core.OutcodeArea,
    register_rows.Site: core.Site,
    register_rows.User: core.User,
    register_rows.Membership: core.Membership,
    supply_rows.Scheme: supply.Scheme,
    supply_rows.SchemeRule: supply.SchemeRule,
    supply_rows.AreaRole: supply.AreaRole,
    supply_rows.Ownership: supply.Ownership,
    supply_rows.Agreement: supply.Agreement,
    supply_rows.AgreementMove: supply.AgreementMove,
    supply_rows.AgreementArea: supply.AgreementArea,
    supply_rows.ServiceKind: supply.ServiceKind,
    supply_rows.Service: supply.Service,
    supply_rows.ServiceMove: supply.ServiceMove,
    supply_rows.ServiceArea: supply.ServiceArea,
    supply_rows.ServiceNeed: supply.ServiceNeed,
    supply_rows.ServiceActivity: supply.ServiceActivity,
    supply_rows.ServiceRoute: supply.ServiceRoute,
    directory_rows.RouteContribution: supply.RouteContribution,
    directory_rows.ServicePopulation: supply.ServicePopulation,
    directory_rows.ServicePlace: supply.ServicePlace,
    directory_rows.ServiceHours: supply.ServiceHours,
    directory_rows.EligibilityRule: supply.EligibilityRule,
    directory_rows.HighRiskClearance: supply.HighRiskClearance,
    directory_rows.ServiceContact: supply.ServiceContact,
    directory_rows.ServiceInformation: supply.ServiceInformation,
    directory_rows.ServiceEvidence: supply.ServiceEvidence,
    directory_rows.ServiceWording: supply.ServiceWording,
    directory_rows.Pilot: supply.Pilot,
    supply_rows.RateCardItem: supply.RateCardItem,
    supply_rows.BoardMeeting: supply.BoardMeeting,
    supply_rows.ChangeNotification: supply.ChangeNotification,
    supply_rows.ChangeMove: supply.ChangeMove,
    supply_rows.ChangeLine: supply.ChangeLine,
    supply_rows.ChangeLineMove: supply.ChangeLineMove,
    supply_rows.Price: supply.Price,
    people_rows.Person: people.Person,
    people_rows.Supervision: people.Supervision,
    people_rows.PersonAccess: people.PersonAccess,
    people_rows.Sentence: people.Sentence,
    people_rows.Requirement: people.Requirement,
    people_rows.Assessment: people.Assessment,
    people_rows.AssessedNeed: people.AssessedNeed,
    people_rows.RiskFlag: people.RiskFlag,
    people_rows.Restriction: people.Restriction,
    people_rows.Plan: people.Plan,
    people_rows.Objective: people.Objective,
    people_rows.PlannedWork: people.PlannedWork,
    people_rows.PlannedWorkMove: people.PlannedWorkMove,
    line_rows.Referral: line.Referral,
    line_rows.ReferralMove: line.ReferralMove,
    line_rows.PlannedReferral: line.PlannedReferral,
    line_rows.RiskSharing: line.RiskSharing,
    line_rows.Shared: line.Shared,
    line_rows.ReferralDetails: line.ReferralDetails,
    line_rows.ConflictDecision: line.ConflictDecision,
    line_rows.RiskReading: line.RiskReading,
    line_rows.Appointment: line.Appointment,
    line_rows.AppointmentMove: line.AppointmentMove,
    line_rows.Attendance: line.Attendance,
    line_rows.LaterDecision: line.LaterDecision,
    line_rows.MissedDecision: line.MissedDecision,
    line_rows.Outcome: line.Outcome,
    money_rows.FixedPrice: money.FixedPrice,
    money_rows.Budget: money.Budget,
    money_rows.Commitment: money.Commitment,
    money_rows.CommitmentMove: money.CommitmentMove,
    money_rows.Account: money.Account,
    money_rows.LedgerEntry: money.LedgerEntry,
}
