"""Today, new referrals, and the people a worker works with."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.line.models import Referral
from throughline.line.queries.workload import WorkWithSomebody, given_to, people_worked_with
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Shown
from throughline.web.referrals.words import state_tag
from throughline.web.words import plural
from throughline.web.worker.presenters import TodayPage
from throughline.web.worker.rar_words import short_count

NEW = (
    Column[Referral]("person", "Person", lambda one: _to_referral(one), order=("person__last_name",)),
    Column[Referral]("service", "Service", lambda one: one.service.name, order="service__name"),
    Column[Referral]("from", "Referred by", lambda one: one.supervisor.name, order="supervisor__name"),
    Column[Referral]("sent", "Sent", lambda one: one.sent_at, order="sent_at", nullable=True),
    Column[Referral]("sessions", "Planned", lambda one: plural(one.planned_sessions, "session")),
    Column[Referral]("reference", "Referral", lambda one: one.reference),
)
MINE = (
    Column[WorkWithSomebody]("person", "Person", lambda one: _to_referral(one.referral), order="last_name"),
    Column[WorkWithSomebody]("next", "Next", lambda one: _next(one), order="next_at", nullable=True),
    Column[WorkWithSomebody]("days", "RAR days", lambda one: short_count(one.position)),
    Column[WorkWithSomebody]("service", "Service", lambda one: one.referral.service.name),
    Column[WorkWithSomebody]("state", "State", lambda one: state_tag(one.referral.state)),
)


@page_for(Permission.DELIVER)
def today(request: PageRequest) -> HttpResponseBase:
    """Today's appointments in order, and what waits."""
    return render(request, "worker/today.html", {"page": TodayPage(request.actor, request.now)})


@page_for(Permission.DELIVER)
def new_referrals(request: PageRequest) -> HttpResponseBase:
    """Referrals given to the worker on which work has not begun."""
    table = listing(
        request,
        given_to(request.actor),
        NEW,
        sort="sent",
        name="new-referrals",
        empty="Referrals appear here when your manager gives them to you, until the first session.",
    )
    if table.export is not None:
        return table.export
    return render(request, "worker/list.html", {"table": table, "title": "New referrals"})


@page_for(Permission.DELIVER)
def my_people(request: PageRequest) -> HttpResponseBase:
    """The people the worker works with, the next appointment of each, and the days of the order."""
    table = listing(
        request,
        people_worked_with(request.actor, request.now),
        MINE,
        sort="person",
        name="my-people",
        noun=("person", "people"),
        empty="People appear here when you are given their referrals, until the work with them ends.",
    )
    if table.export is not None:
        return table.export
    return render(request, "worker/list.html", {"table": table, "title": "My people"})


def _to_referral(referral: Referral) -> Link:
    return Link(referral.person.name, reverse("referral", args=[referral.reference]))


def _next(one: WorkWithSomebody) -> Shown:
    return one.next_at or Link(
        "Book one",
        reverse("referral_book", args=[one.referral.reference]),
        more=f"with {one.referral.person}",
    )
