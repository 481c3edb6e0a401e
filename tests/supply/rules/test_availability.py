"""Whether a service takes referrals now: what the provider states, and what is taken (S63)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.supply.rules.availability import Opening, Wait, availability, measured
from throughline.vocabulary.delivery import Intake

PLAIN = {"intake": "open", "cap": None, "sent_this_month": 0, "places": None, "taken": 0}


@pytest.mark.asks("S63")
@pytest.mark.parametrize(
    ("stands", "opening", "line"),
    [
        pytest.param({}, Opening.OPEN, "Open to referrals", id="without limits"),
        pytest.param({"taken": 40}, Opening.OPEN, "Open to referrals", id="without limits, many taken"),
        pytest.param({"places": 12, "taken": 9}, Opening.OPEN, "3 of 12 places free", id="some places left"),
        pytest.param({"places": 12, "taken": 11}, Opening.OPEN, "1 of 12 places free", id="the last place"),
        pytest.param(
            {"places": 12, "taken": 12}, Opening.FULL, "Full: all 12 places are taken", id="no place left"
        ),
        pytest.param(
            {"places": 8, "taken": 12}, Opening.FULL, "Full: all 8 places are taken", id="places taken away"
        ),
        pytest.param(
            {"intake": "capped", "cap": 5, "sent_this_month": 3},
            Opening.CAPPED,
            "Takes 2 more this month",
            id="capped",
        ),
        pytest.param(
            {"intake": "capped", "cap": 5, "sent_this_month": 5},
            Opening.FULL,
            "Takes no more referrals this month",
            id="cap reached",
        ),
        pytest.param(
            {"intake": "capped", "cap": 5, "sent_this_month": 4, "places": 9, "taken": 2},
            Opening.CAPPED,
            "7 of 9 places free, takes 1 more this month",
            id="capped, with places",
        ),
        pytest.param(
            {"intake": "capped", "cap": 5, "places": 9, "taken": 9},
            Opening.FULL,
            "Full: all 9 places are taken",
            id="capped, no place left",
        ),
        pytest.param(
            {"intake": "closed", "places": 9}, Opening.CLOSED, "Closed to new referrals", id="closed"
        ),
    ],
)
def test_how_open_a_service_is(stands: dict[str, Any], opening: Opening, line: str) -> None:
    found = availability(**PLAIN | stands)
    assert (found.opening, found.line) == (opening, line)
    assert found.takes_referrals == (opening in (Opening.OPEN, Opening.CAPPED))


COUNTS = st.integers(0, 30)


@given(st.sampled_from(Intake), COUNTS, COUNTS, st.none() | COUNTS, COUNTS)
def test_one_more_referral_never_opens_a_service(
    intake: str, cap: int, sent: int, places: int | None, taken: int
) -> None:
    def then(more: int) -> Opening:
        return availability(
            intake=intake, cap=cap, sent_this_month=sent + more, places=places, taken=taken + more
        ).opening

    assert then(1) >= then(0)
    assert then(1).rank >= then(0).rank


@pytest.mark.parametrize(
    ("wait", "days"),
    [(Wait(), None), (Wait(usual=8, over=20), 8), (Wait(stated=5), 5), (Wait(stated=0, usual=8), 0)],
)
def test_what_is_stated_goes_before_what_was_measured(wait: Wait, days: int | None) -> None:
    assert wait.days == days


@pytest.mark.parametrize(("over", "told"), [(4, None), (5, 8)])
def test_a_wait_measured_over_few_is_not_told(over: int, told: int | None) -> None:
    assert measured(8, over) == told
