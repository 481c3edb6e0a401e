"""
The home of whoever advises a court.

What is said of somebody before sentence stands in the address alone, so that the page can be gone back to,
paged and downloaded, and nothing of it is stored: no person, no referral, no note of the search. It names
nobody. Addresses are not logged here: the line of a request has the name of its route, and the web server
keeps no log of its own.
"""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.supply.queries.finding import Found
from throughline.vocabulary.areas import COURT
from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.court.brochures import to_brochure
from throughline.web.court.questions import CourtQuestions
from throughline.web.finding import FoundPage
from throughline.web.finding.found import why_column
from throughline.web.guards import page_for
from throughline.web.lists import Column
from throughline.web.page_request import PageRequest, today


@page_for(Permission.ADVISE_COURTS)
def home(request: PageRequest) -> HttpResponseBase:
    """What there is for somebody before sentence, rule by rule, on the day; nothing is left behind (S58)."""
    on = as_at_date(request)
    questions = CourtQuestions(request, on)
    shown: dict[str, Any] = {"questions": questions, "as_at": on, "page": None, "brochure": ""}
    if questions.chosen:
        search = questions.search
        page = FoundPage(request, search, on, today(request), more=(IN_AN_OFFICE, why_column(search)))
        if page.table.export is not None:
            return page.table.export
        shown["page"] = page
        if court := questions.chosen.get(COURT):
            shown["brochure"] = to_brochure(court, request.GET.get("as_at", ""))
    return render(request, "court/home.html", shown)


def _offices(found: Found) -> list[str] | str:
    """The probation offices in which a service is given, of the places that are not withheld."""
    places = found.beside.places
    offices = sorted({place.in_office for place in places if place.in_office})
    return offices or ("No" if places else "Not recorded")


IN_AN_OFFICE = Column[Found]("office", "In a probation office", _offices)
