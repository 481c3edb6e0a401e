"""One entry of the directory as whoever keeps it sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.core.states import available_moves
from throughline.supply.models import Service
from throughline.supply.states import ServiceState
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Happened, Link, Tag
from throughline.web.words import day

SERVICE_COLOURS = {"draft": "grey", "published": "green", "suspended": "yellow", "withdrawn": "red"}
MADE = {"publish": "Published", "suspend": "Suspended", "withdraw": "Withdrawn"}


def state_of(service: Service) -> Tag:
    """The tag of an entry's state."""
    return Tag(str(ServiceState(service.state).label), SERVICE_COLOURS[service.state])


def confirmed(service: Service) -> str:
    """When somebody last confirmed it."""
    return day(service.confirmed_on) if service.confirmed_on else "Never"


@dataclass(frozen=True)
class ServicePage:
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
            Link(
                one.name.capitalize(), reverse(f"provider_service_{one.name}", args=[self.service.reference])
            )
            for one in available_moves(self.service, self.actor)
        ]

    @property
    def in_directory(self) -> str:
        """Its page in the directory, where there is one."""
        return address_of("public_service", reference=self.service.reference) or ""

    @cached_property
    def facts(self) -> list[Fact]:
        """What the entry says."""
        one = self.service
        owner = f" by {one.owner.full_name}" if one.owner else ""
        return [
            Fact("Confirmed on", f"{confirmed(one)}{owner}"),
            Fact("Kind", f"{one.kind.name}, NSI code {one.kind.nsi_code}"),
            Fact("Scheme", one.scheme.name),
            Fact("What it is", one.summary),
            Fact("Answers", [need.get_need_display() for need in one.needs.all()]),
            Fact("Where", [area.name for area in one.areas.order_by("name")[:20]]),
            Fact("Places", one.places if one.places is not None else "Not recorded"),
            Fact("Delivered by", one.deliverer.name),
            Fact("Under", one.agreement.title if one.agreement else "No agreement"),
        ]

    @cached_property
    def history(self) -> list[Happened]:
        """Its moves."""
        return [
            Happened(MADE[one.name], one.happened_at, one.by.full_name if one.by else "", one.reason)
            for one in self.service.moves.select_related("by")
        ]
