"""Whether a choice waits for approval: by what it costs, the person's risk, and the budget (S240)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.core.money import Money
from throughline.vocabulary.choices import ChoiceReason


@dataclass(frozen=True)
class Limits:
    """What officers choose alone; `most_cost` empty says that cost alone never matters."""

    most_cost: Money | None = None
    risk_levels: frozenset[str] = frozenset()
    beyond_budget: bool = False


def reasons_to_ask(
    limits: Limits, *, expected: Money | None, risk: str, left: Money | None
) -> Sequence[ChoiceReason]:
    """
    Why a choice waits, in the order of `ChoiceReason`; none, and it proceeds.

    `expected` is empty where nothing is charged by use: then neither cost nor budget matters. `left` is empty
    where there is no budget at all, so that whatever costs goes beyond it. Exactly the limit proceeds.
    """
    found = []
    if expected is not None and limits.most_cost is not None and expected > limits.most_cost:
        found.append(ChoiceReason.COST)
    if risk in limits.risk_levels:
        found.append(ChoiceReason.RISK)
    if expected is not None and limits.beyond_budget and (left is None or expected > left):
        found.append(ChoiceReason.BUDGET)
    return found
