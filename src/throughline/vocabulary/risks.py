"""Risks that a provider must be told of, or told nothing of with a reason (D12, D14)."""

from django.db import models


class RiskKind(models.TextChoices):
    """The kinds of risk flag (D12; S94 to S96)."""

    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    RESTRAINING_ORDER = "restraining_order", "Restraining order"
    SHPO = "shpo", "Sexual harm prevention order"
    CHILD_SAFEGUARDING = "child_safeguarding", "Child safeguarding"
    RISK_TO_STAFF = "risk_to_staff", "Risk to staff"
    RISK_TO_SELF = "risk_to_self", "Risk to self"


def called(kind: str) -> str:
    """What a risk is called inside a sentence, as in `the restraining order`."""
    risk = RiskKind(kind)
    return _CALLED.get(risk, f"the {risk.label.lower()}")


_CALLED = {
    RiskKind.DOMESTIC_ABUSE: "the risk of domestic abuse",
    RiskKind.CHILD_SAFEGUARDING: "the child safeguarding risk",
}


class RiskLevel(models.TextChoices):
    """How likely and how grave serious harm is held to be, by the officer's assessment."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"
    UNKNOWN = "unknown", "Not recorded"


class Mappa(models.TextChoices):
    """The level at which agencies manage somebody together (multi-agency public protection arrangements)."""

    NONE = "none", "Not under MAPPA"
    LEVEL_1 = "1", "MAPPA level 1"
    LEVEL_2 = "2", "MAPPA level 2"
    LEVEL_3 = "3", "MAPPA level 3"
    UNKNOWN = "unknown", "Not recorded"
