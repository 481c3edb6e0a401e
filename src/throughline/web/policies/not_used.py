"""The report of eligible services not used: by reason, division and month, as counts (S69)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import Http404, QueryDict
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
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link

YEARS = 5
"""How many financial years back the report can be asked for, this one included."""


class NotUsedFilters(FilterForm):
    """What the report can be narrowed by."""

    year = ChoiceField(label="Financial year", menu=True)
    organisation = ChoiceField(label="Division or company", menu=True, nothing="All of them")
    reason = ChoiceField(label="Reason", choices=NotReferredBecause.choices, menu=True, nothing="Any reason")
    month = ChoiceField(label="Month", menu=True, nothing="Any month")

    def __init__(self, data: Any, *, years: list[FinancialYear], organisations: list[Organisation]) -> None:
        query = data.copy()
        query.setdefault("year", str(years[0].start_year))
        super().__init__(query)
        self._offer("year", [(str(one.start_year), str(one)) for one in years])
        self._offer("organisation", [(one.reference, one.name) for one in organisations])
        self._offer("month", [(f"{one:%Y-%m}", f"{one:%B %Y}") for one in months_of(self._year(years))])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(ChoiceField, self.fields[name]).choices = choices

    def _year(self, years: list[FinancialYear]) -> FinancialYear:
        written = self.data.get("year", "")
        return next((one for one in years if str(one.start_year) == written), years[0])

    def asked(self, organisations: list[Organisation]) -> Asked:
        """What was chosen, for the report."""
        chosen = self.chosen
        if "year" not in chosen:
            raise Http404("the address does not name a year of this report")
        reference = chosen.get("organisation", "")
        month = chosen.get("month", "")
        return Asked(
            during=FinancialYear(int(chosen["year"])).period,
            organisation_id=next((one.pk for one in organisations if one.reference == reference), None),
            reason=chosen.get("reason", ""),
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
    this = FinancialYear.containing(today(request))
    years = [FinancialYear(this.start_year - back) for back in range(YEARS)]
    organisations = divisions_counted(request.actor)
    filters = NotUsedFilters(request.GET, years=years, organisations=organisations)
    asked = filters.asked(organisations)
    found = not_referred_counted(request.actor, asked)
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
    grid = Grid.of(found, FinancialYear(int(filters.chosen["year"])), request.GET.urlencode())
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
                _cell(
                    times[reason, month],
                    query,
                    f"times in {month:%B %Y}: {said}",
                    reason=reason,
                    month=f"{month:%Y-%m}",
                )
                for month in months
            ]
            whole = sum(times[reason, month] for month in months)
            rows.append((said, cells, _cell(whole, query, f"times in all: {said}", reason=reason)))
        return cls([f"{one:%b}" for one in months], rows, sum(times.values()))


def by_division(found: Iterable[Counted], request: PageRequest) -> list[tuple[str, Link | int]]:
    """How often in each division or company, the most first."""
    times: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        times[one.organisation, one.organisation_reference] += one.times
    query = request.GET.urlencode()
    return [
        (name, _cell(number, query, f"times in {name}", organisation=reference))
        for (name, reference), number in sorted(times.items(), key=lambda one: (-one[1], one[0]))
    ]


def months_of(year: FinancialYear) -> list[date]:
    """The first day of each month of a financial year."""
    start = year.start_year
    return [date(start + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]


def _cell(number: int, query: str, more: str, **narrowed: str) -> Link | int:
    if not number:
        return 0
    address = QueryDict(query, mutable=True)
    for name, value in narrowed.items():
        address[name] = value
    address.pop("page", None)
    return Link(f"{number:,}", f"?{address.urlencode()}#lines", more)
