"""Release, licence and supervision after sentence of short custodial sentences (S231)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.people.rules.custody_dates import LONGEST_DAYS, NotAShortSentence, custody_dates

pytestmark = pytest.mark.asks("S231")
PASSED = date(2017, 5, 1)


@pytest.mark.parametrize(
    ("days", "released_on", "licence_last", "supervised_last"),
    [
        # Eight weeks: four in custody, four on licence, and supervised until a year after release.
        (56, date(2017, 5, 28), date(2017, 6, 25), date(2018, 5, 28)),
        # An odd number of days: the odd one is served.
        (7, date(2017, 5, 4), date(2017, 5, 7), date(2018, 5, 4)),
        (2, date(2017, 5, 1), date(2017, 5, 2), date(2018, 5, 1)),
        (364, date(2017, 10, 29), date(2018, 4, 29), date(2018, 10, 29)),
        # Eighteen months: nine on licence, three more after the sentence.
        (548, date(2018, 1, 29), date(2018, 10, 30), date(2019, 1, 29)),
    ],
)
def test_the_dates_of_a_sentence(
    days: int, released_on: date, licence_last: date, supervised_last: date
) -> None:
    found = custody_dates(PASSED, days)
    assert found.released_on == released_on
    assert found.licence is not None
    assert found.licence.last_day == licence_last
    assert found.after_sentence is not None
    assert found.after_sentence.last_day == supervised_last


def test_released_on_the_29th_of_february() -> None:
    found = custody_dates(date(2016, 2, 27), 6)
    assert found.released_on == date(2016, 2, 29)
    assert found.after_sentence is not None
    assert found.after_sentence.last_day == date(2017, 2, 28)


@pytest.mark.parametrize(
    ("remand_days", "released_on", "licence_last", "supervised_last"),
    [
        # Of eight weeks, one on remand: three are left, and everything comes a week sooner.
        (7, date(2017, 5, 21), date(2017, 6, 18), date(2018, 5, 21)),
        # All but a day of the half.
        (27, date(2017, 5, 1), date(2017, 5, 29), date(2018, 5, 1)),
        # The half, and more: released on the day of sentence, with less of it left on licence.
        (28, date(2017, 5, 1), date(2017, 5, 28), date(2018, 5, 1)),
        (40, date(2017, 5, 1), date(2017, 5, 16), date(2018, 5, 1)),
        (55, date(2017, 5, 1), date(2017, 5, 1), date(2018, 5, 1)),
        # The whole of it: no licence, supervision after sentence at once.
        (56, date(2017, 5, 1), None, date(2018, 5, 1)),
        (80, date(2017, 5, 1), None, date(2018, 5, 1)),
    ],
)
def test_remand_is_taken_off(
    remand_days: int, released_on: date, licence_last: date | None, supervised_last: date
) -> None:
    found = custody_dates(PASSED, 56, remand_days)
    assert found.released_on == released_on
    assert (found.licence.last_day if found.licence else None) == licence_last
    assert found.after_sentence is not None
    assert found.after_sentence.last_day == supervised_last


@pytest.mark.parametrize("days", [-1, 0, 1, LONGEST_DAYS, 4000])
def test_other_sentences_have_other_rules(days: int) -> None:
    with pytest.raises(NotAShortSentence):
        custody_dates(PASSED, days)


@given(
    st.dates(date(2015, 2, 1), date(2030, 1, 1)),
    st.integers(2, LONGEST_DAYS - 1),
    st.integers(0, LONGEST_DAYS),
)
def test_no_day_of_the_sentence_is_without_its_kind(passed_on: date, days: int, remand_days: int) -> None:
    found = custody_dates(passed_on, days, remand_days)
    assert found.in_custody.from_ == passed_on
    if found.licence is None:
        assert remand_days >= days
        return
    assert found.licence.to == passed_on + timedelta(days - remand_days)
    # Whoever is released is in custody and on licence on that day, and on no other.
    assert found.in_custody.last_day == found.licence.from_ == found.released_on
    if found.after_sentence is not None:
        assert found.after_sentence.from_ == found.licence.to
        assert found.after_sentence.last_day is not None
        assert 365 <= (found.after_sentence.last_day - found.released_on).days <= 366
