"""Which bodies have published their intentions for a year, and which are late (S198)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.core.time import FinancialYear, london_day
from throughline.open_data.intentions_file import intention_documents
from throughline.open_data.models import Publication
from throughline.supply.models import Scheme
from throughline.supply.queries.intentions import (
    Commissions,
    bodies_of,
    commissions_of,
    due_rule,
    stated_for,
)
from throughline.supply.rules.intentions import IntentionsDue

ASKED_AHEAD = timedelta(days=90)
"""How long before they are due a body is asked for its intentions."""


@dataclass(frozen=True)
class IntentionsStanding:
    """
    Where one body stands with its intentions for one year, as seen on the day `on`.

    `due` is the last day in time, nothing where the scheme began after it; `first_on` the London day of the
    first edition, `latest` the number of the last and `latest_on` its day.
    """

    body: Organisation
    year: FinancialYear
    due: date | None
    on: date
    first_on: date | None = None
    latest: int | None = None
    latest_on: date | None = None

    @property
    def is_late(self) -> bool:
        """Nothing is published, and the last day in time is over."""
        return self.first_on is None and self.due is not None and self.on > self.due

    @property
    def days_late(self) -> int:
        """Days after the last day in time until it was published, or until now; none while in time."""
        return max(((self.first_on or self.on) - self.due).days, 0) if self.due else 0

    @property
    def name(self) -> str:
        """The body, to sort by."""
        return self.body.name


def years_of(scheme: Scheme, *, on: date) -> list[FinancialYear]:
    """
    The years for which intentions are published, or due by the day `on` or within 90 days; the latest first.

    A year's are due when the scheme was in force on the last day in time.
    """
    published = Publication.objects.filter(kind=Publication.Kind.INTENTIONS, scheme=scheme)
    found = {FinancialYear.parse(one) for one in published.values_list("period", flat=True).distinct()}
    rule = _rule(scheme, on)
    year = FinancialYear.containing(scheme.during.from_)
    while rule is not None and rule.day_for(year) <= on + ASKED_AHEAD:
        if rule.day_for(year) in scheme.during:
            found.add(year)
        year = year.next
    return sorted(found, reverse=True)


def standing_of(scheme: Scheme, year: FinancialYear, *, on: date) -> list[IntentionsStanding]:
    """
    Where each body stands that commissions in the scheme on the last day in time for the year, by name.

    Nothing where the scheme asks for no intentions (three queries).
    """
    rule = _rule(scheme, on)
    if rule is None:
        return []
    last_day = rule.day_for(year)
    due = last_day if last_day in scheme.during else None
    editions: dict[int | None, list[Publication]] = defaultdict(list)
    published: Iterable[Publication] = (
        Publication.objects.filter(kind=Publication.Kind.INTENTIONS, scheme=scheme, period=str(year))
        .defer("content")
        .order_by("edition")
    )
    for one in published:
        editions[one.organisation_id].append(one)
    return [
        _standing(body, year, due, on, editions[body.pk])
        for body in bodies_of(scheme, rule, on=max(last_day, scheme.during.from_))
    ]


@dataclass(frozen=True)
class YearStated:
    """
    What a body states for one year, beside what it has published.

    `differs` says that the latest edition, the number of which is `latest`, says otherwise than the record.
    """

    commissions: Commissions
    year: FinancialYear
    due: date | None
    stated: int
    latest: int | None
    differs: bool

    @property
    def waits(self) -> bool:
        """Something is to be published: the first edition, or what has changed since the latest."""
        return self.differs if self.latest else self.due is not None or self.stated > 0


def years_stated(actor: Actor, *, on: date) -> list[YearStated]:
    """
    For each body `actor` states intentions for: this financial year and the next, beside their editions.

    Further years where something is stated or published for them. By body and year.
    """
    return [
        _beside_its_editions(one, year, _rule(one.scheme, on), on)
        for one in commissions_of(actor, on=on)
        for year in sorted(_years_of_interest(one, on))
    ]


def intentions_to_publish(actor: Actor, *, on: date) -> list[YearStated]:
    """What `actor` has yet to publish for years that are not over, by the last day in time."""
    waiting = [one for one in years_stated(actor, on=on) if one.waits and not one.year.period.ends_by(on)]
    asked = [one for one in waiting if one.latest or one.stated or (one.due and one.due <= on + ASKED_AHEAD)]
    return sorted(asked, key=lambda one: (one.due or one.year.period.from_, one.commissions.body.name))


def _rule(scheme: Scheme, on: date) -> IntentionsDue | None:
    """The rule in force on the day, or on the last day of a scheme that is over."""
    last_day = scheme.during.last_day
    return due_rule(scheme.pk, on=min(on, last_day) if last_day else on)


def _years_of_interest(one: Commissions, on: date) -> set[FinancialYear]:
    this = FinancialYear.containing(on)
    stated = one.body.intentions.filter(scheme=one.scheme).values_list("year", flat=True).distinct()
    published = Publication.objects.filter(
        kind=Publication.Kind.INTENTIONS, scheme=one.scheme, organisation=one.body
    )
    return (
        {this, this.next}
        | {FinancialYear(year) for year in stated}
        | {FinancialYear.parse(year) for year in published.values_list("period", flat=True).distinct()}
    )


def _beside_its_editions(
    one: Commissions, year: FinancialYear, rule: IntentionsDue | None, on: date
) -> YearStated:
    stated = stated_for(one.scheme, one.body, year)
    latest = (
        Publication.objects.filter(
            kind=Publication.Kind.INTENTIONS, scheme=one.scheme, organisation=one.body, period=str(year)
        )
        .defer("content")
        .order_by("-edition")
        .first()
    )
    made, _ = intention_documents(scheme=one.scheme, body=one.body, year=year, intentions=stated)
    due = rule.day_for(year) if rule else None
    return YearStated(
        one,
        year,
        due if due and due in one.scheme.during else None,
        len(stated),
        latest.edition if latest else None,
        latest is not None and latest.sha256 != made.sha256,
    )


def _standing(
    body: Organisation, year: FinancialYear, due: date | None, on: date, editions: list[Publication]
) -> IntentionsStanding:
    if not editions:
        return IntentionsStanding(body, year, due, on)
    first, last = editions[0], editions[-1]
    return IntentionsStanding(
        body, year, due, on, london_day(first.published_at), last.edition, london_day(last.published_at)
    )
