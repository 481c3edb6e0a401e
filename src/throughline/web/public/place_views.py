"""The pages of places: on which areas one lies, and whose boards work there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.queries.places import PlaceNotFound, SeveralPlaces, find_place
from throughline.vocabulary.areas import AREA_KINDS, SITE_KINDS
from throughline.web.as_at import as_at_date
from throughline.web.guards import public_page
from throughline.web.public.chain_areas import AreaFilters, ChainMap, area_list, kept_query
from throughline.web.public.which_area import WhichArea, choices_of


@public_page
def which_area(request: HttpRequest) -> HttpResponse:
    """Which areas a postcode, office, court or area lies in on a day, and which boards work there (S245)."""
    on, as_at = as_at_date(request), request.GET.get("as_at", "")
    asked = request.GET.get("place", "")[:300]
    shown: dict[str, object] = {
        "asked": asked,
        "as_at": on,
        "day_asked": as_at,
        "page": None,
        "problem": "",
        "choices": [],
    }
    if asked.strip():
        try:
            place = find_place(asked, on=on, kinds=AREA_KINDS | SITE_KINDS)
            shown["page"] = WhichArea(place, on, as_at)
            shown["asked"] = asked if place.key != asked else place.name
        except SeveralPlaces as several:
            shown |= {"problem": str(several), "choices": choices_of(several, as_at)}
            shown["left"] = several.count - len(several.choices)
        except PlaceNotFound as refusal:
            shown["problem"] = str(refusal)
    return render(request, "public/which_area.html", shown)


@public_page
def chain_areas(request: HttpRequest) -> HttpResponseBase:
    """How many organisations of a chain stand in each area, on a map and in a table (S4)."""
    as_at = as_at_date(request) if request.GET.get("as_at") else None
    filters = AreaFilters(request)
    rows = filters.rows(as_at)
    table = area_list(request, filters, rows)
    if table.export is not None:
        return table.export
    shown = {
        "table": table,
        "filters": filters,
        "as_at": as_at,
        "scheme": filters.chosen_scheme,
        "map": ChainMap(rows, filters.chosen_scheme, as_at),
        "back": kept_query(request, "scheme", "as_at"),
    }
    return render(request, "public/chain_areas.html", shown)
