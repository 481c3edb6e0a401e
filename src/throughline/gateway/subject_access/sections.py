"""
What an export for a person holds of each table that tells of them, and what it leaves out and why.

Every table that hangs on a person is either a section or stands in `NOT_EXPORTED`, and every field of a
section is either exported or left out with a reason: a test walks the models and finds what is neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models

from throughline.core.models import Reading
from throughline.gateway.subject_access.of_people import OF_PEOPLE
from throughline.gateway.subject_access.of_the_line import OF_THE_LINE
from throughline.gateway.subject_access.section import AGAIN, BETWEEN, OTHERS, Section
from throughline.line import models as line
from throughline.money import models as money
from throughline.people import models as people

SECTIONS: Final = (*OF_PEOPLE, *OF_THE_LINE)

NOT_EXPORTED: Final[Mapping[type[models.Model], str]] = {
    people.CaseLimit: OTHERS,
    people.Hiding: OTHERS,
    line.QueueOverride: OTHERS,
    line.OverCaseload: OTHERS,
    line.PlannedReferral: AGAIN,
    line.ListedReferral: AGAIN,
    line.ListedName: AGAIN,
    money.ChoiceApprovalMove: BETWEEN,
    money.Commitment: BETWEEN,
    money.CommitmentMove: BETWEEN,
    money.FixedPrice: BETWEEN,
    money.LedgerEntry: BETWEEN,
    money.ReconciledLine: BETWEEN,
}
"""Tables that hang on a person and are no part of the export, each with the reason."""

READINGS: Final = Section(
    "Who opened your record",
    Reading,
    "subject_id",
    {"at": "When", "by": "Who", "page": "Which page"},
)
"""Kept in the core, which knows no person, and found by number."""
