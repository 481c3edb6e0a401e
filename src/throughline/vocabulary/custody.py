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
