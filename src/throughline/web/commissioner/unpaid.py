"""Demand met outside the paid chain: what was asked for, who paid, and its known cost (S21)."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.time import FinancialYear, NotAQuarter
from throughline.line.queries.unpaid import UnpaidDemand, UnpaidService, unpaid_demand
from throughline.supply.models import Scheme
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import FundingRoute
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.money.periods import period_named, periods_offered, since_the_schemes_began, written
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Figure
from throughline.web.public.labels import to_organisation, to_service
from throughline.web.words import plural

COLUMNS = (
    Column[UnpaidService](
        "name", "Service", lambda one: to_service(one.service), order="name", download=lambda one: one.name
    ),
    Column[UnpaidService](
        "by",
        "Given by",
        lambda one: to_organisation(one.service.deliverer),
        order="deliverer",
        download=lambda one: one.deliverer,
    ),
    Column[UnpaidService](
        "route", "Route", lambda one: sorted({str(FundingRoute(way.route).label) for way in one.routes})
    ),
    Column[UnpaidService](
        "payer", "Paid by", lambda one: sorted({way.payer.name for way in one.routes if way.payer})
    ),
    Column[UnpaidService](
        "referrals", "Referrals sent", lambda one: one.referrals, order="referrals", numeric=True
    ),
    Column[UnpaidService]("people", "People", lambda one: one.people, order="people", numeric=True),
    Column[UnpaidService](
        "sessions", "Sessions attended", lambda one: one.sessions, order="sessions", numeric=True
    ),
    Column[UnpaidService](
        "cost",
        "Known cost",
        lambda one: one.cost if one.cost is not None else "Not known",
        numeric=True,
        download=lambda one: one.cost,
    ),
)


class UnpaidFilters(FilterForm):
    """Which year or quarter is looked at; this year unless another is chosen."""

    period = ChoiceField(label="Period", menu=True)

    def __init__(self, request: PageRequest) -> None:
        query = request.GET.copy()
        query.setdefault("period", written(FinancialYear.containing(today(request))))
        super().__init__(query)
        offered = periods_offered(since_the_schemes_began(Scheme.objects.all(), today(request)))
        field = self.fields["period"]
        assert isinstance(field, ChoiceField)
        field.choices = offered


@page_for(Permission.HOLD_BUDGET, Permission.OVERSEE_SCHEME)
def unpaid(request: PageRequest) -> HttpResponseBase:
    """What was asked of services outside every agreement, service by service."""
    filters = UnpaidFilters(request)
    this_year = FinancialYear.containing(today(request)).period
    try:
        during = period_named(filters.chosen["period"])
    except (KeyError, NotAQuarter):
        during = this_year
    demand = unpaid_demand(request.actor, during=during)
    table = listing(
        request,
        demand.services,
        COLUMNS,
        sort="-referrals",
        name="unpaid-demand",
        title="Services outside the chain",
        noun=("service", "services"),
        empty="Nobody was referred to a service outside every agreement in this time.",
    )
    if table.export is not None:
        return table.export
    return render(
        request,
        "commissioner/unpaid.html",
        {"table": table, "filters": filters, "figures": _figures(demand)},
    )


def _figures(demand: UnpaidDemand) -> list[Figure]:
    unknown = f"not known of {plural(demand.unknown, 'service')}" if demand.unknown else ""
    return [
        Figure(demand.referrals, "referrals sent", of=f"to {plural(len(demand.services), 'service')}"),
        Figure(demand.cost, "known cost to those who paid", missing=unknown),
    ]
