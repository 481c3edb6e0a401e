"""Writing the plan, and raising a risk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.people.actions.plans import add_objective
from throughline.people.actions.risks import raise_risk_flag
from throughline.people.models import Person, Sentence
from throughline.people.queries.people import sentences_of
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called
from throughline.web.officer.forms import ObjectiveForm, RiskForm
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.SUPERVISE)
def objective(request: PageRequest, reference: str) -> HttpResponse:
    """Add an objective to the plan of the sentence that runs now."""
    person = person_called(request, reference)
    form = ObjectiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            add_objective(
                sentence=_sentence_now(request, person),
                need=form.cleaned_data["need"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Objective added to {person.name}’s plan")
            return redirect("officer_person", reference=reference)
    page = FormPage("Add an objective", person.name, link_to(person), "Add objective")
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def risk(request: PageRequest, reference: str) -> HttpResponse:
    """Raise a risk flag, live from today, with its restrictions."""
    person = person_called(request, reference)
    form = RiskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            given = dict(form.cleaned_data)
            restrictions = given.pop("restrictions").splitlines()
            raise_risk_flag(
                person=person, restrictions=restrictions, by=request.user, at=request.now, **given
            )
        if form.is_valid():
            messages.success(request, f"Risk raised for {person.name}")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Raise a risk",
        person.name,
        link_to(person),
        "Raise risk",
        said=[
            "It is live from today. With each referral from now on you decide whether the provider is told."
        ],
    )
    return page.shown(request, form)


def _sentence_now(request: PageRequest, person: Person) -> Sentence:
    """
    The sentence that runs today, or the latest.

    :raises Http404: no sentence is recorded
    """
    sentences = list(sentences_of(person))
    if not sentences:
        raise Http404("no sentence is recorded for this person")
    return next((one for one in sentences if today(request) in one.during), sentences[0])
