"""What those who manage officers see of reviews: which are overdue, and how often feedback was used."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.time import FinancialYear
from throughline.line.queries.reviews import ReviewsOfOne, reviews_by_officer, reviews_overdue, with_names
from throughline.line.rules.reviews import Considered
from throughline.people.models import Plan
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import link_to
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Figure, Link
from throughline.web.words import plural

YEARS = 5

BY_OFFICER = (
    Column[ReviewsOfOne]("officer", "Officer", lambda one: one.officer, order=("officer", "team")),
    Column[ReviewsOfOne]("team", "Team", lambda one: one.team, order=("team", "officer")),
    Column[ReviewsOfOne]("reviews", "Closed", lambda one: one.considered.reviews, numeric=True),
    Column[ReviewsOfOne]("feedback", "Feedback", lambda one: one.feedback, order="feedback", numeric=True),
    Column[ReviewsOfOne]("used", "Used", lambda one: one.considered.used, numeric=True),
    Column[ReviewsOfOne](
        "not_relevant", "Not relevant", lambda one: one.considered.not_relevant, numeric=True
    ),
    Column[ReviewsOfOne]("missing", "Missing", lambda one: one.considered.missing, numeric=True),
    Column[ReviewsOfOne](
        "share",
        "Used (%)",
        lambda one: one.share_used,
        order="share_used",
        nullable=True,
        numeric=True,
    ),
    Column[ReviewsOfOne](
        "overdue",
        "Overdue",
        lambda one: Link(str(one.overdue), f"{reverse('reviews_overdue')}") if one.overdue else 0,
        download=lambda one: one.overdue,
        order="overdue",
        numeric=True,
    ),
)
OVERDUE = (
    Column[Plan](
        "person",
        "Person",
        lambda one: link_to(one.person),
        order=("person__last_name", "person__first_names"),
        download=lambda one: one.person.name,
    ),
    Column[Plan](
        "officer",
        "Responsible officer",
        lambda one: one.officer_name,  # type: ignore[attr-defined]
        order="officer_name",
    ),
    Column[Plan]("due", "Was due by", lambda one: one.review_on, order="review_on"),
)


class YearFilter(FilterForm):
    """The year that the figures are of."""

    year = ChoiceField(label="Financial year", menu=True)

    def __init__(self, data: Any, *, years: list[FinancialYear]) -> None:
        query = data.copy()
        query.setdefault("year", str(years[0].start_year))
        super().__init__(query)
        cast(ChoiceField, self.fields["year"]).choices = [(str(one.start_year), str(one)) for one in years]


@page_for(Permission.MANAGE_CASES)
def by_officer(request: PageRequest) -> HttpResponseBase:
    """In how many reviews what providers said was used, by team and officer, with what it is counted of."""
    this = FinancialYear.containing(today(request))
    filters = YearFilter(request.GET, years=[FinancialYear(this.start_year - back) for back in range(YEARS)])
    if "year" not in filters.chosen:
        raise Http404("the address names a year that is not offered")
    year = FinancialYear(int(filters.chosen["year"]))
    rows = reviews_by_officer(request.actor, year.period, request.now)
    table = listing(
        request,
        rows,
        BY_OFFICER,
        sort="officer",
        name="reviews",
        title="Reviews of plans",
        noun=("officer", "officers"),
        empty="An officer appears here with their first review of a plan, or the first that is overdue.",
    )
    if table.export is not None:
        return table.export
    about = {"table": table, "filters": filters, "figures": _figures(rows)}
    return render(request, "reviews/figures.html", about)


@page_for(Permission.MANAGE_CASES)
def overdue(request: PageRequest) -> HttpResponseBase:
    """Plans whose day of review has gone by, the longest first."""
    table = listing(
        request,
        with_names(reviews_overdue(request.actor, request.now), today(request)),
        OVERDUE,
        sort="due",
        name="reviews-overdue",
        title="Reviews overdue",
        noun=("plan", "plans"),
        empty="A plan appears here on the day after its review was due.",
    )
    if table.export is not None:
        return table.export
    return render(request, "reviews/overdue.html", {"table": table})


def _figures(rows: list[ReviewsOfOne]) -> list[Figure]:
    """For each team, the share of feedback that was used."""
    teams: dict[str, Considered] = {}
    for one in rows:
        teams[one.team] = teams.get(one.team, Considered()) + one.considered
    return [
        Figure(
            f"{found.share_used}%" if found.share_used is not None else "–",
            f"of providers’ feedback was used in reviews: {team}",
            of=f"{found.used} of {found.feedback}, in {plural(found.reviews, 'review')}",
            missing=f"{found.missing} missing and asked for",
        )
        for team, found in teams.items()
    ]
