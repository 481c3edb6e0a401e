"""Confirming an entry, and its moves: publish, suspend, withdraw (D4, S63)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from throughline.core.refusals import Refusal
from throughline.core.states import available_moves
from throughline.supply.actions.services import (
    confirm_service,
    publish_service,
    suspend_service,
    take_back_confirmation,
    withdraw_service,
)
from throughline.supply.models import Service
from throughline.supply.queries.completeness import missing_before_publishing
from throughline.supply.states import ServiceState
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import page_for
from throughline.web.keeping.forms import NothingAsked, WhyForm
from throughline.web.keeping.found import KEEPERS, back_to, found, record_of
from throughline.web.keeping.record import missing_facts
from throughline.web.keeping.tasks import TO_UNDO
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on

SAID = {
    "publish": "Officers find it in the directory and can refer to it. By publishing you confirm it.",
    "suspend": "It takes no referrals until you publish it again. Referrals under way go on.",
    "withdraw": "It takes no more referrals, for good, on any route. Referrals under way go on.",
}


@page_for(*KEEPERS)
def confirm(request: PageRequest, reference: str) -> HttpResponse:
    """Say that an entry is true today: in one touch from a list, or from a page of its own."""
    service = found(request, reference)
    form = NothingAsked(_sent(request))
    before = {"confirmed_on": _written(service.confirmed_on), "owner": service.owner_id}
    if form.is_valid():
        with refusals_shown_on(form):
            confirm_service(service=service, by=request.user, at=request.now)
            # Kept where only this visitor's session reads it, and looked at again before anything is undone.
            undoable = request.session.get(TO_UNDO, {})
            request.session[TO_UNDO] = {**undoable, service.reference: before}
            messages.success(request, f"{service.name} confirmed")
            return redirect(_next(request, service))
    page = FormPage(
        title=f"Confirm {service.name}",
        caption=service.reference,
        back=back_to(service),
        button="Confirm",
        said=["Confirm when everything on its page in the directory is true today."],
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def take_back(request: PageRequest, reference: str) -> HttpResponse:
    """Undo one's own confirmation of today; a GET leads to the record and undoes nothing."""
    service = found(request, reference)
    if request.method != "POST":
        return redirect(record_of(service))
    undoable = dict(request.session.get(TO_UNDO, {}))
    before = undoable.pop(service.reference, None)
    if before is None:
        messages.info(request, f"There is nothing to undo: you have not confirmed {service.name} here")
        return redirect(_next(request, service))
    try:
        take_back_confirmation(
            service=service,
            confirmed_on=date.fromisoformat(before["confirmed_on"]) if before["confirmed_on"] else None,
            owner_id=before["owner"],
            by=request.user,
            at=request.now,
        )
        messages.success(request, f"{service.name} is as it was before you confirmed it")
    except Refusal as refused:
        messages.info(request, str(refused))
    request.session[TO_UNDO] = undoable
    return redirect(_next(request, service))


@page_for(*KEEPERS)
def move(request: PageRequest, reference: str, verb: str) -> HttpResponse:
    """Publish, suspend or withdraw an entry."""
    service = found(request, reference)
    if verb not in SAID:
        raise Http404("an entry has no such move")
    if request.method != "POST" and verb not in {one.name for one in available_moves(service, request.actor)}:
        messages.info(request, f"{service.name} is {ServiceState(service.state).label.lower()}")
        return redirect(record_of(service))
    kind = NothingAsked if verb == "publish" else WhyForm
    form: PageForm = kind(_sent(request))
    if form.is_valid():
        with refusals_shown_on(form):
            _make(request, service, verb, str(form.cleaned_data.get("why", "")))
            messages.success(request, f"{service.name} is now {ServiceState(service.state).label.lower()}")
            return redirect(record_of(service))
    missing = missing_before_publishing(service, on=today(request)) if verb == "publish" else []
    page = FormPage(
        title=f"{verb.capitalize()} {service.name}",
        caption=service.reference,
        back=back_to(service),
        button=f"{verb.capitalize()} service",
        said=[SAID[verb], *(["Before it can be published, say:"] if missing else [])],
        facts=missing_facts(service, missing),
        is_final=verb != "publish",
    )
    return page.shown(request, form)


def _make(request: PageRequest, service: Service, verb: str, why: str) -> None:
    if verb == "publish":
        publish_service(service=service, by=request.user, at=request.now)
    elif verb == "suspend":
        suspend_service(service=service, by=request.user, at=request.now, why=why)
    else:
        withdraw_service(service=service, by=request.user, at=request.now, why=why)


def _next(request: PageRequest, service: Service) -> str:
    """Back to the list it was confirmed from, where that is a page of ours; else to the record."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return str(wanted)
    return record_of(service)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _sent(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None
