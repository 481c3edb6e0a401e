"""How long people waited, in figures a manager can check by hand (S110)."""

from __future__ import annotations

from datetime import date

import pytest

from throughline.line.rules.waits import Wait, Waits, count_waits

MON, TUE, WED, THU, FRI = (date(2017, 6, day) for day in (5, 6, 7, 8, 9))
NOTHING = Waits(done=0, median_days=None, measured=0, in_time=0, waiting=0, overdue=0)


@pytest.mark.asks("S110")
@pytest.mark.parametrize(
    ("waits", "wanted"),
    [
        pytest.param([], NOTHING, id="nobody waited"),
        pytest.param([Wait(MON, TUE, WED)], Waits(1, 1, 1, 1, 0, 0), id="went on in time"),
        pytest.param([Wait(MON, WED, WED)], Waits(1, 2, 1, 1, 0, 0), id="on the last day is in time"),
        pytest.param([Wait(MON, THU, WED)], Waits(1, 3, 1, 0, 0, 0), id="a day after it is late"),
        pytest.param([Wait(MON, THU, None)], Waits(1, 3, 0, 0, 0, 0), id="nothing agreed, nothing measured"),
        pytest.param([Wait(MON, None, THU)], Waits(0, None, 0, 0, 1, 0), id="waits, and may until today"),
        pytest.param([Wait(MON, None, WED)], Waits(0, None, 0, 0, 1, 1), id="waits too long"),
        pytest.param(
            [Wait(MON, MON, FRI, 3), Wait(MON, FRI, FRI, 2)], Waits(5, 0, 5, 5, 0, 0), id="most at once"
        ),
        pytest.param(
            [Wait(MON, MON, FRI, 2), Wait(MON, FRI, FRI, 2)], Waits(4, 0, 4, 4, 0, 0), id="the lower half"
        ),
    ],
)  # fmt: skip
def test_waits_are_counted(waits: list[Wait], wanted: Waits) -> None:
    assert count_waits(waits, on=THU) == wanted
