"""The person's own pages. Each shows what is about them, and nobody else's."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughline.people.models import Person, PersonAccess
from throughline.people.queries.people import people_visible_to
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.person.presenters import MyAppointments, MyDays, MyPlan


@page_for(Permission.OWN_PLAN)
def my_plan(request: PageRequest) -> HttpResponse:
    """What the plan sets out to do, and who helps with it."""
    return render(request, "person/plan.html", {"page": MyPlan(_me(request), request.actor, request.now)})


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
