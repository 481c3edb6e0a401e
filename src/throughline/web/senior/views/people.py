"""Everybody whose case somebody manages."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.people.models import Person
from throughline.people.queries.people import people_managed_by, with_officer
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import FilterForm, TextField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import link_to
from throughline.web.page_request import PageRequest, today

COLUMNS = (
    Column[Person]("name", "Person", lambda one: link_to(one), order=("last_name", "first_names")),
    Column[Person]("case", "Case number", lambda one: one.case_number, order="case_number"),
    Column[Person](
        "officer",
        "Responsible officer",
        lambda one: one.officer_name or "Nobody",  # type: ignore[attr-defined]
        order="officer_name",
        nullable=True,
    ),
)


class ManagedFilters(FilterForm):
    """What the list can be narrowed by."""

    name = TextField(label="Last name")
    officer = TextField(label="Responsible officer")


@page_for(Permission.MANAGE_CASES)
def people(request: PageRequest) -> HttpResponseBase:
    """Everybody supervised for the organisations whose cases the viewer manages, each with their officer."""
    filters = ManagedFilters(request.GET)
    found = with_officer(people_managed_by(request.actor, request.now), today(request))
    table = listing(
        request,
        _narrowed(found, filters),
        COLUMNS,
        sort="name",
        name="people",
        noun=("person", "people"),
        title="People",
        empty="People appear here when somebody in your organisation is made their responsible officer.",
    )
    if table.export is not None:
        return table.export
    return render(request, "senior/people.html", {"table": table, "filters": filters})


def _narrowed(people: QuerySet[Person], filters: ManagedFilters) -> QuerySet[Person]:
    chosen = filters.chosen
    if name := chosen.get("name"):
        people = people.filter(last_name__istartswith=name)
    if officer := chosen.get("officer"):
        people = people.filter(Q(officer_name__icontains=officer))
    return people
