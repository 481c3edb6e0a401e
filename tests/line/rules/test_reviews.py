"""Which referrals a review considers, when the next is, and the share of feedback that was used (S115)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from throughline.line.rules.reviews import Considered, day_by_rule, is_considered

SINCE = datetime(2017, 6, 1, 9, 0, tzinfo=UTC)
BEFORE = datetime(2017, 6, 1, 8, 59, tzinfo=UTC)


@pytest.mark.asks("S115")
@pytest.mark.parametrize(
    ("state", "ended_at", "considered"),
    [
        pytest.param("draft", None, False, id="a draft, of which no provider knows"),
        pytest.param("sent", None, False, id="sent, and not taken on yet"),
        pytest.param("queried", None, False, id="more information asked"),
        pytest.param("accepted", None, True, id="taken on"),
        pytest.param("allocated", None, True, id="with a worker"),
        pytest.param("started", None, True, id="under way"),
        pytest.param("completed", SINCE, True, id="completed at the very moment of the last review"),
        pytest.param("completed", BEFORE, False, id="completed a minute before it"),
        pytest.param("ended_early", SINCE, True, id="ended early since"),
        pytest.param("declined", SINCE, False, id="declined"),
        pytest.param("withdrawn", SINCE, False, id="withdrawn before work started"),
    ],
)
def test_which_referrals_are_considered(state: str, ended_at: datetime | None, considered: bool) -> None:
    assert is_considered(state, ended_at, SINCE) is considered


def test_the_next_review_by_rule() -> None:
    assert day_by_rule(date(2017, 6, 1), 112) == date(2017, 9, 21)
    assert day_by_rule(date(2017, 6, 1), None) is None


@pytest.mark.asks("S115")
@pytest.mark.parametrize(
    ("used", "not_relevant", "missing", "share"),
    [(0, 0, 0, None), (11, 0, 7, 61), (1, 0, 1, 50), (1, 1, 6, 13), (0, 3, 0, 0), (5, 0, 0, 100)],
)
def test_the_share_used_has_every_provider_in_its_denominator(
    used: int, not_relevant: int, missing: int, share: int | None
) -> None:
    found = Considered(reviews=1, used=used, not_relevant=not_relevant, missing=missing)
    assert found.share_used == share
    assert (found + found).share_used == share
