"""The person's own pages. Each shows what is about them, and nobody else's."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.people.actions.plan_answers import answer_about_plan
from throughline.people.models import Person, PersonAccess, PlanAnswer
from throughline.people.queries.people import people_visible_to
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.person.presenters import MyAppointments, MyDays
from throughline.web.pieces import Link
from throughline.web.plans.forms import SeenForm
from throughline.web.plans.own_plan import OwnPlan
from throughline.web.plans.paper import on_paper
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.OWN_PLAN)
def my_plan(request: PageRequest) -> HttpResponse:
    """What the plan sets out to do, who helps with it and what they are for; whether it was seen."""
    return render(request, "person/plan.html", {"page": OwnPlan(_me(request), request.actor, request.now)})


@page_for(Permission.OWN_PLAN)
def my_plan_on_paper(request: PageRequest) -> HttpResponse:
    """The same plan as a PDF."""
    return on_paper(OwnPlan(_me(request), request.actor, request.now))


@page_for(Permission.OWN_PLAN)
def my_plan_seen(request: PageRequest) -> HttpResponse:
    """Say that one has seen the plan, and whether one knows what is in it."""
    own = OwnPlan(_me(request), request.actor, request.now)
    if own.plan is None:
        raise Http404("there is no plan to have seen")
    form = SeenForm(request.POST if request.method == "POST" else None, initial={"number": own.number})
    if form.is_valid():
        with refusals_shown_on(form):
            answer_about_plan(
                plan=own.plan,
                how=PlanAnswer.How.ON_SCREEN,
                by=request.user,
                at=request.now,
                **form.cleaned_data,
            )
            messages.success(request, "Your officer can see that you have read your plan")
            return redirect("person_home")
    page = FormPage("I have seen this plan", own.person.name, Link("My plan", reverse("person_home")), "Send")
    return page.shown(request, form)


@page_for(Permission.OWN_PLAN)
def my_appointments(request: PageRequest) -> HttpResponse:
    """What is coming, and what was."""
    page = MyAppointments(_me(request), request.actor, request.now)
    return render(request, "person/appointments.html", {"page": page})


@page_for(Permission.OWN_PLAN)
def my_days(request: PageRequest) -> HttpResponse:
    """How many days the court ordered, how many are done, how many are left, and until when."""
    return render(request, "person/days.html", {"page": MyDays(_me(request), request.now)})


def _me(request: PageRequest) -> Person:
    own = people_visible_to(request.actor, request.now, (PersonAccess.Scope.SELF,))
    person = own.filter(user=request.user).first()
    if person is None:
        raise Http404("this account is not a person's under supervision")
    return person
