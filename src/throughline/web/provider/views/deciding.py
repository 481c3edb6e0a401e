"""Deciding on a referral: accept, decline, ask; and giving it to a worker (D15)."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.core.models import User
from throughline.line.actions.referrals import (
    accept_referral,
    allocate_referral,
    ask_about_referral,
    decline_referral,
)
from throughline.line.queries.queue import before_in_turn
from throughline.line.queries.workload import Workload, workloads
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.provider.forms import (
    REASONS_TO_DECLINE,
    AllocateForm,
    DeclineForm,
    NothingAsked,
    QuestionForm,
)
from throughline.web.provider.presenters import facts_to_decide_on
from throughline.web.queues.presenters import queue_facts
from throughline.web.refusals import refusals_shown_on
from throughline.web.worker.forms import in_words
from throughline.web.worker.moves import Moving, moving

NOT_WAITING = "This referral does not wait for your decision"


@page_for(Permission.DECIDE_REFERRALS)
def accept(request: PageRequest, reference: str) -> HttpResponse:
    """Accept a referral, having read what will happen, the places and what we are paid."""
    about = moving(request, reference, "accept")
    if away := _elsewhere(request, about, NOT_WAITING):
        return away
    form = NothingAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            accept_referral(referral=about.record.referral, by=request.user, at=request.now)
            messages.success(request, f"Referral of {about.name} accepted. Give it to a worker next")
            return redirect(about.address)
    page = FormPage(
        title=f"Accept the referral of {about.name}",
        caption=about.caption,
        back=about.back,
        button="Accept referral",
        said=[
            "When you accept, the cost is committed to the buyer’s budget and the responsible officer sees "
            "it at once. You then give the referral to a worker."
        ],
        facts=facts_to_decide_on(about.record, request.actor),
    )
    return page.shown(request, form)


@page_for(Permission.DECIDE_REFERRALS)
def decline(request: PageRequest, reference: str) -> HttpResponse:
    """Decline a referral, with the reason."""
    about = moving(request, reference, "decline")
    if away := _elsewhere(request, about, NOT_WAITING):
        return away
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            decline_referral(
                referral=about.record.referral,
                why=in_words(form.cleaned_data["why"], REASONS_TO_DECLINE),
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"Referral of {about.name} declined. The officer reads your reason")
            return redirect(about.address)
    page = FormPage(
        title=f"Decline the referral of {about.name}",
        caption=about.caption,
        back=about.back,
        button="Decline referral",
        said=["The place becomes free, and you no longer see the record of this person."],
        is_final=True,
    )
    return page.shown(request, form)


@page_for(Permission.DECIDE_REFERRALS)
def ask(request: PageRequest, reference: str) -> HttpResponse:
    """Ask the officer for more information before deciding."""
    about = moving(request, reference, "ask")
    if away := _elsewhere(request, about, NOT_WAITING):
        return away
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            ask_about_referral(
                referral=about.record.referral,
                question=form.cleaned_data["why"],
                by=request.user,
                at=request.now,
            )
            messages.success(request, "Question sent. The referral waits for the officer’s answer")
            return redirect(about.address)
    page = FormPage(
        title=f"Ask for more information about {about.name}",
        caption=about.caption,
        back=about.back,
        button="Send question",
    )
    return page.shown(request, form)


@page_for(Permission.DECIDE_REFERRALS)
def allocate(request: PageRequest, reference: str, verb: str = "allocate") -> HttpResponse:
    """Give an accepted referral to a worker, or to another one; once work has started, hand it on."""
    about = moving(request, reference, verb)
    if away := _elsewhere(request, about, "Accept this referral before you give it to a worker"):
        return away
    referral = about.record.referral
    choices = workloads(request.actor, referral, request.now)
    before = before_in_turn(referral, request.actor, on=today(request))
    form = AllocateForm(
        request.POST if request.method == "POST" else None, workloads=choices, in_turn=not before
    )
    if form.is_valid():
        worker = _chosen(choices, form.cleaned_data["worker"])
        with refusals_shown_on(form):
            allocate_referral(
                referral=referral,
                worker=worker,
                by=request.user,
                at=request.now,
                out_of_turn=str(form.cleaned_data.get("out_of_turn", "")),
                over_caseload=str(form.cleaned_data.get("over_caseload", "")),
            )
            messages.success(request, f"{worker.full_name} now works with {about.name}")
            return redirect(about.address)
    now = (
        f"{referral.worker.full_name} works with them now and will see them no longer. "
        if referral.worker
        else ""
    )
    page = FormPage(
        title=f"Give the referral of {about.name} to a worker",
        caption=about.caption,
        back=about.back,
        button="Give to worker",
        said=[f"{now}The worker sees the person and the risks shared with you from this moment."],
        facts=queue_facts(referral, before),
    )
    return page.shown(request, form)


def _elsewhere(request: PageRequest, about: Moving, why: str) -> HttpResponse | None:
    """Back to the referral when the form would be refused; a form already sent is answered by the refusal."""
    if request.method == "POST" or about.is_open:
        return None
    messages.info(request, why)
    return redirect(about.address)


def _chosen(choices: Sequence[Workload], number: str) -> User:
    return next(one.worker for one in choices if str(one.worker.pk) == number)
