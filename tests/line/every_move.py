"""A referral brought to each of its states, by the moves that lead there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.world import World
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import (
    ask_about_referral,
    complete_referral,
    decline_referral,
    end_referral_early,
    withdraw_referral,
)
from throughline.line.models import Referral


def started(world: World) -> Referral:
    referral = world.allocated()
    world.attended(referral, world.now + timedelta(days=9))
    referral.refresh_from_db()
    return referral


MOVES: dict[str, Callable[[World], object]] = {
    "drafted": lambda world: world.draft(),
    "sent": lambda world: world.sent(),
    "queried": lambda world: ask_about_referral(
        referral=world.sent(), by=world.manager, at=world.now, question="Which flat?"
    ),
    "accepted": lambda world: world.accepted(),
    "allocated": lambda world: world.allocated(),
    "started": started,
    "declined": lambda world: decline_referral(
        referral=world.sent(), by=world.manager, at=world.now, why="No worker"
    ),
    "withdrawn as a draft": lambda world: withdraw_referral(
        referral=world.draft(), by=world.officer, at=world.now, why="Another service"
    ),
    "withdrawn once accepted": lambda world: withdraw_referral(
        referral=world.accepted(), by=world.officer, at=world.now, why="Moved away"
    ),
    "completed": lambda world: complete_referral(
        referral=started(world),
        outcomes={"wellbeing": Achieved("yes", "Goes each week")},
        by=world.worker,
        at=world.now,
    ),
    "ended early": lambda world: end_referral_early(
        referral=started(world),
        outcomes={"wellbeing": Achieved("no", "Never came")},
        by=world.worker,
        at=world.now,
        why="Recalled to prison",
    ),
}
