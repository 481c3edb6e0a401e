"""Budgets, their position and commitments, and the decision on one beyond the budget."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.refusals import Refusal
from throughline.line.queries.withheld import references_withheld
from throughline.money.actions.commitments import allow_beyond_budget, refuse_beyond_budget
from throughline.money.models import Budget, Commitment
from throughline.money.queries.budgets import (
    budget_position,
    budgets_visible_to,
    commitments_of,
)
from throughline.money.queries.waiting import BeyondBudget, commitments_waiting
from throughline.money.states import CommitmentState
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.money.forms import CommitmentForm
from throughline.web.money.ledger_presenters import ledger_address, referral_link
from throughline.web.money.presenters import (
    BudgetPage,
    commitment_history,
    commitment_tag,
)
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link, Waiting

SEES_BUDGETS = (Permission.SEE_MONEY, Permission.HOLD_BUDGET, Permission.OVERSEE_SCHEME)


class CommitmentFilters(FilterForm):
    """What the commitments of a budget can be narrowed by."""

    state = ChoiceField(label="State", choices=CommitmentState.choices, menu=True, nothing="Any state")


@page_for(*SEES_BUDGETS)
def budgets(request: PageRequest) -> HttpResponseBase:
    """The budgets that the viewer holds or oversees, and what waits for them as budget holder."""
    found = budgets_visible_to(request.actor).select_related("buyer", "scheme", "pot")
    table = listing(
        request, found, BUDGETS, sort="-from", name="budgets",
        empty="A budget appears here when it is recorded for your organisation.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    waiting = [
        Waiting(
            Link(_waits(one), _address(one.commitment)),
            on=today(request),
            what=f"{one.beyond.display()} beyond {one.commitment.budget}",
            since=one.since,
        )
        for one in commitments_waiting(request.actor)
    ]
    holds = request.actor.may(Permission.HOLD_BUDGET)
    return render(request, "money/budgets.html", {"table": table, "waiting": waiting, "holds": holds})


@page_for(*SEES_BUDGETS)
def budget(request: PageRequest, reference: str) -> HttpResponseBase:
    """One budget: its position, and the commitments it was counted from."""
    found = (
        budgets_visible_to(request.actor)
        .select_related("buyer", "scheme")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404("no budget of this viewer's has this reference")
    holds = request.actor.may(Permission.HOLD_BUDGET, within=found.buyer_id)
    filters = CommitmentFilters(request.GET)
    commitments = commitments_of(found)
    if state := filters.chosen.get("state"):
        commitments = commitments.filter(state=state)
    table = listing(
        request, commitments, _columns(request, found.buyer.reference, holds), sort="-made",
        name="commitments",
        empty="A commitment appears here when a provider accepts a referral that this budget pays for.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    page = BudgetPage(found, budget_position(found), holds)
    return render(request, "money/budget.html", {"page": page, "table": table, "filters": filters})


@page_for(Permission.HOLD_BUDGET)
def commitment(request: PageRequest, referral: str) -> HttpResponse:
    """Allow or refuse a commitment beyond the budget."""
    found = (
        Commitment.objects.filter(
            referral_reference=referral, budget__buyer__in=request.actor.holds(Permission.HOLD_BUDGET)
        )
        .select_related("budget__buyer", "budget__scheme")
        .first()
    )
    if found is None:
        raise Http404("no commitment against a budget of this viewer's is for this referral")
    form = CommitmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        allows = form.cleaned_data["decision"] == "allow"
        decide = allow_beyond_budget if allows else refuse_beyond_budget
        try:
            decide(commitment=found, by=request.user, at=request.now, why=form.cleaned_data["why"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = "allowed. Its provider can book now" if allows else "refused"
            messages.success(request, f"{found.amount.display()} for referral {referral} {said}")
            return redirect("budget", found.budget.reference)
    page = BudgetPage(found.budget, budget_position(found.budget), holds=True)
    shown = {
        "commitment": found,
        "page": page,
        "form": form if found.state == CommitmentState.WAITING or form.errors else None,
        "state": commitment_tag(found),
        "happened": commitment_history(found),
    }
    return render(request, "money/commitment.html", shown)


def _waits(one: BeyondBudget) -> str:
    return f"Referral {one.commitment.referral_reference}: {one.commitment.amount.display()}"


def _address(one: Commitment) -> str:
    return reverse("commitment", args=[one.referral_reference])


def _columns(request: PageRequest, payer: str, holds: bool) -> tuple[Column[Commitment], ...]:
    withheld = references_withheld(request.actor)

    def accrued(one: Commitment) -> Link:
        delivered = one.accrued  # type: ignore[attr-defined]
        of = "" if one.referral_reference in withheld else one.referral_reference
        return Link(delivered.display(), ledger_address(payer=payer, referral=of, cause="delivery"))

    def state(one: Commitment) -> object:
        waits = holds and one.state == CommitmentState.WAITING
        return [commitment_tag(one), Link("Decide", _address(one))] if waits else commitment_tag(one)

    return (
        Column(
            "referral",
            "Referral",
            lambda one: referral_link(one.referral_reference, request.actor, withheld),
        ),
        Column("made", "Accepted", lambda one: one.made_at, order="made_at"),
        Column("amount", "Committed", lambda one: one.amount, order="amount"),
        Column("accrued", "Delivered", accrued, numeric=True, download=lambda one: one.accrued),  # type: ignore[attr-defined]
        Column("state", "State", state, order="state", download=commitment_tag),  # type: ignore[arg-type]
    )


BUDGETS = (
    Column[Budget](
        "name", "Budget", lambda one: Link(one.name, reverse("budget", args=[one.reference])), order="name"
    ),
    Column[Budget](
        "pot",
        "Share of",
        lambda one: Link(one.pot.name, reverse("pot", args=[one.pot.reference])) if one.pot else None,
    ),
    Column[Budget]("buyer", "Whose", lambda one: one.buyer.name, order="buyer__name"),
    Column[Budget]("scheme", "Scheme", lambda one: one.scheme.name),
    Column[Budget]("from", "From", lambda one: one.during.from_, order="during"),
    Column[Budget]("to", "To", lambda one: one.during.last_day),
    Column[Budget]("amount", "Amount", lambda one: one.amount, order="amount"),
)
