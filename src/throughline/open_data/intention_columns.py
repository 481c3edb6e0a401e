"""What is published of each commissioning intention, part by part, and what each means (S198, S214)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from throughline.core.money import Money
from throughline.open_data.return_columns import NOT_APPLICABLE, NOT_RECORDED
from throughline.supply.models import Intention
from throughline.supply.states import IntentionState
from throughline.vocabulary.needs import Need

Value = str | list[str] | None


@dataclass(frozen=True)
class IntentionColumn:
    """
    One part: its name, heading, meaning, the kind of its values, and where a value comes from.

    `nothing` is what the CSV says where there is no value; the JSON says null.
    """

    name: str
    title: str
    meaning: str
    kind: str
    value: Callable[[Intention], Value]
    nothing: str = NOT_RECORDED


def _needs(one: Intention) -> list[str]:
    return [str(need.label) for need in Need if need in one.needs]


def _money(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)


def _why_dropped(one: Intention) -> str | None:
    if one.state != IntentionState.DROPPED:
        return None
    return [move.reason for move in one.moves.all() if move.to_state == IntentionState.DROPPED][-1]


def _last_day(one: Intention) -> str | None:
    last = one.during.last_day
    return None if last is None else last.isoformat()


COLUMNS: Final = (
    IntentionColumn(
        "intention", "Reference", "Reference of the intention, the same in every edition", "string",
        lambda one: one.reference,
    ),
    IntentionColumn("title", "What", "What is to be bought", "string", lambda one: one.title),
    IntentionColumn(
        "description", "Description", "More about it, in the body's words", "string",
        lambda one: one.description or None,
    ),
    IntentionColumn(
        "kind_of_service", "Kind of service", "Its kind in the scheme, where one fits", "string",
        lambda one: one.kind.name if one.kind else None,
    ),
    IntentionColumn(
        "needs", "Needs", "Needs it is to answer, from the list of the scheme", "string", _needs
    ),
    IntentionColumn("area", "Area", "Where it is to be given", "string", lambda one: one.area.name),
    IntentionColumn(
        "area_code", "Area code", "Code of the area, with its kind", "string",
        lambda one: f"{one.area.kind}:{one.area.code}",
    ),
    IntentionColumn(
        "form", "Grant or contract", "Whether it is to be a grant or a contract", "string",
        lambda one: one.get_form_display(),
    ),
    IntentionColumn(
        "status", "Status", "How far the body is with it", "string", lambda one: one.get_state_display()
    ),
    IntentionColumn(
        "why_dropped", "Why no longer intended", "Why the body no longer intends it", "string",
        _why_dropped, NOT_APPLICABLE,
    ),
    IntentionColumn(
        "opens_on", "Opens", "First day for bids or applications; none where none are asked for", "date",
        lambda one: one.opens_on.isoformat() if one.opens_on else None, NOT_APPLICABLE,
    ),
    IntentionColumn(
        "starts_on", "Starts", "First day of the work", "date", lambda one: one.during.from_.isoformat()
    ),
    IntentionColumn(
        "ends_on", "Ends", "Last day of the work; none where no end is set", "date", _last_day, NOT_APPLICABLE
    ),
    IntentionColumn(
        "value_from", "Smallest value", "Smallest value in pounds, over all of its days", "decimal",
        lambda one: _money(one.value_from),
    ),
    IntentionColumn(
        "value_to", "Largest value", "Largest value in pounds; the smallest again where one is stated",
        "decimal", lambda one: _money(one.value_to),
    ),
    IntentionColumn(
        "whom_to_ask", "Whom to ask", "Where providers ask about it", "string", lambda one: one.whom_to_ask
    ),
)  # fmt: skip
