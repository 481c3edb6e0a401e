"""How fully people are assessed, by sex (S121)."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.people.queries.assessments import AssessedBySex, assessed_by_sex
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest


def _of_assessed(name: str, heading: str, number: Callable[[AssessedBySex], int]) -> Column[AssessedBySex]:
    """A column of a number with its share of those assessed."""

    def shown(one: AssessedBySex) -> str:
        share = one.of_those_assessed(number(one))
        return f"{number(one)} of {one.assessed}" + (f", {share}%" if share is not None else "")

    return Column[AssessedBySex](name, heading, shown)


COLUMNS = (
    Column[AssessedBySex]("sex", "Sex", lambda one: one.sex, order="sex"),
    Column[AssessedBySex]("people", "People", lambda one: one.people, order="people", numeric=True),
    Column[AssessedBySex]("assessed", "Assessed", lambda one: one.assessed, order="assessed", numeric=True),
    _of_assessed("full", "In full", lambda one: one.full),
    _of_assessed("needs", "A need found", lambda one: one.needs),
    _of_assessed("factors", "Protective factors recorded", lambda one: one.factors),
)


@page_for(Permission.MANAGE_CASES)
def by_sex(request: PageRequest) -> HttpResponseBase:
    """Whether women and men are assessed alike: counts, and of how many."""
    table = listing(
        request,
        assessed_by_sex(request.actor, request.now),
        COLUMNS,
        sort="sex",
        name="assessments-by-sex",
        title="Assessments of women and men",
        noun=("line", "lines"),
        empty="A line appears here once somebody is supervised in your teams.",
    )
    if table.export is not None:
        return table.export
    return render(request, "senior/assessments.html", {"table": table})
