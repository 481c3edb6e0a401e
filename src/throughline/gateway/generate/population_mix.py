"""
For whom generated services are, in the proportions that a survey of voluntary organisations published.

Source: Clinks, NCVO and TSRC, Change & challenge (trackTR), May 2016, Table 1: of 151 organisations, how many
named each group as main beneficiaries and how many as also served. Every count is within one service of its
exact share; men are also served by fewer where services for women only leave no room (S163).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from throughline.gateway.generate.streams import quota
from throughline.vocabulary.populations import Population as P

ASKED: Final = 151
TABLE_1: Final[dict[P, tuple[int, int]]] = {
    P.ANYBODY: (89, 38),
    P.WOMEN: (82, 69),
    P.MEN: (86, 37),
    P.CHILDREN: (20, 21),
    P.YOUNG_PEOPLE: (33, 28),
    P.YOUNG_ADULTS: (55, 57),
    P.OLDER: (23, 47),
    P.FAMILIES: (24, 42),
    P.CARERS: (25, 36),
    P.CARE_LEAVERS: (12, 37),
    P.ETHNIC_MINORITIES: (24, 71),
    P.LGBT: (10, 51),
    P.MENTAL_HEALTH: (47, 65),
    P.ADDICTION: (50, 60),
    P.HOMELESS: (46, 45),
    P.POVERTY: (35, 49),
    P.LEARNING: (21, 58),
    P.PHYSICAL: (19, 55),
    P.REFUGEES: (11, 28),
    P.FAITH: (10, 30),
    P.ORGANISATIONS: (25, 23),
    P.VICTIMS: (13, 31),
}
"""By group: main beneficiaries, and also. “Offenders and ex-offenders” are anybody on probation."""

UNDER_18: Final = frozenset({P.CHILDREN, P.YOUNG_PEOPLE})
Served = dict[P, bool]
"""The groups one service is for: main (true), or served as well."""


def populations(women_only: Sequence[bool], chance: random.Random) -> list[Served]:
    """Whom each service is for; `women_only` says of each whether it is for women alone."""
    number = len(women_only)
    served: list[Served] = [{} for _ in range(number)]
    for group, (main, also) in TABLE_1.items():
        counts = quota(number, {"main": main, "also": also, "": ASKED - main - also})
        order = chance.sample(range(number), number)
        if group == P.WOMEN:
            order.sort(key=lambda n: not women_only[n])
        elif group == P.MEN:
            order = [n for n in order if not women_only[n]]
        for n in order[: counts["main"]]:
            served[n][group] = True
        for n in order[counts["main"] : counts["main"] + counts["also"]]:
            served[n][group] = False
    return served
