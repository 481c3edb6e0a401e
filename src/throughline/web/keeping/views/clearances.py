"""Clearing a service for people managed under MAPPA, and ending that (S246)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.supply.actions.clearances import end_clearance, give_clearance
from throughline.supply.models import HighRiskClearance, Service
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.keeping.found import back_to, found, record_of
from throughline.web.keeping.trial_forms import ClearanceForm, EndClearanceForm
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact
from throughline.web.public.labels import period
from throughline.web.refusals import refusals_shown_on

MAPPA = "Multi-agency public protection arrangements (MAPPA)"


@page_for(Permission.OVERSEE_SCHEME)
def give(request: PageRequest, reference: str) -> HttpResponse:
    """Record what was checked, and clear the service."""
    service = _overseen(request, reference)
    form = ClearanceForm(_sent(request), initial={"from_on": today(request)})
    if form.is_valid():
        with refusals_shown_on(form):
            give_clearance(service=service, **form.cleaned_data, by=request.user, at=request.now)
            messages.success(request, f"{service.name} is cleared for people managed under MAPPA")
            return redirect(record_of(service, "mappa"))
    page = FormPage(
        title=f"Clear {service.name} for people managed under MAPPA",
        caption=MAPPA,
        back=back_to(service, "mappa"),
        button="Clear",
        said=["Without a clearance officers read that the service is not for them."],
    )
    return page.shown(request, form)


@page_for(Permission.OVERSEE_SCHEME)
def end(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """End a clearance, with why."""
    service = _overseen(request, reference)
    clearance = service.clearances.filter(pk=number, ended_at=None).select_related("service__scheme").first()
    if clearance is None:
        raise Http404("this service has no such clearance that could be ended")
    form = EndClearanceForm(_sent(request), initial={"last_day": today(request)})
    if form.is_valid():
        with refusals_shown_on(form):
            end_clearance(clearance=clearance, **form.cleaned_data, by=request.user, at=request.now)
            messages.success(request, f"The clearance of {service.name} ends")
            return redirect(record_of(service, "mappa"))
    page = FormPage(
        title=f"End the clearance of {service.name}",
        caption=MAPPA,
        back=back_to(service, "mappa"),
        button="End clearance",
        said=["From the day after, officers read that the service is not for people managed under MAPPA."],
        facts=_facts(clearance),
        is_final=True,
    )
    return page.shown(request, form)


def _facts(clearance: HighRiskClearance) -> list[Fact]:
    by = clearance.given_by.full_name if clearance.given_by else "The system"
    return [
        Fact("Checked", clearance.checks),
        Fact("Given by", by),
        Fact("Holds", period(clearance.during)),
    ]


def _overseen(request: PageRequest, reference: str) -> Service:
    service = found(request, reference)
    if service.scheme.steward_id not in request.actor.holds(Permission.OVERSEE_SCHEME):
        raise Http404("whoever looks does not oversee the scheme of this service")
    return service


def _sent(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None
