"""Who takes which case when many go at once (S223)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from throughline.people.rules.transfers import share_out


def test_each_goes_to_whoever_has_fewest_by_then() -> None:
    assert share_out([1, 2, 3, 4], {10: 2, 20: 0}, {}) == {1: 20, 2: 20, 3: 10, 4: 20}


def test_of_as_many_the_one_named_first_comes_first() -> None:
    assert share_out([1, 2], {20: 0, 10: 0}, {}) == {1: 20, 2: 10}


def test_nobody_is_given_a_case_that_they_may_not_see() -> None:
    assert share_out([1, 2], {10: 0, 20: 5}, {1: {10}, 2: {10, 20}}) == {1: 20, 2: None}


@given(st.integers(1, 60), st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_shares_come_out_even_however_many_each_had(people: int, had: list[int]) -> None:
    loads = dict(enumerate(had, 100))
    given_to = share_out(range(people), loads, {})
    after = {one: number + sum(1 for who in given_to.values() if who == one) for one, number in loads.items()}
    grown = [number for one, number in after.items() if number > loads[one]]
    assert sum(after.values()) == sum(had) + people
    assert max(grown) - min(after.values()) <= 1
