"""Pages that anybody may open, signed in or not."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.supply.actions.service_views import count_view
from throughline.supply.queries.directory import for_its_page
from throughline.supply.queries.landscape import landscape
from throughline.supply.queries.versions import content_on
from throughline.web.as_at import as_at_date
from throughline.web.finding import FoundPage
from throughline.web.guards import public_page
from throughline.web.page_request import PageRequest, today
from throughline.web.public.chain import chain_figures
from throughline.web.public.chain_areas import kept_query
from throughline.web.public.glossary import terms_like
from throughline.web.public.lists import (
    ChainFilters,
    agreement_list,
    organisation_list,
)
from throughline.web.public.organisation import OrganisationPage
from throughline.web.public.service import NO_VERSION, AsAt, ServicePage
from throughline.web.public.service_filters import ServiceFilters
from throughline.web.public.side_by_side import SideBySide


@public_page
def services(request: HttpRequest) -> HttpResponseBase:
    """The directory: what is on offer, for whom, where and by which route (S56, S213)."""
    as_at = as_at_date(request)
    filters = ServiceFilters(request.GET, as_at)
    page = FoundPage(
        request, filters.search, as_at, today(request), compared_at=reverse("public_services_compared")
    )
    if page.table.export is not None:
        return page.table.export
    shown = {"page": page, "filters": filters, "as_at": as_at, "saved_at": ""}
    if request.user.is_authenticated:
        shown["saved_at"] = reverse("saved_search_new", query={"search": request.GET.urlencode()})
    return render(request, "public/services.html", shown)


@public_page
def services_compared(request: HttpRequest) -> HttpResponseBase:
    """Up to three services side by side, and where they differ (S56)."""
    as_at = as_at_date(request)
    page = SideBySide(request, as_at, reverse("public_services"))
    if page.table.export is not None:
        return page.table.export
    return render(request, "public/compare.html", {"page": page, "as_at": as_at})


@public_page
def service(request: HttpRequest, reference: str) -> HttpResponse:
    """One service, with its chain up to who pays; the rate card only for those who may see it (S5, S18)."""
    as_at = as_at_date(request)
    found = for_its_page().filter(reference=reference).first()
    if found is None:
        raise Http404("no service in the directory has this reference")
    day = today(request)
    content, is_known = content_on(found, on=as_at, today=day)
    said = AsAt(content, "" if is_known else NO_VERSION)
    count_view(found, on=day)
    page = ServicePage(found, said, cast(PageRequest, request).actor, on=as_at, today=day)
    return render(request, "public/service.html", {"page": page, "as_at": as_at})


@public_page
def supply_chain(request: HttpRequest) -> HttpResponseBase:
    """
    The organisations of a scheme's chain by tier and area (S4, S213).

    Everything recorded, ended agreements included, unless the address names a day.
    """
    as_at = as_at_date(request) if request.GET.get("as_at") else None
    filters = ChainFilters(request)
    table = organisation_list(request, filters, as_at)
    if table.export is not None:
        return table.export
    scheme = filters.chosen_scheme
    figures = [] if scheme is None else chain_figures(scheme, landscape(scheme.pk, on=as_at), as_at)
    shown = {
        "table": table,
        "filters": filters,
        "as_at": as_at,
        "today": today(request),
        "scheme": scheme,
        "figures": figures,
        "areas_query": kept_query(request, "scheme", "as_at"),
    }
    return render(request, "public/supply_chain.html", shown)


@public_page
def agreements(request: HttpRequest) -> HttpResponseBase:
    """The agreements of a scheme's chain: every provider in every area, with its tier (S4)."""
    as_at = as_at_date(request) if request.GET.get("as_at") else None
    filters = ChainFilters(request)
    table = agreement_list(request, filters, as_at)
    if table.export is not None:
        return table.export
    shown = {"table": table, "filters": filters, "as_at": as_at, "scheme": filters.chosen_scheme}
    return render(request, "public/agreements.html", shown)


@public_page
def organisation(request: HttpRequest, reference: str) -> HttpResponse:
    """One organisation: its numbers, where it is prime, where it works below others (S1)."""
    as_at = as_at_date(request)
    found = Organisation.objects.filter(reference=reference).first()
    if found is None:
        raise Http404("no organisation has this reference")
    return render(
        request, "public/organisation.html", {"page": OrganisationPage(found, as_at), "as_at": as_at}
    )


@public_page
def words_used(request: HttpRequest) -> HttpResponse:
    """What the words on these pages mean, and what else they are called (S1)."""
    asked = request.GET.get("word", "")[:100]
    return render(request, "public/words_used.html", {"terms": terms_like(asked), "asked": asked})
