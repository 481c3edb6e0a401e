"""What the directory has for one person (S56, S57, S65)."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.readings import note_reading
from throughline.line.queries.circumstances import circumstances_of
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called, supervisor_of
from throughline.web.officer.searching import PersonFilters, PersonServices
from throughline.web.page_request import PageRequest, today
from throughline.web.public.side_by_side import SideBySide


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


@page_for(Permission.REFER)
def services_compared(request: PageRequest, reference: str) -> HttpResponseBase:
    """Up to three services side by side for one person; that it was read is noted."""
    person = person_called(request, reference)
    on = today(request)
    begins = reverse("officer_services", args=[person.reference])
    page = SideBySide(request, on, begins, circumstances_of(person, on=on))
    note_reading(person, page="services_compared", at=request.now)
    if page.table.export is not None:
        return page.table.export
    return render(request, "officer/compare.html", {"page": page, "person": person})
