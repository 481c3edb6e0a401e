"""Adding lines to a notification that is being written, and taking them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.core.models import Area, Organisation
from throughline.supply.actions.proposing import (
    NewItem,
    propose_item,
    propose_price,
    propose_withdrawal,
    take_out_line,
)
from throughline.supply.models import ChangeLine, ChangeNotification, RateCardItem, Service
from throughline.supply.queries.proposing import (
    areas_of_the_prime,
    divisions_of,
    items_of_the_prime,
    services_of_the_prime,
)
from throughline.vocabulary.permissions import Permission
from throughline.web.changes.finding import change_written, line_of, link_to
from throughline.web.changes.forms import LineForm, NewItemForm, PriceLineForm, WithdrawalForm
from throughline.web.changes.words import in_one_sentence
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on

NOTHING_YET = (
    "Nothing changes yet: the line stands in this notification until it is submitted, reviewed and decided."
)


@page_for(Permission.PROPOSE_PRICES)
def price(request: PageRequest, reference: str) -> HttpResponse:
    """Propose what the price of an item should be from a day on."""
    change = change_written(request, reference)
    items = {str(one.pk): one for one in items_of_the_prime(change)}
    form = PriceLineForm(
        request.POST or None,
        today=today(request),
        choices={"item": _offered(items)},
        initial={"item": request.GET.get("item", "")},
    )
    page = FormPage("Propose a price", change.title, link_to(change), "Add this line", said=[NOTHING_YET])
    return proposed(
        request,
        change,
        form,
        page,
        lambda given: propose_price(
            notification=change,
            item=items[given["item"]],
            amount=given["amount"],
            from_on=given["from_on"],
            why=given["why"],
        ),
    )


@page_for(Permission.PROPOSE_PRICES)
def new_item(request: PageRequest, reference: str) -> HttpResponse:
    """Propose an item that is not on the rate card yet."""
    change = change_written(request, reference)
    services: dict[str, Service] = {one.reference: one for one in services_of_the_prime(change)}
    buyers: list[Organisation] = list(divisions_of(change, on=today(request)))
    areas: list[Area] = list(areas_of_the_prime(change, on=today(request)))
    form = NewItemForm(
        request.POST or None,
        today=today(request),
        choices={
            "service": [("", "Select a service"), *((key, one.name) for key, one in services.items())],
            "buyers": [(str(one.pk), one.name) for one in buyers],
            "areas": [(str(one.pk), one.name) for one in areas],
        },
        initial={"service": request.GET.get("service", "")},
    )
    page = FormPage(
        "Propose a new item",
        change.title,
        link_to(change),
        "Add this line",
        said=[
            NOTHING_YET,
            "It is on the rate card, and can be bought, only from the day it is approved for.",
        ],
    )
    return proposed(
        request,
        change,
        form,
        page,
        lambda given: propose_item(
            notification=change,
            service=services[given["service"]],
            item=NewItem(
                name=given["name"],
                unit=given["unit"],
                part=given["part"],
                usual_sessions=given["usual_sessions"],
                usual_minutes=given["usual_minutes"],
                buyers=[int(pk) for pk in given["buyers"]],
                areas=[int(pk) for pk in given["areas"]],
            ),
            amount=given["amount"],
            from_on=given["from_on"],
            why=given["why"],
        ),
    )


@page_for(Permission.PROPOSE_PRICES)
def withdrawal(request: PageRequest, reference: str) -> HttpResponse:
    """Propose that an item cannot be bought any more from a day on."""
    change = change_written(request, reference)
    items = {str(one.pk): one for one in items_of_the_prime(change)}
    form = WithdrawalForm(
        request.POST or None,
        today=today(request),
        choices={"item": _offered(items)},
        initial={"item": request.GET.get("item", "")},
    )
    page = FormPage(
        "Withdraw an item",
        change.title,
        link_to(change),
        "Add this line",
        said=[NOTHING_YET, "Referrals sent before the day keep the price they were sent at."],
    )
    return proposed(
        request,
        change,
        form,
        page,
        lambda given: propose_withdrawal(
            notification=change, item=items[given["item"]], from_on=given["from_on"], why=given["why"]
        ),
    )


@page_for(Permission.PROPOSE_PRICES)
def take_out(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Take a line out of a notification that is being written."""
    change = change_written(request, reference)
    line = line_of(request, change, number)
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            take_out_line(line=line)
        if form.is_valid():
            messages.success(request, f"Line {number} taken out")
            return redirect("change", reference=reference)
    return FormPage(
        "Take this line out",
        change.title,
        link_to(change),
        "Take it out",
        said=[in_one_sentence(line)],
        is_final=True,
    ).shown(request, form)


def proposed(
    request: PageRequest,
    change: ChangeNotification,
    form: LineForm,
    page: FormPage,
    propose: Callable[[dict[str, Any]], ChangeLine],
) -> HttpResponse:
    """The page of a line to be proposed; added, the page of its notification."""
    made: ChangeLine | None = None
    if form.is_valid():
        with refusals_shown_on(form):
            made = propose(form.cleaned_data)
        if made is not None:
            messages.success(request, f"Line {made.number} added")
            return redirect("change", reference=change.reference)
    return page.shown(request, form)


def _offered(items: dict[str, RateCardItem]) -> list[tuple[str, str]]:
    return [("", "Select an item"), *((pk, f"{one.service.name}: {one}") for pk, one in items.items())]
