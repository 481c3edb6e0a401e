"""What officers want of the referrals they make, where they say it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from throughline.gateway.generate.conditions import array
from throughline.gateway.generate.rows.line_rows import ReferralDetails
from throughline.gateway.generate.world import World
from throughline.vocabulary.desired_outcomes import desired_for

if TYPE_CHECKING:
    from throughline.gateway.generate.journeys import Journey

SAID_IN_HUNDRED: Final = 85
"""Referrals of which it is said what is wanted; of the others the score of completeness tells."""
COMPLEXITY: Final = (("low", "medium", "high"), (35, 45, 20))


def write_details(world: World, journey: Journey) -> None:
    """Write what is wanted of one referral: outcomes of its need, complexity, by when, in how many days."""
    chance = world.chance.of("what is wanted")
    case = journey.case
    outcomes = desired_for(journey.service.needs[0])
    wanted = sorted(code for code, _ in chance.sample(outcomes, chance.randint(1, min(2, len(outcomes)))))
    level = chance.choices(*COMPLEXITY)[0]
    weeks = chance.choice((8, 12, 16))
    if chance.randrange(100) >= SAID_IN_HUNDRED:
        return
    finish_by = world.time.day(journey.drafted) + timedelta(weeks=weeks)
    by = min(finish_by, case.ends_on - timedelta(days=1))
    days = min(journey.planned_sessions, case.rar_days) if case.rar_days else None
    world.write.add(
        ReferralDetails(
            world.write.next_id(ReferralDetails),
            journey.id,
            array(wanted),
            level,
            days,
            by,
        )
    )
