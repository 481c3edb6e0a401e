"""How pages write money, days, moments and counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from throughline.core.money import Money
from throughline.web import words


@pytest.mark.parametrize(
    ("amount", "written"),
    [("1234.50", "£1,234.50"), ("0.05", "£0.05"), ("-12.00", "-£12.00")],
)
def test_money_in_pounds_and_pence(amount: str, written: str) -> None:
    assert words.money(Money(amount)) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        pytest.param(datetime(2019, 5, 3, 13, 15, tzinfo=UTC), "3 May 2019 at 2:15pm", id="summer time"),
        pytest.param(datetime(2019, 1, 3, 14, 15, tzinfo=UTC), "3 January 2019 at 2:15pm", id="winter time"),
        pytest.param(
            datetime(2019, 5, 3, 23, 0, tzinfo=UTC), "4 May 2019 at midnight", id="the next day in London"
        ),
        pytest.param(datetime(2019, 5, 3, 11, 0, tzinfo=UTC), "3 May 2019 at midday", id="midday"),
    ],
)
def test_moments_as_they_were_in_london(moment: datetime, written: str) -> None:
    assert words.moment(moment) == written


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        words.moment(datetime(2019, 5, 3))  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        words.day(datetime(2019, 5, 3))  # noqa: DTZ001


def test_days() -> None:
    assert words.day(date(2019, 5, 3)) == "3 May 2019"
    assert words.short_day(date(2019, 5, 3)) == "3 May"
    assert words.day(datetime(2019, 5, 3, 23, 30, tzinfo=UTC)) == "4 May 2019"


@pytest.mark.parametrize(
    ("of_day", "written"),
    [
        (time(9), "9am"),
        (time(9, 5), "9:05am"),
        (time(0, 30), "12:30am"),
        (time(12, 30), "12:30pm"),
        (time(23, 59), "11:59pm"),
    ],
)
def test_times_of_day(of_day: time, written: str) -> None:
    assert words.clock_time(of_day) == written


@pytest.mark.parametrize(
    ("count", "nouns", "written"),
    [
        (1, ("day",), "1 day"),
        (0, ("day",), "0 days"),
        (1204, ("day",), "1,204 days"),
        (2, ("person", "people"), "2 people"),
    ],
)
def test_counts_with_their_noun(count: int, nouns: tuple[str, ...], written: str) -> None:
    assert words.plural(count, *nouns) == written


@pytest.mark.parametrize(
    ("parts", "written"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_lists_in_a_sentence(parts: list[str], written: str) -> None:
    assert words.and_list(parts) == written


@pytest.mark.parametrize(
    ("service", "by", "held"),
    [
        pytest.param(
            "Debt advice",
            "Debt advice, Gorseholt Bridge",
            "Debt advice with Amy Walsh, Gorseholt Bridge",
            id="a name of its own",
        ),
        pytest.param(
            "Debt advice, Gorseholt bridge",
            "Debt advice, Gorseholt bridge",
            "Debt advice, Gorseholt bridge with Amy Walsh",
            id="named after its provider",
        ),
        pytest.param("Gorseholt Bridge", "Gorseholt Bridge", "Gorseholt Bridge with Amy Walsh", id="alone"),
        pytest.param(
            "Gorseholt Bridge debt advice",
            "Gorseholt Bridge debt advice, Gorseholt Bridge",
            "Gorseholt Bridge debt advice with Amy Walsh, Gorseholt Bridge",
            id="named before",
        ),
    ],
)
def test_a_provider_is_named_once(service: str, by: str, held: str) -> None:
    assert words.service_by(service, "Gorseholt Bridge") == by
    assert words.service_with(service, "Amy Walsh", "Gorseholt Bridge") == held
