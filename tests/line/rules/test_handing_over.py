"""The rule by which an open referral follows its service to another provider, as a table (S232)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.line.rules.handing_over import Becomes, becomes
from throughline.line.states import OVER, ReferralState

RULE = [
    ("draft", Becomes.DRAFT_FOLLOWS),
    ("sent", Becomes.DECIDED_ANEW),
    ("queried", Becomes.DECIDED_ANEW),
    ("accepted", Becomes.STAYS_ACCEPTED),
    ("allocated", Becomes.STAYS_ACCEPTED),
    ("started", Becomes.STAYS_BEGUN),
    ("completed", Becomes.OVER),
    ("ended_early", Becomes.OVER),
    ("declined", Becomes.OVER),
    ("withdrawn", Becomes.OVER),
]


@pytest.mark.asks("S232")
@pytest.mark.parametrize(("state", "into"), RULE)
def test_what_becomes_of_a_referral_by_where_it_stands(state: str, into: Becomes) -> None:
    assert becomes(state, has_attendance=False, kept_from_them=False) == into


def test_every_state_has_its_rule() -> None:
    assert {state for state, _ in RULE} == set(ReferralState)


@pytest.mark.asks("S232")
@given(st.sampled_from(ReferralState), st.booleans(), st.booleans())
def test_nothing_goes_over_that_is_over_begun_or_kept_from_them(
    state: ReferralState, begun: bool, kept: bool
) -> None:
    into = becomes(state, has_attendance=begun, kept_from_them=kept)
    if state in OVER:
        assert into == Becomes.OVER
    elif begun or state == ReferralState.STARTED:
        assert into == Becomes.STAYS_BEGUN
    else:
        assert into.moves is not kept
