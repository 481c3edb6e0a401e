"""RAR days and the plan for them: of everybody, of one person, and deciding on what was not planned (D17)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.readings import note_reading
from throughline.line.actions.attendance import decide_afterwards
from throughline.line.queries.caseload import Case, caseload
from throughline.line.queries.rar import awaiting_decision
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import person_called
from throughline.web.officer.forms import DecideForm, PeopleFilters
from throughline.web.officer.presenters.days import DaysPage
from throughline.web.officer.views.people import narrowed
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on


def _days_of(one: Case) -> Link:
    return Link(one.person.name, reverse("officer_person_days", args=[one.person.reference]))


COLUMNS = (
    Column[Case]("name", "Person", _days_of, order="last_name"),
    Column[Case]("ordered", "Ordered", lambda one: one.ordered, order="ordered", numeric=True),
    Column[Case]("completed", "Completed", lambda one: one.completed, order="completed", numeric=True),
    Column[Case]("retrospective", "Retrospective", lambda one: one.retrospective, numeric=True),
    Column[Case]("left", "Left", lambda one: one.left, order="left", numeric=True),
    Column[Case]("planned", "Planned", lambda one: one.still_planned, order="still_planned", numeric=True),
    Column[Case]("unplanned", "Unplanned", lambda one: one.unplanned, order="unplanned", numeric=True),
    Column[Case]("ends", "Ends", lambda one: one.ends_on, order="ends_on"),
)


@page_for(Permission.SUPERVISE)
def everybody(request: PageRequest) -> HttpResponseBase:
    """The RAR days of everybody this officer supervises, the order that ends first at the top."""
    filters = PeopleFilters(request.GET)
    cases = [one for one in caseload(request.actor, request.now) if one.rar]
    table = listing(
        request,
        narrowed(cases, filters),
        COLUMNS,
        sort="ends",
        name="rar-days",
        noun=("person with RAR days", "people with RAR days"),
        title="Days and plans",
        empty="People appear here when the court has ordered RAR days for them.",
    )
    if table.export is not None:
        return table.export
    return render(request, "officer/everybodys_days.html", {"table": table, "filters": filters})


@page_for(Permission.SUPERVISE)
def days(request: PageRequest, reference: str) -> HttpResponse:
    """One person's RAR days: what counted, what waits for a decision, what is planned."""
    person = person_called(request, reference)
    note_reading(person, page="days", at=request.now)
    return render(request, "officer/days.html", {"page": DaysPage(person, request.actor, request.now)})


@page_for(Permission.SUPERVISE)
def decide(request: PageRequest, reference: str, appointment: str) -> HttpResponse:
    """Decide whether activity that was not planned as RAR activity counts, with the reason."""
    person = person_called(request, reference)
    held = (
        awaiting_decision(Q(person=person, reference=appointment))
        .select_related("referral__service", "referral__requirement__sentence", "worker", "organisation")
        .first()
    )
    if held is None or held.referral is None:
        raise Http404("no activity of this person with this reference waits for a decision")
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        accepted = form.cleaned_data["accepted"]
        with refusals_shown_on(form):
            decide_afterwards(
                appointment=held,
                accepted=accepted,
                reason=form.cleaned_data["why_corrected"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            verdict = "counts, as retrospective" if accepted else "does not count"
            messages.success(request, f"The activity of {words.day(held.starts_at)} {verdict}")
            return redirect("officer_person_days", reference=reference)
    page = FormPage(
        "Decide on unplanned activity",
        person.name,
        Link("Days and plans", reverse("officer_person_days", args=[reference])),
        "Decide",
        said=["It was not planned as RAR activity before it took place. If it counts it is reported apart."],
        facts=[
            Fact("When", held.starts_at),
            Fact("What", held.referral.service.name),
            Fact("With", f"{held.worker.full_name}, {held.organisation.name}"),
            Fact("Booked", held.booked_at),
        ],
    )
    return page.shown(request, form)
