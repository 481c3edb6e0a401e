"""Which approvals a scheme asks for a price at the top of a chain, and by when each step is done (D6)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from throughline.core.business_calendar import BusinessCalendar
from throughline.core.time import london_day
from throughline.supply.models import Agreement
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.states import ChangeState

SUITABILITY_REVIEW: Final = "suitability_review"
CHANGE_BOARD: Final = "change_board"

_CLOCKS: Final = {
    ChangeState.SUBMITTED: "change_review_days",
    ChangeState.RETURNED: "change_answer_days",
    ChangeState.BOARD: "change_board_days",
}
"""By the state a notification waits in: the rule that says in how many business days it moves on."""


def approvals_asked(scheme_id: int, *, on: date) -> tuple[str, ...]:
    """The approvals a price that begins on the day `on` needs, in order; none where it is set directly."""
    return tuple(rule_in_force(scheme_id, "price_approvals", on=on) or ())


def needs_approval(agreement: Agreement, *, on: date) -> bool:
    """Whether a price of this link that begins on the day `on` needs an approved line: only at the top."""
    return agreement.tier == 1 and bool(approvals_asked(agreement.scheme_id, on=on))


def due_in(state: str, scheme_id: int, *, since: datetime) -> date | None:
    """The last day in time for a notification that came into `state` then; nothing where no rule says so."""
    rule = _CLOCKS.get(ChangeState(state))
    day = london_day(since)
    days = rule_in_force(scheme_id, rule, on=day) if rule else None
    return None if days is None else BusinessCalendar().add_business_days(day, days)
