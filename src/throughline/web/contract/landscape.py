"""Every provider in every area as at a day: the list that contract managers and inspectors share (S4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.supply.models import Scheme
from throughline.supply.queries.landscape import landscape
from throughline.supply.queries.providers_by_area import InArea, providers_by_area, schemes_on
from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.navigation import address_of
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Shown


class LandscapeFilters(FilterForm):
    """Which part of the landscape is shown; of one's own scheme unless another is chosen."""

    scheme = ChoiceField(label="Scheme", menu=True)
    area = ChoiceField(label="Area", menu=True, nothing="Everywhere")
    tier = ChoiceField(label="Tier", menu=True, nothing="Any tier")
    kind = ChoiceField(label="Type", menu=True, nothing="Any type", choices=Organisation.Kind.choices)

    def offer(self, field: str, choices: Iterable[tuple[str, str]]) -> None:
        """Give a field what there is to choose from."""
        cast(ChoiceField, self.fields[field]).choices = list(choices)

    def keep(self, rows: Iterable[InArea]) -> list[InArea]:
        """The rows that the filters leave."""
        chosen = self.chosen
        return [
            one
            for one in rows
            if chosen.get("area", one.area.code) == one.area.code
            and chosen.get("tier", str(one.tier)) == str(one.tier)
            and chosen.get("kind", one.provider.kind) == one.provider.kind
        ]


def _agreement(one: InArea) -> Shown:
    if one.agreement is None:
        return None
    return Link(one.agreement.reference, reverse("agreement", args=[one.agreement.reference]))


def _provider(one: InArea) -> Shown:
    address = address_of("public_organisation", reference=one.provider.reference)
    return Link(one.provider.name, address) if address else one.provider.name


COLUMNS = (
    Column[InArea]("area", "Area", lambda one: one.area.name, order=("area_name", "provider_name")),
    Column[InArea]("provider", "Provider", _provider, order="provider_name"),
    Column[InArea]("tier", "Tier", lambda one: one.tier, order="tier", nullable=True, numeric=True),
    Column[InArea]("kind", "Type", lambda one: one.provider.get_kind_display()),
    Column[InArea]("form", "Form of agreement", lambda one: one.form, order="form"),
    Column[InArea]("agreement", "Agreement", _agreement),
    Column[InArea](
        "services",
        "Services",
        lambda one: list(one.services) or "None in the directory",
        download=lambda one: "; ".join(one.services),
    ),
)


@page_for(Permission.OVERSEE_SCHEME)
def for_contract_manager(request: PageRequest) -> HttpResponseBase:
    """The landscape, as part of a contract manager's places."""
    return landscape_page(request)


def landscape_page(request: PageRequest) -> HttpResponseBase:
    """The landscape of one scheme on the day asked for."""
    day = as_at_date(request)
    overseen = request.actor.holds(Permission.OVERSEE_SCHEME)
    schemes = sorted(schemes_on(day), key=lambda one: one.steward_id not in overseen)
    wanted = request.GET.get("scheme", "")
    scheme = next((one for one in schemes if one.code == wanted), schemes[0] if schemes else None)
    chosen = request.GET.copy()
    if scheme:
        chosen["scheme"] = scheme.code
    filters = LandscapeFilters(chosen)
    filters.offer("scheme", [(one.code, one.name) for one in schemes])
    rows = providers_by_area(scheme.pk, on=day) if scheme else []
    filters.offer("area", sorted({one.area.code: one.area.name for one in rows}.items(), key=_by_name))
    filters.offer("tier", [(str(n), f"Tier {n}") for n in sorted({one.tier for one in rows if one.tier})])
    table = listing(
        request,
        filters.keep(rows),
        COLUMNS,
        sort="area",
        name="landscape",
        title="Every provider in every area",
        noun=("place in the chain", "places in the chain"),
        empty="Organisations appear here when an agreement in force that day reaches an area.",
    )
    if table.export is not None:
        return table.export
    return render(
        request,
        "contract/landscape.html",
        {
            "table": table,
            "filters": filters,
            "as_at": day,
            "scheme": scheme,
            "counted": landscape(scheme.pk, on=day) if scheme else None,
            "public_chain": address_of("public_chain"),
            "figures": _figures(request, scheme, day),
            "unpaid": address_of("unpaid_demand") if overseen else None,
        },
    )


def _figures(request: PageRequest, scheme: Scheme | None, on: date) -> str:
    """Where the scheme is shown in figures, for whoever oversees it; empty for others."""
    if scheme is None or scheme.steward_id not in request.actor.holds(Permission.OVERSEE_SCHEME):
        return ""
    return reverse("contract_figures", query={"scheme": scheme.code, "as_at": on.isoformat()})


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1]
