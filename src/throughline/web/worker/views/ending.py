"""Completing a referral, and ending one early: never without what it achieved (S99)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.line.actions.ending import end_before_time
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import complete_referral
from throughline.line.queries.ending import reasons_in_force
from throughline.line.states import STARTED
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on
from throughline.web.worker.forms import CompletionForm, EndForm
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
def end_early(request: PageRequest, reference: str, verb: str = "end early") -> HttpResponse:
    """
    End a referral before its work is done, with the reason and with what it achieved all the same.

    Before work has begun it is handed back to the officer, and nothing was achieved.
    """
    about = moving(request, reference, verb)
    if request.method != "POST" and not about.is_open:
        messages.info(request, NOT_NOW[verb])
        return redirect(about.address)
    has_begun = about.record.referral.state == STARTED
    form = EndForm(
        _posted(request),
        reasons=reasons_in_force(today(request)),
        objective=_objective(about) if has_begun else "",
    )
    if form.is_valid():
        with refusals_shown_on(form):
            end_before_time(
                referral=about.record.referral,
                why=form.chosen,
                outcomes=form.outcomes(about.record.objective.need if about.record.objective else ""),
                by=request.user,
                at=request.now,
            )
            done = "ended early" if has_begun else "handed back"
            messages.success(request, f"Referral {reference} {done}. The officer reads why")
            return redirect(about.address)
    title = (
        f"End the referral of {about.name} early" if has_begun else f"Hand back the referral of {about.name}"
    )
    button = "End referral" if has_begun else "Hand referral back"
    return _page(about, title, button, is_final=True).shown(request, form)


NOT_NOW = {
    "end early": "Work on this referral is not under way, so it cannot be ended early",
    "hand back": "A referral is handed back once it is accepted, and before work on it has begun",
}
"""Said to whoever opens a form that is not for where the referral stands now."""


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
