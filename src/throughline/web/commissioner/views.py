"""A commissioner's home: what waits for the budget holder, and where each budget stands."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from throughline.core.access import Actor
from throughline.money.models import Budget
from throughline.money.queries.budgets import budget_position
from throughline.money.queries.choices import approvals_waiting
from throughline.money.queries.pots import pots_leaving_money
from throughline.money.queries.waiting import AT_MOST, BeyondBudget, budgets_held, commitments_waiting
from throughline.open_data.queries.intentions_due import intentions_to_publish
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.choices.presenters import choice_waits
from throughline.web.guards import page_for
from throughline.web.intentions.presenters import intentions_waiting
from throughline.web.money.pot_presenters import pot_waiting
from throughline.web.noticeboard.waiting import waiting_on_the_noticeboard
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Figure, Link, Waiting
from throughline.web.policies.presenters import policy_waiting


@page_for(Permission.HOLD_BUDGET)
def home(request: PageRequest) -> HttpResponse:
    """What waits on the holder of a budget, and how much is left of it."""
    day = today(request)
    held = [(one, _figures(one)) for one in budgets_held(request.actor, on=day)]
    return render(request, "commissioner/home.html", {"waiting": _waiting(request.actor, day), "held": held})


def _waiting(actor: Actor, on: date) -> list[Waiting]:
    return [
        *(_decision(one, on) for one in commitments_waiting(actor)),
        *(choice_waits(one, on) for one in approvals_waiting(actor)[:AT_MOST]),
        *(intentions_waiting(one, on) for one in intentions_to_publish(actor, on=on)),
        *waiting_on_the_noticeboard(actor, on=on),
        *policy_waiting(actor, on=on),
        *(pot_waiting(one, on) for one in pots_leaving_money(actor, on=on)),
    ]


def _decision(one: BeyondBudget, on: date) -> Waiting:
    commitment = one.commitment
    return Waiting(
        Link(
            f"Allow or refuse {words.money(commitment.amount)} for referral {commitment.referral_reference}",
            reverse("commitment", args=[commitment.referral_reference]),
        ),
        on,
        f"It would take {commitment.budget.name} {words.money(one.beyond)} beyond what it holds",
        one.since,
    )


def _figures(budget: Budget) -> list[Figure]:
    position = budget_position(budget)
    href = reverse("budget", args=[budget.reference])
    whole = f"of {words.money(budget.amount)}"
    return [
        Figure(position.committed, "committed", f"{href}?state=held", of=whole),
        Figure(position.accrued, "delivered so far", href, of=whole),
        Figure(position.left, "left to promise", href, of=whole),
        Figure(position.waiting, "waiting for your decision", f"{href}?state=waiting"),
    ]
