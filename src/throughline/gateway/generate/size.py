"""How large a generated landscape and caseload is."""

from __future__ import annotations

from dataclasses import dataclass

NATIONAL_PEOPLE = 262_347
NATIONAL_SERVICES = 5_000
NATIONAL_PROVIDERS = 1_000
NATIONAL_AREAS = 21

INSPECTED_PROVIDERS = 26
"""Providers in the areas inspected (HM Inspectorate of Probation, 2018, Table 2); fewer cannot show it."""


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
    def of(cls, people: int) -> Size:
        """The size for a number of people, in proportion to the national figures (design, section 8)."""
        providers = max(INSPECTED_PROVIDERS, round(NATIONAL_PROVIDERS * people / NATIONAL_PEOPLE))
        areas = max(2, round(NATIONAL_AREAS * people / NATIONAL_PEOPLE))
        tier_three = max(1, round(providers / INSPECTED_PROVIDERS))
        return cls(
            people=people,
            areas=areas,
            divisions=max(1, areas // 3),
            tier_two=providers - tier_three,
            tier_three=tier_three,
            services=max(providers + 10, round(NATIONAL_SERVICES * people / NATIONAL_PEOPLE)),
        )


DEMONSTRATION = Size(
    people=300, areas=2, divisions=1, tier_two=10, tier_three=1, services=30, history_days=110
)
"""The demonstration: two contract package areas in a division, ten Tier 2 providers and one Tier 3."""
