"""Where a person is, how it came to be so, and when work for them begins, in the words of pages (S222)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.urls import reverse

from throughline.line.models import FromCustody, MovedWithRelease
from throughline.line.queries.gate import Gate
from throughline.line.rules.gate import Settled
from throughline.people.models import Custody, HeldIn, Person, ReleaseDate
from throughline.people.queries.custody import custodies_of
from throughline.supply.models import Service
from throughline.vocabulary.custody import Begins, PrisonKind
from throughline.vocabulary.service_types import ServiceType
from throughline.web import words
from throughline.web.pieces import Fact


class Whereabouts:
    """Where one person is on the day `on`; `writes` for whoever may say that it is otherwise."""

    def __init__(self, person: Person, on: date, *, writes: bool) -> None:
        self.person = person
        self.on = on
        self.writes = writes
        self.custodies = list(custodies_of(person))

    @property
    def facts(self) -> list[Fact]:
        """Where they are now, what is known of their release, and where they were before."""
        now = self.now
        if now is None:
            return [Fact("Now", self._outside, self._href("officer_custody")), *self._before(None)]
        held, known = _held(now), _released(now)
        changes_prison = self._href("officer_prison") if not now.is_over else ""
        return [
            Fact("Now", where_in_words(held), changes_prison),
            Fact("Expected release", release_in_words(now), self._href("officer_release")),
            *([Fact("Prisons before", _prisons(now))] if len(_held_in(now)) > 1 else []),
            *self._before(now),
            *([Fact("Not said yet", "Whether they were released")] if self._has_passed(known) else []),
        ]

    @property
    def now(self) -> Custody | None:
        """The time in custody that goes on, or that nobody has said is over."""
        return next((one for one in self.custodies if not one.is_over), None)

    @property
    def to_say(self) -> date | None:
        """The expected day of release, once it has passed and nobody said whether they are out."""
        if self.now is None:
            return None
        known = _released(self.now)
        return known.expected_on if self._has_passed(known) else None

    def _has_passed(self, known: ReleaseDate) -> bool:
        return known.expected_on is not None and known.expected_on <= self.on and not known.is_released

    @property
    def _outside(self) -> str:
        last = next(iter(self.custodies), None)
        if last is None:
            return "In the community"
        return f"In the community since {words.day(last.during.to)}" if last.during.to else "In the community"

    def _before(self, now: Custody | None) -> Iterator[Fact]:
        for one in self.custodies:
            if one is not now:
                yield Fact(f"In custody from {words.day(one.during.from_)}", [*_prisons(one), *_days(one)])

    def _href(self, name: str) -> str:
        return reverse(name, args=[self.person.reference]) if self.writes else ""


def where_they_are(person: Person, on: date) -> list[Fact]:
    """Where somebody in custody is and when they are expected out; nothing of who is in the community."""
    whereabouts = Whereabouts(person, on, writes=False)
    if (now := whereabouts.now) is None:
        return []
    return [
        Fact("Where they are", where_in_words(_held(now))),
        Fact("Expected release", release_in_words(now)),
    ]


def where_in_words(held: HeldIn) -> str:
    """In which prison somebody is, since when and as what."""
    said = f"In {held.prison} since {words.day(held.from_on)}, {held.get_held_as_display().lower()}"
    return f"{said}. {held.reason}" if held.reason else said


def release_in_words(custody: Custody) -> list[str]:
    """The day that stands first, then every change that led to it, the latest first."""
    return [_stands(_released(custody)), *_days(custody)]


def _stands(said: ReleaseDate) -> str:
    if said.expected_on is None:
        return f"Not known: {said.why_not_known}"
    return f"{'Released on ' if said.is_released else ''}{words.day(said.expected_on)}"


def _days(custody: Custody) -> list[str]:
    said = list(custody.release_dates.all())
    return [_change(before, later) for later, before in pairwise(said)]


def _change(before: ReleaseDate, later: ReleaseDate) -> str:
    """How one day of release came after another: what it was, when, by whom and why."""
    who, when = later.recorded_by.full_name, words.day(later.recorded_at)
    was = words.day(before.expected_on) if before.expected_on else f"not known ({before.why_not_known})"
    to = words.day(later.expected_on) if later.expected_on else "not known"
    if later.is_released:
        expected = f"on {was}" if before.expected_on else "on a day not known"
        return f"Released on {to}, expected {expected}, as {who} said on {when}: {later.reason}"
    return f"Moved from {was} to {to} on {when} by {who}: {later.reason}"


def _prisons(custody: Custody) -> list[str]:
    held = list(reversed(_held_in(custody)))
    lines = []
    for one, after in zip(held, [*held[1:], None], strict=True):
        until = after.from_on - timedelta(1) if after else custody.during.last_day
        last = f" to {words.day(until)}" if until and until >= one.from_on else ""
        lines.append(f"{one.prison} from {words.day(one.from_on)}{last}, {one.get_held_as_display().lower()}")
    return lines


def _held_in(custody: Custody) -> Sequence[HeldIn]:
    return list(custody.held_in.all())


def _held(custody: Custody) -> HeldIn:
    return _held_in(custody)[0]


def _released(custody: Custody) -> ReleaseDate:
    return next(iter(custody.release_dates.all()))


def begins_in_words(found: FromCustody) -> str:
    """When the work of a referral of somebody in custody begins."""
    if found.begins == Begins.PRISON:
        return f"In the prison, {found.prison}" if found.prison else "In the prison"
    out = found.custody.during.to
    if out is None:
        return "On release, of which the day is not known"
    return f"On release, {'on' if found.custody.is_over else 'expected on'} {words.day(out)}"


def gate_facts(gate: Gate, service: Service) -> list[Fact]:
    """Who pays for resettlement of somebody in custody, and why; nothing of other work or outside (S222)."""
    if gate.prison is None or service.service_type != ServiceType.RESETTLEMENT:
        return []
    if not gate.prison_kind:
        return [
            Fact("Through the gate", f"The kind of {gate.prison} is not recorded: the entry says who pays")
        ]
    kind = PrisonKind(gate.prison_kind).label.lower()
    return [Fact("Through the gate", [f"{gate.prison} is a {kind}", terms_in_words(gate.settles(service))])]


def terms_in_words(settled: Settled | None) -> str:
    """Whether a service is mandatory and whether use is charged for, as a prison settles it."""
    return str(settled.terms.label) if settled else "As the entry of the service says"


def follows_in_words(one: MovedWithRelease) -> str:
    """What a day of release did to an appointment, and why it moved."""
    why = f": {one.release.reason}" if one.release.reason else ""
    if one.why_left:
        return f"Stayed when the day of release moved{why}. {one.get_why_left_display()}"
    return f"Moved from {words.day(one.was_on)} with the day of release{why}"
