"""What each service of a generated directory is to be, settled for all before the first is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from throughline.gateway.generate.landscape import Delivering
from throughline.gateway.generate.offers import OFFERS, SCARCE, TYPES_FOR
from throughline.gateway.generate.population_mix import Served, populations
from throughline.gateway.generate.rows.supply_rows import Service
from throughline.gateway.generate.streams import dealt
from throughline.gateway.generate.supply_mix import NEEDS_ADDRESSED, ProviderKind
from throughline.gateway.generate.world import Link, World
from throughline.vocabulary.needs import Need
from throughline.vocabulary.service_types import NEEDS_OF, ServiceType

STATES = {"published": 94, "suspended": 2, "withdrawn": 3, "draft": 1}
INTAKES = {"open": 85, "capped": 9, "closed": 6}
PLACED = {"own": 85, "office": 12, "withheld": 3}
"""Where a service is given in the first place, in a hundred services."""
PAID = {"alone": 94, "by several": 6}
"""How a service of the chain is paid for, in a hundred of them."""
PILOTS = {"": 95, "running": 2, "kept": 1, "stopped": 1, "late": 1}
"""Trials in a hundred services; `late` are over without a decision."""


@dataclass(frozen=True)
class Planned:
    """One service: who delivers what where, how it is reached, and what is particular about it."""

    id: int
    by: Delivering
    need: Need
    needs: tuple[Need, ...]
    type: ServiceType
    name: str
    chain: tuple[Link, ...]
    state: str = "published"
    intake: str = "open"
    placed: str = "own"
    paid: str = "alone"
    pilot: str = ""
    served: Served | None = None
    alternative: int | None = None

    @property
    def for_men(self) -> bool:
        """Whether it is for men as well; all are for women."""
        return self.need != Need.WOMEN


def plan(world: World, delivering: list[Delivering]) -> list[Planned]:
    """Settle every service of the directory, each share met within one service at any size."""
    found = _whose(world, delivering)
    number = len(found)
    women_only = [not one.for_men for one in found]
    served = populations(women_only, world.chance.of("populations"))
    chance = world.chance.of("plans")
    placed = dealt(number, PLACED, chance)
    _withheld_for_women(placed, women_only)
    paid = iter(dealt(sum(bool(one.chain) for one in found), PAID, chance))
    settled = [
        replace(
            one, state=state, intake=intake if state == "published" else "open", placed=where,
            paid=next(paid) if one.chain else "alone", pilot=pilot, served=groups,
        )
        for one, state, intake, where, pilot, groups in zip(
            found, dealt(number, STATES, chance), dealt(number, INTAKES, chance), placed,
            dealt(number, PILOTS, chance), served, strict=True,
        )
    ]  # fmt: skip
    return [_with_alternative(one, settled) if one.intake == "closed" else one for one in settled]


def _whose(world: World, delivering: list[Delivering]) -> list[Planned]:
    chance = world.chance.of("services")
    turns = count()
    found = []
    for n in range(world.size.services):
        if n % 12 == 11:
            # Some things are delivered by the prime itself: four of 26 providers were Tier 1 (Table 2).
            place = world.places[n % len(world.places)]
            need = chance.choice(SCARCE if chance.random() < 0.25 else list(NEEDS_ADDRESSED))
            kind = ProviderKind("company", "contract", (need,))
            by = Delivering(place.prime, (place.prime_agreement,), place, kind)
        else:
            turn, provider = divmod(next(turns), len(delivering))
            by = delivering[provider]
            need = by.kind.needs[turn % len(by.kind.needs)]
        work = chance.choice(TYPES_FOR[need])
        held = by.kind.needs if by.kind.needs[0] == need else (need,)
        needs = tuple(dict.fromkeys((*held, *_of_the_work(need, work))))
        found.append(
            Planned(
                world.write.next_id(Service), by, need, needs, work, chance.choice(OFFERS[work].names),
                () if n % 15 == 14 else by.chain,
            )
        )  # fmt: skip
    return found


def _of_the_work(need: Need, work: ServiceType) -> tuple[Need, ...]:
    """The other needs that this kind of work answers, where no inspected provider is counted by them."""
    return tuple(one for one in NEEDS_OF[work] if one != need and one not in NEEDS_ADDRESSED)


def _withheld_for_women(placed: list[str], women_only: list[bool]) -> None:
    """Move withheld places to services for women alone, as far as there are any: refuges are such."""
    takers = [n for n, alone in enumerate(women_only) if alone and placed[n] == "own"]
    givers = [n for n, where in enumerate(placed) if where == "withheld" and not women_only[n]]
    for giver, taker in zip(givers, takers, strict=False):
        placed[giver], placed[taker] = placed[taker], placed[giver]


def _with_alternative(one: Planned, others: list[Planned]) -> Planned:
    """With an open service of the same area for the same need, where there is one."""
    for other in others:
        if (
            other.by.place is one.by.place
            and other.need == one.need
            and other.id != one.id
            and (other.state, other.intake) == ("published", "open")
        ):
            return replace(one, alternative=other.id)
    return one
