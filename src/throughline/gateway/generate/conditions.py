"""For whom generated services are: ages, rules of eligibility, and clearance for MAPPA cases."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Final

from throughline.core.time import start_of_london_day
from throughline.gateway.generate.planned import Planned
from throughline.gateway.generate.population_mix import UNDER_18
from throughline.gateway.generate.rows.directory_rows import EligibilityRule, HighRiskClearance
from throughline.gateway.generate.world import ForWhom, World, span
from throughline.vocabulary.needs import Need
from throughline.vocabulary.service_types import ServiceType

ASSESSED: Final = frozenset(
    {Need.ACCOMMODATION, Need.EMPLOYMENT, Need.FINANCE, Need.RELATIONSHIPS, Need.THINKING, Need.WELLBEING}
)
"""Needs that assessments look at; a rule on any other could never be met."""
CLEARED_IN_HUNDRED: Final = 15
_CLEARED_MORE_OFTEN: Final = frozenset(
    {ServiceType.CIRCLES, ServiceType.FLOATING_SUPPORT, ServiceType.ACCOMMODATION}
)
"""High risk is the daily work of circles, and of floating support (S243, S246)."""
_UP_TO_MEDIUM: Final = frozenset({"low", "medium"})
_UP_TO_HIGH: Final = frozenset({"low", "medium", "high"})
_IN_THE_COMMUNITY: Final = frozenset({"community", "suspended"})
_AFTER_PRISON: Final = frozenset({"licence", "post_sentence"})
_HOUSES: Final = frozenset({ServiceType.ACCOMMODATION, ServiceType.FLOATING_SUPPORT})
_LANGUAGES: Final = ("pl", "ur", "ro", "cy")

_WHY_RISK: Final = "Our workers meet people alone, in rooms that others use"
_WHY_ORDER: Final = "It is paid for by what the sentence allows"
_WHY_NEED: Final = "Places are few, so they go to those whose assessment found this need"
_WHY_OFFENCE: Final = "The house is shared, and insured on this condition"
_WHY_HARM: Final = "Participants include people who were harmed in the same way"
_WHY_LANGUAGE: Final = "The group is held in this language"


def settle(world: World, one: Planned) -> ForWhom:
    """For whom a service is to be."""
    chance = world.chance.of("conditions")
    grown = not UNDER_18 & (one.served or {}).keys()
    youngest = (18 if chance.random() < 0.8 else 25) if grown else None
    risks = chance.choices((None, _UP_TO_MEDIUM, _UP_TO_HIGH), (55, 30, 15))[0]
    orders = _orders(one, chance)
    needs = frozenset({one.need.value}) if one.need in ASSESSED and chance.random() < 0.2 else None
    language = chance.choice(_LANGUAGES) if chance.random() < 0.02 else ""
    often = 70 if one.type in _CLEARED_MORE_OFTEN else CLEARED_IN_HUNDRED
    is_cleared = chance.randrange(100) < often
    return ForWhom(
        one.for_men, youngest, None if is_cleared else risks, orders, language, needs, _offences(one, chance),
        is_cleared,
    )  # fmt: skip


def write_conditions(world: World, service: int, whom: ForWhom) -> None:
    """Write the rules and the clearance."""
    _rule(world, service, "risk", whom.risks or (), (), _WHY_RISK)
    why = _WHY_OFFENCE if "arson" in whom.not_offences else _WHY_HARM
    _rule(world, service, "offence", (), whom.not_offences, why)
    _rule(world, service, "order", whom.orders or (), (), _WHY_ORDER)
    _rule(world, service, "need", whom.needs or (), (), _WHY_NEED)
    _rule(world, service, "language", (whom.language,) if whom.language else (), (), _WHY_LANGUAGE)
    if whom.is_cleared:
        world.write.add(
            HighRiskClearance(
                world.write.next_id(HighRiskClearance), service, span(world.begins), world.reviewer,
                start_of_london_day(world.begins),
                "Workers vetted and supervised, information agreement signed, never alone with a person",
            )
        )  # fmt: skip


def _orders(one: Planned, chance: random.Random) -> frozenset[str] | None:
    if one.type == ServiceType.RESETTLEMENT:
        return _AFTER_PRISON
    if one.type in (ServiceType.UNPAID_WORK, ServiceType.ATTENDANCE_CENTRE):
        return _IN_THE_COMMUNITY
    return chance.choices((None, _IN_THE_COMMUNITY, _AFTER_PRISON), (88, 7, 5))[0]


def _offences(one: Planned, chance: random.Random) -> frozenset[str]:
    if one.type in _HOUSES:
        return frozenset({"arson", "sexual"} if chance.random() < 0.6 else {"arson"})
    if one.type in (ServiceType.RESTORATIVE, ServiceType.FAMILIES):
        return frozenset({"domestic", "stalking"})
    return frozenset({"sexual"}) if chance.random() < 0.08 else frozenset()


def _rule(
    world: World, service: int, aspect: str, accepts: Iterable[str], refuses: Iterable[str], why: str
) -> None:
    let_in, kept_out = sorted(accepts), sorted(refuses)
    if let_in or kept_out:
        world.write.add(
            EligibilityRule(
                world.write.next_id(EligibilityRule), service, aspect, array(let_in), array(kept_out), why
            )
        )


def array(values: Iterable[str]) -> str:
    """An array of plain words as the database writes it."""
    return "{" + ",".join(values) + "}"
