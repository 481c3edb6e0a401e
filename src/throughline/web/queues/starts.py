"""How long after sentence work begins, by provider, and the referrals that is counted from (S101)."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from throughline.line.queries.starts import Start, StartsAt, starts_at, starts_by_provider
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Shown
from throughline.web.years import YearFilter

KNOWS = (Permission.MANAGE_CASES, Permission.DECIDE_REFERRALS)
ONE_BY_ONE = (
    Column[Start](
        "referral",
        "Referral",
        lambda one: Link(one.reference, reverse("referral", args=[one.reference])),
        order="reference",
        download=lambda one: one.reference,
    ),
    Column[Start]("service", "Service", lambda one: one.service, order="service"),
    Column[Start]("sentence", "Sentenced", lambda one: one.passed_on, order="passed_on"),
    Column[Start]("began", "Begun", lambda one: one.began_on, order="began_on", nullable=True),
    Column[Start]("days", "Days", lambda one: one.days, order="days", nullable=True, numeric=True),
    Column[Start](
        "introduced", "Introduced", lambda one: one.introduced_on, order="introduced_on", nullable=True
    ),
)


@page_for(*KNOWS, Permission.OVERSEE_SCHEME)
def starts(request: PageRequest) -> HttpResponseBase:
    """By provider: half began within so many days of sentence, of how many, and how many have not begun."""
    filters = YearFilter(request)
    year = filters.whole_year
    table = listing(
        request,
        starts_by_provider(request.actor, year.period),
        _columns(year.start_year, opens=bool(set(KNOWS) & request.actor.permissions_anywhere)),
        sort="provider",
        name="starts",
        title="From sentence to start",
        noun=("provider", "providers"),
        empty="A provider appears here once it has taken on a referral sent in the year.",
    )
    if table.export is not None:
        return table.export
    return render(request, "queues/starts.html", {"table": table, "filters": filters})


@page_for(*KNOWS)
def one_by_one(request: PageRequest, provider: str) -> HttpResponseBase:
    """The referrals of one provider, with the days of each."""
    filters = YearFilter(request)
    table = listing(
        request,
        starts_at(request.actor, provider, filters.whole_year.period),
        ONE_BY_ONE,
        sort="sentence",
        name="starts-one-by-one",
        title="From sentence to start, one by one",
        noun=("referral", "referrals"),
        empty="A referral appears here once it is taken on.",
    )
    if table.export is not None:
        return table.export
    return render(request, "queues/starts_one_by_one.html", {"table": table, "filters": filters})


def _columns(year: int, *, opens: bool) -> tuple[Column[StartsAt], ...]:
    def taken_on(one: StartsAt) -> Shown:
        if not opens:
            return one.taken_on
        where = reverse("starts_one_by_one", args=[one.provider_reference])
        return Link(f"{one.taken_on:,}", f"{where}?{urlencode({'year': year})}", "taken on")

    return (
        Column("provider", "Provider", lambda one: one.provider, order="provider"),
        Column("taken_on", "Taken on", taken_on, order="taken_on", numeric=True,
               download=lambda one: one.taken_on),
        Column("begun", "Begun", lambda one: one.begun, order="begun", numeric=True),
        Column("days", "Half of them within days", lambda one: one.median_days, order="median_days",
               nullable=True, numeric=True),
        Column("not_begun", "Not begun", lambda one: one.not_begun, order="not_begun", numeric=True),
        Column("introduced", "Introduced, of those begun", lambda one: f"{one.introduced:,} of {one.begun:,}",
               order="introduced"),
    )  # fmt: skip
