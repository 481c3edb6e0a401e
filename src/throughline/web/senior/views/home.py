"""The home of somebody who manages responsible officers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from throughline.line.queries.concerns import escalated_to
from throughline.line.queries.reviews import reviews_overdue
from throughline.line.queries.waiting import AT_MOST
from throughline.people.queries.limits import limited_cases
from throughline.people.queries.people import people_managed_by
from throughline.vocabulary.permissions import Permission
from throughline.web.concerns.presenters import concern_waits
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Figure


@page_for(Permission.MANAGE_CASES)
def home(request: PageRequest) -> HttpResponse:
    """What waits, and how many cases there are."""
    people = people_managed_by(request.actor, request.now).count()
    limited = limited_cases(request.actor, request.now).count()
    figures = [
        Figure(people, "people supervised", reverse("senior_people")),
        Figure(
            reviews_overdue(request.actor, request.now).count(),
            "plans overdue for review",
            reverse("reviews_overdue"),
        ),
        Figure(limited, "limits on who may see a case", reverse("senior_limited")),
    ]
    escalated = escalated_to(request.actor, request.now)[:AT_MOST]
    waiting = [concern_waits(one, request.now, escalated=True) for one in escalated]
    return render(request, "senior/home.html", {"figures": figures, "waiting": waiting})
