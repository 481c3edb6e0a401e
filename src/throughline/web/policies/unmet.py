"""The report of needs that nothing on offer answered: by need, place and reason, as counts (S72)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.models import Organisation
from throughline.line.queries.not_referring import divisions_counted
from throughline.line.queries.unmet import (
    NOWHERE,
    AskedUnmet,
    Unmet,
    areas_of_unmet_needs,
    unmet_needs_counted,
)
from throughline.vocabulary.needs import Need
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.populations import Population
from throughline.vocabulary.unmet import NothingFits
from throughline.web.cohorts import group_field
from throughline.web.forms import ChoiceField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link
from throughline.web.policies.counting import CountedFilters, by_division, cell
from throughline.web.public.labels import in_full
from throughline.web.public.lists import offer

NOT_RECORDED = "Area not recorded"


class UnmetFilters(CountedFilters):
    """What the report can be narrowed by."""

    need = ChoiceField(label="Need", choices=Need.choices, menu=True, nothing="Any need")
    reason = ChoiceField(label="Reason", choices=NothingFits.choices, menu=True, nothing="Any reason")
    area = ChoiceField(label="Where", menu=True, nothing="Anywhere")
    group = group_field()

    def __init__(self, request: PageRequest, *, organisations: list[Organisation]) -> None:
        super().__init__(request, organisations=organisations)
        areas = areas_of_unmet_needs(request.actor)
        offer(
            self,
            "area",
            [*((f"{one.kind}:{one.code}", in_full(one)) for one in areas), (NOWHERE, NOT_RECORDED)],
        )

    @property
    def asked(self) -> AskedUnmet:
        """What was chosen, for the report."""
        chosen = self.chosen
        return AskedUnmet(
            during=self.year_chosen.period,
            organisation_id=self.organisation_id,
            need=chosen.get("need", ""),
            reason=chosen.get("reason", ""),
            area=chosen.get("area", ""),
            cohort=chosen.get("group", ""),
        )


COLUMNS = (
    Column[Unmet]("month", "Month", lambda one: f"{one.month:%B %Y}", order=("month", "organisation")),
    Column[Unmet]("organisation", "Division or company", lambda one: one.organisation, order="organisation"),
    Column[Unmet]("need", "Need", lambda one: Need(one.need).label, order="need"),
    Column[Unmet]("area", "Where", lambda one: one.area or NOT_RECORDED, order="area"),
    Column[Unmet]("reason", "Why nothing fits", lambda one: NothingFits(one.reason).label, order="reason"),
    Column[Unmet]("whom", "For", lambda one: Population(one.population).label if one.population else ""),
    Column[Unmet]("times", "Times", lambda one: one.times, order="times", numeric=True),
    Column[Unmet](
        "since", "Referred since", lambda one: one.since_referred, order="since_referred", numeric=True
    ),
)


@page_for(Permission.SEE_NOT_REFERRED)
def counted(request: PageRequest) -> HttpResponseBase:
    """How often nothing on offer answered a need: by reason, by place, and what it was counted from."""
    filters = UnmetFilters(request, organisations=divisions_counted(request.actor))
    found = unmet_needs_counted(request.actor, filters.asked)
    table = listing(
        request,
        found,
        COLUMNS,
        sort="month",
        name="unmet-needs",
        title="What it was counted from",
        noun=("line", "lines"),
        empty="A line appears here when an officer says that nothing in the directory fits a need.",
    )
    if table.export is not None:
        return table.export
    query = request.GET.urlencode()
    return render(
        request,
        "policies/unmet_needs.html",
        {
            "table": table,
            "filters": filters,
            "grid": Grid.of(found, query),
            "places": _by_place(found, query),
            "divisions": by_division(found, request),
        },
    )


@dataclass(frozen=True)
class Grid:
    """Needs by reason, each number leading to the lines it was counted from."""

    reasons: list[str]
    rows: list[tuple[str, list[Link | int], Link | int]]
    total: int

    @classmethod
    def of(cls, found: Iterable[Unmet], query: str) -> Grid:
        """Count the lines; a need of which none is recorded has no row."""
        times: dict[tuple[str, str], int] = defaultdict(int)
        for one in found:
            times[one.need, one.reason] += one.times
        rows = []
        for need in Need:
            whole = sum(times[need, reason] for reason in NothingFits)
            if not whole:
                continue
            cells = [
                cell(
                    times[need, reason],
                    query,
                    f"times: {need.label}, {reason.label}",
                    need=need,
                    reason=reason,
                )
                for reason in NothingFits
            ]
            rows.append(
                (str(need.label), cells, cell(whole, query, f"times in all: {need.label}", need=need))
            )
        return cls([str(one.label) for one in NothingFits], rows, sum(times.values()))


def _by_place(found: Iterable[Unmet], query: str) -> list[tuple[str, Link | int]]:
    """How often in each area, the most first."""
    times: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        times[one.area or NOT_RECORDED, one.area_key] += one.times
    return [
        (name, cell(number, query, f"times in {name}", area=key))
        for (name, key), number in sorted(times.items(), key=lambda one: (-one[1], one[0]))
    ]
