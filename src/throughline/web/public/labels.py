"""Words, tags and links that the public pages share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from throughline.core.models import Area, Organisation
from throughline.core.periods import Period
from throughline.supply.models import Service
from throughline.supply.states import ServiceState
from throughline.vocabulary.areas import AREA_KINDS
from throughline.vocabulary.needs import Need
from throughline.vocabulary.routes import FundingRoute
from throughline.web.pieces import Link, Tag
from throughline.web.words import day

REGISTERS = {
    "GB-COH": "Company number",
    "GB-CHC": "Charity number (England and Wales)",
    "GB-SC": "Charity number (Scotland)",
    "X-NDELIUS": "Code in the national case management system",
    "X-CRS-CODE": "Code in the published contracts",
}
"""What a number in each register is called. Numbers of registers not listed are not shown."""

CHARGES_AT_USE = (FundingRoute.RATE_CARD, FundingRoute.SPOT)


def to_organisation(organisation: Organisation) -> Link:
    """Its name, leading to its page."""
    return Link(organisation.name, organisation_page(organisation.reference))


def organisation_page(reference: str) -> str:
    """Where the page of the organisation with this reference is."""
    return reverse("public_organisation", args=[reference])


def to_service(service: Service, as_at: str = "") -> Link:
    """Its name, leading to its page, on the day the address says where it says one."""
    query = {"as_at": as_at} if as_at else {}
    return Link(service.name, reverse("public_service", args=[service.reference], query=query))


def in_full(area: Area) -> str:
    """An area's name with what kind of area it is."""
    return in_full_by_kind(area.name, area.kind)


def in_full_by_kind(name: str, kind: str) -> str:
    """The name of an area with what kind of area it is."""
    called = AREA_KINDS.get(kind)
    return f"{name} ({called})" if called else name


def needs(answered: Collection[str]) -> list[str]:
    """The needs that are answered, in words and in the order of the field's list."""
    return [str(need.label) for need in Need if need in answered]


def for_whom(service: Service) -> str:
    """The sex and ages a service is for, in a few words."""
    who = "Women and men"
    if not service.for_men:
        who = "Women"
    elif not service.for_women:
        who = "Men"
    match service.youngest, service.oldest:
        case None, None:
            return who
        case youngest, None:
            return f"{who} aged {youngest} or over"
        case None, oldest:
            return f"{who} aged up to {oldest}"
        case youngest, oldest:
            return f"{who} aged {youngest} to {oldest}"


def standing(state: str, during: Period, on: date) -> Tag | None:
    """Where an entry stands when it is not in the directory on a day; nothing when it is."""
    if state == ServiceState.WITHDRAWN:
        return Tag("Withdrawn", "red")
    if state == ServiceState.SUSPENDED:
        return Tag("Suspended", "orange")
    if state == ServiceState.DRAFT or on not in during:
        return Tag("Not in the directory on this day", "grey")
    return None


def period(during: Period) -> str:
    """The days of a period as people say them, the last one included."""
    if during.last_day is None:
        return f"From {day(during.from_)}"
    return f"{day(during.from_)} to {day(during.last_day)}"
