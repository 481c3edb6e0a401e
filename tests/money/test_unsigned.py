"""Days delivered before an agreement was signed (D7, S23)."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories as make
from throughline.core.access.actor import SYSTEM
from throughline.core.periods import Period
from throughline.money.queries.unsigned import delivered_unsigned

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "signed_on", "on", "days"),
    [
        pytest.param(date(2017, 2, 1), date(2018, 8, 1), date(2019, 1, 1), 546, id="signed the next year"),
        pytest.param(date(2016, 2, 1), date(2017, 8, 1), date(2019, 1, 1), 547, id="across a leap day"),
        pytest.param(date(2017, 2, 1), None, date(2017, 2, 11), 10, id="not signed yet"),
        pytest.param(date(2017, 2, 1), None, date(2017, 2, 1), 0, id="delivered for the first time today"),
        pytest.param(date(2017, 2, 1), date(2017, 2, 1), date(2019, 1, 1), None, id="signed that day"),
        pytest.param(date(2017, 2, 1), date(2017, 1, 31), date(2019, 1, 1), None, id="signed the day before"),
    ],
)
def test_days_delivered_unsigned(first: date, signed_on: date | None, on: date, days: int | None) -> None:
    agreement = make.AgreementFactory(
        signed_on=signed_on,
        state="signed" if signed_on else "negotiating",
        during=Period(date(2015, 1, 1), None),
    )
    for day in (first, date(2018, 12, 1)):
        make.LedgerEntryFactory(
            scheme=agreement.scheme,
            payer=agreement.payer,
            provider=agreement.provider,
            agreement=agreement,
            happened_on=day,
            debit=make.AccountFactory(scheme=agreement.scheme, kind="cost", payer=agreement.payer),
            credit=make.AccountFactory(scheme=agreement.scheme, kind="owed", payer=agreement.payer),
        )
    found = delivered_unsigned([agreement], SYSTEM, on=on)
    assert [one.days for one in found] == ([] if days is None else [days])


def test_nothing_is_said_of_an_agreement_that_nobody_delivers_under() -> None:
    agreement = make.AgreementFactory(signed_on=None, state="negotiating")
    assert delivered_unsigned([agreement], SYSTEM, on=date(2019, 1, 1)) == []
