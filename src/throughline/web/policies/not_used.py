"""The report of eligible services not used: by reason, division and month, as counts (S69)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.models import Organisation
from throughline.core.time import FinancialYear
from throughline.line.queries.not_referring import (
    Asked,
    Counted,
    divisions_counted,
    not_referred_counted,
)
from throughline.vocabulary.needs import Need
from throughline.vocabulary.not_referring import NotReferredBecause
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link
from throughline.web.policies.counting import CountedFilters, by_division, cell, months_of
from throughline.web.public.lists import offer


class NotUsedFilters(CountedFilters):
    """What the report can be narrowed by."""

    reason = ChoiceField(label="Reason", choices=NotReferredBecause.choices, menu=True, nothing="Any reason")
    month = ChoiceField(label="Month", menu=True, nothing="Any month")

    def __init__(self, request: PageRequest, *, organisations: list[Organisation]) -> None:
        super().__init__(request, organisations=organisations)
        offer(self, "month", [(f"{one:%Y-%m}", f"{one:%B %Y}") for one in months_of(self.written_year)])

    @property
    def asked(self) -> Asked:
        """What was chosen, for the report."""
        month = self.chosen.get("month", "")
        return Asked(
            during=self.year_chosen.period,
            organisation_id=self.organisation_id,
            reason=self.chosen.get("reason", ""),
            month=date.fromisoformat(f"{month}-01") if month else None,
        )


COLUMNS = (
    Column[Counted]("month", "Month", lambda one: f"{one.month:%B %Y}", order=("month", "organisation")),
    Column[Counted](
        "organisation", "Division or company", lambda one: one.organisation, order="organisation"
    ),
    Column[Counted]("reason", "Reason", lambda one: NotReferredBecause(one.reason).label, order="reason"),
    Column[Counted]("service", "Service not used", lambda one: one.service, order="service"),
    Column[Counted]("need", "Need", lambda one: Need(one.need).label, order="need"),
    Column[Counted]("times", "Times", lambda one: one.times, order="times", numeric=True),
)


@page_for(Permission.SEE_NOT_REFERRED)
def counted(request: PageRequest) -> HttpResponseBase:
    """How often eligible services were not used: reasons by month, and what they were counted from."""
    filters = NotUsedFilters(request, organisations=divisions_counted(request.actor))
    found = not_referred_counted(request.actor, filters.asked)
    table = listing(
        request,
        found,
        COLUMNS,
        sort="month",
        name="services-not-used",
        title="What it was counted from",
        noun=("line", "lines"),
        empty="A line appears here when an officer says why an eligible service is not used.",
    )
    if table.export is not None:
        return table.export
    grid = Grid.of(found, filters.year_chosen, request.GET.urlencode())
    return render(
        request,
        "policies/not_used.html",
        {"table": table, "filters": filters, "grid": grid, "divisions": by_division(found, request)},
    )


@dataclass(frozen=True)
class Grid:
    """Reasons by month, each number leading to the lines it was counted from."""

    months: list[str]
    rows: list[tuple[str, list[Link | int], Link | int]]
    total: int

    @classmethod
    def of(cls, found: Iterable[Counted], year: FinancialYear, query: str) -> Grid:
        """Count the lines."""
        times: dict[tuple[str, date], int] = defaultdict(int)
        months = months_of(year)
        for one in found:
            times[one.reason, one.month] += one.times
        rows = []
        for reason in NotReferredBecause:
            said = str(reason.label)
            cells = [
                cell(
                    times[reason, month],
                    query,
                    f"times in {month:%B %Y}: {said}",
                    reason=reason,
                    month=f"{month:%Y-%m}",
                )
                for month in months
            ]
            whole = sum(times[reason, month] for month in months)
            rows.append((said, cells, cell(whole, query, f"times in all: {said}", reason=reason)))
        return cls([f"{one:%b}" for one in months], rows, sum(times.values()))
