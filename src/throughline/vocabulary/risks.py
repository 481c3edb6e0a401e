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
