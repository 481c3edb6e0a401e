"""Models of people: the person, the sentence, needs, risks, the plan, and who may see them."""

from throughline.people.models.access import PersonAccess
from throughline.people.models.consent import Consent
from throughline.people.models.custody import Custody, HeldIn, Prison, PrisonDesignation, ReleaseDate
from throughline.people.models.limits import CaseLimit, Hiding
from throughline.people.models.needs import AssessedNeed, Assessment
from throughline.people.models.officer_supervision import OfficerSupervision
from throughline.people.models.person import Person, Supervision
from throughline.people.models.plan import (
    Objective,
    ObjectiveMove,
    Plan,
    PlannedWork,
    PlannedWorkMove,
    PlanVersion,
)
from throughline.people.models.plan_answer import PlanAnswer
from throughline.people.models.practical import PracticalNeeds
from throughline.people.models.protective import FactorsRecorded
from throughline.people.models.risks import Restriction, RiskFlag, RiskLevelChange
from throughline.people.models.sentence import Requirement, Sentence
from throughline.people.models.training import Training
from throughline.people.models.transfer import Transfer, TransferLine, TransferMove

__all__ = [
    "AssessedNeed",
    "Assessment",
    "CaseLimit",
    "Consent",
    "Custody",
    "FactorsRecorded",
    "HeldIn",
    "Hiding",
    "Objective",
    "ObjectiveMove",
    "OfficerSupervision",
    "Person",
    "PersonAccess",
    "Plan",
    "PlanAnswer",
    "PlanVersion",
    "PlannedWork",
    "PlannedWorkMove",
    "PracticalNeeds",
    "Prison",
    "PrisonDesignation",
    "ReleaseDate",
    "Requirement",
    "Restriction",
    "RiskFlag",
    "RiskLevelChange",
    "Sentence",
    "Supervision",
    "Training",
    "Transfer",
    "TransferLine",
    "TransferMove",
]
