"""Limiting who may see a case, and lifting a limit (S111)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require, roles
from throughline.core.models import Organisation, User
from throughline.core.time import london_day, start_of_london_day
from throughline.people.models import CaseLimit, Person, PersonAccess
from throughline.people.queries.limits import kept_out
from throughline.people.refusals import LimitOver, NobodyLeftToLift, NobodyNamed, ReasonNotGiven
from throughline.vocabulary.permissions import Permission

_TO = "say who may see this case"


@transaction.atomic
def limit_access(
    *,
    person: Person,
    kind: str,
    users: Collection[User],
    organisations: Collection[Organisation],
    reason: str,
    last_day: date | None,
    by: User,
    at: datetime,
) -> CaseLimit:
    """
    Hide the case from those named (an exclusion) or from all but them (a restriction), from `at` on.

    It holds to the end of the London day `last_day`, or until it is lifted; above every other right, and
    never against the person's own account.

    :raises NotAllowed: the current actor does not manage cases for an organisation that supervises the person
    :raises NobodyNamed: neither a user nor an organisation is named
    :raises ReasonNotGiven: no reason was given
    :raises LimitOver: its last day has gone by already
    :raises NobodyLeftToLift: nobody who manages the case would see it any more
    """
    managing = managed_for(person, at)
    require(current_actor(), Permission.MANAGE_CASES, within=managing, to=_TO)
    if not users and not organisations:
        raise NobodyNamed("Name a person or an organisation")
    if not reason.strip():
        raise ReasonNotGiven("Say why the case is limited")
    if last_day is not None and last_day < london_day(at):
        refusal = LimitOver("The last day must be today or in the future")
        refusal.field = "last_day"
        raise refusal
    made = CaseLimit.objects.create(
        person=person,
        kind=kind,
        users=sorted(one.pk for one in users),
        organisations=sorted(one.pk for one in organisations),
        reason=reason.strip(),
        since=at,
        until=start_of_london_day(last_day + timedelta(days=1)) if last_day else None,
        set_by=by,
    )
    _require_somebody_to_lift(person, managing, at)
    return made


@transaction.atomic
def lift_limit(*, limit: CaseLimit, why: str, by: User, at: datetime) -> CaseLimit:
    """
    End a limit at `at`: those it kept out see the case again, as far as their work lets them.

    :raises NotAllowed: the current actor does not manage cases for an organisation that supervises the person
    :raises LimitOver: somebody lifted it before, or its last day has gone by
    :raises ReasonNotGiven: no reason was given
    """
    require(current_actor(), Permission.MANAGE_CASES, within=managed_for(limit.person, at), to=_TO)
    if not why.strip():
        raise ReasonNotGiven("Say why the limit is lifted")
    held = CaseLimit.objects.select_for_update(of=("self",)).get(pk=limit.pk)
    if held.lifted_at is not None or (held.until is not None and held.until <= at):
        raise LimitOver("This limit holds no longer: somebody lifted it, or its last day has gone by")
    held.lifted_at, held.lifted_by, held.why_lifted = at, by, why.strip()
    held.save(update_fields=["lifted_at", "lifted_by", "why_lifted"])
    return held


def managed_for(person: Person, at: datetime) -> list[int]:
    """The ids of the organisations for which the person is supervised at `at`."""
    with as_system():
        rights = PersonAccess.objects.filter(
            Q(until__isnull=True) | Q(until__gt=at),
            person=person,
            scope=PersonAccess.Scope.SUPERVISE,
            organisation__isnull=False,
        )
        return [one for one in rights.values_list("organisation_id", flat=True).distinct() if one]


def _require_somebody_to_lift(person: Person, managing: Collection[int], at: datetime) -> None:
    codes = [code for code, role in roles().items() if Permission.MANAGE_CASES in role.permissions]
    managers = User.objects.filter(
        is_active=True,
        memberships__organisation__in=managing,
        memberships__role__in=codes,
        memberships__during__contains=london_day(at),
    ).distinct()
    if kept_out(person.pk, managers, at) >= {one.pk for one in managers}:
        raise NobodyLeftToLift(
            "Nobody who manages this case would see it any more, so nobody could lift this: let one of them "
            "see it"
        )
