"""By which routes an entry is reached: payer, purchaser, terms, cost, contributors (D3, S20, S172)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.supply.actions.versions import changing
from throughline.supply.models import RouteContribution, Service, ServiceRoute
from throughline.supply.queries.direct_buying import may_buy_directly
from throughline.supply.refusals import RouteIsThere, RouteNotClear, SharesNotTheWhole
from throughline.vocabulary.routes import FundingRoute

ROUTES = "say how this service is paid for"
CHARGES_AT_USE = (FundingRoute.RATE_CARD, FundingRoute.SPOT)


@dataclass(frozen=True)
class Way:
    """
    What is said of one funding route: for which buyer (any, when empty), who pays, on which days.

    `unit_cost` of one `cost_unit` is what the work costs its payer where nothing is charged at use.
    """

    route: str
    during: Period
    buyer: Organisation | None = None
    payer: Organisation | None = None
    terms: str = ""
    unit_cost: Money | None = None
    cost_unit: str = ""
    cost_source: str = ""


@dataclass(frozen=True)
class Part:
    """What one contributor pays of a co-commissioned route, in hundredths of a per cent."""

    organisation: Organisation
    share: int
    terms: str = ""


def add_route(*, service: Service, way: Way, by: User, at: datetime) -> ServiceRoute:
    """
    Add a funding route to an entry.

    :raises RouteIsThere: this buyer has a route on some of these days
    :raises RouteNotClear: it says a cost without its unit or source, or a cost where the buyer is charged
    """
    with changing(service, by=by, at=at, to=ROUTES):
        _refuse_unclear(service, way)
        return ServiceRoute.objects.create(service=service, **vars(way))


def change_route(*, route: ServiceRoute, way: Way, by: User, at: datetime) -> ServiceRoute:
    """
    Put right what is said of a route; to change it from a day on, end it and add another.

    :raises RouteIsThere: this buyer has another route on some of these days
    :raises RouteNotClear: as in `add_route`; or it has contributors and would not be co-commissioned any more
    """
    with changing(route.service, by=by, at=at, to=ROUTES):
        _refuse_unclear(route.service, way, but=route)
        if way.route != FundingRoute.CO_COMMISSIONED and route.contributions.exists():
            raise RouteNotClear("Remove its contributors before you choose another route", "route")
        for name, value in vars(way).items():
            setattr(route, name, value)
        route.save()
    return route


def end_route(*, route: ServiceRoute, last_day: date, by: User, at: datetime) -> ServiceRoute:
    """
    End a route with `last_day`. Referrals sent by it keep it.

    :raises RouteNotClear: the day is before its first
    """
    if last_day < route.during.from_:
        raise RouteNotClear("The last day must be on or after the first", "last_day")
    with changing(route.service, by=by, at=at, to=ROUTES):
        route.during = Period(route.during.from_, date.fromordinal(last_day.toordinal() + 1))
        route.save(update_fields=["during"])
    return route


def set_contributions(
    *, route: ServiceRoute, parts: Sequence[Part], by: User, at: datetime
) -> list[RouteContribution]:
    """
    Say what each contributor pays of a co-commissioned route; none at all when that is not known.

    :raises SharesNotTheWhole: the shares do not sum to 100%, one is not above nothing, or one is named twice
    :raises RouteNotClear: the route is not co-commissioned
    """
    if route.route != FundingRoute.CO_COMMISSIONED:
        raise RouteNotClear("Only a co-commissioned route has contributors", "route")
    together = sum(part.share for part in parts)
    if any(part.share < 1 for part in parts):
        raise SharesNotTheWhole("Each share must be above 0%")
    if parts and together != RouteContribution.WHOLE:
        raise SharesNotTheWhole(f"The shares must make 100%. They make {together / 100:g}%")
    if len({part.organisation.pk for part in parts}) < len(parts):
        raise SharesNotTheWhole("Name each contributor once")
    with changing(route.service, by=by, at=at, to=ROUTES):
        route.contributions.all().delete()
        return RouteContribution.objects.bulk_create(
            RouteContribution(route=route, **vars(part)) for part in parts
        )


def _refuse_unclear(service: Service, way: Way, but: ServiceRoute | None = None) -> None:
    others = service.routes.filter(buyer=way.buyer, during__overlap=way.during)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if (other := others.first()) is not None:
        whose = way.buyer.name if way.buyer else "Any buyer"
        raise RouteIsThere(
            f"{whose} has a route to this service from {other.during.from_:%-d %B %Y}. End that one first"
        )
    if way.route == FundingRoute.SPOT and way.buyer is not None:
        on = way.during.from_
        if not may_buy_directly(service.scheme_id, way.buyer.pk, on=on):
            raise RouteNotClear(
                f"{service.scheme} does not permit {way.buyer} to buy directly on {on:%-d %B %Y}", "route"
            )
    if way.unit_cost is None:
        return
    if way.route in CHARGES_AT_USE:
        raise RouteNotClear(
            "Leave this empty: what the buyer is charged stands on the rate card", "unit_cost"
        )
    if not way.cost_unit:
        raise RouteNotClear("Select what the cost is for", "cost_unit")
    if not way.cost_source.strip():
        raise RouteNotClear("Say who says what it costs", "cost_source")
