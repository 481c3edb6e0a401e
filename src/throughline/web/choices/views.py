"""Choices that wait for approval: the list, one of them, and asking about one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.line.states import DRAFT
from throughline.money.actions.choices import ask_for_approval, decide_on_choice
from throughline.money.queries.choices import approvals_visible_to, approvals_waiting, choice_of
from throughline.money.states import ChoiceState
from throughline.vocabulary.permissions import Permission
from throughline.web.choices.forms import AskForm, DecideForm
from throughline.web.choices.presenters import (
    COLUMNS,
    choice_waits,
    facts_of,
    history_of,
    reasons_in_words,
    state_of,
)
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.officer.finding import referral_called
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.HOLD_BUDGET)
def choices(request: PageRequest) -> HttpResponseBase:
    """The choices that wait for the viewer, and all that were decided."""
    table = listing(
        request,
        approvals_visible_to(request.actor),
        COLUMNS,
        sort="-asked",
        name="choices",
        title="Choices asked about",
        noun=("choice", "choices"),
        empty="A choice appears here when an officer asks for what officers do not choose alone.",
    )
    if table.export is not None:
        return table.export
    waiting = [choice_waits(one, today(request)) for one in approvals_waiting(request.actor)]
    return render(request, "choices/list.html", {"table": table, "waiting": waiting})


@page_for(Permission.HOLD_BUDGET)
def choice(request: PageRequest, reference: str) -> HttpResponse:
    """One choice, and the decision on it."""
    found = approvals_visible_to(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("no choice asked of this viewer has this reference")
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        allows = form.cleaned_data["decision"] == "allow"
        with refusals_shown_on(form):
            decide_on_choice(
                approval=found, allows=allows, why=form.cleaned_data["why"], by=request.user, at=request.now
            )
        if form.is_valid():
            did = "allowed. The officer can send the referral" if allows else "refused"
            messages.success(request, f"Choice {found.reference} {did}")
            return redirect("choices")
    waits = found.state == ChoiceState.WAITING or bool(form.errors)
    shown = {
        "choice": found,
        "facts": facts_of(found),
        "state": state_of(found),
        "history": history_of(found),
        "form": form if waits else None,
    }
    return render(request, "choices/choice.html", shown)


@page_for(Permission.REFER)
def ask(request: PageRequest, reference: str) -> HttpResponse:
    """Ask the budget holder to allow the choice of a draft."""
    referral = referral_called(request, reference)
    chosen = choice_of(referral, on=today(request))
    if referral.state != DRAFT or not chosen.reasons:
        messages.info(request, "This referral needs no approval")
        return redirect("referral", reference=reference)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            ask_for_approval(
                referral=referral, case=form.cleaned_data["case"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, "The budget holder is asked. You are told what is decided")
            return redirect("referral_send", reference=reference)
    return FormPage(
        title="Ask for approval",
        caption=f"Referral of {referral.person.name} to {referral.service.name}",
        back=Link("Decide on risks and send", reverse("referral_send", args=[reference])),
        button="Ask the budget holder",
        facts=[Fact("Why it needs approval", reasons_in_words(list(chosen.reasons)))],
    ).shown(request, form)
