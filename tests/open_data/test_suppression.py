"""Small counts are hidden, and cannot be worked out from those that are published."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from throughline.open_data.rules.suppression import Count, hidden


def tree(**lines: tuple[str | None, int]) -> list[Count[str]]:
    """Counts from `name=(above, people reached directly)`; a line's total is its own and those below."""
    totals = {name: direct for name, (_, direct) in lines.items()}
    for name, (_, direct) in lines.items():
        above = lines[name][0]
        while above is not None:
            totals[above] += direct
            above = lines[above][0]
    return [
        Count(name, above, totals[name], direct, order)
        for order, (name, (above, direct)) in enumerate(lines.items())
    ]


@pytest.mark.parametrize(
    ("counts", "not_published"),
    [
        pytest.param(tree(all=(None, 0), a=("all", 0)), set(), id="nobody is published as nobody"),
        pytest.param(tree(all=(None, 0), a=("all", 5), b=("all", 6)), set(), id="five is published"),
        pytest.param(
            tree(all=(None, 0), a=("all", 4), b=("all", 50), c=("all", 9)),
            {"a", "c"},
            id="four is hidden, and the next smallest so that it cannot be subtracted",
        ),
        pytest.param(
            tree(all=(None, 0), a=("all", 2), b=("all", 2), c=("all", 30)),
            {"a", "b", "c"},
            id="two hidden that make four between them take a third",
        ),
        pytest.param(
            tree(all=(None, 0), a=("all", 3), b=("all", 4), c=("all", 30)),
            {"a", "b"},
            id="two hidden that make seven protect one another",
        ),
        pytest.param(tree(all=(None, 0), a=("all", 3)), {"all", "a"}, id="three in all"),
        pytest.param(
            tree(all=(None, 0), a=("all", 1), b=("all", 1), c=("all", 1), d=("all", 1), e=("all", 1)),
            {"all", "a", "b", "c", "d", "e"},
            id="five lines of one would each be known from five in all",
        ),
        pytest.param(
            tree(all=(None, 0), prime=("all", 0), small=("prime", 2), other=("prime", 40), next=("all", 60)),
            {"small", "other"},
            id="hidden under a prime: its other provider protects it",
        ),
        pytest.param(
            tree(all=(None, 0), prime=("all", 2), only=("prime", 40), next=("all", 60)),
            {"only"},
            id="two reached by the prime itself cannot be had by subtraction either",
        ),
    ],
)
def test_what_is_hidden(counts: list[Count[str]], not_published: set[str]) -> None:
    assert hidden(counts) == not_published


@st.composite
def trees(draw: st.DrawFn) -> list[Count[str]]:
    """Trees of up to six lines under a total, with small counts as often as not."""
    lines: dict[str, tuple[str | None, int]] = {"all": (None, 0)}
    for number in range(draw(st.integers(1, 6))):
        above = draw(st.sampled_from(sorted(lines)))
        lines[f"line {number}"] = (above, draw(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9])))
    return tree(**lines)


@given(trees())
@settings(max_examples=150, deadline=None)
def test_no_hidden_small_count_can_be_worked_out(counts: list[Count[str]]) -> None:
    """
    Tries every way in which the people could have been reached that agrees with what is published.

    The reader knows the tree, the published counts, which lines reached nobody, and that a hidden count
    is not nought. Every small count must come out with at least two values.
    """
    secret = hidden(counts)
    reached = [one for one in counts if one.direct]
    largest = max((one.total for one in counts if one.key not in secret), default=0)
    assume(largest <= 14 and len(reached) <= 4)
    above = {one.key: one.above for one in counts}
    possible: dict[str, set[int]] = defaultdict(set)
    for guess in product(range(1, max(largest, 6) + 1), repeat=len(reached)):
        totals: dict[str, int] = defaultdict(int)
        for one, people in zip(reached, guess, strict=True):
            key: str | None = one.key
            while key is not None:
                totals[key] += people
                key = above[key]
        if all(totals[one.key] == one.total for one in counts if one.key not in secret):
            for one in counts:
                possible[one.key].add(totals[one.key])
    for one in counts:
        if 0 < one.total < 5:
            assert one.key in secret
            assert len(possible[one.key]) > 1, f"{one.key} is known to be {one.total}"


@given(trees())
@settings(max_examples=200, deadline=None)
def test_counts_are_hidden_only_where_there_is_something_to_hide(counts: list[Count[str]]) -> None:
    if not any(0 < number < 5 for one in counts for number in (one.total, one.direct)):
        assert not hidden(counts)
