"""How much of what a provider needs a referral says (S104)."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.line.rules.completeness import Said, completeness

NOTHING = Said(False, False, False, False, False, False, is_under_rar=False)
EVERYTHING = Said(True, True, True, True, True, True, is_under_rar=True)
pytestmark = pytest.mark.asks("S104")


@pytest.mark.parametrize(
    ("said", "score", "missing"),
    [
        (EVERYTHING, (6, 6), ()),
        (NOTHING, (0, 5), ("why they are referred", "what is to be achieved", "how complex it is", "by when",
                           "practical needs")),
        (replace(EVERYTHING, days_wanted=False), (5, 6), ("RAR days wanted",)),
        (replace(EVERYTHING, days_wanted=False, is_under_rar=False), (5, 5), ()),
        (replace(EVERYTHING, practical_needs=False), (5, 6), ("practical needs",)),
    ],
)  # fmt: skip
def test_each_part_counts_the_same(said: Said, score: tuple[int, int], missing: tuple[str, ...]) -> None:
    found = completeness(said)
    assert ((found.said, found.asked), found.missing) == (score, missing)
    assert found.is_whole is not bool(missing)


@given(st.builds(Said, *(st.booleans() for _ in fields(Said))))
def test_what_is_said_and_what_is_missing_add_up_to_what_is_asked(said: Said) -> None:
    found = completeness(said)
    assert found.said + len(found.missing) == found.asked == (6 if said.is_under_rar else 5)
