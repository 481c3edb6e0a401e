"""The list of Change Notifications of one's schemes, and the page of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.access import Actor
from throughline.supply.models import ChangeNotification
from throughline.supply.queries.changes import changes_visible_to, for_a_list
from throughline.supply.states import ChangeState
from throughline.vocabulary.permissions import Permission
from throughline.web.changes.finding import READS_CHANGES, change_called
from throughline.web.changes.page import ChangePage
from throughline.web.changes.words import change_tag
from throughline.web.forms import ChoiceField, FilterForm, TextField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link


class ChangeFilters(FilterForm):
    """What notifications can be narrowed by."""

    state = ChoiceField(label="Where it stands", choices=ChangeState.choices, menu=True, nothing="Anywhere")
    prime = TextField(label="Prime")


COLUMNS = (
    Column[ChangeNotification](
        "reference",
        "Notification",
        lambda one: Link(one.reference, reverse("change", args=[one.reference])),
        download=lambda one: one.reference,
    ),
    Column[ChangeNotification]("title", "What changes", lambda one: one.title, order="title"),
    Column[ChangeNotification]("prime", "Prime", lambda one: one.prime.name, order="prime__name"),
    Column[ChangeNotification]("lines", "Lines", lambda one: one.lines_there, numeric=True),  # type: ignore[attr-defined]
    Column[ChangeNotification]("state", "Stands", lambda one: change_tag(one.state), order="state"),
    Column[ChangeNotification](
        "submitted", "Submitted", lambda one: one.submitted_at, order="submitted_at", nullable=True
    ),
    Column[ChangeNotification]("due", "Due by", lambda one: one.due_on, order="due_on", nullable=True),
)


def change_list(request: PageRequest, filters: ChangeFilters) -> Table[ChangeNotification]:
    """The notifications the viewer sees, narrowed; the latest first."""
    found = changes_visible_to(request.actor)
    if state := filters.chosen.get("state"):
        found = found.filter(state=state)
    if prime := filters.chosen.get("prime"):
        found = found.filter(prime__name__icontains=prime)
    return listing(
        request,
        for_a_list(found),
        COLUMNS,
        sort="-submitted",
        name="changes",
        title="Change Notifications",
        noun=("notification", "notifications"),
        empty="Notifications appear here when a prime submits them; a prime sees its own drafts as well.",
        count=found.count,
    )


@page_for(*READS_CHANGES)
def changes(request: PageRequest) -> HttpResponseBase:
    """How the rate cards of one's schemes change: every notification, with where it stands."""
    filters = ChangeFilters(request.GET)
    table = change_list(request, filters)
    if table.export is not None:
        return table.export
    return render(
        request, "changes/list.html", {"table": table, "filters": filters, "begin": begin_href(request.actor)}
    )


@page_for(*READS_CHANGES)
def change(request: PageRequest, reference: str) -> HttpResponse:
    """One notification: where it stands, its lines beside what holds, and every step it took."""
    page = ChangePage(change_called(request, reference), request.actor, today(request))
    return render(request, "changes/change.html", {"page": page})


def begin_href(actor: Actor) -> str:
    """Where a prime begins a notification; empty for everybody else."""
    return reverse("change_new") if actor.may(Permission.PROPOSE_PRICES) else ""
