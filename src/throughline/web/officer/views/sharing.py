"""What was shared about one person, with whom and on which basis (S111)."""

from __future__ import annotations

from datetime import datetime

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.readings import note_reading
from throughline.line.models import Shared
from throughline.line.queries.sharing_log import shared_of
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import person_in_charge_of
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Shown


def _what(one: Shared) -> str:
    if one.flag is not None:
        return f"A risk: {one.flag.get_kind_display().lower()}"
    if one.concern is not None:
        return f"Concern {one.concern.reference}"
    return ". ".join(Shared.Item(item).label for item in one.items)


def _referral(one: Shared) -> Link:
    return Link(one.referral.reference, reverse("referral", args=[one.referral.reference]))


def _first_read(one: Shared) -> Shown:
    if one.flag is None:
        return None
    read: datetime | None = one.first_read_at  # type: ignore[attr-defined]
    return read or "Not read yet"


COLUMNS = (
    Column[Shared]("at", "When", lambda one: one.at, order="at"),
    Column[Shared]("what", "What", _what),
    Column[Shared]("with", "With", lambda one: one.organisation.name, order="organisation__name"),
    Column[Shared](
        "referral",
        "Under referral",
        _referral,
        download=lambda one: one.referral.reference,
        order="referral__reference",
    ),
    Column[Shared]("basis", "On which basis", lambda one: one.get_basis_display(), order="basis"),
    Column[Shared]("by", "Shared by", lambda one: one.by.full_name, order="by__full_name"),
    Column[Shared]("read", "First read", _first_read),
)


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def sharing(request: PageRequest, reference: str) -> HttpResponseBase:
    """Everything that was shared about one person, the latest first; that it was read is noted."""
    person = person_in_charge_of(request, reference)
    table = listing(
        request,
        shared_of(person),
        COLUMNS,
        sort="-at",
        name="sharing",
        noun=("sharing", "sharings"),
        title=f"What was shared about {person.name}",
        empty="What is shared with a provider appears here from the moment a referral is sent.",
    )
    note_reading(person, page="sharing", at=request.now)
    if table.export is not None:
        return table.export
    back = Link(person.name, reverse("officer_person", args=[person.reference]))
    return render(request, "officer/sharing.html", {"table": table, "back": back})
