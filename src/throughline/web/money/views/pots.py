"""Ring-fenced pots: the list, one of them with its shares, setting one up and dividing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.money.actions.pots import divide_pot, set_up_pot
from throughline.money.models import Pot
from throughline.money.queries.pots import (
    PotStanding,
    buyers_of,
    pots_visible_to,
    schemes_divided_by,
    standings_of,
)
from throughline.supply.queries.intentions import kinds_of
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.money.pot_forms import PotForm, SharesForm
from throughline.web.money.pot_presenters import POTS, SHARES, PotPage
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on

SEES_POTS = (Permission.SEE_MONEY, Permission.HOLD_BUDGET, Permission.OVERSEE_SCHEME)


@page_for(*SEES_POTS)
def pots(request: PageRequest) -> HttpResponseBase:
    """The pots one has a share of or oversees, with what will be left of each at its deadline."""
    table = listing(
        request,
        standings_of(pots_visible_to(request.actor), request.actor, on=today(request)),
        POTS,
        sort="deadline",
        name="pots",
        title="Ring-fenced pots",
        empty="A pot appears here when your organisation is given a share of one.",
    )
    if table.export is not None:
        return table.export
    new = [
        Link(f"Set up a pot in {one.name}", reverse("pot_new", args=[one.code]))
        for one in schemes_divided_by(request.actor)
    ]
    return render(request, "money/pots.html", {"table": table, "new": new})


@page_for(*SEES_POTS)
def pot(request: PageRequest, reference: str) -> HttpResponseBase:
    """One pot: its principles, its shares, the pace at which it is spent, and what will be left."""
    standing = _standing(request, reference)
    table = listing(
        request,
        standing.shares,
        SHARES,
        sort="",
        name="shares",
        empty="The shares of the pot appear here.",
        per_page=100,
    )
    if table.export is not None:
        return table.export
    page = PotPage(standing, _may_divide(request, standing.pot), today(request))
    return render(request, "money/pot.html", {"page": page, "table": table})


@page_for(Permission.DIVIDE_POTS)
def new(request: PageRequest, scheme: str) -> HttpResponse:
    """Set up a pot and divide it between the divisions of a scheme."""
    where = next((one for one in schemes_divided_by(request.actor) if one.code == scheme), None)
    if where is None:
        raise Http404("whoever looks sets up no pots in this scheme")
    form = PotForm(
        request.POST if request.method == "POST" else None,
        buyers=buyers_of(where, on=today(request)),
        kinds=kinds_of(where),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = set_up_pot(
                scheme=where, terms=form.terms, shares=form.shares, by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"{made.name} set up. Each share is a budget of its buyer")
            return redirect("pot", reference=made.reference)
    return FormPage(
        title="Set up a ring-fenced pot",
        caption=where.name,
        back=Link("Pots", reverse("pots")),
        button="Set up this pot",
        said=[
            "Referrals that it may be spent on are bought from it first, while a buyer’s share holds their "
            "cost. Together the shares are the pot, to the penny."
        ],
    ).shown(request, form)


@page_for(Permission.DIVIDE_POTS)
def divide(request: PageRequest, reference: str) -> HttpResponse:
    """Divide a pot anew, or another amount of it."""
    standing = _standing(request, reference)
    found = standing.pot
    if not _may_divide(request, found):
        raise Http404("whoever looks does not divide this pot")
    buyers = {one.pk: one for one in buyers_of(found.scheme, on=today(request))}
    buyers |= {one.budget.buyer_id: one.budget.buyer for one in standing.shares}
    form = SharesForm(
        request.POST if request.method == "POST" else None,
        buyers=sorted(buyers.values(), key=lambda one: one.name),
        initial={
            "amount": found.amount,
            **{f"share_{one.budget.buyer_id}": one.budget.amount for one in standing.shares},
        },
    )
    if form.is_valid():
        with refusals_shown_on(form):
            divide_pot(
                pot=found,
                amount=form.cleaned_data["amount"],
                shares=form.shares,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"{found.name} divided")
            return redirect("pot", reference=found.reference)
    return FormPage(
        title="Divide this pot",
        caption=found.name,
        back=Link(found.name, reverse("pot", args=[found.reference])),
        button="Divide it so",
        said=["What is promised from a share, or was delivered under it, stays: no share can be less."],
        facts=[
            Fact(f"Taken from the share of {one.budget.buyer.name}", one.position.taken)
            for one in standing.shares
        ],
    ).shown(request, form)


def _standing(request: PageRequest, reference: str) -> PotStanding:
    wanted = pots_visible_to(request.actor).filter(reference=reference)
    found = standings_of(wanted, request.actor, on=today(request))
    if not found:
        raise Http404("no pot of this viewer's has this reference")
    return found[0]


def _may_divide(request: PageRequest, pot: Pot) -> bool:
    return request.actor.may(Permission.DIVIDE_POTS, within=pot.scheme.steward_id)
