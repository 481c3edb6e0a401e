"""Making an export without names, for inspection or research (S219)."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.core.time import london_day
from throughline.open_data.models import PseudonymisedExport
from throughline.open_data.queries.pseudonymised import MAY_EXPORT, Asked, people_to_export
from throughline.open_data.rules.pseudonyms import SMALLEST, Made, are_half_years, pseudonymise

DICTIONARY: Final[Mapping[str, str]] = {
    "person": "A pseudonym of this file alone: the same person is called otherwise in every other file",
    "sex": "Sex as recorded",
    "age": "Age on the day of the first referral in these days, as a band",
    "area": "Area in which the person lived",
    "sentence": "Kind of sentence of that referral",
    "referred_in": "Half of the calendar year in which that referral was sent, or the year",
    "service": "Kind of service of that referral",
    "referrals": "How many referrals were sent in these days: 1, or 2 or more",
    "outcome": "Where that referral stands; not shown where everybody alike has the same",
}
"""What each column means. All but the first and the last count as known to whoever looks for somebody."""


class TooFewPeople(Refusal):
    """So few people are left that somebody could be found among them."""


class NotWholeHalfYears(Refusal):
    """
    An export is of whole half-years that are over.

    Of other days two exports could be made that differ by one person, who would be found by the difference.
    """

    field = "until_on"


@dataclass(frozen=True)
class Checked:
    """What an export would hold: its rows, how many did not agree, and how many stand too much alone."""

    made: Made
    not_agreed: int


def check_export(*, asked: Asked, at: datetime) -> Checked:
    """
    Make an export and keep nothing of it, to say what it would hold and leave out.

    :raises NotAllowed: the current actor may not export for this use
    :raises NotWholeHalfYears: the days are other than whole half-years, or not over
    :raises TooFewPeople: fewer than five people would be in it
    """
    require(current_actor(), MAY_EXPORT[asked.use], within=None, to="export records without names")
    if not are_half_years(asked.from_on, asked.until_on) or asked.until_on >= london_day(at):
        raise NotWholeHalfYears(
            "Choose half-years that are over: from 1 January or 1 July, until 30 June or 31 December"
        )
    found = people_to_export(asked, current_actor())
    made = pseudonymise(found.people, secrets.token_bytes(32))  # kept by nobody: the key ends here
    if len(made.rows) < SMALLEST:
        raise TooFewPeople(
            f"Fewer than {SMALLEST} people could be in it, and one of them could be found: choose more days"
        )
    return Checked(made, found.not_agreed)


@transaction.atomic
def make_export(*, asked: Asked, by: User, at: datetime) -> bytes:
    """
    Make an export as a ZIP file of its rows and what they mean, and note that it was made.

    :raises NotAllowed: the current actor may not export for this use
    :raises NotWholeHalfYears: the days are other than whole half-years, or not over
    :raises TooFewPeople: fewer than five people would be in it
    """
    checked = check_export(asked=asked, at=at)
    with as_system():
        PseudonymisedExport.objects.create(
            use=asked.use,
            purpose=asked.purpose,
            from_on=asked.from_on,
            until_on=asked.until_on,
            people=len(checked.made.rows),
            made_by=by,
            made_at=at,
        )
    coarser = [(f"In this file {one}", "") for one in checked.made.coarser]
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr("people.csv", _csv(list(DICTIONARY), [list(row.values()) for row in checked.made.rows]))
        means = [*DICTIONARY.items(), *coarser]
        file.writestr("what-the-columns-mean.csv", _csv(["column", "means"], means))
    return packed.getvalue()


def _csv(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(heading)
    writer.writerows(rows)
    return written.getvalue()
