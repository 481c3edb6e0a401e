"""What has gone quiet, worked out from what is recorded: true before anybody notes it (D16, S100)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects

from throughline.core.access.actor import as_system
from throughline.core.periods import Period
from throughline.core.time import london_day, start_of_london_day
from throughline.line.models import (
    Absence,
    Attendance,
    Contact,
    FromCustody,
    Referral,
    ReferralMove,
    RiskConcern,
)
from throughline.line.queries.clocks import Clock
from throughline.line.rules.silence import silences, standstill, uncovered
from throughline.line.states import ACCEPTED, ALLOCATED, STARTED
from throughline.supply.models import SchemeRule
from throughline.vocabulary.custody import Begins
from throughline.vocabulary.silence import QuietKind

UNDER_WAY = (ACCEPTED, ALLOCATED, STARTED)
LOOKS_BACK = timedelta(days=92)
"""How long after a referral is over its quiet times are still worked out."""

TAKEN_ON = ("accept", "hand over accepted")
GIVEN = ("allocate", "hand on")


@dataclass(frozen=True)
class Quiet:
    """One quiet time of a referral, with the absence that caused it if one did. Without an end it lasts."""

    kind: QuietKind
    referral: Referral
    during: Period
    absence: Absence | None = None

    @property
    def lasts(self) -> bool:
        """Whether it is not over."""
        return self.during.is_open


def quiet_now(referrals: QuerySet[Referral], *, on: date) -> list[Quiet]:
    """What is quiet on the day `on` among `referrals`, that which has lasted longest first."""
    found = quiet_times(_perhaps_quiet(referrals.filter(state__in=UNDER_WAY), on), on=on)
    lasting = [one for one in found if one.lasts]
    return sorted(lasting, key=lambda one: (one.during.from_, one.referral.pk, one.kind))


def quiet_times(referrals: QuerySet[Referral], *, on: date) -> list[Quiet]:
    """
    Every quiet time of `referrals` until the day `on`, over or not, in a fixed number of queries.

    Worked out by the system, of referrals that whoever asks may see: who is away is not theirs to read. The
    referrals of those found come with their people and the service.
    """
    with as_system():
        every = list(referrals.annotate(scheme=F("service__scheme")))
        facts = _facts(every)
        clocks = _Clocks()
        found = [one for referral in every for one in _times(referral, facts, clocks, on)]
        named = {one.referral.pk: one.referral for one in found}
        prefetch_related_objects(list(named.values()), "person", "service", "deliverer", "referred_by")
        return found


def recently_under_way(on: date) -> QuerySet[Referral]:
    """The referrals of which quiet times are kept: under way, or over for no longer than is looked back."""
    since = start_of_london_day(on - LOOKS_BACK)
    was_taken_on = Exists(ReferralMove.objects.filter(subject=OuterRef("pk"), name__in=TAKEN_ON))
    return Referral.objects.filter(Q(state__in=UNDER_WAY) | (Q(ended_at__gte=since) & was_taken_on))


@dataclass(frozen=True)
class _Facts:
    """What is recorded of several referrals, by their ids; absences by worker and organisation."""

    words: dict[int, list[date]]
    moves: dict[int, list[tuple[str, date]]]
    absences: dict[tuple[int, int], list[Absence]]
    released: dict[int, date | None]

    def can_begin(self, referral: int, given: date) -> date | None:
        """From when on work could begin that was given to a worker: on release, where it waits for it."""
        if referral not in self.released:
            return given
        released = self.released[referral]
        return max(given, released) if released is not None else None


class _Clocks:
    """The rules by which quiet times are measured."""

    def __init__(self) -> None:
        self.silence = Clock("silence_days")
        self.allocate = Clock("days_to_allocate")
        self.begin = Clock("days_to_begin")


def _perhaps_quiet(referrals: QuerySet[Referral], on: date) -> QuerySet[Referral]:
    """Those that a look at each is worth: not begun, with somebody away, or without a recent session."""
    ids = list(referrals.values_list("pk", flat=True))
    if not ids:
        return Referral.objects.none()
    rules = SchemeRule.objects.filter(name="silence_days", during__contains=on)
    fewest = min((one for one in rules.values_list("value", flat=True) if isinstance(one, int)), default=None)
    away = Absence.objects.filter(
        worker=OuterRef("worker"), organisation=OuterRef("deliverer"), during__contains=on
    )
    worth = ~Q(state=STARTED) | Q(Exists(away))
    if fewest is not None:
        since = start_of_london_day(on - timedelta(days=fewest) + timedelta(days=1))
        recent = Attendance.objects.filter(appointment__referral=OuterRef("pk"), recorded_at__gte=since)
        worth |= Q(~Exists(recent))
    return Referral.objects.filter(worth, pk__in=ids)


def _facts(referrals: Sequence[Referral]) -> _Facts:
    ids = [one.pk for one in referrals]
    words: dict[int, list[date]] = defaultdict(list)
    said: Iterable[tuple[int, datetime]] = (
        *_said(
            Attendance.objects.filter(appointment__referral__in=ids), "appointment__referral", "recorded_at"
        ),
        *_said(Contact.objects.filter(referral__in=ids), "referral", "recorded_at"),
        *_said(RiskConcern.objects.filter(referral__in=ids), "referral", "raised_at"),
    )
    for referral, at in said:
        words[referral].append(london_day(at))
    moves: dict[int, list[tuple[str, date]]] = defaultdict(list)
    made = ReferralMove.objects.filter(subject__in=ids).order_by("happened_at", "pk")
    for referral, name, at in made.values_list("subject", "name", "happened_at"):
        moves[referral].append((name, london_day(at)))
    absences: dict[tuple[int, int], list[Absence]] = defaultdict(list)
    away = Absence.objects.filter(
        worker__in={one.worker_id for one in referrals if one.worker_id},
        organisation__in={one.deliverer_id for one in referrals},
    )
    for absence in away.prefetch_related("covers").order_by("during"):
        absences[absence.worker_id, absence.organisation_id].append(absence)
    return _Facts(words, moves, absences, _released(ids))


def _released(ids: Sequence[int]) -> dict[int, date | None]:
    """The day of release, as it is known, of each referral whose work begins on it."""
    waiting = FromCustody.objects.filter(referral__in=ids, begins=Begins.RELEASE).select_related("custody")
    return {one.referral_id: one.custody.during.to for one in waiting}


def _said(rows: QuerySet[Any], referral: str, at: str) -> Iterable[tuple[int, datetime]]:
    found: Iterable[tuple[int, datetime]] = rows.order_by().values_list(referral, at)
    return found


def _times(referral: Referral, facts: _Facts, clocks: _Clocks, on: date) -> list[Quiet]:
    moves = facts.moves[referral.pk]
    taken_on = next((index for index, (name, _) in enumerate(moves) if name in TAKEN_ON), None)
    if taken_on is None:
        return []
    since = moves[taken_on:]
    over_on = london_day(referral.ended_at) if referral.ended_at is not None else None
    said = {*facts.words[referral.pk], *(day for _, day in since)}
    # Nothing is to be said before release of work that begins on it: silence counts from then.
    heard = {facts.can_begin(referral.pk, day) for day in said}
    words = sorted({day for day in heard if day is not None} - {over_on})
    scheme: int = referral.scheme  # type: ignore[attr-defined]
    found = [
        Quiet(QuietKind.SILENCE, referral, one)
        for one in silences(words, lambda day: clocks.silence.days(day, scheme), over_on=over_on, on=on)
    ]
    for kind, clock, from_, to in (
        (QuietKind.UNALLOCATED, clocks.allocate, TAKEN_ON, ("allocate",)),
        (QuietKind.NOT_BEGUN, clocks.begin, ("allocate",), ("start", "hand over accepted")),
    ):
        for day, went_on in _stretches(since, from_, to):
            began = facts.can_begin(referral.pk, day) if kind == QuietKind.NOT_BEGUN else day
            if began is None:
                continue
            time = standstill(clock.after(began, scheme), went_on or over_on, on=on)
            found += [Quiet(kind, referral, time)] if time is not None else []
    return found + _away(referral, since, facts, over_on, on)


def _stretches(
    moves: Sequence[tuple[str, date]], from_: Sequence[str], to: Sequence[str]
) -> list[tuple[date, date | None]]:
    """From each first move of `from_` to the next of `to`; while none was made, without an end."""
    found: list[tuple[date, date | None]] = []
    began: date | None = None
    for name, day in moves:
        if began is None and name in from_:
            began = day
        elif began is not None and name in to:
            found.append((began, day))
            began = None
    return found if began is None else [*found, (began, None)]


def _away(
    referral: Referral, moves: Sequence[tuple[str, date]], facts: _Facts, over_on: date | None, on: date
) -> list[Quiet]:
    """The times in which whoever holds it now was away without cover; of a former worker they were noted."""
    given = next((day for name, day in reversed(moves) if name in GIVEN), None)
    if given is None or referral.worker_id is None or over_on == given:
        return []
    held = Period(given, over_on)
    return [
        Quiet(QuietKind.AWAY, referral, one, absence)
        for absence in facts.absences[referral.worker_id, referral.deliverer_id]
        for one in uncovered(absence.during, [cover.during for cover in absence.covers.all()], held, on=on)
    ]
