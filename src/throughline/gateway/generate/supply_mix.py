"""
What the providers of a generated chain are like, in the proportions that inspectors published.

Source: HM Inspectorate of Probation, Probation Supply Chains (2018), Table 2 (26 providers: 24 of the third
sector, 21 with an ISPA) and Table 3 (29 needs addressed by 26 providers). Every count is within one
provider of its exact share (S226, S17).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from throughline.gateway.generate.streams import dealt
from throughline.vocabulary.needs import Need

SECTORS = {"charity": 24, "company": 2}
FORMS = {"ispa": 21, "grant": 3, "lite": 1, "unknown": 1}
"""Forms of agreement. That five of 26 had no ISPA is published; how the five divide is settled here."""
NEEDS_ADDRESSED = {
    Need.MENTORING: 8,
    Need.ACCOMMODATION: 6,
    Need.WOMEN: 6,
    Need.EMPLOYMENT: 3,
    Need.PRACTICAL: 2,
    Need.RELATIONSHIPS: 1,
    Need.THINKING: 1,
    Need.WELLBEING: 1,
    Need.RESTORATIVE: 1,
}
PROVIDERS_OF_NEEDS = 26
STAFF = {True: 45, False: 55}
"""Providers of one person, in a hundred: nearly half employed under two (Appendix 3), settled here at 45."""


@dataclass(frozen=True)
class ProviderKind:
    """What one provider is: its sector, the form of its agreement, the needs it addresses."""

    sector: str
    form: str
    needs: tuple[Need, ...]


def provider_kinds(number: int, chance: random.Random) -> list[ProviderKind]:
    """The kinds of `number` providers, each need addressed by its published share of them."""
    sectors = dealt(number, SECTORS, chance)
    forms = dealt(number, FORMS, chance)
    links = round(number * sum(NEEDS_ADDRESSED.values()) / PROVIDERS_OF_NEEDS)
    cards = dealt(links, NEEDS_ADDRESSED, chance)
    needs: list[list[Need]] = [[need] for need in cards[:number]]
    for need in cards[number:]:
        taker = next(held for held in needs if len(held) == 1 and need not in held)
        taker.append(need)
        needs.append(needs.pop(needs.index(taker)))
    return [
        ProviderKind(sector, form, tuple(held))
        for sector, form, held in zip(sectors, forms, needs, strict=True)
    ]
