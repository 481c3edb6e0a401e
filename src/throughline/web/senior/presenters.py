"""What the page of who may see a case says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from throughline.core.time import london_day
from throughline.people.models import CaseLimit, Person
from throughline.people.queries.limits import limits_of, parties_named, who_may_see
from throughline.web import words
from throughline.web.pieces import Fact, Happened, Link, Tag

WHAT_IT_DOES = {
    CaseLimit.Kind.EXCLUSION: "May not see it",
    CaseLimit.Kind.RESTRICTION: "Only they may see it",
}


@dataclass(frozen=True)
class LimitCard:
    """One limit that holds: whom it names, why, since when, and where it is lifted."""

    title: str
    facts: list[Fact]
    lift: Link


class AccessPage:
    """Who may see the case of a person, who is kept from it, and every limit there was."""

    def __init__(self, person: Person, at: datetime) -> None:
        self.person = person
        self.at = at
        self._limits = list(limits_of(person))

    @property
    def limits(self) -> list[LimitCard]:
        """The limits that hold now."""
        return [self._card(one) for one in self._limits if holds(one, self.at)]

    @property
    def seen_by(self) -> list[Fact]:
        """Everybody whose work lets them see the case, by what they do."""
        by_what: dict[str, list[str]] = {}
        for one in who_may_see(self.person, self.at):
            by_what.setdefault(one.as_what, []).append(one.name)
        return [Fact(what, names) for what, names in by_what.items()]

    @property
    def history(self) -> list[Happened]:
        """Every limit set and lifted, the latest first."""
        found = []
        for one in self._limits:
            named = words.and_list(party.name for party in parties_named(one))
            kind = str(one.get_kind_display())
            found.append(Happened(f"{kind}: {named}", one.since, one.set_by.full_name, one.reason))
            if one.lifted_at is not None and one.lifted_by is not None:
                found.append(
                    Happened(f"Lifted: {named}", one.lifted_at, one.lifted_by.full_name, one.why_lifted)
                )
        return sorted(found, key=lambda line: line.at, reverse=True)

    def _card(self, limit: CaseLimit) -> LimitCard:
        last = london_day(limit.until - timedelta(seconds=1)) if limit.until else None
        return LimitCard(
            title=str(limit.get_kind_display()),
            facts=[
                Fact(WHAT_IT_DOES[CaseLimit.Kind(limit.kind)], [one.name for one in parties_named(limit)]),
                Fact("Why", limit.reason),
                Fact("Set", f"{words.moment(limit.since)} by {limit.set_by.full_name}"),
                Fact("Until", f"the end of {words.day(last)}" if last else "somebody lifts it"),
            ],
            lift=Link(
                "Lift this limit", reverse("person_limit_lift", args=[self.person.reference, limit.pk])
            ),
        )


def holds(limit: CaseLimit, at: datetime) -> bool:
    """Whether the limit holds at `at`."""
    return limit.lifted_at is None and (limit.until is None or limit.until > at)


def kind_tag(limit: CaseLimit) -> Tag:
    """What kind of limit it is, in a word."""
    return Tag("Exclusion", "orange") if limit.kind == CaseLimit.Kind.EXCLUSION else Tag("Restriction", "red")
