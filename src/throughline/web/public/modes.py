"""How services are given over time, to one or to many: an area's, a provider's, a scheme's (S164)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.supply.models import Service
from throughline.supply.queries.modes import ModesOn, modes_over_time, quarter_ends, services_with_modes
from throughline.vocabulary.delivery import Mode
from throughline.web.as_at import as_at_date
from throughline.web.forms import ChoiceField, FilterForm, TextField
from throughline.web.guards import public_page
from throughline.web.lists import Column, listing
from throughline.web.pieces import Link
from throughline.web.public.labels import to_organisation, to_service
from throughline.web.public.lists import ANY_AREA, area_choices, chosen_area
from throughline.web.words import day

QUARTERS = 8
"""Over how many quarters the page looks back."""


class ModeFilters(FilterForm):
    """Whose services to look at, and which of them to list."""

    area = ChoiceField(label="Where", menu=True, nothing=ANY_AREA)
    given_by = TextField(label="Given by", hint="Name or reference of the provider")
    mode = ChoiceField(label="List those given", choices=Mode.choices, menu=True, nothing="In any way")

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        field = self.fields["area"]
        assert isinstance(field, ChoiceField)
        field.choices = area_choices()

    def clean_given_by(self) -> Organisation | None:
        """:raises ValidationError: no provider is called that"""
        written = self.cleaned_data.get("given_by", "")
        if not written:
            return None
        found: Organisation | None = (
            Organisation.objects.filter(reference=written.upper()).first()
            or Organisation.objects.filter(name__iexact=written).order_by("pk").first()
        )
        if found is None:
            self.add_error("given_by", "No provider here is called that. Enter the whole name or reference")
        return found

    @property
    def whose(self) -> dict[str, Any]:
        """Whose services, as the query takes it."""
        chosen = self.chosen
        area, provider = chosen.get("area"), chosen.get("given_by")
        return {
            "area_id": chosen_area(area) if area else None,
            "deliverer_id": provider.pk if provider else None,
        }


def columns(on: date) -> tuple[Column[Service], ...]:
    """The columns of the list as at a day."""
    return (
        Column[Service](
            "name",
            "Service",
            lambda one: to_service(one, on.isoformat()),
            order="name",
            download=lambda one: one.name,
        ),
        Column[Service](
            "by",
            "Given by",
            lambda one: to_organisation(one.deliverer),
            order="deliverer__name",
            download=lambda one: one.deliverer.name,
        ),
        Column[Service](
            "mode",
            "How",
            lambda one: str(Mode(one.given_as).label),  # type: ignore[attr-defined]
            order="given_as",
        ),
    )


@public_page
def modes(request: HttpRequest) -> HttpResponseBase:
    """The share given to one person at a time, quarter by quarter, and the services of one day."""
    on = as_at_date(request)
    filters = ModeFilters(request)
    whose, mode = filters.whose, filters.chosen.get("mode", "")
    over_time = modes_over_time(quarter_ends(on, count=QUARTERS), **whose)
    table = listing(
        request,
        services_with_modes(on=on, mode=mode, **whose).select_related("deliverer"),
        columns(on),
        sort="name",
        name="services",
        empty="No service was in the directory on this day.",
        count=lambda: _count(over_time[-1], mode),
    )
    if table.export is not None:
        return table.export
    shown = {
        "rows": [_told(request, one) for one in over_time],
        "table": table,
        "filters": filters,
        "as_at": on,
    }
    return render(request, "public/modes.html", shown)


def _count(one: ModesOn, mode: str) -> int:
    counts = {
        Mode.ONE_TO_ONE: one.one_to_one,
        Mode.GROUP: one.group,
        Mode.BOTH: one.both,
        Mode.UNKNOWN: one.unknown,
    }
    return counts[Mode(mode)] if mode else one.services


def _told(request: HttpRequest, one: ModesOn) -> dict[str, Any]:
    def opens(count: int, mode: str) -> Link:
        query = request.GET.copy()
        for gone in ("page", "after", "before", "sort", "mode"):
            query.pop(gone, None)
        query["as_at"] = one.on.isoformat()
        if mode:
            query["mode"] = mode
        said = str(Mode(mode).label).lower() if mode else "in any way"
        return Link(f"{count:,}", f"{reverse('public_modes')}?{query.urlencode()}", f"{said}, {day(one.on)}")

    share = one.share
    return {
        "on": one.on,
        "services": opens(one.services, ""),
        "one_to_one": opens(one.one_to_one, Mode.ONE_TO_ONE),
        "group": opens(one.group, Mode.GROUP),
        "both": opens(one.both, Mode.BOTH),
        "unknown": opens(one.unknown, Mode.UNKNOWN),
        "share": f"{float(share):.0%} of {one.known:,}" if share is not None else "None says so",
    }
