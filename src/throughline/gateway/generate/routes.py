"""By which routes generated services are reached, who pays for them, and in which shares."""

from __future__ import annotations

import random
from typing import Final

from throughline.gateway.generate.planned import Planned
from throughline.gateway.generate.rows.directory_rows import RouteContribution
from throughline.gateway.generate.rows.supply_rows import ServiceRoute
from throughline.gateway.generate.world import World, pounds, span

Routes = dict[int | None, tuple[str, int | None]]
"""Route and payer by buyer; None stands for any."""

WHOLE: Final = 10_000
_COST_PENCE: Final = (1800, 9200)
_FREE: Final = "Free at use, for up to ten of the buyer's people at a time"
_PRICED_BESIDE: Final = "For the prime's own people; others pay by the rate card"
_ONCE_A_YEAR: Final = "Paid once a year, after the report on it"


def make_routes(world: World, one: Planned) -> Routes:
    """
    Write the funding routes of a service.

    The division pays by the rate card and the prime's own officers refer under its contract. Of services paid
    for by several, half are free for both and half priced for the division alone (S20). Those outside every
    chain are free, and say what they cost where that is known (S172).
    """
    chance = world.chance.of("routes")
    place = one.by.place
    if not one.chain:
        payer = chance.choice([*world.funders, None])
        cost = _cost(chance) if chance.random() < 0.6 else None
        source = "The provider's accounts (invented)"
        _route(world, one, "charitable", None, payer, cost=cost, source=source)
        return {None: ("charitable", payer)}
    routes: Routes = {
        place.division_organisation: ("rate_card", place.division_organisation),
        place.prime: ("core", place.prime),
    }
    if one.paid == "by several":
        shared = place.division_organisation if chance.random() < 0.5 else place.prime
        routes[shared] = ("co_commissioned", place.commissioners[0])
    for buyer, (route, payer) in routes.items():
        if route == "co_commissioned":
            _shared(world, one, buyer, free=buyer == place.division_organisation)
        else:
            _route(world, one, route, buyer, payer)
    return routes


def _shared(world: World, one: Planned, buyer: int | None, *, free: bool) -> None:
    chance = world.chance.of("contributions")
    commissioner, council = one.by.place.commissioners
    cost = _cost(chance) if chance.random() < 0.7 else None
    route = _route(
        world, one, "co_commissioned", buyer, commissioner, terms=_FREE if free else _PRICED_BESIDE,
        cost=cost, source="The commissioner's grant letter (invented)",
    )  # fmt: skip
    most = chance.randrange(50, 71) * 100
    some = chance.randrange(10, 21) * 100
    shares = ((commissioner, most), (council, some), (one.by.place.prime, WHOLE - most - some))
    for organisation, share in shares:
        world.write.add(
            RouteContribution(
                world.write.next_id(RouteContribution), route, organisation, share, _ONCE_A_YEAR
            )
        )


def _route(
    world: World,
    one: Planned,
    route: str,
    buyer: int | None,
    payer: int | None,
    *,
    terms: str = "",
    cost: int | None = None,
    source: str = "",
) -> int:
    made = world.write.next_id(ServiceRoute)
    known = () if cost is None else (pounds(cost), "session", source)
    world.write.add(ServiceRoute(made, one.id, route, buyer, payer, span(world.begins), terms, *known))
    return made


def _cost(chance: random.Random) -> int:
    return chance.randrange(*_COST_PENCE, 25)
