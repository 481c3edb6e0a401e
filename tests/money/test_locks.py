"""What can run out, or be entered twice, is locked before it is read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.money.chains import PricedChain, accept, deliver

pytestmark = pytest.mark.django_db


def place_of(asked: CaptureQueriesContext, *parts: str) -> int:
    """The place of the first query that holds every part."""
    return next(at for at, one in enumerate(asked) if all(part in one["sql"] for part in parts))


def test_the_budget_is_locked_before_what_is_left_of_it_is_read() -> None:
    chain = PricedChain(prices=("100",))
    chain.budget()
    referral = chain.refer()
    with CaptureQueriesContext(connection) as asked:
        accept(referral)
    locked = place_of(asked, 'FROM "money_budget"', "FOR UPDATE")
    assert locked < place_of(asked, "sum(greatest(c.amount, a.accrued))")


def test_the_referral_is_locked_before_its_records_are_read() -> None:
    referral = PricedChain(prices=("100",)).refer()
    with CaptureQueriesContext(connection) as asked:
        deliver(referral)
    locked = place_of(asked, 'FROM "line_referral"', "FOR NO KEY UPDATE")
    assert locked < place_of(asked, 'SELECT "line_attendance"."id"')
    assert locked < place_of(asked, 'FROM "money_ledgerentry"')
