"""How long people wait at each step of a referral, beside the service level (S110)."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.line.queries.waits import AtOneStep, waits_of
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.cohorts import GroupFilter
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link, Shown


@page_for(Permission.DECIDE_REFERRALS, Permission.OVERSEE_SCHEME)
def waits(request: PageRequest) -> HttpResponseBase:
    """Each step with the days agreed, how long people waited, and who still does."""
    filters = GroupFilter(request)
    table = listing(
        request,
        waits_of(request.actor, filters.whole_year.period, on=today(request), cohort=filters.cohort),
        _columns(opens=request.actor.may(Permission.DECIDE_REFERRALS)),
        sort="",
        name="waits",
        title="How long people wait at each step",
        noun=("step", "steps"),
        empty="Steps appear here once a referral is sent.",
    )
    if table.export is not None:
        return table.export
    return render(request, "queues/waits.html", {"table": table, "filters": filters})


def _columns(*, opens: bool) -> tuple[Column[AtOneStep], ...]:
    def waiting(one: AtOneStep) -> Shown:
        number = one.waits.waiting
        address = f"{reverse('referrals')}?state={one.step.states[0]}"
        return Link(f"{number:,}", address, "who wait now") if opens and number else number

    return (
        Column("step", "Step", lambda one: one.step.words),
        Column("level", "Service level", _level),
        Column("done", "Went on", lambda one: one.waits.done, numeric=True),
        Column("median", "After days (half of them)", lambda one: one.waits.median_days, numeric=True),
        Column("in_time", "In time", _in_time),
        Column("waiting", "Waiting now", waiting, numeric=True, download=lambda one: one.waits.waiting),
        Column("overdue", "Overdue now", lambda one: one.waits.overdue, numeric=True),
    )


def _level(one: AtOneStep) -> str:
    if not one.days:
        return "None is set"
    return f"{words.and_list(one.days, 'or')} business {'day' if one.days == [1] else 'days'}"


def _in_time(one: AtOneStep) -> str:
    return f"{one.waits.in_time:,} of {one.waits.measured:,}" if one.waits.measured else "–"
