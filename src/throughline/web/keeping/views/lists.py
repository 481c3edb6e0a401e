"""The entries one keeps, or whose scheme one oversees, with when each was last confirmed."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.supply.models import Service
from throughline.supply.queries.confirmation import services_to_confirm
from throughline.supply.queries.keepers import services_changed_by
from throughline.supply.states import ServiceState
from throughline.web.forms import ChoiceField, FilterForm, TextField
from throughline.web.guards import page_for
from throughline.web.keeping.found import KEEPERS, record_of
from throughline.web.keeping.labels import confirmed, state_of
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link

COLUMNS = (
    Column[Service]("name", "Service", lambda one: Link(one.name, record_of(one)), order="name"),
    Column[Service]("state", "State", lambda one: state_of(one), order="state"),
    Column[Service](
        "confirmed", "Confirmed on", lambda one: confirmed(one), order="confirmed_on", nullable=True
    ),
    Column[Service](
        "owner",
        "Kept by",
        lambda one: one.owner.full_name if one.owner else "Nobody in person",
        order="owner__full_name",
        nullable=True,
    ),
    Column[Service]("places", "Places", lambda one: one.places, order="places", nullable=True, numeric=True),
    Column[Service]("deliverer", "Delivered by", lambda one: one.deliverer.name, order="deliverer__name"),
)


class KeptFilters(FilterForm):
    """What the list can be narrowed by."""

    words = TextField(label="Name")
    state = ChoiceField(label="State", choices=ServiceState.choices, menu=True, nothing="Any state")
    mine = ChoiceField(
        label="Kept by", choices=[("me", "Me"), ("nobody", "Nobody in person")], menu=True, nothing="Anybody"
    )


@page_for(*KEEPERS)
def kept(request: PageRequest) -> HttpResponseBase:
    """The entries one may change, with what waits to be confirmed."""
    filters = KeptFilters(request.GET)
    table = listing(
        request,
        services_changed_by(request.actor).select_related("owner").filter(**_narrowed(request, filters)),
        COLUMNS,
        sort="name",
        name="services",
        empty="Your services appear here. Add one to begin.",
    )
    if table.export is not None:
        return table.export
    late = services_to_confirm(request.actor, on=today(request))
    return render(
        request,
        "keeping/kept.html",
        {"table": table, "filters": filters, "late": len(late), "home": reverse("home")},
    )


def _narrowed(request: PageRequest, filters: KeptFilters) -> dict[str, Any]:
    chosen = filters.chosen
    narrowed: dict[str, Any] = {}
    if words := chosen.get("words"):
        narrowed["name__icontains"] = words
    if state := chosen.get("state"):
        narrowed["state"] = state
    if mine := chosen.get("mine"):
        narrowed["owner"] = request.user if mine == "me" else None
    return narrowed
