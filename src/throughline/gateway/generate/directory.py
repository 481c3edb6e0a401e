"""The directory and the rate card of a generated landscape."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from throughline.core.time import FinancialYear, start_of_london_day
from throughline.gateway.generate.approvals import Approvals
from throughline.gateway.generate.conditions import array, settle, write_conditions
from throughline.gateway.generate.entries import write_entry
from throughline.gateway.generate.involved import INVOLVED
from throughline.gateway.generate.landscape import Delivering
from throughline.gateway.generate.offers import OFFERS, SCARCE
from throughline.gateway.generate.planned import Planned, plan
from throughline.gateway.generate.routes import make_routes
from throughline.gateway.generate.rows.supply_rows import (
    Price,
    RateCardItem,
    Service,
    ServiceActivity,
    ServiceArea,
    ServiceKind,
    ServiceMove,
    ServiceNeed,
)
from throughline.gateway.generate.supply_mix import NEEDS_ADDRESSED
from throughline.gateway.generate.whereabouts import make_places
from throughline.gateway.generate.world import ForWhom, Link, Offered, Place, Priced, World, pounds, span
from throughline.vocabulary.needs import Need

_METHODS: Final = (
    ("One to one", "one_to_one"),
    ("In a group of up to ten", "group"),
    ("One to one, then a group", "both"),
    ("By telephone between meetings", "one_to_one"),
)
_CHANNELS: Final = (("phone", 35), ("video", 20), ("online", 5))
_LANGUAGES: Final = ("cy", "pl", "ur", "ro", "pa", "bfi", "so", "pt")
_WAITS: Final = (0, 2, 5, 7, 10, 14, 21, 28, 42)
_WHY_NOT: Final = {
    "suspended": "Our worker has left and the next begins in a month",
    "withdrawn": "The lease of the building has ended",
}
_CLOSED: Final = "All places are taken until the summer; there is no list"
_SESSION_PENCE = (3800, 9500)
_START_PENCE = (24000, 145000)
_PASSED_DOWN_PER_CENT = (74, 88)
_RISE_PER_CENT = 3


def make_directory(world: World, delivering: list[Delivering]) -> None:
    """Write kinds, services with everything that hangs on them, and prices for every link of each chain."""
    kinds = _kinds(world)
    approvals = Approvals(world)
    for one in plan(world, delivering):
        _service(world, one, kinds[one.need], approvals)


def _kinds(world: World) -> dict[Need, int]:
    kinds = {}
    for n, need in enumerate((*NEEDS_ADDRESSED, *SCARCE), start=1):
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


def _service(world: World, one: Planned, kind: int, approvals: Approvals) -> None:
    chance = world.chance.of("services")
    whom = settle(world, one)
    method, mode = chance.choice(_METHODS)
    meets_children = one.need in (Need.WOMEN, Need.RELATIONSHIPS)
    share = world.size.people * world.size.referrals_in_hundred / 100 / world.size.services
    places = round(share * 1.5) + 6 if chance.random() < 0.4 else None
    a_month = round(share) + 4 if one.intake == "capped" else None
    _row(world, one, kind, whom, mode, meets_children=meets_children, places=places, a_month=a_month)
    _moves(world, one)
    world.write.add(ServiceArea(world.write.next_id(ServiceArea), one.id, one.by.place.id))
    for need in one.needs:
        world.write.add(ServiceNeed(world.write.next_id(ServiceNeed), one.id, need.value))
    world.write.add(
        ServiceActivity(
            world.write.next_id(ServiceActivity), one.id, str(one.need.label), one.name, method,
            one.by.place.name,
        )
    )  # fmt: skip
    make_places(world, one)
    write_conditions(world, one.id, whom)
    write_entry(world, one)
    routes = make_routes(world, one)
    unit, item = _item(world, one.id, chance)
    prices = _prices(approvals, one.by.place, one.id, item, unit, one.chain, chance)
    one.by.place.services.append(
        Offered(
            one.id, one.name, one.by.provider, one.chain, (one.need,), one.by.place.id, whom, meets_children,
            places, unit, item, prices, routes, INVOLVED.get(one.type, ()),
            takes_referrals=one.state == "published" and one.intake != "closed", a_month=a_month,
        )
    )  # fmt: skip


def _row(
    world: World,
    one: Planned,
    kind: int,
    whom: ForWhom,
    mode: str,
    *,
    meets_children: bool,
    places: int | None,
    a_month: int | None,
) -> None:
    chance = world.chance.of("dosage")
    today = world.time.today
    stated = chance.random() < 0.8
    dosed = chance.random() < 0.9
    channels = ["in_person", *(name for name, share in _CHANNELS if chance.randrange(100) < share)]
    # Nine in ten were confirmed within the scheme's ninety days.
    days = chance.randint(68, 100) if chance.random() < 0.1 else chance.randint(3, 55)
    confirmed = None if one.state == "draft" else world.time.day(today - days)
    closed_without = one.intake == "closed" and one.alternative is None
    world.write.add(
        Service(
            one.id, world.write.next_reference(Service), world.scheme, kind,
            f"{one.name}, {world.organisation_names[one.by.provider]}",
            f"{one.name} for people on probation in {one.by.place.name}. Everything here is invented.",
            one.by.provider, one.chain[-1].agreement if one.chain else None, one.state, span(world.begins),
            True, one.for_men, whom.youngest, None, chance.choice((4, 6, 8, 10)), places, meets_children,
            world.providers[one.by.provider].manager, confirmed,
            service_type=one.type.value, what_happens=OFFERS[one.type].happens, mode=mode,
            channels=array(channels), languages=array(_languages(whom, chance)),
            involves=array(INVOLVED.get(one.type, ())),
            sessions=chance.randint(4, 12) if dosed else None,
            session_minutes=chance.choice((30, 45, 60, 60, 90, 120)) if dosed else None,
            weeks=chance.randint(4, 26) if dosed else None,
            intake=one.intake, intake_cap=a_month, intake_note=_CLOSED if closed_without else "",
            intake_said_on=None if one.intake == "open" else world.time.day(today - chance.randint(2, 60)),
            alternative_id=one.alternative, waiting_days=chance.choice(_WAITS) if stated else None,
            waiting_said_on=world.time.day(today - chance.randint(1, 40)) if stated else None,
            review_days=chance.choice((60, 180)) if chance.random() < 0.1 else None,
        )
    )  # fmt: skip


def _languages(whom: ForWhom, chance: random.Random) -> Iterable[str]:
    further = {chance.choice(_LANGUAGES)} if chance.random() < 0.2 else set()
    return ["en", *sorted(further | ({whom.language} - {""}))]


def _moves(world: World, one: Planned) -> None:
    """Every entry but a draft was published when the scheme began; some were taken out of late."""
    at = start_of_london_day(world.begins)
    if one.state == "draft":
        return
    _move(world, one, "publish", "draft", "published", at)
    if one.state != "published":
        days = world.chance.of("moves").randrange(5, 40)
        name = {"suspended": "suspend", "withdrawn": "withdraw"}[one.state]
        _move(world, one, name, "published", one.state, world.time.now - timedelta(days), _WHY_NOT[one.state])


def _move(world: World, one: Planned, name: str, frm: str, to: str, at: datetime, why: str = "") -> None:
    made, manager = world.write.next_id(ServiceMove), world.providers[one.by.provider].manager
    world.write.add(ServiceMove(made, one.id, name, frm, to, at, at, manager, why))


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
