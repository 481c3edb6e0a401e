"""The officer's other moves of a referral: answering the provider, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.line.actions.ending import end_before_time
from throughline.line.actions.referrals import answer_about_referral
from throughline.line.models import Referral
from throughline.line.queries.ending import reasons_in_force
from throughline.line.states import STARTED
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import referral_called
from throughline.web.officer.forms import AnswerForm
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.worker.forms import EndForm


@page_for(Permission.REFER)
def answer(request: PageRequest, reference: str) -> HttpResponse:
    """Answer the provider's question; the referral waits for its decision again."""
    referral = referral_called(request, reference)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            answer_about_referral(
                referral=referral, answer=form.cleaned_data["why"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"Answer sent to {referral.deliverer.name}")
            return redirect("referral", reference=reference)
    asked = referral.moves.filter(name="ask").select_related("by").last()
    facts = [Fact(f"{asked.by} asks" if asked.by else "The question", asked.reason)] if asked else []
    page = FormPage(
        "Answer the provider’s question", _about(referral), _back(referral), "Send answer", facts=facts
    )
    return page.shown(request, form)


@page_for(Permission.REFER)
def withdraw(request: PageRequest, reference: str) -> HttpResponse:
    """
    End a referral before its work is done, for a reason of the list.

    Before work has begun it is withdrawn. Afterwards it has ended early, and what it achieved is asked.
    """
    referral = referral_called(request, reference)
    has_begun = referral.state == STARTED
    form = EndForm(
        request.POST if request.method == "POST" else None,
        reasons=reasons_in_force(today(request)),
        objective=referral.objective.words if has_begun else "",
    )
    if form.is_valid():
        with refusals_shown_on(form):
            end_before_time(
                referral=referral,
                why=form.chosen,
                outcomes=form.outcomes(referral.objective.need),
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, "Referral ended early" if has_begun else "Referral withdrawn")
            return redirect("referral", reference=reference)
    page = FormPage(
        "End this referral early" if has_begun else "Withdraw this referral",
        _about(referral),
        _back(referral),
        "End referral" if has_begun else "Withdraw",
        said=[
            f"{referral.deliverer.name} no longer sees {referral.person.name}, the place is free for another "
            "person, and nothing more is promised from the budget. It cannot be undone; you can refer again."
        ],
        is_final=True,
    )
    return page.shown(request, form)


def _about(referral: Referral) -> str:
    return f"{referral.reference}: {referral.person.name} to {referral.service.name}"


def _back(referral: Referral) -> Link:
    return Link("Referral", reverse("referral", args=[referral.reference]))
