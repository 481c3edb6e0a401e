"""Everything that is held about one person, for the person: what it is, and the file (S111)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from throughline.core.readings import note_reading
from throughline.gateway.subject_access import gather, package
from throughline.gateway.subject_access.package import left_out
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.officer.finding import person_in_charge_of
from throughline.web.page_request import PageRequest


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def export(request: PageRequest, reference: str) -> HttpResponse:
    """What the file would hold, what is left out and why, and what to read before it is given."""
    person = person_in_charge_of(request, reference)
    note_reading(person, page="export", at=request.now)
    found = gather(person)
    shown = {
        "person": person,
        "sections": [one for one in found if one.rows],
        "empty": [one.section.title.lower() for one in found if not one.rows],
        "left_out": left_out(found),
    }
    return render(request, "officer/export.html", shown)


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def export_file(request: PageRequest, reference: str) -> HttpResponse:
    """The file itself; that it was made is noted."""
    person = person_in_charge_of(request, reference)
    note_reading(person, page="export file", at=request.now)
    made = package(person, gather(person), at=request.now)
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{person.reference}-{request.now:%Y-%m-%d}.zip"'
    return answer
