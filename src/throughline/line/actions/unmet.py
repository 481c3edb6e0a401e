"""Saying that nothing on offer answers what somebody needs (S72)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Area, Organisation, User
from throughline.core.time import london_day
from throughline.line.models import UnmetNeed
from throughline.line.refusals import LineRefusal
from throughline.people.models import Person
from throughline.vocabulary.permissions import Permission


class NothingFitsAlready(LineRefusal):
    """That nothing fits this need of the person stands recorded."""

    field = "need"


@transaction.atomic
def record_unmet_need(
    *,
    person: Person,
    need: str,
    wanted: str,
    reason: str,
    area: Area | None,
    population: str,
    organisation: Organisation,
    by: User,
    at: datetime,
) -> UnmetNeed:
    """
    Record that nothing on offer answers `need` of a person: what was `wanted`, where, for whom, and why not.

    It is counted for `organisation`, which supervises the person, on the London day of `at`.

    :raises NotAllowed: whoever acts does not refer for the organisation
    :raises NothingFitsAlready: the same stands recorded of the person and the need
    """
    require(current_actor(), Permission.REFER, within=organisation.pk, to="say that nothing fits this need")
    standing = UnmetNeed.objects.select_for_update(of=("self",)).filter(
        person=person, need=need, taken_back_at=None
    )
    if standing.exists():
        raise NothingFitsAlready(
            "That nothing fits this need is recorded. If something has changed, take that back first"
        )
    return UnmetNeed.objects.create(
        person=person,
        need=need,
        wanted=wanted,
        reason=reason,
        area=area,
        population=population,
        organisation=organisation,
        found_on=london_day(at),
        recorded_by=by,
        recorded_at=at,
    )
