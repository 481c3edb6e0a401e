"""A contract manager's place for how rate cards change."""

from __future__ import annotations

from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.access import Actor
from throughline.supply.queries.changes import to_review
from throughline.vocabulary.permissions import Permission
from throughline.web.changes.views import ChangeFilters, change_list
from throughline.web.changes.waiting import review_waiting
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Waiting


@page_for(Permission.REVIEW_CHANGES)
def changes(request: PageRequest) -> HttpResponseBase:
    """What waits for a suitability review, the oldest first; and every notification of the scheme."""
    filters = ChangeFilters(request.GET)
    table = change_list(request, filters)
    if table.export is not None:
        return table.export
    return render(
        request,
        "contract/changes.html",
        {"table": table, "filters": filters, "waiting": changes_waiting(request.actor, today(request))},
    )


def changes_waiting(actor: Actor, on: date) -> list[Waiting]:
    """What waits for a suitability review by `actor`, the oldest first."""
    return [review_waiting(one, on) for one in to_review(actor)]
