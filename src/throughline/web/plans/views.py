"""One plan for everybody who works with a person, and for the person: on paper, and whether they know it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.core.readings import note_reading
from throughline.people.actions.plan_answers import answer_about_plan
from throughline.people.models import PersonAccess
from throughline.people.queries.people import people_visible_to
from throughline.people.queries.plan_answers import number_that_stands
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import person_called, person_in_charge_of
from throughline.web.officer.views.plan import link_to_plan, plan_called, plan_now
from throughline.web.page_request import PageRequest
from throughline.web.plans.forms import SeenByOfficerForm
from throughline.web.plans.own_plan import OwnPlan
from throughline.web.plans.paper import on_paper
from throughline.web.plans.presenters import SharedPlanPage
from throughline.web.refusals import refusals_shown_on

WORKS_WITH_THEM = (PersonAccess.Scope.SUPERVISE, PersonAccess.Scope.DELIVER)


@page_for(Permission.DELIVER, Permission.SUPERVISE, Permission.MANAGE_CASES)
def shared(request: PageRequest, reference: str) -> HttpResponse:
    """The whole plan, the hours to come, and what does not fit together; that it was read is noted."""
    found = people_visible_to(request.actor, request.now, WORKS_WITH_THEM)
    person = found.filter(reference=reference).first()
    if person is None:
        raise Http404("nobody with whom this viewer works has this reference")
    note_reading(person, page="shared plan", at=request.now)
    page = SharedPlanPage(person, plan_now(request, person), request.actor, request.now)
    return render(request, "plans/shared.html", {"page": page})


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def paper(request: PageRequest, reference: str) -> HttpResponse:
    """The plan as the person reads it, to print for them."""
    return on_paper(OwnPlan(person_in_charge_of(request, reference), request.actor, request.now))


@page_for(Permission.SUPERVISE)
def seen(request: PageRequest, reference: str) -> HttpResponse:
    """Record that the person has seen their plan, what they say, and how they were asked."""
    person = person_called(request, reference)
    plan = plan_called(request, person)
    form = SeenByOfficerForm(
        request.POST if request.method == "POST" else None, initial={"number": number_that_stands(plan)}
    )
    if form.is_valid():
        with refusals_shown_on(form):
            answer_about_plan(plan=plan, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, f"Recorded what {person.name} says of the plan")
            return redirect("officer_plan", reference=reference)
    page = FormPage(
        "Has the person seen the plan?",
        person.name,
        link_to_plan(person),
        "Save answer",
        said=["Show or give them the plan first: as they read it on their screen, or on paper."],
    )
    return page.shown(request, form)
