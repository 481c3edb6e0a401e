"""What stands in a brochure for sentencers: the services of a court's area as at a day (S58)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class BrochureService:
    """One service of a brochure: its name, who gives it, and lines of a label with what it says."""

    name: str
    given_by: str
    summary: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BrochurePart:
    """The services under one heading, a need for example."""

    heading: str
    services: tuple[BrochureService, ...]


@dataclass(frozen=True)
class Brochure:
    """
    A brochure as at the day `on`; what it holds was settled by whoever made it.

    `said` are sentences at its beginning, and `footer` stands on every page.
    """

    title: str
    said: tuple[str, ...]
    parts: tuple[BrochurePart, ...]
    footer: str
    on: date
