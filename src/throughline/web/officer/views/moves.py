"""The officer's other moves of a referral: answering the provider, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.line.actions.referrals import answer_about_referral, withdraw_referral
from throughline.line.models import Referral
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import referral_called
from throughline.web.officer.forms import AnswerForm, WithdrawForm
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on


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
    """Take a referral back before work has started."""
    referral = referral_called(request, reference)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            withdraw_referral(
                referral=referral, why=form.cleaned_data["why"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, "Referral withdrawn")
            return redirect("referral", reference=reference)
    page = FormPage(
        "Withdraw this referral",
        _about(referral),
        _back(referral),
        "Withdraw",
        said=[
            f"{referral.deliverer.name} no longer sees {referral.person.name}, the place is free for another "
            "person, and nothing more is promised from the budget. It cannot be undone."
        ],
        is_final=True,
    )
    return page.shown(request, form)


def _about(referral: Referral) -> str:
    return f"{referral.reference}: {referral.person.name} to {referral.service.name}"


def _back(referral: Referral) -> Link:
    return Link("Referral", reverse("referral", args=[referral.reference]))
