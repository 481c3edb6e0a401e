"""The plan: its page, its objectives, and what the person says of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.readings import note_reading
from throughline.people.actions.plans import (
    add_objective,
    change_objective,
    move_objective,
    say_in_own_words,
    set_review,
)
from throughline.people.models import Objective, Person, Plan, Sentence
from throughline.people.queries.people import people_supervised_by, sentences_of
from throughline.people.queries.plan_answers import plan_on
from throughline.people.queries.plans import changes_of
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called, person_in_charge_of
from throughline.web.officer.plan_forms import (
    ChangedObjectiveForm,
    MoveForm,
    ObjectiveForm,
    OwnWordsForm,
    ReviewDayForm,
)
from throughline.web.officer.presenters.plan import Change, PlanPage
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Happened, Link
from throughline.web.refusals import refusals_shown_on

ASKED = {
    "achieve": ("Say that this objective is achieved", "What shows it?", "Say what shows it", "Achieved"),
    "drop": ("Drop this objective", "Why is it dropped?", "Say why it is dropped", "Drop objective"),
    "reopen": ("Open this objective again", "Why?", "Say why you open it again", "Open again"),
}
"""By the move of an objective: the title of its form, its question, what it says when left, its button."""


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def plan(request: PageRequest, reference: str) -> HttpResponse:
    """The plan of the sentence that runs now: who does what by when; that it was read is noted."""
    person = person_in_charge_of(request, reference)
    found = plan_now(request, person)
    note_reading(person, page="plan", at=request.now)
    if found is None:
        about = {"person": person, "back": link_to(person), "writes": writes_plan_of(request, person)}
        return render(request, "officer/no_plan.html", about)
    page = PlanPage(person, found, request.actor, request.now, writes=writes_plan_of(request, person))
    return render(request, "officer/plan.html", {"page": page, "back": link_to(person)})


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def versions(request: PageRequest, reference: str) -> HttpResponse:
    """Every version of the plan, the latest first, with what each changed."""
    person = person_in_charge_of(request, reference)
    found = plan_called(request, person)
    changes = [
        Change(
            Happened(
                f"Version {version.number}",
                version.kept_at,
                version.by.full_name if version.by else "",
                version.why,
            ),
            [(one.was, one.now) for one in differences],
        )
        for version, differences in changes_of(found)
    ]
    back = link_to_plan(person)
    return render(request, "officer/plan_versions.html", {"person": person, "changes": changes, "back": back})


@page_for(Permission.SUPERVISE)
def objective(request: PageRequest, reference: str) -> HttpResponse:
    """Add an objective to the plan of the sentence that runs now."""
    person = person_called(request, reference)
    form = ObjectiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            add_objective(
                sentence=sentence_now(request, person),
                by=request.user,
                at=request.now,
                **form.cleaned_data,
            )
        if form.is_valid():
            messages.success(request, f"Objective added to {person.name}’s plan. Plan the work for it next")
            return redirect("officer_plan", reference=reference)
    page = FormPage("Add an objective", person.name, link_to_plan(person), "Add objective")
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def changed_objective(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Say an objective otherwise, or give it another place."""
    person = person_called(request, reference)
    held = _objective_called(plan_called(request, person), number)
    if request.method == "POST":
        form = ChangedObjectiveForm(request.POST, number=held.plan.objectives.count())
    else:
        initial = {name: getattr(held, name) for name in ("need", "words", "own_words", "position")}
        form = ChangedObjectiveForm(initial=initial, number=held.plan.objectives.count())
    if form.is_valid():
        given = dict(form.cleaned_data)
        with refusals_shown_on(form):
            change_objective(
                objective=held,
                position=int(given.pop("position")),
                by=request.user,
                at=request.now,
                **given,
            )
        if form.is_valid():
            messages.success(request, "Objective changed. The plan before it can still be read")
            return redirect("officer_plan", reference=reference)
    page = FormPage("Change this objective", person.name, link_to_plan(person), "Save change")
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def moved_objective(request: PageRequest, reference: str, number: int, move: str) -> HttpResponse:
    """Achieve, drop or open an objective again, with the reason."""
    person = person_called(request, reference)
    held = _objective_called(plan_called(request, person), number)
    if move not in ASKED:
        raise Http404("an objective has no such move")
    title, label, ask, button = ASKED[move]
    form = MoveForm(request.POST if request.method == "POST" else None, label=label, ask=ask)
    if form.is_valid():
        with refusals_shown_on(form):
            move_objective(
                objective=held, name=move, why=form.cleaned_data["why"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"“{held.words}”: {held.get_state_display().lower()}")
            return redirect("officer_plan", reference=reference)
    page = FormPage(title, held.words, link_to_plan(person), button)
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def own_words(request: PageRequest, reference: str) -> HttpResponse:
    """Write down what the person says of the plan."""
    person = person_called(request, reference)
    held = plan_called(request, person)
    form = OwnWordsForm(
        request.POST if request.method == "POST" else None, initial={"own_words": held.own_words}
    )
    if form.is_valid():
        with refusals_shown_on(form):
            say_in_own_words(
                plan=held, own_words=form.cleaned_data["own_words"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"Written down as {person.name} says it")
            return redirect("officer_plan", reference=reference)
    page = FormPage("In their own words", person.name, link_to_plan(person), "Save")
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def review_day(request: PageRequest, reference: str) -> HttpResponse:
    """Set the day on which the plan is looked at again."""
    person = person_called(request, reference)
    held = plan_called(request, person)
    form = ReviewDayForm(
        request.POST if request.method == "POST" else None,
        today=today(request),
        initial={"review_on": held.review_on},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            set_review(plan=held, by=request.user, at=request.now, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, "Day of the next review set")
            return redirect("officer_plan", reference=reference)
    page = FormPage("Set the next review", person.name, link_to_plan(person), "Save day")
    return page.shown(request, form)


def link_to_plan(person: Person) -> Link:
    """The person's plan."""
    return Link(f"Plan of {person.name}", reverse("officer_plan", args=[person.reference]))


def writes_plan_of(request: PageRequest, person: Person) -> bool:
    """Whether whoever looks is the person's officer or covers for them, and so writes the plan."""
    return people_supervised_by(request.actor, request.now).filter(pk=person.pk).exists()


def plan_now(request: PageRequest, person: Person) -> Plan | None:
    """The plan of the sentence that runs today, or of the latest; nothing where none was begun."""
    return plan_on(person, today(request))


def plan_called(request: PageRequest, person: Person) -> Plan:
    """
    The person's plan, for the forms that change it.

    :raises Http404: none was begun
    """
    found = plan_now(request, person)
    if found is None:
        raise Http404("no plan was begun for this person")
    return found


def sentence_now(request: PageRequest, person: Person) -> Sentence:
    """
    The sentence that runs today, or the latest.

    :raises Http404: no sentence is recorded
    """
    sentences = list(sentences_of(person))
    if not sentences:
        raise Http404("no sentence is recorded for this person")
    return next((one for one in sentences if today(request) in one.during), sentences[0])


def _objective_called(plan: Plan, number: int) -> Objective:
    found = plan.objectives.select_related("plan").filter(pk=number).first()
    if found is None:
        raise Http404("no objective of this plan has this number")
    return found
