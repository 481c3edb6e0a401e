"""What is quiet now, and the days that were lost."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.line.queries.days_lost import By, Lost, lost_by, referrals_followed_by
from throughline.line.queries.needs_waiting import needs_waiting
from throughline.line.queries.silence import quiet_now
from throughline.people.queries.custody import in_cohort, is_in_cohort
from throughline.people.queries.people import people_in_charge_of
from throughline.vocabulary.permissions import Permission
from throughline.web.cohorts import group_field
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.silence.presenters import QuietLine, quiet_lines
from throughline.web.years import YearFilter

FOLLOWS = (Permission.SUPERVISE, Permission.MANAGE_CASES, Permission.DELIVER)
QUIET = (
    Column[QuietLine]("person", "Person", lambda one: one.link, order="person",
                      download=lambda one: one.person),
    Column[QuietLine]("what", "What", lambda one: one.tag, order="label", download=lambda one: one.label),
    Column[QuietLine]("service", "Service or need", lambda one: one.service, order="service"),
    Column[QuietLine]("provider", "Provider", lambda one: one.provider, order="provider"),
    Column[QuietLine]("since", "Since", lambda one: one.since, order="since"),
    Column[QuietLine]("days", "Days lost so far", lambda one: one.days, order="days", numeric=True),
)  # fmt: skip


class QuietFilters(FilterForm):
    """Of whom what is quiet is listed (S231)."""

    group = group_field()


class LostFilters(YearFilter):
    """What days lost are counted by."""

    by = ChoiceField(
        label="By",
        menu=True,
        choices=[(By.PROVIDER, "Provider"), (By.OFFICER, "Officer"), (By.REFERRAL, "Referral")],
        nothing="Provider",
    )


@page_for(*FOLLOWS)
def silence(request: PageRequest) -> HttpResponseBase:
    """What is quiet now among the viewer's cases, that which has lasted longest first."""
    on = today(request)
    actor = request.actor
    people = people_in_charge_of(actor, request.now).values_list("pk", flat=True)
    filters = QuietFilters(request.GET)
    cohort = filters.chosen.get("group", "")
    followed = referrals_followed_by(actor, request.now).filter(in_cohort(cohort, "requirement__sentence"))
    needs = needs_waiting(list(people), on=on) if actor.may(Permission.SUPERVISE) else []
    lines = quiet_lines(
        quiet_now(followed, on=on),
        [one for one in needs if is_in_cohort(one.objective.plan.sentence, cohort)],
        on=on,
    )
    table = listing(
        request,
        lines,
        QUIET,
        sort="since",
        name="silence",
        title="Silence and absence",
        noun=("line", "lines"),
        empty="A line appears here when nothing is recorded for too long, nobody begins, or a worker is away "
        "and nobody covers.",
    )
    if table.export is not None:
        return table.export
    return render(
        request,
        "silence/silence.html",
        {"table": table, "filters": filters, "delivers": actor.may(Permission.DELIVER)},
    )


@page_for(*FOLLOWS, Permission.OVERSEE_SCHEME)
def days(request: PageRequest) -> HttpResponseBase:
    """How many days were lost, by provider, by officer or by referral."""
    filters = LostFilters(request)
    year = filters.whole_year
    by = By(filters.chosen.get("by", By.PROVIDER))
    table = listing(
        request,
        lost_by(request.actor, request.now, year.period, by),
        _columns(by),
        sort="-days",
        name="days-lost",
        title="Days lost",
        noun=("line", "lines"),
        empty="A line appears here when a referral was quiet for a day or longer.",
    )
    if table.export is not None:
        return table.export
    return render(request, "silence/days.html", {"table": table, "filters": filters})


def _columns(by: By) -> tuple[Column[Lost], ...]:
    name: Column[Lost] = (
        Column("name", "Referral", lambda one: Link(one.name, reverse("referral", args=[one.name])),
               order="name", download=lambda one: one.name)
        if by == By.REFERRAL
        else Column("name", "Officer" if by == By.OFFICER else "Provider", lambda one: one.name, order="name")
    )  # fmt: skip
    return (
        name,
        Column("referrals", "Referrals", lambda one: one.referrals, order="referrals", numeric=True),
        Column("times", "Times", lambda one: one.times, order="times", numeric=True),
        Column("days", "Days lost", lambda one: one.days, order="days", numeric=True),
    )
