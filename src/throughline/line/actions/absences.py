"""Saying that a worker is away, who covers, and that they are back (D16, S100)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.periods import Period
from throughline.core.queries.team import holders_of
from throughline.core.time import london_day
from throughline.line.actions.silence import note_quiet
from throughline.line.events import CoverNamed
from throughline.line.models import Absence, AbsenceCover, Referral
from throughline.line.queries.workload import WITH_A_WORKER
from throughline.line.refusals import (
    AbsenceDaysWrong,
    CoverCannot,
    CoverDaysWrong,
    KeptFromTheCase,
    NotTheirWorker,
)
from throughline.people.queries.limits import kept_out
from throughline.vocabulary.permissions import Permission

_DAY = timedelta(days=1)


@transaction.atomic
def record_absence(
    *,
    worker: User,
    organisation: Organisation,
    from_on: date,
    last_day: date | None,
    cover: User | None,
    cover_last_day: date | None,
    by: User,
    at: datetime,
) -> Absence:
    """
    Say that a worker is away from a day on, until a day or nobody knows, and who covers, or nobody.

    Where nobody covers today, the officers of their people and the provider's managers are told in this
    transaction: nobody can be away unseen. Without `cover_last_day`, the cover lasts as long as the absence.

    :raises NotAllowed: it is somebody else's absence, and whoever acts does not decide on referrals there
    :raises NotTheirWorker: they do not work with people for the organisation
    :raises AbsenceDaysWrong: it ends before it begins, or those days are recorded already
    :raises CoverCannot: whoever is to cover does not work there, or is the worker
    :raises CoverDaysWrong: the cover would not lie within the absence
    :raises KeptFromTheCase: a limit hides one of the cases from whoever is to cover
    """
    _require_may_say(worker, organisation.pk, by)
    if not holders_of(Permission.DELIVER, organisation.pk, london_day(at)).filter(pk=worker.pk).exists():
        raise NotTheirWorker(
            f"{worker} does not work with people for {organisation}: choose one of its workers"
        )
    if last_day is not None and last_day < from_on:
        raise AbsenceDaysWrong("The last day must be the first day or later", field="last_day")
    away = Period(from_on, last_day + _DAY if last_day is not None else None)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    others = Absence.objects.filter(worker=worker, organisation=organisation)
    if others.filter(during__overlap=away.to_range()).exists():
        raise AbsenceDaysWrong(f"An absence of {worker} on some of these days is recorded already")
    made = Absence.objects.create(
        worker=worker, organisation=organisation, during=away, recorded_by=by, recorded_at=at
    )
    if cover is not None:
        _cover(made, cover, from_on, cover_last_day, by=by, at=at)
    _note(made, at)
    return made


@transaction.atomic
def say_who_covers(
    *, absence: Absence, cover: User | None, last_day: date | None, by: User, at: datetime
) -> AbsenceCover | None:
    """
    Say who covers from today on, in the place of whoever did; with no `cover`, that nobody does.

    What was not covered before stays so: from today on, or from the first day of an absence to come.

    :raises NotAllowed: as for recording it
    :raises CoverCannot: whoever is to cover does not work there, or is the worker
    :raises CoverDaysWrong: the absence is over, or the cover would not lie within it
    :raises KeptFromTheCase: a limit hides one of the cases from whoever is to cover
    """
    _require_may_say(absence.worker, absence.organisation_id, by)
    today = london_day(at)
    locked = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if locked.during.ends_by(today):
        raise CoverDaysWrong("The absence is over, so there is nothing to cover")
    from_on = max(today, locked.during.from_)
    for former in locked.covers.all():
        if former.during.from_ >= from_on:
            former.delete()
        elif not former.during.ends_by(from_on):
            former.during = former.during.ended_on(from_on)
            former.save(update_fields=["during"])
    made = _cover(locked, cover, from_on, last_day, by=by, at=at) if cover is not None else None
    _note(locked, at)
    return made


@transaction.atomic
def say_they_are_back(*, absence: Absence, last_day: date, by: User, at: datetime) -> Absence:
    """
    Say which day was, or will be, the last on which a worker is away.

    :raises NotAllowed: as for recording it
    :raises AbsenceDaysWrong: the day is before its first day, or another absence begins by then
    """
    _require_may_say(absence.worker, absence.organisation_id, by)
    locked = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if last_day < locked.during.from_:
        raise AbsenceDaysWrong(
            f"Choose {locked.during.from_:%-d %B %Y}, when it began, or a later day", field="last_day"
        )
    away = Period(locked.during.from_, last_day + _DAY)
    others = Absence.objects.filter(worker=locked.worker_id, organisation=locked.organisation_id)
    if others.exclude(pk=locked.pk).filter(during__overlap=away.to_range()).exists():
        raise AbsenceDaysWrong("Another absence begins before that day", field="last_day")
    for cover in locked.covers.all():
        if cover.during.from_ > last_day:
            cover.delete()
        elif not cover.during.ends_by(last_day + _DAY):
            cover.during = cover.during.ended_on(last_day + _DAY)
            cover.save(update_fields=["during"])
    locked.during = away
    locked.save(update_fields=["during"])
    _note(locked, at)
    return locked


def _cover(
    absence: Absence, cover: User, from_on: date, last_day: date | None, *, by: User, at: datetime
) -> AbsenceCover:
    if cover.pk == absence.worker_id:
        raise CoverCannot("Nobody covers for themselves: choose somebody else, or say that nobody covers")
    works = holders_of(Permission.DELIVER, absence.organisation_id, london_day(at))
    if not works.filter(pk=cover.pk).exists():
        raise CoverCannot(f"{cover} does not work with people for this provider: choose one of its workers")
    if last_day is not None and last_day < from_on:
        raise CoverDaysWrong("The last day of the cover must be its first day or later")
    asked = Period(from_on, last_day + _DAY if last_day is not None else None)
    during = asked.intersection(absence.during)
    if during is None:
        raise CoverDaysWrong("The cover must lie within the absence")
    _refuse_hidden_from(cover, absence, at)
    made = AbsenceCover.objects.create(
        absence=absence, by=cover, during=during, recorded_by=by, recorded_at=at
    )
    announce(CoverNamed(cover_id=made.pk, by_id=by.pk, at=at))
    return made


def _refuse_hidden_from(cover: User, absence: Absence, at: datetime) -> None:
    with as_system():
        held = Referral.objects.filter(
            worker=absence.worker_id, deliverer=absence.organisation_id, state__in=WITH_A_WORKER
        )
        people = set(held.values_list("person_id", flat=True))
    if any(kept_out(person, [cover], at) for person in people):
        refusal = KeptFromTheCase(
            f"{cover} may not see one of these cases: give that referral to somebody else first, or choose "
            "another"
        )
        refusal.field = "cover"
        raise refusal


def _require_may_say(worker: User, organisation_id: int, by: User) -> None:
    needed = Permission.DELIVER if worker == by else Permission.DECIDE_REFERRALS
    require(current_actor(), needed, within=organisation_id, to="say when this worker is away")


def _note(absence: Absence, at: datetime) -> None:
    with as_system():
        held = Referral.objects.filter(
            worker=absence.worker_id, deliverer=absence.organisation_id, state__in=WITH_A_WORKER
        )
        note_quiet(held, at=at)
