"""Prisons by what they are for, and as what somebody is held (S222)."""

from typing import Final

from django.db import models


class PrisonKind(models.TextChoices):
    """
    What a prison is for, as far as work towards release is concerned.

    Source: HM Inspectorate of Probation, Probation Supply Chains (2018), notes 8 and 22.
    """

    RESETTLEMENT = "resettlement", "Resettlement prison"
    OTHER = "other", "Prison that is no resettlement prison"


class HeldAs(models.TextChoices):
    """As what somebody is in prison."""

    SENTENCED = "sentenced", "Serving a sentence"
    REMAND = "remand", "On remand"


SHORT_CUSTODY_DAYS: Final = 365
"""Custody of fewer days is “under twelve months”: the group brought under supervision in 2015 (S231)."""


class Begins(models.TextChoices):
    """When the work of a referral of somebody in custody begins."""

    RELEASE = "release", "On release"
    PRISON = "prison", "In the prison"


class GateTerms(models.TextChoices):
    """How work for somebody in custody is paid for, where the prison settles it (S222)."""

    FEE_FOR_SERVICE = "fee_for_service", "Mandatory, as a fee for service: not charged for use"
    FEE_FOR_USE = "fee_for_use", "Discretionary: bought, and charged for use"


class WhyLeft(models.TextChoices):
    """Why something stays on its day when a day of release moves."""

    HELD = "held", "It has been held, or has begun"
    PRISON = "prison", "It is held in the prison"
    OUT_BY_THEN = "out_by_then", "It is to be held in the prison, and they are out by then"
    NOT_KNOWN = "not_known", "The day of release is not known"
    PASSED = "passed", "It would fall on a day that has passed"
    AFTER_SENTENCE = "after_sentence", "It would fall after the sentence"
    CLASH = "clash", "They have another appointment at that hour"
    INSIDE = "inside", "They are still in custody on that day"


TO_PUT_RIGHT: Final = frozenset(WhyLeft) - {WhyLeft.HELD, WhyLeft.PRISON}
"""What somebody has to arrange anew."""


class Cohort(models.TextChoices):
    """Into which groups demand is taken apart: after short custody, and everybody else (S231)."""

    SHORT_CUSTODY = "short_custody", "After custody of under 12 months"
    OTHERS = "others", "Everybody else"
