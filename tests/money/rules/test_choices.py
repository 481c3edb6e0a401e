"""Whether a choice waits for approval, as a table (S240)."""

from __future__ import annotations

import pytest

from throughline.core.money import Money
from throughline.money.rules.choices import Limits, reasons_to_ask
from throughline.vocabulary.choices import ChoiceReason
from throughline.vocabulary.risks import RiskLevel

COST, RISK, BUDGET = ChoiceReason
HIGH = frozenset({RiskLevel.HIGH, RiskLevel.VERY_HIGH})
TO_500 = Limits(most_cost=Money("500.00"))
ALL = Limits(Money("500.00"), HIGH, beyond_budget=True)


@pytest.mark.asks("S240")
@pytest.mark.parametrize(
    ("limits", "expected", "risk", "left", "waits"),
    [
        (Limits(), "9999.99", "high", "0.00", []),
        (TO_500, "499.99", "low", None, []),
        (TO_500, "500.00", "low", None, []),
        (TO_500, "500.01", "low", None, [COST]),
        (TO_500, None, "low", None, []),
        (Limits(risk_levels=HIGH), "1.00", "high", None, [RISK]),
        (Limits(risk_levels=HIGH), None, "very_high", None, [RISK]),
        (Limits(risk_levels=HIGH), "9999.99", "medium", None, []),
        (Limits(risk_levels=HIGH), "9999.99", "unknown", None, []),
        (Limits(beyond_budget=True), "100.00", "low", "100.00", []),
        (Limits(beyond_budget=True), "100.01", "low", "100.00", [BUDGET]),
        (Limits(beyond_budget=True), "0.01", "low", None, [BUDGET]),
        (Limits(beyond_budget=True), None, "low", None, []),
        (ALL, "600.00", "high", "10.00", [COST, RISK, BUDGET]),
        (Limits(most_cost=Money("0.00")), "0.01", "low", None, [COST]),
    ],
)
def test_a_choice_waits_for_each_reason(
    limits: Limits, expected: str | None, risk: str, left: str | None, waits: list[ChoiceReason]
) -> None:
    found = reasons_to_ask(
        limits,
        expected=None if expected is None else Money(expected),
        risk=risk,
        left=None if left is None else Money(left),
    )
    assert list(found) == waits
