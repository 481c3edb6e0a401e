"""A provider answers what a review of a plan asked (S115)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.line.actions.reviews import give_feedback
from throughline.line.queries.feedback import feedback_asked_under
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact
from throughline.web.refusals import refusals_shown_on
from throughline.web.reviews.forms import FeedbackForm
from throughline.web.worker.moves import moving


@page_for(Permission.DELIVER)
def give(request: PageRequest, reference: str) -> HttpResponse:
    """Answer what the responsible officer asked because a review missed it."""
    about = moving(request, reference, "complete")
    asked = feedback_asked_under(about.record.referral).first()
    if asked is None:
        raise Http404("nothing was asked under this referral")
    if request.method != "POST" and hasattr(asked, "given"):
        messages.info(request, f"{asked.given.given_by} answered what was asked")
        return redirect(about.address)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            give_feedback(asked=asked, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, f"{asked.asked_by.full_name} is told now")
            return redirect(about.address)
    return FormPage(
        title=f"Give feedback on {about.name}",
        caption=about.caption,
        back=about.back,
        button="Send feedback",
        facts=[
            Fact("Asked by", asked.asked_by.full_name),
            Fact("Asked", asked.asked_at),
            Fact("Question", asked.question),
        ],
        said=["It stands in the review of the plan, beside what you have recorded."],
    ).shown(request, form)
