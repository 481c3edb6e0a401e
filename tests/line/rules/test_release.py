"""What moves with a day of release: the table of docs/rules/custody.md (S222)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.line.rules.release import Follows, Hanging, follow_release
from throughline.vocabulary.custody import WhyLeft

pytestmark = pytest.mark.asks("S222")
TODAY = date(2018, 1, 2)
BEFORE = date(2018, 2, 10)
RELEASE = date(2018, 3, 3)
"""Three weeks later than before."""
ELEVEN = (time(11), time(12))


def thing(day: date = date(2018, 2, 14), days_after: int | None = 4, **more: Any) -> Hanging:
    given: dict[str, Any] = {"number": 1, "hour": ELEVEN} | more
    return Hanging(day=day, days_after=days_after, **given)


@pytest.mark.parametrize(
    ("what", "release", "to", "why"),
    [
        pytest.param(thing(), RELEASE, date(2018, 3, 7), None, id="four days after, three weeks later"),
        pytest.param(thing(), BEFORE - timedelta(7), date(2018, 2, 7), None, id="a week sooner"),
        pytest.param(thing(day=BEFORE, days_after=0), RELEASE, RELEASE, None, id="on the day of release"),
        pytest.param(thing(hour=None), RELEASE, date(2018, 3, 7), None, id="work of the plan"),
        pytest.param(thing(is_held=True), RELEASE, None, WhyLeft.HELD, id="held"),
        pytest.param(
            thing(date(2018, 2, 1), None, in_prison=True), RELEASE, None, WhyLeft.PRISON, id="in the prison"
        ),
        pytest.param(
            thing(date(2018, 2, 1), None, in_prison=True),
            date(2018, 2, 1),
            None,
            WhyLeft.OUT_BY_THEN,
            id="in the prison, and out that day",
        ),
        pytest.param(thing(), None, None, WhyLeft.NOT_KNOWN, id="not known any more"),
        pytest.param(thing(), date(2017, 12, 28), None, WhyLeft.PASSED, id="on a day gone by"),
        pytest.param(
            thing(last_day=date(2018, 3, 7)),
            RELEASE,
            date(2018, 3, 7),
            None,
            id="on the last of the sentence",
        ),
        pytest.param(
            thing(last_day=date(2018, 3, 6)), RELEASE, None, WhyLeft.AFTER_SENTENCE, id="after the sentence"
        ),
        pytest.param(
            thing(date(2018, 2, 20), None), RELEASE, None, WhyLeft.INSIDE, id="booked before, and now inside"
        ),
    ],
)
def test_what_becomes_of_one_thing(
    what: Hanging, release: date | None, to: date | None, why: WhyLeft | None
) -> None:
    (found,) = follow_release([what], release=release, today=TODAY)
    assert found == Follows(what, to or what.day, why)


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(thing(day=date(2018, 3, 7)), id="where it is planned to be"),
        pytest.param(thing(date(2018, 3, 3), None), id="booked before, for the day of release"),
        pytest.param(thing(date(2018, 1, 1), None, is_held=True), id="held inside long before"),
    ],
)
def test_nothing_is_said_of_what_release_does_not_concern(what: Hanging) -> None:
    assert follow_release([what], release=RELEASE, today=TODAY) == []


@pytest.mark.parametrize(
    ("begins", "clashes"),
    [
        (datetime(2018, 3, 7, 10, 30, tzinfo=UTC), True),
        (datetime(2018, 3, 7, 11, 30, tzinfo=UTC), True),
        (datetime(2018, 3, 7, 10, 0, tzinfo=UTC), False),
        (datetime(2018, 3, 7, 12, 0, tzinfo=UTC), False),
        (datetime(2018, 3, 8, 11, 0, tzinfo=UTC), False),
    ],
)
def test_left_where_another_stands_at_its_new_hour(begins: datetime, clashes: bool) -> None:
    others = [(begins, begins + timedelta(hours=1))]
    (found,) = follow_release([thing()], release=RELEASE, today=TODAY, others=others)
    assert found.why_left == (WhyLeft.CLASH if clashes else None)


def test_left_where_something_stands_that_release_does_not_concern() -> None:
    there = thing(date(2018, 3, 7), None, number=2)
    (found,) = follow_release([thing(), there], release=RELEASE, today=TODAY)
    assert (found.thing.number, found.why_left) == (1, WhyLeft.CLASH)


def test_what_is_left_may_stand_in_the_way_of_another() -> None:
    """A week later each would go where the next stands: the last cannot, so none of them can."""
    week = timedelta(7)
    first = thing(date(2018, 2, 14), 4, number=1)
    second = thing(date(2018, 2, 21), 11, number=2)
    others = [(datetime(2018, 2, 28, 11, tzinfo=UTC), datetime(2018, 2, 28, 12, tzinfo=UTC))]
    found = follow_release([first, second], release=BEFORE + week, today=TODAY, others=others)
    assert [one.why_left for one in found] == [WhyLeft.CLASH, WhyLeft.CLASH]
    assert all(one.moves for one in follow_release([first, second], release=BEFORE + week, today=TODAY))


def test_an_hour_stays_the_same_by_the_clock_when_the_clocks_go_forward() -> None:
    # 25 March 2018: eleven in London is ten in universal time from then on.
    others = [(datetime(2018, 4, 4, 10, 30, tzinfo=UTC), datetime(2018, 4, 4, 11, tzinfo=UTC))]
    (found,) = follow_release([thing()], release=date(2018, 3, 31), today=TODAY, others=others)
    assert found.why_left == WhyLeft.CLASH


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(8, 18)), max_size=8, unique=True),
    st.integers(-20, 90),
    st.lists(st.tuples(st.integers(0, 120), st.integers(8, 18)), max_size=8),
    st.integers(0, 200),
)
def test_moving_the_day_back_undoes_it_all(
    planned: list[tuple[int, int]], later: int, taken: list[tuple[int, int]], lasts: int
) -> None:
    last_day = BEFORE + timedelta(lasts)
    things = [
        Hanging(number, BEFORE + timedelta(after), after, (time(hour), time(hour + 1)), last_day=last_day)
        for number, (after, hour) in enumerate(planned)
        if after <= lasts
    ]
    held = {(one.day, one.hour[0].hour) for one in things if one.hour}
    free = [(BEFORE + timedelta(days), hour) for days, hour in taken]
    others = [
        (
            datetime(d.year, d.month, d.day, hour, tzinfo=UTC),
            datetime(d.year, d.month, d.day, hour + 1, tzinfo=UTC),
        )
        for d, hour in free
        if not {(d, hour), (d, hour + 1), (d, hour - 1)} & held
    ]
    there = {
        one.thing.number: one
        for one in follow_release(things, release=BEFORE + timedelta(later), today=TODAY, others=others)
    }
    moved = [
        Hanging(
            one.number,
            there[one.number].to if one.number in there else one.day,
            one.days_after,
            one.hour,
            last_day=last_day,
        )
        for one in things
    ]
    back = {
        one.thing.number: one.to for one in follow_release(moved, release=BEFORE, today=TODAY, others=others)
    }
    assert all(back.get(now.number, now.day) == was.day for was, now in zip(things, moved, strict=True))
