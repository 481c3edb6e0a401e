"""Completing a referral, and ending one early: never without what it achieved (S99)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import complete_referral, end_referral_early
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.refusals import refusals_shown_on
from throughline.web.worker.forms import REASONS_TO_END, CompletionForm, EarlyEndForm, in_words
from throughline.web.worker.moves import Moving, moving

WHAT_FOLLOWS = (
    "The responsible officer reads what you write here. Appointments that have not begun are cancelled, "
    "and you no longer see the record of this person."
)


@page_for(Permission.DELIVER)
def complete(request: PageRequest, reference: str) -> HttpResponse:
    """Complete a referral with its outcome."""
    about = moving(request, reference, "complete")
    if request.method != "POST" and not about.is_open:
        messages.info(request, "A referral is completed once work on it has started")
        return redirect(about.address)
    form = CompletionForm(_posted(request), objective=_objective(about))
    if form.is_valid():
        with refusals_shown_on(form):
            complete_referral(
                referral=about.record.referral,
                outcomes=_outcomes(about, form),
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"Referral {reference} completed")
            return redirect(about.address)
    return _page(about, f"Complete the referral of {about.name}", "Complete referral").shown(request, form)


@page_for(Permission.DELIVER)
def end_early(request: PageRequest, reference: str) -> HttpResponse:
    """End a referral before its work is done, with the reason and with what it achieved all the same."""
    about = moving(request, reference, "end early")
    if request.method != "POST" and not about.is_open:
        messages.info(request, "This referral is not under way, so it cannot be ended early")
        return redirect(about.address)
    form = EarlyEndForm(_posted(request), objective=_objective(about))
    if form.is_valid():
        with refusals_shown_on(form):
            end_referral_early(
                referral=about.record.referral,
                why=in_words(form.cleaned_data["why"], REASONS_TO_END),
                outcomes=_outcomes(about, form),
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"Referral {reference} ended early")
            return redirect(about.address)
    return _page(about, f"End the referral of {about.name} early", "End referral", is_final=True).shown(
        request, form
    )


def _page(about: Moving, title: str, button: str, *, is_final: bool = False) -> FormPage:
    return FormPage(
        title=title,
        caption=about.caption,
        back=about.back,
        button=button,
        said=[WHAT_FOLLOWS],
        is_final=is_final,
    )


def _posted(request: PageRequest) -> object:
    return request.POST if request.method == "POST" else None


def _objective(about: Moving) -> str:
    if about.record.objective is None:
        raise Http404("the person is no longer in sight, so the referral is over")
    return about.record.objective.words


def _outcomes(about: Moving, form: CompletionForm) -> dict[str, Achieved]:
    assert about.record.objective is not None
    outcome = Achieved(form.cleaned_data["achieved"], form.cleaned_data["evidence"])
    return {about.record.objective.need: outcome}
