"""How an entry stands, in a tag and a few words."""

from __future__ import annotations

from throughline.supply.models import Service
from throughline.supply.states import ServiceState
from throughline.web.pieces import Tag
from throughline.web.words import day

SERVICE_COLOURS = {"draft": "grey", "published": "green", "suspended": "yellow", "withdrawn": "red"}


def state_of(service: Service) -> Tag:
    """The tag of an entry's state."""
    return Tag(str(ServiceState(service.state).label), SERVICE_COLOURS[service.state])


def confirmed(service: Service) -> str:
    """When somebody last confirmed it."""
    return day(service.confirmed_on) if service.confirmed_on else "Never"
