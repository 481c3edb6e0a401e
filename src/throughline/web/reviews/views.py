"""Reviewing a plan: what providers said, marking it, closing the review, and those that are closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.readings import note_reading
from throughline.line.actions.reviews import close_review, mark_feedback
from throughline.line.queries.feedback import feedback_in
from throughline.line.queries.reviews import closed_reviews_of, next_review_by_rule, review_of
from throughline.people.models import Person
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import person_called, person_in_charge_of, supervisor_of
from throughline.web.officer.views.plan import link_to_plan, plan_called
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.reviews.forms import CloseForm, MarkForm
from throughline.web.reviews.presenters import (
    ReviewPage,
    closed_review,
    facts_of,
    missing_of,
    provider_of,
)
from throughline.web.training.guide import guidance_for
from throughline.web.words import day


@page_for(Permission.SUPERVISE)
def review(request: PageRequest, reference: str) -> HttpResponse:
    """What each provider recorded since the last review, and what the officer made of it."""
    person = person_called(request, reference)
    held = review_of(plan_called(request, person))
    note_reading(person, page="review", at=request.now)
    page = ReviewPage(person, held, feedback_in(held, request.now), today(request))
    return render(request, "reviews/review.html", {"page": page, "back": link_to_plan(person)})


@page_for(Permission.SUPERVISE)
def mark(request: PageRequest, reference: str, referral: str) -> HttpResponse:
    """Say that one provider's feedback was used, is not relevant, or is missing: then it is asked for."""
    person = person_called(request, reference)
    plan = plan_called(request, person)
    found = next(
        (one for one in feedback_in(review_of(plan), request.now) if one.referral.reference == referral), None
    )
    if found is None:
        raise Http404("no referral with this reference is considered in the review")
    if request.method == "POST":
        form = MarkForm(request.POST)
    else:
        form = MarkForm(initial={"mark": found.mark.mark, "note": found.mark.note} if found.mark else None)
    if form.is_valid():
        with refusals_shown_on(form):
            made = mark_feedback(
                plan=plan,
                organisation=supervisor_of(request, person),
                referral=found.referral,
                by=request.user,
                at=request.now,
                **form.cleaned_data,
            )
            messages.success(request, f"{provider_of(found.referral)}: {made.get_mark_display().lower()}")
            return redirect("plan_review", reference=reference)
    page = FormPage(
        provider_of(found.referral),
        f"Review of the plan of {person.name}",
        link_to_review(person),
        "Save mark",
        said=missing_of(found),
        facts=facts_of(found),
        guidance=guidance_for(request.actor),
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def close(request: PageRequest, reference: str) -> HttpResponse:
    """Close the review, once the feedback of each provider is marked."""
    person = person_called(request, reference)
    plan = plan_called(request, person)
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        by_rule=next_review_by_rule(plan, today(request)),
        today=today(request),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = close_review(
                plan=plan,
                organisation=supervisor_of(request, person),
                by=request.user,
                at=request.now,
                **form.cleaned_data,
            )
            assert made.next_on is not None
            messages.success(request, f"Review closed. The plan is looked at again on {day(made.next_on)}")
            return redirect("officer_plan", reference=reference)
    page = FormPage(
        "Close the review",
        person.name,
        link_to_review(person),
        "Close review",
        said=["Change objectives and work on the plan first: the version that stands now is kept with it."],
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def closed(request: PageRequest, reference: str) -> HttpResponse:
    """Every review of the plan that is closed, the latest first."""
    person = person_in_charge_of(request, reference)
    reviews = [closed_review(one) for one in closed_reviews_of(plan_called(request, person))]
    about = {"person": person, "reviews": reviews, "back": link_to_plan(person)}
    return render(request, "reviews/closed.html", about)


def link_to_review(person: Person) -> Link:
    """The review of the person's plan."""
    return Link("Review of the plan", reverse("plan_review", args=[person.reference]))
