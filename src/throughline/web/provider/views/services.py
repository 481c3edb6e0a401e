"""A provider's own entries in the directory: confirm, publish, suspend, withdraw (D4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.states import available_moves
from throughline.supply.actions.services import (
    confirm_service,
    publish_service,
    suspend_service,
    withdraw_service,
)
from throughline.supply.models import Service
from throughline.supply.queries.confirmation import services_to_confirm
from throughline.supply.queries.keepers import services_kept_by
from throughline.supply.states import ServiceState
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import LongTextField, PageForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.provider.forms import NothingAsked
from throughline.web.provider.service_page import ServicePage, confirmed, state_of
from throughline.web.refusals import refusals_shown_on

COLUMNS = (
    Column[Service]("name", "Service", lambda one: Link(one.name, _address(one)), order="name"),
    Column[Service]("state", "State", lambda one: state_of(one), order="state"),
    Column[Service](
        "confirmed", "Confirmed on", lambda one: confirmed(one), order="confirmed_on", nullable=True
    ),
    Column[Service]("places", "Places", lambda one: one.places, order="places", nullable=True, numeric=True),
    Column[Service]("deliverer", "Delivered by", lambda one: one.deliverer.name, order="deliverer__name"),
)

SAID = {
    "publish": "Officers find it in the directory and can refer to it. By publishing you confirm it.",
    "suspend": "It takes no referrals until you publish it again. Referrals under way go on.",
    "withdraw": "It takes no more referrals, for good, on any route. Referrals under way go on.",
}


class WhyForm(PageForm):
    """Why an entry is taken out of the directory."""

    why = LongTextField(label="Why?", ask="Say why you do this: officers read it", limit=500, rows=3)


@page_for(Permission.EDIT_SERVICES)
def services(request: PageRequest) -> HttpResponseBase:
    """The entries one keeps true, with when each was last confirmed."""
    table = listing(
        request,
        services_kept_by(request.actor),
        COLUMNS,
        sort="name",
        name="services",
        empty="Your services appear here once whoever keeps the directory has entered them.",
    )
    if table.export is not None:
        return table.export
    late = len(services_to_confirm(request.actor, on=today(request)))
    return render(request, "provider/services.html", {"table": table, "late": late})


@page_for(Permission.EDIT_SERVICES)
def service(request: PageRequest, reference: str) -> HttpResponse:
    """One entry, with what can be done to it."""
    page = ServicePage(_kept(request, reference), request.actor, today(request))
    return render(request, "provider/service.html", {"page": page})


@page_for(Permission.EDIT_SERVICES)
def confirm(request: PageRequest, reference: str) -> HttpResponse:
    """Say that an entry is true today."""
    kept = _kept(request, reference)
    form = NothingAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            confirm_service(service=kept, by=request.user, at=request.now)
            messages.success(request, f"{kept.name} confirmed")
            return redirect("provider_service", reference=reference)
    said = "Confirm when everything on its page in the directory is true today."
    return _page(kept, f"Confirm {kept.name}", "Confirm", said).shown(request, form)


@page_for(Permission.EDIT_SERVICES)
def change(request: PageRequest, reference: str, verb: str) -> HttpResponse:
    """Publish, suspend or withdraw an entry."""
    kept = _kept(request, reference)
    if request.method != "POST" and verb not in {one.name for one in available_moves(kept, request.actor)}:
        messages.info(request, f"{kept.name} is {ServiceState(kept.state).label.lower()}")
        return redirect("provider_service", reference=reference)
    kind = NothingAsked if verb == "publish" else WhyForm
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            _make(request, kept, verb, str(form.cleaned_data.get("why", "")))
            messages.success(request, f"{kept.name} is now {ServiceState(kept.state).label.lower()}")
            return redirect("provider_service", reference=reference)
    title = f"{verb.capitalize()} {kept.name}"
    return _page(kept, title, f"{verb.capitalize()} service", SAID[verb], verb != "publish").shown(
        request, form
    )


def _make(request: PageRequest, kept: Service, verb: str, why: str) -> None:
    if verb == "publish":
        publish_service(service=kept, by=request.user, at=request.now)
    elif verb == "suspend":
        suspend_service(service=kept, by=request.user, at=request.now, why=why)
    else:
        withdraw_service(service=kept, by=request.user, at=request.now, why=why)


def _page(kept: Service, title: str, button: str, said: str, is_final: bool = False) -> FormPage:
    return FormPage(
        title=title,
        caption=kept.reference,
        back=Link(kept.name, _address(kept)),
        button=button,
        said=[said],
        is_final=is_final,
    )


def _address(one: Service) -> str:
    return reverse("provider_service", args=[one.reference])


def _kept(request: PageRequest, reference: str) -> Service:
    wanted = services_kept_by(request.actor).select_related("agreement", "kind", "scheme", "owner")
    found = wanted.filter(reference=reference).first()
    if found is None:
        raise Http404("no entry that this actor keeps has this reference")
    return found
