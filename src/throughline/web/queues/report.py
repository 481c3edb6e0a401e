"""In which order providers took referrals, by buyer, and every departure from the rule (S75)."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.time import FinancialYear
from throughline.line.queries.queue import queue_rule
from throughline.line.queries.queue_report import (
    order_by_buyer,
    overrides_visible_to,
    schemes_reported_to,
)
from throughline.supply.models import Scheme
from throughline.supply.queries.direct_buying import may_buy_directly
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.queues import Turn
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.page_request import PageRequest, today
from throughline.web.queues.presenters import REPORT, departure_columns, rule_in_words
from throughline.web.years import YEARS


class ReportFilters(FilterForm):
    """What the report is asked for."""

    scheme = ChoiceField(label="Scheme", menu=True)
    year = ChoiceField(label="Financial year", menu=True)

    def __init__(self, data: Any, *, schemes: list[Scheme], years: list[FinancialYear]) -> None:
        query = data.copy()
        query.setdefault("year", str(years[0].start_year))
        if schemes:
            query.setdefault("scheme", schemes[0].code)
        super().__init__(query)
        cast(ChoiceField, self.fields["scheme"]).choices = [(one.code, one.name) for one in schemes]
        cast(ChoiceField, self.fields["year"]).choices = [(str(one.start_year), str(one)) for one in years]


class DepartureFilters(FilterForm):
    """What departures can be narrowed by."""

    turn = ChoiceField(label="What was done", choices=Turn.choices, menu=True, nothing="Anything")


@page_for(Permission.SEE_QUEUES)
def by_buyer(request: PageRequest) -> HttpResponseBase:
    """How each service took the referrals of each buyer in a year, and by what rule."""
    on = today(request)
    schemes = schemes_reported_to(request.actor)
    this = FinancialYear.containing(on)
    years = [FinancialYear(this.start_year - back) for back in range(YEARS)]
    filters = ReportFilters(request.GET, schemes=schemes, years=years)
    chosen = filters.chosen
    scheme = next((one for one in schemes if one.code == chosen.get("scheme")), None)
    if schemes and (scheme is None or "year" not in chosen):
        raise Http404("the address names a scheme or a year that is not offered")
    rows = (
        []
        if scheme is None
        else order_by_buyer(request.actor, scheme, FinancialYear(int(chosen["year"])).period)
    )
    table = listing(
        request,
        rows,
        REPORT,
        sort="service",
        name="queues-by-buyer",
        title="Queues by buyer",
        noun=("line", "lines"),
        empty="A line appears here for each service and buyer once somebody waits or was given to a worker.",
    )
    if table.export is not None:
        return table.export
    return render(
        request,
        "queues/report.html",
        {
            "table": table,
            "filters": filters,
            "rule": rule_in_words(queue_rule(scheme.pk, on=on)) if scheme else "",
            "direct": _direct(request, scheme) if scheme else "",
            "departures": reverse("queue_departures"),
        },
    )


@page_for(Permission.SEE_QUEUES, Permission.DECIDE_REFERRALS)
def departures(request: PageRequest) -> HttpResponseBase:
    """Every departure from the order of a queue that one may read, with its reason."""
    filters = DepartureFilters(request.GET)
    table = listing(
        request,
        overrides_visible_to(request.actor).filter(**filters.chosen),
        departure_columns(request.actor),
        sort="-made",
        name="departures",
        title="Departures from the order",
        empty="A departure appears here when a provider puts somebody first or last, or out of turn.",
    )
    if table.export is not None:
        return table.export
    return render(request, "queues/departures.html", {"table": table, "filters": filters})


def _direct(request: PageRequest, scheme: Scheme) -> str:
    """Whether one's own organisations may buy straight from a provider in a scheme."""
    ours = request.actor.holds(Permission.SEE_QUEUES)
    if scheme.steward_id in ours:
        return ""
    may = any(may_buy_directly(scheme.pk, one, on=today(request)) for one in ours)
    said = "permits" if may else "does not permit"
    return f"The scheme {said} your organisation to buy straight from a provider, by spot purchase."
