"""Pages of commissioning intentions: the years, a scheme's for one year, one body's edition (S198)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from throughline.core.time import FinancialYear
from throughline.open_data.models import Publication
from throughline.open_data.queries.intentions_due import standing_of, years_of
from throughline.open_data.queries.publications import editions_of
from throughline.open_data.queries.published_intentions import all_published, published_intentions
from throughline.supply.models import Scheme
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import public_page
from throughline.web.lists import listing
from throughline.web.open.intention_presenters import (
    INTENTION_COLUMNS,
    BodyPage,
    YearPage,
    years_listed,
)
from throughline.web.page_request import PageRequest, today


class IntentionFilters(FilterForm):
    """What the intentions of a year can be narrowed by."""

    need = ChoiceField(label="Need", menu=True, nothing="Any need")
    area = ChoiceField(label="Where", menu=True, nothing="Any area")
    form = ChoiceField(label="Grant or contract", menu=True, nothing="Either")
    status = ChoiceField(label="Status", menu=True, nothing="Any status")

    def offer(self, name: str, found: set[str]) -> None:
        """Let a field choose from what is published."""
        field = self.fields[name]
        assert isinstance(field, ChoiceField)
        field.choices = [(one, one) for one in sorted(found)]


@public_page
def index(request: PageRequest) -> HttpResponse:
    """Each scheme's years, with how many bodies have published and how many are late."""
    on = today(request)
    found = [
        YearPage(scheme, year, standing_of(scheme, year, on=on))
        for scheme in Scheme.objects.order_by("-during__startswith", "pk")
        for year in years_of(scheme, on=on)
    ]
    return render(request, "open/intentions.html", {"years": years_listed(found)})


@public_page
def of_a_scheme(request: PageRequest, scheme: str, year: FinancialYear) -> HttpResponseBase:
    """Who has published for a year and who is late, and every intention of the latest editions."""
    found = get_object_or_404(Scheme, code=scheme)
    on = today(request)
    if year not in years_of(found, on=on):
        raise Http404("no intentions of this scheme are due or published for this year")
    intentions = all_published(scheme, year)
    filters = IntentionFilters(request.GET)
    filters.offer("need", {need for one in intentions for need in one.several("needs")})
    filters.offer("area", {one.area for one in intentions})
    filters.offer("form", {one.text("form") for one in intentions})
    filters.offer("status", {one.text("status") for one in intentions})
    chosen = filters.chosen
    table = listing(
        request,
        [
            one
            for one in intentions
            if chosen.get("need", "") in ("", *one.several("needs"))
            and all(chosen.get(name) in (None, one.text(name)) for name in ("area", "form", "status"))
        ],
        INTENTION_COLUMNS,
        sort="body",
        name="intentions",
        title="What is to be bought",
        empty="What bodies mean to buy appears here as they publish it.",
    )
    if table.export is not None:
        return table.export
    page = YearPage(found, year, standing_of(found, year, on=on))
    return render(request, "open/intentions_year.html", {"page": page, "table": table, "filters": filters})


@public_page
def of_a_body(request: PageRequest, scheme: str, year: FinancialYear, body: str) -> HttpResponse:
    """One body's intentions for a year, as they were published; `?edition=1` shows an earlier edition."""
    asked = request.GET.get("edition", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
        raise Http404("the address does not name an edition")
    found = published_intentions(scheme, year, body, int(asked) if asked else None)
    if found is None:
        raise Http404("there is no such edition")
    page = BodyPage(found, editions_of(Publication.Kind.INTENTIONS, scheme, year, of=body))
    return render(request, "open/intentions_body.html", {"page": page})
