"""What the directory has for one person (S56, S57, S65)."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.readings import note_reading
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called, supervisor_of
from throughline.web.officer.searching import PersonFilters, PersonServices
from throughline.web.page_request import PageRequest, today


@page_for(Permission.REFER)
def services(request: PageRequest, reference: str) -> HttpResponseBase:
    """Services for one person, each with whether it is for them, rule by rule; that it was read is noted."""
    person = person_called(request, reference)
    on = today(request)
    filters = PersonFilters(request, person, on)
    page = PersonServices(request, person, supervisor_of(request, person), filters, on)
    note_reading(person, page="services", at=request.now)
    if page.found.table.export is not None:
        return page.found.table.export
    about = {"page": page, "filters": filters, "back": link_to(person)}
    return render(request, "officer/services.html", about)
