"""Recording what protects a person, in their latest assessment (S121)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.people.models import FactorsRecorded, Person
from throughline.people.queries.people import latest_assessment
from throughline.people.refusals import FactorsContradict, NotAssessedYet
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.protective import ProtectiveFactor


@transaction.atomic
def record_protective_factors(
    *, person: Person, factors: Collection[str], note: str, by: User, at: datetime
) -> FactorsRecorded:
    """
    Record the protective factors that the latest assessment found; what was recorded before stays to be read.

    :raises NotAssessedYet: no assessment is recorded
    :raises FactorsContradict: none was found, and some were
    :raises NotAllowed: the current actor does not supervise people
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="record protective factors")
    assessment = latest_assessment(person)
    if assessment is None:
        raise NotAssessedYet("No assessment is recorded: record protective factors once there is one")
    if ProtectiveFactor.NONE in factors and len(factors) > 1:
        raise FactorsContradict("Select the factors that were found, or that none was found")
    return FactorsRecorded.objects.create(
        assessment=assessment,
        person=person,
        factors=sorted(factors),
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )
