"""The officer's people, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.readings import note_reading
from throughline.line.queries.caseload import Case, caseload
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import link_to, person_in_charge_of
from throughline.web.officer.forms import PeopleFilters
from throughline.web.officer.presenters.person import PersonPage
from throughline.web.page_request import PageRequest
from throughline.web.referrals.presenters import rar_days_in_words

COLUMNS = (
    Column[Case]("name", "Person", lambda one: link_to(one.person), order="last_name"),
    Column[Case]("case", "Case number", lambda one: one.person.case_number),
    Column[Case](
        "sentence",
        "Sentence",
        lambda one: one.sentence.get_kind_display() if one.sentence else "No sentence recorded",
    ),
    Column[Case]("ends", "Ends", lambda one: one.ends_on, order="ends_on"),
    Column[Case](
        "days",
        "RAR days",
        lambda one: rar_days_in_words(one.rar) if one.rar else "No RAR",
        order="completed",
    ),
    Column[Case](
        "unplanned", "Unplanned RAR days", lambda one: one.unplanned, order="unplanned", numeric=True
    ),
    Column[Case](
        "referrals", "Open referrals", lambda one: one.open_referrals, order="open_referrals", numeric=True
    ),
)


@page_for(Permission.SUPERVISE)
def people(request: PageRequest) -> HttpResponseBase:
    """Everybody this officer supervises."""
    filters = PeopleFilters(request.GET)
    table = listing(
        request,
        narrowed(caseload(request.actor, request.now), filters),
        COLUMNS,
        sort="name",
        name="people",
        noun=("person", "people"),
        title="My people",
        empty="People appear here when you are made their responsible officer.",
    )
    if table.export is not None:
        return table.export
    return render(request, "officer/people.html", {"table": table, "filters": filters})


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def person(request: PageRequest, reference: str) -> HttpResponse:
    """Everything about one person; that it was read is noted."""
    found = person_in_charge_of(request, reference)
    note_reading(found, page="person", at=request.now)
    return render(request, "officer/person.html", {"page": PersonPage(found, request.actor, request.now)})


def narrowed(cases: Sequence[Case], filters: PeopleFilters) -> list[Case]:
    """The cases that the filters leave."""
    name, days = str(filters.chosen.get("name", "")).casefold(), filters.chosen.get("days")
    return [
        one
        for one in cases
        if name in one.person.name.casefold()
        and {
            None: True,
            "unplanned": bool(one.unplanned),
            "left": bool(one.left),
            "completed": one.left == 0,
            "none": one.rar is None,
        }[days]
    ]
