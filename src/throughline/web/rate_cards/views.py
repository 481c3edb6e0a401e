"""The list of rate cards, one of them as at a day, and what differs between two days."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.money import Money
from throughline.supply.models import RateCardItem
from throughline.supply.queries.rate_cards import (
    Difference,
    RateCard,
    days_of_change,
    differences,
    items_on,
    rate_card,
    rate_cards,
)
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import CardPart
from throughline.web.as_at import as_at_date
from throughline.web.changes.finding import READS_CHANGES
from throughline.web.forms import ChoiceField, DateField, FilterForm, TextField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.navigation import address_of
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link, Shown
from throughline.web.public.labels import for_whom

READS_RATE_CARDS = (*READS_CHANGES, Permission.SEE_PRICES_SHOWN)
VERSIONS_SHOWN = 20


def _to_card(one: RateCard) -> Link:
    return Link(one.prime.name, reverse("rate_card", args=[one.scheme.code, one.prime.reference]))


CARDS = (
    Column[RateCard]("prime", "Prime", _to_card, order="prime_name", download=lambda one: one.prime.name),
    Column[RateCard]("scheme", "Scheme", lambda one: one.scheme.name, order="scheme_name"),
    Column[RateCard]("items", "Items", lambda one: one.items, order="items", numeric=True),
)


@page_for(*READS_RATE_CARDS)
def every(request: PageRequest) -> HttpResponseBase:
    """Every rate card of the schemes whose prices are shown to the viewer, as at a day."""
    day = as_at_date(request)
    table = listing(
        request,
        rate_cards(request.actor, on=day, today=today(request)),
        CARDS,
        sort="prime",
        name="rate-cards",
        title="Rate cards",
        noun=("rate card", "rate cards"),
        empty="The rate cards of the primes of your scheme appear here, if the scheme shows prices to you.",
    )
    if table.export is not None:
        return table.export
    return render(request, "rate_cards/every.html", {"table": table, "as_at": day})


class ItemFilters(FilterForm):
    """What a rate card can be narrowed by."""

    part = ChoiceField(label="Part", choices=CardPart.choices, menu=True, nothing="Both parts")
    service = TextField(label="Service")


def _service(one: RateCardItem) -> Shown:
    address = address_of("public_service", reference=one.service.reference)
    return Link(one.service.name, address) if address else one.service.name


def _price(one: RateCardItem) -> Money:
    amount: Money = one.price  # type: ignore[attr-defined]
    return amount


def _buyers(one: RateCardItem) -> list[str]:
    return sorted(buyer.name for buyer in one.buyers.all()) or ["Every buyer with a route"]


def _areas(one: RateCardItem) -> list[str]:
    return sorted(area.name for area in one.areas.all()) or ["Wherever its routes lead"]


ITEMS = (
    Column[RateCardItem](
        "service",
        "Service",
        _service,
        order=("service__name", "name"),
        download=lambda one: one.service.name,
    ),
    Column[RateCardItem]("item", "Item", lambda one: one.name, order="name"),
    Column[RateCardItem]("part", "Part", lambda one: one.get_part_display().partition(":")[0], order="part"),
    Column[RateCardItem]("unit", "For", lambda one: one.get_unit_display()),
    Column[RateCardItem]("price", "Price", _price, order="price", numeric=True),
    Column[RateCardItem](
        "deliverer", "Delivered by", lambda one: one.service.deliverer.name, order="service__deliverer__name"
    ),
    Column[RateCardItem]("criteria", "For whom", lambda one: for_whom(one.service)),
    Column[RateCardItem]("buyers", "Who may buy", _buyers),
    Column[RateCardItem]("areas", "For people of", _areas),
)


@page_for(*READS_RATE_CARDS)
def card(request: PageRequest, scheme: str, prime: str) -> HttpResponseBase:
    """One prime's rate card as at a day: price, criteria, access."""
    day = as_at_date(request)
    found = _found(request, scheme, prime, day)
    filters = ItemFilters(request.GET)
    items = items_on(found, on=day)
    if part := filters.chosen.get("part"):
        items = items.filter(part=part)
    if service := filters.chosen.get("service"):
        items = items.filter(service__name__icontains=service)
    table = listing(
        request,
        items,
        ITEMS,
        sort="service",
        name=f"rate-card-{found.prime.reference}",
        title=f"Rate card of {found.prime.name}",
        noun=("item", "items"),
        empty="No item has a price on this day. Items appear here from the day their price is in force.",
        count=items.count,
    )
    if table.export is not None:
        return table.export
    return render(
        request,
        "rate_cards/card.html",
        {"card": found, "table": table, "filters": filters, "as_at": day, "versions": _versions(found, day)},
    )


def _versions(found: RateCard, day: date) -> list[Link]:
    """The days the rate card changed up to the day shown, each leading to what differed."""
    address = reverse("rate_card_differences", args=[found.scheme.code, found.prime.reference])
    return [
        Link(
            f"{one.day} {one:%B %Y}",
            f"{address}?{urlencode(_between(one - timedelta(days=1), one))}",
            "what changed",
        )
        for one in days_of_change(found)
        if one <= day
    ][:VERSIONS_SHOWN]


def _between(first: date, second: date) -> dict[str, int]:
    return {
        f"{name}_{box}": getattr(one, box)
        for name, one in (("first", first), ("second", second))
        for box in ("day", "month", "year")
    }


class TwoDays(FilterForm):
    """The two days between which a rate card is compared."""

    first = DateField(label="From", thing="the first day")
    second = DateField(label="To", thing="the second day")


DIFFERENCES = (
    Column[Difference]("service", "Service", lambda one: one.item.service.name, order="service_name"),
    Column[Difference]("item", "Item", lambda one: str(one.item)),
    Column[Difference]("what", "What changed", lambda one: one.what, order="what"),
    Column[Difference]("before", "Before", lambda one: one.before, numeric=True),
    Column[Difference]("after", "After", lambda one: one.after, numeric=True),
    Column[Difference]("by", "By", lambda one: one.by, numeric=True),
)


@page_for(*READS_RATE_CARDS)
def compare(request: PageRequest, scheme: str, prime: str) -> HttpResponseBase:
    """What differs between a rate card on two days; between a year ago and today unless the address says."""
    now = today(request)
    filters = TwoDays(request.GET)
    first = filters.chosen.get("first") or now - timedelta(days=365)
    second = filters.chosen.get("second") or now
    found = _found(request, scheme, prime, second)
    table = listing(
        request,
        differences(found, first=first, second=second),
        DIFFERENCES,
        sort="service",
        name=f"rate-card-{found.prime.reference}-differences",
        title="What changed",
        noun=("difference", "differences"),
        empty="Nothing differs between these two days.",
    )
    if table.export is not None:
        return table.export
    return render(
        request,
        "rate_cards/differences.html",
        {"card": found, "table": table, "filters": filters, "first": first, "second": second},
    )


def _found(request: PageRequest, scheme: str, prime: str, day: date) -> RateCard:
    found = rate_card(request.actor, scheme=scheme, prime=prime, on=day, today=today(request))
    if found is None:
        raise Http404("the viewer reads no rate card of this prime in this scheme")
    return found
