"""What those who manage officers see of plans: who knows theirs, which referrals serve them (S112, S116)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.shares import percent
from throughline.line.queries.linked import Linked, Unlinked, referrals_linked
from throughline.people.queries.plan_answers import PlansKnown, plans_known
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.lists import Column, Table, listing
from throughline.web.officer.finding import link_to
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Figure, Link

KNOWN = (
    Column[PlansKnown]("officer", "Officer", lambda one: one.officer, order=("officer", "team")),
    Column[PlansKnown]("team", "Team", lambda one: one.team, order=("team", "officer")),
    Column[PlansKnown]("plans", "Plans", lambda one: one.plans, order="plans", numeric=True),
    Column[PlansKnown]("not_asked", "Not asked", lambda one: one.not_asked, order="not_asked", numeric=True),
    Column[PlansKnown]("asked", "Asked", lambda one: one.asked, order="asked", numeric=True),
    Column[PlansKnown]("know", "Know it", lambda one: one.know, order="know", numeric=True),
    Column[PlansKnown](
        "share", "Know it (%)", lambda one: one.share, order="share", nullable=True, numeric=True
    ),
)
LINKED = (
    Column[Linked]("officer", "Officer", lambda one: one.officer, order=("officer", "team")),
    Column[Linked]("team", "Team", lambda one: one.team, order=("team", "officer")),
    Column[Linked]("live", "Live referrals", lambda one: one.live, order="live", numeric=True),
    Column[Linked]("linked", "In the plan", lambda one: one.linked, order="linked", numeric=True),
    Column[Linked](
        "share", "In the plan (%)", lambda one: one.share, order="share", nullable=True, numeric=True
    ),
    Column[Linked](
        "unlinked",
        "Not in it",
        lambda one: Link(str(one.unlinked), reverse("plans_unlinked")) if one.unlinked else 0,
        download=lambda one: one.unlinked,
        order="unlinked",
        numeric=True,
    ),
)
UNLINKED = (
    Column[Unlinked](
        "referral",
        "Referral",
        lambda one: Link(one.reference, reverse("referral", args=[one.reference])),
        download=lambda one: one.reference,
        order="reference",
    ),
    Column[Unlinked](
        "person",
        "Person",
        lambda one: link_to(one.referral.person),
        download=lambda one: one.referral.person.name,
        order="last_name",
    ),
    Column[Unlinked]("officer", "Officer", lambda one: one.officer, order=("officer", "team")),
    Column[Unlinked]("why", "Why it is not in the plan", lambda one: one.why, order="why"),
)


@dataclass
class _Share:
    of: int = 0
    number: int = 0
    besides: int = 0


@page_for(Permission.MANAGE_CASES)
def known(request: PageRequest) -> HttpResponseBase:
    """How many people know what is in their plan, by team and officer, and how many were not asked."""
    rows = plans_known(request.actor, today(request))
    table = listing(
        request,
        rows,
        KNOWN,
        sort="officer",
        name="plans-known",
        title="Who knows their plan",
        noun=("officer", "officers"),
        empty="An officer appears here with the first plan of a sentence that runs now.",
    )
    teams: dict[str, _Share] = {}
    for one in rows:
        share = teams.setdefault(one.team, _Share())
        share.of, share.number = share.of + one.asked, share.number + one.know
        share.besides += one.not_asked
    figures = [
        Figure(
            _percent(share),
            f"of people asked know what is in their plan: {team}",
            of=f"{share.number} of {share.of} asked",
            missing=f"{share.besides} not asked about the plan that stands",
        )
        for team, share in teams.items()
    ]
    said = "Each person with a plan counts once, by what they last said of the version that stands."
    return _shown(request, table, figures, said)


@page_for(Permission.MANAGE_CASES)
def linked(request: PageRequest) -> HttpResponseBase:
    """How many live referrals carry out work of the plan, by team and officer."""
    rows, _ = referrals_linked(request.actor, request.now)
    table = listing(
        request,
        rows,
        LINKED,
        sort="officer",
        name="referrals-in-plans",
        title="Referrals in plans",
        noun=("officer", "officers"),
        empty="An officer appears here with the first live referral of somebody they supervise.",
    )
    teams: dict[str, _Share] = {}
    for one in rows:
        share = teams.setdefault(one.team, _Share())
        share.of, share.number = share.of + one.live, share.number + one.linked
    figures = [
        Figure(
            _percent(share),
            f"of live referrals carry out work of the plan: {team}",
            of=f"{share.number} of {share.of}",
        )
        for team, share in teams.items()
    ]
    said = "A referral is live from its sending until it is over. All of them should carry out planned work."
    return _shown(request, table, figures, said)


@page_for(Permission.MANAGE_CASES)
def unlinked(request: PageRequest) -> HttpResponseBase:
    """Live referrals that carry out no work of the plan, each with why."""
    _, rows = referrals_linked(request.actor, request.now)
    table = listing(
        request,
        rows,
        UNLINKED,
        sort="person",
        name="referrals-not-in-plans",
        title="Referrals not in the plan",
        noun=("referral", "referrals"),
        empty="Every live referral carries out work of a plan.",
    )
    said = "Live referrals that carry out no standing work for an open objective, and why."
    return _shown(request, table, (), said)


def _percent(share: _Share) -> str:
    found = percent(share.number, share.of)
    return "–" if found is None else f"{found}%"


def _shown(request: PageRequest, table: Table[Any], figures: Iterable[Figure], said: str) -> HttpResponseBase:
    if table.export is not None:
        return table.export
    about = {"table": table, "figures": list(figures), "said": said}
    return render(request, "plans/figures.html", about)
