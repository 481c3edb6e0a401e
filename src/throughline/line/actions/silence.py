"""Keeping each quiet time as an event, once, and telling both sides (D16, S100)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from throughline.core.access.actor import as_system
from throughline.core.events import announce
from throughline.core.time import london_day
from throughline.line.events import WentQuiet
from throughline.line.models import QuietSpell, Referral
from throughline.line.queries.needs_waiting import NeedWaiting, needs_waiting, people_with_a_plan
from throughline.line.queries.silence import Quiet, quiet_times, recently_under_way
from throughline.people.models import Supervision

AT_ONCE = 500
"""How many referrals, or people, are looked at in one transaction of the daily sweep."""


def sweep(*, at: datetime) -> list[QuietSpell]:
    """
    Note everything that has gone quiet, or was since the last time, whoever's it is; gives what is new.

    What is noted stands on what was recorded and when. So run again it finds nothing, and run after days on
    which nobody ran it, what began and what was over meanwhile. Acts as the system.
    """
    referrals, people = _whoever_is_concerned(london_day(at))
    found: list[QuietSpell] = []
    for some in _parts(referrals):
        found += note_quiet(Referral.objects.filter(pk__in=some), at=at)
    for some in _parts(people):
        found += _note_needs(some, at=at)
    return found


@transaction.atomic
def note_quiet(referrals: QuerySet[Referral], *, at: datetime) -> list[QuietSpell]:
    """
    Keep the quiet times of `referrals` as they stand at `at`: what is new, and what is over.

    Acts as the system. What is over and is worked out no more, since somebody else works on the referral now,
    ends today.
    """
    on = london_day(at)
    with as_system():
        ids = list(referrals.values_list("pk", flat=True))
        times = quiet_times(Referral.objects.filter(pk__in=ids), on=on)
        kept = {
            (one.kind, one.referral_id, one.began_on): one
            for one in QuietSpell.objects.select_for_update(of=("self",)).filter(referral__in=ids)
        }
        found: dict[tuple[str, int | None, date], Quiet] = {
            (str(one.kind), one.referral.pk, one.during.from_): one for one in times
        }
        for key, spell in kept.items():
            time = found.get(key)
            _end(spell, time.during.to if time is not None else spell.ended_on or max(on, spell.began_on))
        whose = _supervisions((one.referral.person_id for one in times), on)
        new = [_spell_of(one, whose, at) for key, one in found.items() if key not in kept]
        return _kept(new, at)


@transaction.atomic
def _note_needs(people: Collection[int], *, at: datetime) -> list[QuietSpell]:
    on = london_day(at)
    with as_system():
        waiting = needs_waiting(people, on=on)
        kept = {
            (one.objective_id, one.began_on): one
            for one in QuietSpell.objects.select_for_update(of=("self",)).filter(
                objective__isnull=False, person__in=people
            )
        }
        found: dict[tuple[int | None, date], NeedWaiting] = {
            (one.objective.pk, one.during.from_): one for one in waiting
        }
        for key, spell in kept.items():
            need = found.get(key)
            _end(spell, need.during.to if need is not None else spell.ended_on or max(on, spell.began_on))
        whose = _supervisions(people, on)
        return _kept([_spell_of_need(one, whose, at) for key, one in found.items() if key not in kept], at)


@transaction.atomic
def _whoever_is_concerned(on: date) -> tuple[list[int], list[int]]:
    """The ids of the referrals whose quiet times are kept, and of the people with a plan."""
    with as_system():
        referrals = recently_under_way(on).order_by("pk").values_list("pk", flat=True)
        people = people_with_a_plan(on).order_by("pk").values_list("pk", flat=True)
        return list(referrals), list(people)


def _kept(new: list[QuietSpell], at: datetime) -> list[QuietSpell]:
    made = QuietSpell.objects.bulk_create(new)
    if made:
        announce(WentQuiet(spell_ids=tuple(one.pk for one in made), at=at))
    return made


def _end(spell: QuietSpell, ended_on: date | None) -> None:
    if spell.ended_on != ended_on:
        spell.ended_on = ended_on
        spell.save(update_fields=["ended_on"])


def _supervisions(people: Iterable[int], on: date) -> dict[int, Supervision]:
    held = Supervision.objects.filter(person__in=set(people), during__contains=on)
    return {one.person_id: one for one in held}


def _spell_of(one: Quiet, whose: dict[int, Supervision], at: datetime) -> QuietSpell:
    referral = one.referral
    held = whose.get(referral.person_id)
    return QuietSpell(
        kind=one.kind,
        person_id=referral.person_id,
        referral=referral,
        absence=one.absence,
        deliverer_id=referral.deliverer_id,
        supervisor_id=held.organisation_id if held else referral.supervisor_id,
        officer_id=held.officer_id if held else referral.referred_by_id,
        began_on=one.during.from_,
        ended_on=one.during.to,
        noted_at=at,
    )


def _spell_of_need(one: NeedWaiting, whose: dict[int, Supervision], at: datetime) -> QuietSpell:
    held = whose.get(one.person.pk)
    return QuietSpell(
        kind="no_referral",
        person=one.person,
        objective=one.objective,
        supervisor_id=held.organisation_id if held else None,
        officer_id=held.officer_id if held else None,
        began_on=one.during.from_,
        ended_on=one.during.to,
        noted_at=at,
    )


def _parts(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
