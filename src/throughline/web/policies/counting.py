"""What reports that count what officers said have in common: the year, the month, whose, and their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from django.http import Http404, HttpRequest, QueryDict

from throughline.core.models import Organisation
from throughline.core.time import FinancialYear
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.public.lists import offer

YEARS = 5
"""How many financial years back a report can be asked for, this one included."""


class OfAnOrganisation(Protocol):
    """A line of a report: how many times, in which organisation."""

    @property
    def organisation(self) -> str:
        """Its name."""

    @property
    def organisation_reference(self) -> str:
        """Its reference."""

    @property
    def times(self) -> int:
        """How many times."""


class CountedFilters(FilterForm):
    """What every such report can be narrowed by; each adds its own questions."""

    year = ChoiceField(label="Financial year", menu=True)
    organisation = ChoiceField(label="Division or company", menu=True, nothing="All of them")

    def __init__(self, request: PageRequest, *, organisations: list[Organisation]) -> None:
        this = FinancialYear.containing(today(request))
        self.years = [FinancialYear(this.start_year - back) for back in range(YEARS)]
        self._organisations = organisations
        query = request.GET.copy()
        query.setdefault("year", str(this.start_year))
        super().__init__(query)
        offer(self, "year", [(str(one.start_year), str(one)) for one in self.years])
        offer(self, "organisation", [(one.reference, one.name) for one in organisations])

    @property
    def written_year(self) -> FinancialYear:
        """The year in the address, this one where it names none of them."""
        written: Any = self.data.get("year", "")
        return next((one for one in self.years if str(one.start_year) == written), self.years[0])

    @property
    def year_chosen(self) -> FinancialYear:
        """
        The year that was chosen.

        :raises Http404: the address names another than those of the report
        """
        chosen = self.chosen
        if "year" not in chosen:
            raise Http404("the address does not name a year of this report")
        return FinancialYear(int(chosen["year"]))

    @property
    def organisation_id(self) -> int | None:
        """The organisation that was chosen."""
        reference = self.chosen.get("organisation", "")
        return next((one.pk for one in self._organisations if one.reference == reference), None)


def months_of(year: FinancialYear) -> list[date]:
    """The first day of each month of a financial year."""
    start = year.start_year
    return [date(start + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]


def by_division(found: Iterable[OfAnOrganisation], request: HttpRequest) -> list[tuple[str, Link | int]]:
    """How often in each division or company, the most first."""
    times: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        times[one.organisation, one.organisation_reference] += one.times
    query = request.GET.urlencode()
    return [
        (name, cell(number, query, f"times in {name}", organisation=reference))
        for (name, reference), number in sorted(times.items(), key=lambda one: (-one[1], one[0]))
    ]


def cell(number: int, query: str, more: str, **narrowed: str) -> Link | int:
    """A number that leads to the lines it was counted from; none leads nowhere."""
    if not number:
        return 0
    address = QueryDict(query, mutable=True)
    for name, value in narrowed.items():
        address[name] = value
    address.pop("page", None)
    return Link(f"{number:,}", f"?{address.urlencode()}#lines", more)
