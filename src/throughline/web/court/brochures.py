"""
Brochures for sentencers: which courts have one, and each as a page and as a PDF, as at a day (S248).

They say what the public directory says, and no more, so anybody may read them: of a withheld place, that
there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import get_valid_filename, slugify

from throughline.core.models import Area, Site
from throughline.core.queries.places import find_place, sites_of
from throughline.gateway.leaflets import Brochure, BrochureService, brochure_of, brochure_pdf
from throughline.supply.queries.finding import where
from throughline.supply.queries.offered import offered_in
from throughline.vocabulary.areas import COURT
from throughline.web.as_at import as_at_date
from throughline.web.forms import FilterForm, TextField
from throughline.web.guards import public_page
from throughline.web.lists import Column, listing
from throughline.web.page_request import today
from throughline.web.pieces import Fact, Link
from throughline.web.public.labels import in_full


class CourtFilters(FilterForm):
    """What courts can be narrowed by."""

    words = TextField(label="Court", hint="Its name or a part of it")


@public_page
def brochures(request: HttpRequest) -> HttpResponseBase:
    """The courts, each with its brochure."""
    on, as_at = as_at_date(request), request.GET.get("as_at", "")
    filters = CourtFilters(request.GET)
    table = listing(
        request,
        sites_of(COURT, on=on).filter(name__icontains=filters.chosen.get("words", "")),
        (
            Column[Site](
                "name", "Court", lambda one: Link(one.name, to_brochure(one.code, as_at)), order="name",
                download=lambda one: one.name,
            ),
            Column[Site]("address", "Address", lambda one: one.address),
            Column[Site]("postcode", "Postcode", lambda one: one.postcode, order="postcode"),
            Column[Site](
                "pdf", "On paper", lambda one: Link("PDF", to_pdf(one.code, as_at), more=f"for {one.name}"),
                download=lambda one: to_pdf(one.code, as_at),
            ),
        ),
        sort="name",
        name="courts",
        empty="No court is called that. Courts appear here once the list of courts is loaded.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    return render(request, "court/brochures.html", {"table": table, "filters": filters, "as_at": on})


@public_page
def brochure(request: HttpRequest, code: str) -> HttpResponse:
    """What is available to sentencers at one court, as at a day."""
    on, as_at = as_at_date(request), request.GET.get("as_at", "")
    page = BrochurePage(brochure_at(code, on=on, today=today(request)), to_pdf(code, as_at), as_at)
    return render(request, "court/brochure.html", {"page": page, "as_at": on})


@public_page
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a PDF."""
    on = as_at_date(request)
    made = brochure_pdf(brochure_at(code, on=on, today=today(request)))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="brochure-{get_valid_filename(code)}-{on}.pdf"'
    return answer


def to_brochure(code: str, as_at: str = "") -> str:
    """The brochure of the court with this code, as at the day the address says where it says one."""
    return reverse("court_brochure", args=[code], query={"as_at": as_at} if as_at else {})


def to_pdf(code: str, as_at: str = "") -> str:
    """The same on paper."""
    return reverse("court_brochure_pdf", args=[code], query={"as_at": as_at} if as_at else {})


@dataclass(frozen=True)
class BrochurePage:
    """A brochure as a page, with where its PDF is."""

    brochure: Brochure
    pdf: str
    as_at: str

    @property
    def contents(self) -> list[Link]:
        """Its headings, each leading to its part."""
        return [Link(part.heading, f"#{slugify(part.heading)}") for part in self.brochure.parts]

    def id_of(self, heading: str) -> str:
        """The mark of a part on the page."""
        return slugify(heading)

    def to_service(self, one: BrochureService) -> Link:
        """The service in the directory."""
        query = {"as_at": self.as_at} if self.as_at else {}
        return Link(one.name, reverse("public_service", args=[one.reference], query=query))

    def facts(self, one: BrochureService) -> list[Fact]:
        """What is said of a service."""
        return [Fact(label, text.split("\n")) for label, text in one.facts]


def brochure_at(code: str, *, on: date, today: date) -> Brochure:
    """
    The brochure of the court with this code, as at the day `on`; `today` is the day it is.

    :raises Http404: no court has it on that day
    """
    if not sites_of(COURT, on=on).filter(code=code).exists():
        raise Http404("no court has this code on this day")
    place = find_place(f"{COURT}:{code}", on=on)
    areas = Area.objects.in_bulk(place.area_ids)
    return brochure_of(
        place.name,
        offered_in(where(place, on=on), on=on, today=today),
        areas=[in_full(areas[pk]) for pk in place.area_ids],
        on=on,
    )
