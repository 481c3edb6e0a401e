"""The work of generated plans: what each referral that was sent carries out, by when, and how far it came."""

from __future__ import annotations

from datetime import timedelta

from throughline.gateway.generate.cases import objective_for
from throughline.gateway.generate.journeys import Journey
from throughline.gateway.generate.rows.line_rows import PlannedReferral
from throughline.gateway.generate.rows.people_rows import PlannedWork, PlannedWorkMove
from throughline.gateway.generate.world import World
from throughline.line.actions.plans import FELL_THROUGH, STANDS
from throughline.people.states import WorkState

DAYS_FOR_WORK = 120
"""Days after the referral by which work is to be done, or the last day of the sentence if that is sooner."""
WITHOUT_A_DATE_IN_HUNDRED = 12
_FOLLOWS = {"start": "begin", "complete": "finish", "end early": "put back"}


def write_work(world: World, journey: Journey) -> None:
    """Write the work that a referral carries out, as it follows from its moves; nothing for a draft."""
    if journey.sent_at is None:
        return
    chance, case = world.chance.of("planned work"), journey.case
    work = world.write.next_id(PlannedWork)
    due_on = min(world.time.day(journey.drafted) + timedelta(DAYS_FOR_WORK), case.ends_on - timedelta(days=1))
    days = min(journey.planned_sessions, (case.rar_days or 0) - case.rar_days_in_plan)
    case.rar_days_in_plan += days
    objective = objective_for(world, case, journey.service.needs[0])
    has_no_date = chance.randrange(100) < WITHOUT_A_DATE_IN_HUNDRED
    world.write.add(
        PlannedWork(
            work, case.plan, objective, "", journey.service.name, "provider", journey.service.deliverer, "",
            None if has_no_date else due_on, None, days, _stands(journey.state),
        )
    )  # fmt: skip
    state = "planned"
    for name, _, to_state, at, by, _ in journey.moves:
        follows = _FOLLOWS.get(name)
        if follows is None or (follows == "put back" and state == "planned"):
            continue
        former, state = state, _stands(to_state)
        why = FELL_THROUGH.get(to_state, "") if follows == "put back" else ""
        world.write.add(
            PlannedWorkMove(
                world.write.next_id(PlannedWorkMove), work, follows, former, state, at, at, by, why
            )
        )
    world.write.add(PlannedReferral(world.write.next_id(PlannedReferral), journey.id, work, journey.sent_at))


def _stands(state: str) -> str:
    return STANDS.get(state, WorkState.PLANNED).value
