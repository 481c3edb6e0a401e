"""What a scheme has on offer by need and area, and where it has nothing; each number opens its list (S73)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.models import Area
from throughline.supply.models import Scheme
from throughline.supply.queries.figures import FactsOfChain, schemes_in_figures
from throughline.supply.queries.needs_by_area import services_by_need_and_area
from throughline.vocabulary.areas import LOCAL_KINDS
from throughline.vocabulary.needs import LEAST_AVAILABLE, Need
from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.forms import ChoiceField, FilterForm, ManyChoicesField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Shown, Tag


class NeedFilters(FilterForm):
    """Of which scheme, and for which needs."""

    scheme = ChoiceField(label="Scheme", menu=True)
    need = ManyChoicesField(
        label="Needs", choices=Need.choices, hint="The four that are met least when none is chosen"
    )

    def __init__(self, request: HttpRequest, scheme: Scheme | None, schemes: Sequence[Scheme]) -> None:
        query = request.GET.copy()
        if scheme is not None:
            query["scheme"] = scheme.code
        super().__init__(query)
        cast(ChoiceField, self.fields["scheme"]).choices = [(one.code, one.name) for one in schemes]

    @property
    def asks_needs(self) -> bool:
        """Whether needs were chosen, so that the choice stands open."""
        return bool(self.chosen.get("need"))

    @property
    def needs(self) -> list[Need]:
        """Those chosen, in the order of the vocabulary."""
        chosen = self.chosen.get("need", ())
        return [one for one in Need if one in chosen] or list(LEAST_AVAILABLE)


@dataclass(frozen=True)
class InArea:
    """How many services answer each need in one area."""

    area: Area
    counted: Mapping[Need, int]


@page_for(Permission.OVERSEE_SCHEME)
def availability(request: PageRequest) -> HttpResponseBase:
    """Services of a scheme that one oversees by need and area, those that nothing answers marked."""
    on = as_at_date(request)
    schemes = schemes_in_figures(request.actor)
    asked = request.GET.get("scheme", "")
    standing = [one for one in schemes if on in one.during] or schemes
    scheme = next((one for one in schemes if one.code == asked), standing[0] if standing else None)
    filters = NeedFilters(request, scheme, schemes)
    table = None if scheme is None else _table(request, scheme, filters.needs, on)
    if table is not None and table.export is not None:
        return table.export
    kept = {"scheme": scheme.code, "as_at": on.isoformat()} if scheme else {}
    shown = {
        "table": table,
        "filters": filters,
        "as_at": on,
        "scheme": scheme,
        "back": reverse("contract_figures", query=kept),
    }
    return render(request, "contract/availability.html", shown)


def _table(request: HttpRequest, scheme: Scheme, needs: Sequence[Need], on: date) -> Table[InArea]:
    areas = FactsOfChain(scheme, on).of_scheme
    counted = services_by_need_and_area(scheme, [one.pk for one in areas], needs, on=on)
    return listing(
        request,
        [InArea(one, counted[one.pk]) for one in areas],
        (
            Column[InArea]("area", "Area", lambda one: one.area.name),
            *(_column(need, scheme, on) for need in needs),
        ),
        sort="",
        name="services-by-need-and-area",
        title="Services by need and area",
        noun=("area", "areas"),
        empty="Areas appear here when an agreement in force that day reaches one.",
    )


def _column(need: Need, scheme: Scheme, on: date) -> Column[InArea]:
    def value(one: InArea) -> Shown:
        number = one.counted[need]
        if not number:
            return Tag("None", "red")
        says = f"services for {need.label} in {one.area.name}"
        return Link(f"{number:,}", _listed(one.area, need, scheme, on), says)

    return Column[InArea](
        str(need),
        str(need.label),
        value,
        numeric=True,
        download=lambda one: one.counted[need],
    )


def _listed(area: Area, need: Need, scheme: Scheme, on: date) -> str:
    """Where the services that are counted are listed."""
    # The menu of areas there holds those that contracts are let for; any other is found as a place.
    where = "place" if area.kind in LOCAL_KINDS else "area"
    asked = {"need": need, where: f"{area.kind}:{area.code}", "scheme": scheme.code, "as_at": on.isoformat()}
    return reverse("public_services", query=asked)
