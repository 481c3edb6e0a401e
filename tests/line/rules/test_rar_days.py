"""The rule of RAR days, as a table and as properties (D17)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.periods import Period
from throughline.line.rules.rar_days import Activity, RarOrder, count_rar_days

ORDER = RarOrder(15, Period(date(2017, 5, 2), date(2018, 5, 2)))
DAY = date(2017, 5, 16)


def planned(day: date = DAY, *, took_part: bool = True) -> Activity:
    return Activity(day, took_part, planned_as_rar_before=True)


def unplanned(day: date = DAY, *, accepted: bool = False) -> Activity:
    return Activity(day, took_part=True, planned_as_rar_before=False, accepted_afterwards=accepted)


NEXT = DAY + timedelta(days=1)


@pytest.mark.asks("S124", "S126")
@pytest.mark.parametrize(
    ("situation", "activities", "counted_as_planned", "retrospective"),
    [
        ("nothing done", [], 0, 0),
        ("one planned activity attended", [planned()], 1, 0),
        ("two activities on one day, at two providers", [planned(), planned()], 1, 0),
        ("two days", [planned(), planned(NEXT)], 2, 0),
        ("planned but did not come", [planned(took_part=False)], 0, 0),
        ("not planned beforehand, not decided", [unplanned()], 0, 0),
        ("not planned beforehand, accepted by the officer", [unplanned(accepted=True)], 0, 1),
        ("accepted on a day that counts anyway", [planned(), unplanned(accepted=True)], 1, 0),
        ("the first day of the order", [planned(date(2017, 5, 2))], 1, 0),
        ("the day before the order", [planned(date(2017, 5, 1))], 0, 0),
        ("the last day of the order", [planned(date(2018, 5, 1))], 1, 0),
        ("the day after the last", [planned(date(2018, 5, 2))], 0, 0),
        ("more days than ordered", [planned(DAY + timedelta(days=n)) for n in range(17)], 15, 0),
        (
            "planned days fill the order before accepted ones",
            [planned(DAY + timedelta(days=n)) for n in range(14)]
            + [unplanned(DAY + timedelta(days=20 + n), accepted=True) for n in range(3)],
            14,
            1,
        ),
    ],
)
def test_days_completed(
    situation: str, activities: list[Activity], counted_as_planned: int, retrospective: int
) -> None:
    count = count_rar_days(activities, ORDER)
    assert (count.planned, count.retrospective) == (counted_as_planned, retrospective)
    assert count.left == ORDER.days - count.completed


@pytest.mark.parametrize(
    ("coming", "still_planned", "without_a_plan"),
    [([], 0, 14), ([NEXT], 1, 13), ([NEXT, NEXT], 1, 13), ([DAY], 0, 14), ([date(2018, 5, 2)], 0, 14)],
)
def test_coming_days_are_planned_and_never_completed(
    coming: list[date], still_planned: int, without_a_plan: int
) -> None:
    count = count_rar_days([planned()], ORDER, coming=coming)
    assert (count.completed, count.still_planned, count.unplanned) == (1, still_planned, without_a_plan)


ACTIVITIES = st.lists(
    st.builds(
        Activity,
        day=st.dates(date(2017, 4, 20), date(2017, 6, 20)),
        took_part=st.booleans(),
        planned_as_rar_before=st.booleans(),
        accepted_afterwards=st.booleans(),
    ),
    max_size=60,
)
ORDERS = st.builds(
    RarOrder,
    days=st.integers(1, 60),
    dates=st.builds(Period, st.dates(date(2017, 4, 20), date(2017, 5, 20)), st.just(date(2017, 6, 10))),
)


@given(ACTIVITIES, ORDERS)
def test_the_count_agrees_with_a_naive_walk_through_the_days(
    activities: list[Activity], order: RarOrder
) -> None:
    kept, afterwards = 0, 0
    day = order.dates.from_
    while order.dates.to is not None and day < order.dates.to:
        today = [one for one in activities if one.day == day and one.took_part]
        if any(one.planned_as_rar_before for one in today):
            kept += 1
        elif any(one.accepted_afterwards for one in today):
            afterwards += 1
        day += timedelta(days=1)
    count = count_rar_days(activities, order)
    assert count.planned == min(kept, order.days)
    assert count.completed == min(kept + afterwards, order.days)


@given(ACTIVITIES, ORDERS)
def test_days_never_pass_the_order(activities: list[Activity], order: RarOrder) -> None:
    count = count_rar_days(activities, order)
    assert 0 <= count.completed <= order.days
    assert count.left >= 0


@given(ACTIVITIES.filter(bool), ORDERS, st.data())
def test_taking_an_activity_away_never_adds_a_day(
    activities: list[Activity], order: RarOrder, data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(activities) - 1))
    fewer = count_rar_days(activities[:gone] + activities[gone + 1 :], order)
    assert fewer.completed <= count_rar_days(activities, order).completed
