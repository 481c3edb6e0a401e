"""A contract manager's home."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.money.models import Reconciliation
from throughline.money.queries.pots import pots_leaving_money
from throughline.money.queries.waiting import AT_MOST, differences_open, returns_to_match
from throughline.open_data.queries.unpublished import ToPublish, quarters_to_publish
from throughline.supply.queries.keeping_tasks import trials_undecided
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.contract.changes import changes_waiting
from throughline.web.contract.returns import return_waiting
from throughline.web.contract.stewardship import stewardship_waiting
from throughline.web.guards import page_for
from throughline.web.keeping.tasks import trial_waiting
from throughline.web.money.pot_presenters import pot_waiting
from throughline.web.noticeboard.waiting import waiting_on_the_noticeboard
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link, Waiting


@page_for(Permission.OVERSEE_SCHEME)
def home(request: PageRequest) -> HttpResponse:
    """What waits on whoever oversees a scheme."""
    return render(
        request,
        "contract/home.html",
        {"waiting": waiting_for_contract_manager(request.actor, today(request))},
    )


def waiting_for_contract_manager(actor: Actor, on: date) -> list[Waiting]:
    """Changes to review, returns to match, differences, trials, quarters to publish, the noticeboard."""
    found = [
        *changes_waiting(actor, on),
        *stewardship_waiting(actor, on),
        *(return_waiting(one, on) for one in returns_to_match(actor)[:AT_MOST]),
        *(_difference(one, on) for one in differences_open(actor)[:AT_MOST]),
        *(trial_waiting(one, on) for one in trials_undecided(actor, on=on)),
        *(_to_publish(one, on) for one in quarters_to_publish(actor, on=on)[:AT_MOST]),
        *waiting_on_the_noticeboard(actor, on=on),
        *(pot_waiting(one, on) for one in pots_leaving_money(actor, on=on)),
    ]
    return sorted(found, key=lambda one: one.since or on)


def _difference(one: Reconciliation, on: date) -> Waiting:
    lines: int = one.lines_open  # type: ignore[attr-defined]
    returned = one.provider_return
    return Waiting(
        Link(
            f"Look at {words.plural(lines, 'line')} of return {returned.reference} that did not match",
            reverse("reconciliation", args=[one.pk]),
        ),
        on,
        f"From {returned.provider.name} to {returned.payer.name}",
        london_day(one.made_at),
    )


def _to_publish(one: ToPublish, on: date) -> Waiting:
    return Waiting(
        Link(
            f"Publish the supply chain return for {one.quarter.label}",
            reverse("contract_publish", args=[one.scheme.code, one.quarter]),
        ),
        on,
        f"{one.scheme.name}, {one.quarter}",
        one.over_on,
    )
