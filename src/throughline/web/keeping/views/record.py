"""The record of an entry; a new one from scratch or as a copy; and who keeps it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.supply.actions.service_drafts import copy_service, draft_service, hand_over_service
from throughline.supply.queries.keepers import may_own
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.keeping.drafts import CopyForm, DraftForm, OwnerForm
from throughline.web.keeping.found import KEEPERS, back_to, found, record_of
from throughline.web.keeping.record import RecordPage
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.refusals import refusals_shown_on


@page_for(*KEEPERS)
def record(request: PageRequest, reference: str) -> HttpResponse:
    """Everything an entry says, each part with the page that changes it, and what can be done with it."""
    page = RecordPage(found(request, reference), request.actor, today(request))
    return render(request, "keeping/record.html", {"page": page})


@page_for(*KEEPERS)
def new(request: PageRequest) -> HttpResponse:
    """Begin an entry: who gives it, under which agreement, of which kind."""
    form = DraftForm(_sent(request), actor=request.actor, on=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            service = draft_service(**form.begun, by=request.user, at=request.now)
            messages.success(request, f"{service.name} begun as a draft. Say the rest, then publish it")
            return redirect(record_of(service))
    page = FormPage(
        title="Add a service",
        caption="Services",
        back=Link("Services", reverse("kept_services")),
        button="Begin",
        said=["Nobody finds it before you publish it."],
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def copy(request: PageRequest, reference: str) -> HttpResponse:
    """Begin an entry as a copy of another."""
    service = found(request, reference)
    form = CopyForm(_sent(request))
    if form.is_valid():
        with refusals_shown_on(form):
            made = copy_service(
                service=service, name=form.cleaned_data["name"], by=request.user, at=request.now
            )
            messages.success(request, f"{made.name} begun as a draft. Say the rest, then publish it")
            return redirect(record_of(made))
    page = FormPage(
        title=f"Copy {service.name}",
        caption=service.reference,
        back=back_to(service),
        button="Copy",
        said=[
            "The copy says the same of the work, of whom it is for and where. "
            "How it is paid for, whom to ask, the wait and other wordings are for you to say anew."
        ],
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def owner(request: PageRequest, reference: str) -> HttpResponse:
    """Hand an entry over to somebody else who keeps it."""
    service = found(request, reference)
    people = {str(one.pk): one for one in may_own(service, on=today(request))}
    form = OwnerForm(
        _sent(request),
        initial={"owner": str(service.owner_id or "")},
        people=[(key, one.full_name) for key, one in people.items()],
    )
    if form.is_valid():
        to = people[form.cleaned_data["owner"]]
        with refusals_shown_on(form):
            hand_over_service(service=service, to=to, by=request.user, at=request.now)
            messages.success(request, f"{service.name} is now kept by {to.full_name}")
            return redirect(record_of(service, "record"))
    page = FormPage(
        title="Who keeps this entry true?",
        caption=service.name,
        back=back_to(service, "record"),
        button="Save",
        said=["What has to be confirmed or put right waits on them."],
    )
    return page.shown(request, form)


def _sent(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None
