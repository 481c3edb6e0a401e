"""How large a generated landscape and caseload is."""

from __future__ import annotations

from dataclasses import dataclass

NATIONAL_PEOPLE = 262_347
NATIONAL_SERVICES = 5_000
NATIONAL_PROVIDERS = 1_000
NATIONAL_AREAS = 21

INSPECTED_PROVIDERS = 26
"""Providers in the areas inspected (HM Inspectorate of Probation, 2018, Table 2); fewer cannot show it."""
FEWEST_SERVICES = INSPECTED_PROVIDERS + 10
"""Services that a directory has at least, so that every provider gives one."""


@dataclass(frozen=True)
class Size:
    """
    Counts of what is generated. `history_days` is how many working days back the caseload goes.

    `referrals_in_hundred` is the number of referrals for each hundred people.
    """

    people: int
    areas: int
    divisions: int
    tier_two: int
    tier_three: int
    services: int
    history_days: int = 270
    referrals_in_hundred: int = 115

    @classmethod
    def of(cls, people: int, services: int | None = None) -> Size:
        """
        The size for a number of people, in proportion to the national figures (design, section 8).

        With `services` the landscape follows from their number instead, so that a directory as large as the
        nation's can be had with few people.
        """
        share = people / NATIONAL_PEOPLE if services is None else services / NATIONAL_SERVICES
        providers = max(INSPECTED_PROVIDERS, round(NATIONAL_PROVIDERS * share))
        areas = max(2, round(NATIONAL_AREAS * share))
        tier_three = max(1, round(providers / INSPECTED_PROVIDERS))
        return cls(
            people=people,
            areas=areas,
            divisions=max(1, areas // 3),
            tier_two=providers - tier_three,
            tier_three=tier_three,
            services=services or max(providers + 10, round(NATIONAL_SERVICES * share)),
        )


DEMONSTRATION = Size(
    people=300, areas=2, divisions=1, tier_two=10, tier_three=1, services=30, history_days=110
)
"""The demonstration: two contract package areas in a division, ten Tier 2 providers and one Tier 3."""
