"""The record of an entry as whoever keeps it sees it: every part, with the page that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.core.states import available_moves
from throughline.supply.models import Service
from throughline.supply.queries.completeness import Missing, missing_before_publishing
from throughline.supply.queries.content import content_of
from throughline.supply.states import ServiceState
from throughline.web.keeping.labels import state_of
from throughline.web.keeping.sections import Section
from throughline.web.keeping.standing_sections import StandingSections
from throughline.web.keeping.terms_sections import TermsSections
from throughline.web.keeping.work_sections import WorkSections
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Happened, Link, Tag

MADE = {"publish": "Published", "suspend": "Suspended", "withdraw": "Withdrawn"}
WHERE_TO_SAY = {"areas": "areas", "places": "places", "routes": "routes", "contacts": "contacts"}
"""Missing parts that are said by adding something."""


def missing_facts(service: Service, missing: Sequence[Missing]) -> list[Fact]:
    """What is to be said before publishing, each with the page on which to say it."""
    return [Fact(one.says.capitalize(), Link("Say it", _say(service, one.part), one.says)) for one in missing]


def _say(service: Service, part: str) -> str:
    if part in WHERE_TO_SAY:
        return reverse("service_item_add", args=[service.reference, WHERE_TO_SAY[part]])
    return reverse("service_part", args=[service.reference, part])


@dataclass(frozen=True)
class RecordPage:
    """What the page of a kept entry says."""

    service: Service
    actor: Actor
    on: date

    @property
    def tag(self) -> Tag:
        """Its state."""
        return state_of(self.service)

    @property
    def may_confirm(self) -> bool:
        """Whether there is something to confirm today."""
        return self.service.state == ServiceState.PUBLISHED and self.service.confirmed_on != self.on

    @cached_property
    def moves(self) -> list[Link]:
        """Publish, suspend or withdraw, as its state allows."""
        return [
            Link(one.name.capitalize(), reverse("service_move", args=[self.service.reference, one.name]))
            for one in available_moves(self.service, self.actor)
        ]

    @cached_property
    def missing(self) -> list[Fact]:
        """What it lacks before it can be published."""
        if self.service.state not in (ServiceState.DRAFT, ServiceState.SUSPENDED):
            return []
        return missing_facts(self.service, missing_before_publishing(self.service, on=self.on))

    @property
    def in_directory(self) -> str:
        """Its page in the directory, where there is one."""
        if self.service.state == ServiceState.DRAFT:
            return ""
        return address_of("public_service", reference=self.service.reference) or ""

    @cached_property
    def sections(self) -> list[Section]:
        """Every section, in the order of the directory's page."""
        about = (self.service, content_of(self.service), self.actor, self.on)
        return [*WorkSections(*about).all, *TermsSections(*about).all, *StandingSections(*about).all]

    @cached_property
    def history(self) -> list[Happened]:
        """Its moves."""
        return [
            Happened(MADE[one.name], one.happened_at, one.by.full_name if one.by else "", one.reason)
            for one in self.service.moves.select_related("by")
        ]
