"""The financial year that a report is asked for, as a filter in its address."""

from __future__ import annotations

from typing import cast

from django.http import Http404

from throughline.core.time import FinancialYear
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.page_request import PageRequest, today

YEARS = 5
"""How many years back a report is offered, this one included."""


class YearFilter(FilterForm):
    """In which financial year; this one unless the address says otherwise."""

    year = ChoiceField(label="Financial year", menu=True)

    def __init__(self, request: PageRequest) -> None:
        this = FinancialYear.containing(today(request))
        query = request.GET.copy()
        query.setdefault("year", str(this.start_year))
        super().__init__(query)
        years = [FinancialYear(this.start_year - back) for back in range(YEARS)]
        cast(ChoiceField, self.fields["year"]).choices = [(str(one.start_year), str(one)) for one in years]

    @property
    def whole_year(self) -> FinancialYear:
        """The year chosen; not found where it is none that is offered."""
        if "year" not in self.chosen:
            raise Http404("the address names a year that is not offered")
        return FinancialYear(int(self.chosen["year"]))
