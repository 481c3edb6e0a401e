"""The rate card as a prime sees it: what it is paid, what it pays, what it keeps; and setting a price."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.money import Money
from throughline.supply.actions.prices import set_price
from throughline.supply.models import RateCardItem, Service
from throughline.supply.queries.approvals import needs_approval
from throughline.supply.queries.rate_card import (
    PricedLink,
    may_set_price,
    our_rate_card,
    rate_card_of,
    services_priced_by,
)
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.as_at import as_at_date
from throughline.web.form_page import FormPage
from throughline.web.forms import DateField, FilterForm, MoneyField, PageForm, TextField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link, Shown
from throughline.web.prime.rate_card_page import ServicePage
from throughline.web.refusals import refusals_shown_on

NO_PRICE = "No price"


class RateCardFilters(FilterForm):
    """What the rate card can be narrowed by."""

    service = TextField(label="Service")
    deliverer = TextField(label="Delivered by")


class PriceForm(PageForm):
    """A price and the day from which it holds."""

    amount = MoneyField(label="New price", thing="the new price")
    from_on = DateField(label="From", thing="the day from which it holds", hint="For example, 1 4 2018")


def _service(one: RateCardItem) -> Link:
    return Link(one.service.name, reverse("prime_service", args=[one.service.reference]))


def _received(one: RateCardItem) -> Money | None:
    amount: Money | None = one.received  # type: ignore[attr-defined]
    return amount


def _paid(one: RateCardItem) -> Money | None:
    amount: Money | None = one.paid  # type: ignore[attr-defined]
    return amount


def _kept(one: RateCardItem) -> Shown:
    received, paid = _received(one), _paid(one)
    return None if received is None or paid is None else received - paid


COLUMNS = (
    Column[RateCardItem]("service", "Service", _service, order=("service__name", "name")),
    Column[RateCardItem]("item", "Item", lambda one: one.name, order="name"),
    Column[RateCardItem]("unit", "For", lambda one: one.get_unit_display()),
    Column[RateCardItem](
        "deliverer",
        "Delivered by",
        lambda one: one.service.deliverer.name,
        order="service__deliverer__name",
    ),
    Column[RateCardItem]("received", "Paid to you", _received, order="received", nullable=True, numeric=True),
    Column[RateCardItem]("paid", "You pay", _paid, order="paid", nullable=True, numeric=True),
    Column[RateCardItem]("kept", "You keep", _kept, numeric=True),
)


@page_for(Permission.PROPOSE_PRICES)
def items(request: PageRequest) -> HttpResponseBase:
    """Every item of the services in the chain, with the prices in force on the day asked for."""
    filters, day = RateCardFilters(request.GET), as_at_date(request)
    found: QuerySet[RateCardItem] = our_rate_card(request.actor, on=day)
    if service := filters.chosen.get("service"):
        found = found.filter(service__name__icontains=service)
    if deliverer := filters.chosen.get("deliverer"):
        found = found.filter(service__deliverer__name__icontains=deliverer)
    table = listing(
        request,
        found,
        COLUMNS,
        sort="service",
        name="rate-card",
        title="Services and rate card",
        noun=("item", "items"),
        empty="Items of the services in your chain appear here when the directory has them.",
    )
    if table.export is not None:
        return table.export
    return render(request, "prime/rate_card.html", {"table": table, "filters": filters, "as_at": day})


@page_for(Permission.PROPOSE_PRICES)
def service(request: PageRequest, reference: str) -> HttpResponse:
    """One service: its items, what each link of the chain pays, every price there was, and what is kept."""
    found, day = _found(request, reference), as_at_date(request)
    page = ServicePage(found, rate_card_of(found, request.actor, on=day), request.actor, day)
    return render(request, "prime/service.html", {"page": page, "as_at": day})


@page_for(Permission.PROPOSE_PRICES)
def price(request: PageRequest, reference: str, item: int, agreement: str) -> HttpResponse:
    """Set what one link of the chain pays for one item, from a day on."""
    found = _found(request, reference)
    link, priced = _link(request, found, item, agreement)
    form = PriceForm(request.POST if request.method == "POST" else None, today=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            made = set_price(
                item=priced,
                agreement=link.agreement,
                amount=form.cleaned_data["amount"],
                from_on=form.cleaned_data["from_on"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(
                request,
                f"{words.money(made.amount)} set for {priced.name} from {words.day(made.during.from_)}",
            )
            return redirect("prime_service", reference=found.reference)
    return FormPage(
        title="Set a price",
        caption=found.name,
        back=Link(found.name, reverse("prime_service", args=[found.reference])),
        button="Set this price",
        said=[
            "The price in force ends the day before. "
            "Referrals sent before that day keep the price they were sent at."
        ],
        facts=[
            Fact("Item", f"{priced.name}, {priced.get_unit_display()}"),
            Fact("Paid by", link.agreement.payer.name),
            Fact("Paid to", link.agreement.provider.name),
            Fact("Price in force", link.in_force.amount if link.in_force else NO_PRICE),
        ],
    ).shown(request, form)


def _found(request: PageRequest, reference: str) -> Service:
    found = services_priced_by(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("no service of this viewer's chain has this reference")
    return found


def _link(
    request: PageRequest, service: Service, item: int, agreement: str
) -> tuple[PricedLink, RateCardItem]:
    for priced in rate_card_of(service, request.actor, on=today(request)):
        for link in priced.links:
            if priced.item.pk == item and link.agreement.reference == agreement:
                asked = needs_approval(link.agreement, on=today(request))
                if may_set_price(link.agreement, request.actor, approval_asked=asked):
                    return link, priced.item
                raise Http404("whoever looks sets no price under this agreement")
    raise Http404("this service has no such item, or is not delivered under this agreement")
