"""Each line of a return and each entry of the ledger ends in one place, and every error is found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.money import Money
from throughline.money.rules.matching import Matched, Recorded, Returned, match

MAY = date(2017, 5, 1)
SERVICE = "SV-4K7Q2M"


def line(
    key: int, day: int, amount: str = "46.50", *, referral: str = "RF-A", service: str = SERVICE
) -> Returned:
    return Returned(key, referral, service, MAY + timedelta(days=day), Money(amount))


def entry(key: int, day: int, amount: str = "46.50", *, referral: str = "RF-A") -> Recorded:
    return Recorded(key, referral, SERVICE, MAY + timedelta(days=day), Money(amount))


Where = tuple[str, int | None, int | None, tuple[str, ...]]


def where(found: list[Matched]) -> set[Where]:
    return {
        (
            one.result,
            one.returned.key if one.returned else None,
            one.recorded.key if one.recorded else None,
            one.differs_in,
        )
        for one in found
    }


@pytest.mark.parametrize(
    ("returned", "recorded", "ends"),
    [
        pytest.param([line(1, 0)], [entry(9, 0)], {("matched", 1, 9, ())}, id="the same on both sides"),
        pytest.param([line(1, 0, service="")], [entry(9, 0)], {("matched", 1, 9, ())}, id="no service named"),
        pytest.param([line(1, 0)], [], {("not_recorded", 1, None, ())}, id="returned and not recorded"),
        pytest.param([], [entry(9, 0)], {("not_returned", None, 9, ())}, id="recorded and not returned"),
        pytest.param(
            [line(1, 0, "45")], [entry(9, 0)], {("different", 1, 9, ("amount",))}, id="another amount"
        ),
        pytest.param([line(1, 7)], [entry(9, 0)], {("different", 1, 9, ("day",))}, id="a week apart"),
        pytest.param([line(1, -7)], [entry(9, 0)], {("different", 1, 9, ("day",))}, id="a week before"),
        pytest.param(
            [line(1, 8)], [entry(9, 0)], {("not_recorded", 1, None, ()), ("not_returned", None, 9, ())},
            id="eight days apart are two sessions",
        ),
        pytest.param(
            [line(1, 1, "45")], [entry(9, 0)], {("not_recorded", 1, None, ()), ("not_returned", None, 9, ())},
            id="another day and another amount are not taken for one session",
        ),
        pytest.param(
            [line(1, 0, service="SV-WRONG")], [entry(9, 0)], {("different", 1, 9, ("service",))},
            id="another service",
        ),
        pytest.param(
            [line(1, 0, "45", service="SV-WRONG")], [entry(9, 0)],
            {("different", 1, 9, ("amount", "service"))},
            id="another amount and service on the day",
        ),
        pytest.param(
            [line(1, 0), line(2, 0)], [entry(9, 0)], {("matched", 1, 9, ()), ("duplicate", 2, None, ())},
            id="one session returned twice",
        ),
        pytest.param(
            [line(1, 0), line(2, 0)], [entry(8, 0), entry(9, 0)],
            {("matched", 1, 8, ()), ("matched", 2, 9, ())},
            id="two sessions on one day",
        ),
        pytest.param(
            [line(1, 0), line(2, 0)], [], {("not_recorded", 1, None, ()), ("duplicate", 2, None, ())},
            id="a session that never was, returned twice",
        ),
        pytest.param(
            [line(1, 0, "45"), line(2, 0, "45")], [entry(9, 0)],
            {("different", 1, 9, ("amount",)), ("duplicate", 2, None, ())},
            id="a wrong amount returned twice",
        ),
        pytest.param(
            [line(1, 0)], [entry(9, 0, referral="RF-B")],
            {("not_recorded", 1, None, ()), ("not_returned", None, 9, ())},
            id="another referral is another line",
        ),
        pytest.param(
            [line(1, 0, "45"), line(2, 7)], [entry(8, 0), entry(9, 7)],
            {("different", 1, 8, ("amount",)), ("matched", 2, 9, ())},
            id="the day is stronger than the amount",
        ),
        pytest.param(
            [line(1, 1), line(2, 7)], [entry(8, 0), entry(9, 7)],
            {("different", 1, 8, ("day",)), ("matched", 2, 9, ())},
            id="what matches exactly is never taken for another day",
        ),
    ],
)  # fmt: skip
def test_where_lines_end(returned: list[Returned], recorded: list[Recorded], ends: set[Where]) -> None:
    assert where(list(match(returned, recorded))) == ends


def test_a_difference_says_what_each_side_has() -> None:
    (found,) = match([line(1, 0, "45")], [entry(9, 0)])
    assert found.says == "The return says £45.00, the record £46.50"


LINES = st.builds(
    line, st.integers(), st.integers(0, 20), st.sampled_from(["45", "46.50"]),
    referral=st.sampled_from(["RF-A", "RF-B"]), service=st.sampled_from(["", SERVICE, "SV-WRONG"]),
)  # fmt: skip
ENTRIES = st.builds(
    entry, st.integers(), st.integers(0, 20), st.sampled_from(["45", "46.50"]),
    referral=st.sampled_from(["RF-A", "RF-B"]),
)  # fmt: skip


@given(st.lists(LINES, max_size=15, unique_by=lambda one: one.key),
       st.lists(ENTRIES, max_size=15, unique_by=lambda one: one.key))  # fmt: skip
@pytest.mark.asks("S166")
def test_every_line_of_both_sides_ends_in_exactly_one_place(
    returned: list[Returned], recorded: list[Recorded]
) -> None:
    found = list(match(returned, recorded))
    assert Counter(one.returned.key for one in found if one.returned) == Counter(one.key for one in returned)
    assert Counter(one.recorded.key for one in found if one.recorded) == Counter(one.key for one in recorded)
    for one in found:
        assert (one.result in ("matched", "different")) == (
            one.returned is not None and one.recorded is not None
        )
        assert (one.result == "different") == bool(one.differs_in) == one.says.startswith("The return says")


@dataclass(frozen=True)
class Planted:
    """A referral with weekly sessions, and at most one error in what is returned of it."""

    sessions: int
    error: str
    at: int
    shift: int


PLANTED = st.builds(
    Planted,
    st.integers(1, 8),
    st.sampled_from(["none", "none", "amount", "day", "service", "dropped", "invented", "repeated"]),
    st.integers(0, 7),
    st.sampled_from([-3, -2, -1, 1, 2, 3]),
)


@given(st.lists(PLANTED, max_size=12))
@pytest.mark.asks("S166")
def test_every_planted_error_is_found_and_none_is_invented(plan: list[Planted]) -> None:
    returned: list[Returned] = []
    recorded: list[Recorded] = []
    wanted: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for number, one in enumerate(plan):
        referral = f"RF-{number}"
        entries = [entry(number * 100 + k, k * 7, referral=referral) for k in range(one.sessions)]
        lines = [line(e.key, 0, referral=referral, service=SERVICE) for e in entries]
        lines = [replace(made, day=e.day) for made, e in zip(lines, entries, strict=True)]
        wrong = one.at % one.sessions
        ends = plant(one, lines, wrong)
        wanted.update(
            [("matched", ())] * (one.sessions - (one.error not in ("none", "invented", "repeated")))
        )
        wanted.update(ends)
        recorded += entries
        returned += lines
    assert Counter((found.result, found.differs_in) for found in match(returned, recorded)) == wanted


def plant(one: Planted, lines: list[Returned], wrong: int) -> list[tuple[str, tuple[str, ...]]]:
    chosen = lines[wrong]
    match one.error:
        case "none":
            return []
        case "amount":
            lines[wrong] = replace(chosen, amount=chosen.amount + Money("1"))
        case "day":
            lines[wrong] = replace(chosen, day=chosen.day + timedelta(days=one.shift))
        case "service":
            lines[wrong] = replace(chosen, service="SV-WRONG")
        case "dropped":
            del lines[wrong]
            return [("not_returned", ())]
        case "invented":
            lines.append(replace(chosen, key=chosen.key + 50, day=chosen.day + timedelta(days=one.shift)))
            return [("not_recorded", ())]
        case "repeated":
            lines.append(replace(chosen, key=chosen.key + 50))
            return [("duplicate", ())]
    return [("different", (one.error,))]
