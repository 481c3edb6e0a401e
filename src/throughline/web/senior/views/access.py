"""Who may see a case, and limiting it (S111)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.people.actions.limits import lift_limit, limit_access
from throughline.people.models import CaseLimit, Person
from throughline.people.queries.limits import (
    limited_cases,
    limits_of,
    parties_named,
    who_may_see,
    who_would_lose,
)
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.senior.finding import managed_person
from throughline.web.senior.forms import LiftForm, LimitForm
from throughline.web.senior.presenters import WHAT_IT_DOES, AccessPage, holds, kind_tag

COLUMNS = (
    Column[CaseLimit](
        "person",
        "Person",
        lambda one: _to_access(one.person),
        order=("person__last_name", "person__first_names"),
    ),
    Column[CaseLimit]("kind", "Kind", kind_tag, order="kind"),
    Column[CaseLimit]("why", "Why", lambda one: one.reason),
    Column[CaseLimit]("since", "Since", lambda one: one.since, order="since"),
    Column[CaseLimit]("until", "Until", lambda one: one.until, order="until", nullable=True),
    Column[CaseLimit]("by", "Set by", lambda one: one.set_by.full_name),
)


@page_for(Permission.MANAGE_CASES)
def limited(request: PageRequest) -> HttpResponseBase:
    """Every limit that holds on a case the viewer manages."""
    table = listing(
        request,
        limited_cases(request.actor, request.now),
        COLUMNS,
        sort="-since",
        name="limits",
        title="Limited access",
        empty="Limits on who may see a case appear here. Set one from the page of a person.",
    )
    if table.export is not None:
        return table.export
    return render(request, "senior/limited.html", {"table": table})


@page_for(Permission.MANAGE_CASES)
def access(request: PageRequest, reference: str) -> HttpResponse:
    """Who may see the case of one person, who is kept from it, and every limit there was."""
    person = managed_person(request, reference)
    return render(request, "senior/access.html", {"page": AccessPage(person, request.now)})


@page_for(Permission.MANAGE_CASES)
def limit(request: PageRequest, reference: str) -> HttpResponse:
    """Keep some from the case, or let only some see it."""
    person = managed_person(request, reference)
    form = LimitForm(
        request.POST if request.method == "POST" else None,
        parties=who_may_see(person, request.now),
        today=today(request),
    )
    if form.is_valid() and _is_meant(request, person, form):
        with refusals_shown_on(form):
            limit_access(
                person=person,
                kind=form.cleaned_data["kind"],
                users=form.users,
                organisations=form.bodies,
                reason=form.cleaned_data["reason"],
                last_day=form.cleaned_data["last_day"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Access to the case of {person.name} is limited from now")
            return redirect("senior_limited")
    page = FormPage(
        "Limit who may see this case",
        person.name,
        Link("Who may see this case", reverse("person_access", args=[reference])),
        "Limit access",
        said=[
            "It holds from now, on every page, list, count and file, above what anybody’s work lets them "
            "see. The person’s own account always shows their own plan."
        ],
    )
    return page.shown(request, form)


@page_for(Permission.MANAGE_CASES)
def lift(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """End a limit now."""
    person = managed_person(request, reference)
    found = limits_of(person).filter(pk=number).first()
    if found is None or not holds(found, request.now):
        raise Http404("no limit that holds on this case has this number")
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            lift_limit(limit=found, why=form.cleaned_data["reason"], by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, "The limit is lifted from now")
            return redirect("person_access", reference=reference)
    page = FormPage(
        "Lift this limit",
        person.name,
        Link("Who may see this case", reverse("person_access", args=[reference])),
        "Lift limit",
        facts=[
            Fact(WHAT_IT_DOES[CaseLimit.Kind(found.kind)], [one.name for one in parties_named(found)]),
            Fact("Why it was set", found.reason),
        ],
        said=["Those it keeps out see the case again at once, as far as their work lets them."],
        is_final=True,
    )
    return page.shown(request, form)


def _is_meant(request: PageRequest, person: Person, form: LimitForm) -> bool:
    """Whether nobody would lose sight of the case, or it was said that they are to."""
    losing = who_would_lose(
        person, kind=form.cleaned_data["kind"], users=form.users, organisations=form.bodies, at=request.now
    )
    if not losing or form.said_sure:
        return True
    form.ask_whether_sure(losing)
    form.add_error("sure", "Select whether they are to see the case no longer")
    return False


def _to_access(person: Person) -> Link:
    return Link(person.name, reverse("person_access", args=[person.reference]))
