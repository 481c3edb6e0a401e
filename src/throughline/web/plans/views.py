"""One plan for everybody who works with a person."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughline.core.readings import note_reading
from throughline.people.models import PersonAccess
from throughline.people.queries.people import people_visible_to
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.officer.views.plan import plan_now
from throughline.web.page_request import PageRequest
from throughline.web.plans.presenters import SharedPlanPage

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
