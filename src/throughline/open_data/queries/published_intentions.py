"""Published intentions read back from their editions: what a page shows is what was published (S198)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.core.money import Money
from throughline.core.time import FinancialYear
from throughline.open_data.models import Publication
from throughline.open_data.queries.publications import edition_of


@dataclass(frozen=True)
class PublishedIntention:
    """One intention of an edition, by the names of its parts; in which scheme, for which year, whose."""

    scheme: str
    year: FinancialYear
    body: str
    body_reference: str
    parts: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A part in words; empty where the edition has nothing."""
        return self.parts[name] or ""

    def several(self, name: str) -> list[str]:
        """A part that lists several."""
        return list(self.parts[name])

    def day(self, name: str) -> date | None:
        """A part that is a day."""
        return date.fromisoformat(self.parts[name]) if self.parts[name] else None

    def money(self, name: str) -> Money | None:
        """A part that is an amount."""
        return Money(self.parts[name]) if self.parts[name] else None

    @property
    def starts_on(self) -> date | None:
        """The first day of the work, to sort by."""
        return self.day("starts_on")

    @property
    def opens_on(self) -> date | None:
        """The first day for bids, to sort by."""
        return self.day("opens_on")

    @property
    def value_to(self) -> Money | None:
        """The largest value, to sort by."""
        return self.money("value_to")

    @property
    def title(self) -> str:
        """What is to be bought, to sort by."""
        return self.text("title")

    @property
    def area(self) -> str:
        """Where, to sort by."""
        return self.text("area")


@dataclass(frozen=True)
class PublishedIntentions:
    """One edition of one body's intentions for a year."""

    edition: Publication
    year: FinancialYear
    intentions: Sequence[PublishedIntention]
    limitations: Sequence[str]


def published_intentions(
    scheme: str, year: FinancialYear, body: str, edition: int | None = None
) -> PublishedIntentions | None:
    """One edition of a body's intentions, the latest unless `edition` names another; none is nothing."""
    found = edition_of(Publication.Kind.INTENTIONS, scheme, year, edition, of=body)
    return None if found is None else _read(found, year)


def all_published(scheme: str, year: FinancialYear) -> list[PublishedIntention]:
    """Every intention of the latest editions of a scheme's bodies for a year, by body (one query)."""
    latest = (
        Publication.objects.filter(kind=Publication.Kind.INTENTIONS, scheme__code=scheme, period=str(year))
        .select_related("organisation")
        .order_by("organisation_id", "-edition")
        .distinct("organisation_id")
    )
    found = [intention for one in latest for intention in _read(one, year).intentions]
    return sorted(found, key=lambda one: (one.body, one.text("starts_on"), one.title))


def _read(edition: Publication, year: FinancialYear) -> PublishedIntentions:
    written = json.loads(edition.content)
    body = written["body"]
    return PublishedIntentions(
        edition=edition,
        year=year,
        intentions=[
            PublishedIntention(written["scheme"]["code"], year, body["name"], body["reference"], parts)
            for parts in written["intentions"]
        ],
        limitations=written["limitations"],
    )
