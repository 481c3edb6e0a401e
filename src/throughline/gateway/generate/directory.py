"""The directory and the rate card of a generated landscape."""

from __future__ import annotations

import random
from itertools import count

from throughline.core.time import FinancialYear, start_of_london_day
from throughline.gateway.generate.approvals import Approvals
from throughline.gateway.generate.landscape import Delivering
from throughline.gateway.generate.rows.supply_rows import (
    Price,
    RateCardItem,
    Service,
    ServiceActivity,
    ServiceArea,
    ServiceKind,
    ServiceMove,
    ServiceNeed,
    ServiceRoute,
)
from throughline.gateway.generate.supply_mix import NEEDS_ADDRESSED, ProviderKind
from throughline.gateway.generate.world import Link, Offered, Place, Priced, World, pounds, span
from throughline.vocabulary.needs import Need

_OFFERS = {
    Need.MENTORING: ("Peer mentoring", "Mentoring through the gate", "One-to-one mentoring"),
    Need.ACCOMMODATION: ("Housing advice", "Tenancy support", "Supported move-on"),
    Need.WOMEN: ("Women's centre", "Women's key worker", "Women's recovery group"),
    Need.EMPLOYMENT: ("Job coaching", "Skills for work", "Training and CV workshop"),
    Need.PRACTICAL: ("Advocacy and practical support", "Getting things done"),
    Need.RELATIONSHIPS: ("Family support", "Parenting course"),
    Need.THINKING: ("Thinking ahead", "Problem solving group"),
    Need.WELLBEING: ("Counselling", "Well-being group"),
    Need.RESTORATIVE: ("Restorative conferencing", "Making amends"),
}
_METHODS = (
    "One to one",
    "In a group of up to ten",
    "One to one, then a group",
    "By telephone between meetings",
)
_SESSION_PENCE = (3800, 9500)
_START_PENCE = (24000, 145000)
_PASSED_DOWN_PER_CENT = (74, 88)
_RISE_PER_CENT = 3


def make_directory(world: World, delivering: list[Delivering]) -> None:
    """Write kinds, services with everything that hangs on them, and prices for every link of each chain."""
    kinds = _kinds(world)
    approvals = Approvals(world)
    chance = world.chance.of("services")
    turns = count()
    for n in range(world.size.services):
        if n % 12 == 11:
            # Some things are delivered by the prime itself: four of 26 providers were Tier 1 (Table 2).
            place = world.places[n % len(world.places)]
            need = chance.choice(list(NEEDS_ADDRESSED))
            own = ProviderKind("company", "contract", (need,))
            by = Delivering(place.prime, (place.prime_agreement,), place, own)
        else:
            turn, provider = divmod(next(turns), len(delivering))
            by = delivering[provider]
            need = by.kind.needs[turn % len(by.kind.needs)]
        _service(world, by, need, kinds, approvals, outside_chain=n % 15 == 14)


def _kinds(world: World) -> dict[Need, int]:
    kinds = {}
    for n, need in enumerate(NEEDS_ADDRESSED, start=1):
        kinds[need] = world.write.next_id(ServiceKind)
        world.write.add(
            ServiceKind(
                kinds[need],
                world.scheme,
                need.value,
                str(need.label),
                f"DEM{n:02d}",
                "Invented for the demonstration",
            )
        )
    return kinds


def _service(
    world: World,
    by: Delivering,
    need: Need,
    kinds: dict[Need, int],
    approvals: Approvals,
    *,
    outside_chain: bool,
) -> None:
    chance = world.chance.of("services")
    offer = chance.choice(_OFFERS[need])
    chain = () if outside_chain else by.chain
    provider = world.providers[by.provider]
    service = world.write.next_id(Service)
    for_men = need != Need.WOMEN
    meets_children = need in (Need.WOMEN, Need.RELATIONSHIPS)
    share = world.size.people * world.size.referrals_in_hundred / 100 / world.size.services
    places = round(share * 1.5) + 6 if chance.random() < 0.4 else None
    world.write.add(
        Service(
            service, world.write.next_reference(Service), world.scheme, kinds[need],
            f"{offer}, {world.organisation_names[by.provider]}",
            f"{offer} for people on probation in {by.place.name}. Everything in this entry is invented.",
            by.provider, chain[-1].agreement if chain else None, "published", span(world.begins),
            True, for_men, 18 if chance.random() < 0.8 else 25, None, chance.choice((4, 6, 8, 10)), places,
            meets_children, provider.manager, world.time.day(world.time.today - chance.randint(3, 75)),
        )
    )  # fmt: skip
    at = start_of_london_day(world.begins)
    world.write.add(
        ServiceMove(
            world.write.next_id(ServiceMove),
            service,
            "publish",
            "draft",
            "published",
            at,
            at,
            provider.manager,
        )
    )
    world.write.add(ServiceArea(world.write.next_id(ServiceArea), service, by.place.id))
    for one in by.kind.needs if by.kind.needs[0] == need else (need,):
        world.write.add(ServiceNeed(world.write.next_id(ServiceNeed), service, one.value))
    world.write.add(
        ServiceActivity(
            world.write.next_id(ServiceActivity),
            service,
            str(need.label),
            offer,
            chance.choice(_METHODS),
            by.place.name,
        )
    )
    _routes(world, service, by.place, outside_chain=outside_chain)
    unit, item = _item(world, service, chance)
    prices = _prices(approvals, by.place, service, item, unit, chain, chance)
    by.place.services.append(
        Offered(
            service, offer, by.provider, chain, (need,), by.place.id, True, for_men, meets_children, places,
            unit, item, prices,
        )
    )  # fmt: skip


def _routes(world: World, service: int, place: Place, *, outside_chain: bool) -> None:
    def add(route: str, buyer: int | None, payer: int | None) -> None:
        world.write.add(
            ServiceRoute(world.write.next_id(ServiceRoute), service, route, buyer, payer, span(world.begins))
        )

    if outside_chain:
        add("charitable", None, None)
        return
    # The division pays by the rate card; the prime's own officers refer under its contract.
    add("rate_card", place.division_organisation, place.division_organisation)
    add("core", place.prime, place.prime)


def _item(world: World, service: int, chance: random.Random) -> tuple[str, int]:
    unit = "session" if chance.random() < 0.8 else "start"
    item = world.write.next_id(RateCardItem)
    name = "Session" if unit == "session" else "Place"
    world.write.add(RateCardItem(item, service, name, unit, chance.choice((4, 6, 8))))
    return unit, item


def _prices(
    approvals: Approvals,
    place: Place,
    service: int,
    item: int,
    unit: str,
    chain: tuple[Link, ...],
    chance: random.Random,
) -> dict[int, list[Priced]]:
    world = approvals.world
    low, high = _SESSION_PENCE if unit == "session" else _START_PENCE
    pence = chance.randrange(low, high, 50)
    this_year = FinancialYear.containing(world.time.as_at).period.from_
    prices: dict[int, list[Priced]] = {}
    for link in chain:
        risen = pence * (100 + _RISE_PER_CENT) // 5000 * 50
        prices[link.tier] = []
        was = None
        for amount, from_, to in ((pence, world.begins, this_year), (risen, this_year, None)):
            line = None
            if link.tier == 1:
                line = approvals.approve(
                    place, service=service, item=item, from_on=from_, pence=amount, was=was
                )
            price = world.write.next_id(Price)
            world.write.add(Price(price, item, link.agreement, pounds(amount), span(from_, to), line))
            prices[link.tier].append(Priced(price, amount, from_))
            was = amount
        pence = pence * chance.randint(*_PASSED_DOWN_PER_CENT) // 5000 * 50
    return prices
