"""The steps of a notification: submitting, answering and withdrawing it, and its suitability review."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.supply.actions.board import find_suitable, find_unsuitable, return_with_questions
from throughline.supply.actions.changes import answer_questions, submit_notification, withdraw_notification
from throughline.supply.models import ChangeNotification
from throughline.supply.queries.changes import lines_of
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.changes.finding import change_to_move, link_to
from throughline.web.changes.forms import AnswerForm, ReviewForm, WithdrawForm
from throughline.web.changes.words import in_one_sentence
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.PROPOSE_PRICES)
def submit(request: PageRequest, reference: str) -> HttpResponse:
    """Submit a draft, after saying who reads it now and that its lines stay as they are."""
    change, _ = change_to_move(request, reference, "submit", "submit to the Board")
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            submit_notification(notification=change, by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"Change Notification {change.reference} submitted")
            return redirect("change", reference=reference)
    return FormPage(
        "Submit this notification",
        change.title,
        link_to(change),
        "Submit",
        said=[
            f"{change.scheme.steward.name} reviews whether it is suitable; then the Change Board decides "
            "each line by itself. Every prime and division of the scheme can see that "
            "you submitted it. They see its lines and prices when all of them are decided.",
            "You cannot change its lines while others have it. You can withdraw it until a line is decided.",
        ],
        facts=_lines(request, change),
    ).shown(request, form)


@page_for(Permission.PROPOSE_PRICES)
def answer(request: PageRequest, reference: str) -> HttpResponse:
    """Answer the contract manager's questions; the notification waits for its review again."""
    change, _ = change_to_move(request, reference, "answer")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            answer_questions(
                notification=change, answer=form.cleaned_data["why"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, "Answered and submitted again")
            return redirect("change", reference=reference)
    asked = change.moves.filter(name="return").select_related("by").last()
    facts = [Fact(f"{asked.by} asks" if asked.by else "The question", asked.reason)] if asked else []
    return FormPage(
        "Answer and submit again",
        change.title,
        link_to(change),
        "Submit again",
        said=["Change its lines first, if you want to: this sends it back for review as it then stands."],
        facts=[*facts, *_lines(request, change)],
    ).shown(request, form)


@page_for(Permission.PROPOSE_PRICES)
def withdraw(request: PageRequest, reference: str) -> HttpResponse:
    """Take a notification back: a draft without a word, one that was submitted with the reason."""
    change, name = change_to_move(request, reference, "discard", "withdraw")
    is_draft = name == "discard"
    form = (PageForm if is_draft else WithdrawForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            withdraw_notification(
                notification=change, why=form.cleaned_data.get("why", ""), by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, "Draft discarded" if is_draft else "Notification withdrawn")
            return redirect("change", reference=reference)
    return FormPage(
        "Discard this draft" if is_draft else "Withdraw this notification",
        change.title,
        link_to(change),
        "Discard" if is_draft else "Withdraw",
        said=[
            "It stays in your list as withdrawn, and cannot be taken up again. To propose this later, begin "
            "another notification."
        ],
        facts=_lines(request, change),
        is_final=True,
    ).shown(request, form)


@page_for(Permission.REVIEW_CHANGES)
def review(request: PageRequest, reference: str) -> HttpResponse:
    """Find a notification suitable or not, or return it with questions."""
    change, _ = change_to_move(request, reference, "find suitable")
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        finding, why = form.cleaned_data["finding"], form.cleaned_data["why"]
        with refusals_shown_on(form):
            if finding == ReviewForm.SUITABLE:
                find_suitable(notification=change, by=request.user, at=request.now, why=why)
                done = "Found suitable: it is before the Change Board"
            elif finding == ReviewForm.RETURN:
                return_with_questions(notification=change, questions=why, by=request.user, at=request.now)
                done = f"Returned to {change.prime.name}"
            else:
                find_unsuitable(notification=change, why=why, by=request.user, at=request.now)
                done = "Found not suitable"
        if form.is_valid():
            messages.success(request, done)
            return redirect("change", reference=reference)
    due = f", due by {words.day(change.due_on)}" if change.due_on else ""
    since = words.day(change.waiting_since) if change.waiting_since else ""
    return FormPage(
        "Review this notification",
        change.title,
        link_to(change),
        "Continue",
        said=["What you write is read by the prime, and stays in the history of the notification."],
        facts=[
            Fact("Prime", change.prime.name),
            Fact("Why", change.case),
            Fact("Waiting since", f"{since}{due}"),
            *_lines(request, change),
        ],
    ).shown(request, form)


def _lines(request: PageRequest, change: ChangeNotification) -> list[Fact]:
    return [Fact(f"Line {line.number}", in_one_sentence(line)) for line in lines_of(change, request.actor)]
