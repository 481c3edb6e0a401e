"""Orders of the court and their requirements."""

from typing import Final

from django.db import models


class OrderKind(models.TextChoices):
    """The kinds of sentence a person can be supervised under."""

    COMMUNITY = "community", "Community order"
    SUSPENDED = "suspended", "Suspended sentence order"
    LICENCE = "licence", "Licence"
    POST_SENTENCE = "post_sentence", "Post-sentence supervision"


AFTER_CUSTODY: Final = (OrderKind.LICENCE, OrderKind.POST_SENTENCE)
"""Kinds under which somebody is supervised who was in custody."""


class RequirementKind(models.TextChoices):
    """What the court or the law requires of the person; only the first carries RAR days (D17, S130)."""

    RAR = "rar", "Rehabilitation activity requirement"
    PROGRAMME = "programme", "Accredited programme requirement"
    UNPAID_WORK = "unpaid_work", "Unpaid work requirement"
    TREATMENT = "treatment", "Treatment requirement"
    SUPERVISION = "supervision", "Supervision on licence or after sentence"
