"""What may be typed for a date and a time, and what is said otherwise."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.web import words
from throughline.web.forms import DateField, PageForm, TimeField, When

TODAY = date(2019, 5, 3)


class AppointmentForm(PageForm):
    held_on = DateField(
        thing="the date of the appointment", label="Date of the appointment", when=When.TODAY_OR_PAST
    )
    began_at = TimeField(thing="the time of the appointment", label="Time", required=False)
    next_on = DateField(thing="the next date", label="Next date", required=False, when=When.FUTURE)


def typed(day: str, month: str, year: str, **more: str) -> AppointmentForm:
    boxes = {"held_on_day": day, "held_on_month": month, "held_on_year": year}
    return AppointmentForm(boxes | more, today=TODAY)


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("3", "5", "2019"), TODAY),
        (("03", "05", "2019"), TODAY),
        ((" 3 ", "May", "2019"), TODAY),
        (("29", "february", "2016"), date(2016, 2, 29)),
        (("1", "SEPT", "2018"), date(2018, 9, 1)),
    ],
)
def test_a_date_as_people_type_it(boxes: tuple[str, str, str], day: date) -> None:
    form = typed(*boxes)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["held_on"] == day


@pytest.mark.parametrize(
    ("boxes", "sentence", "wrong"),
    [
        (("", "", ""), "Enter the date of the appointment", ("day", "month", "year")),
        (("3", "", "2019"), "Date of the appointment must include a month", ("month",)),
        (("", "", "2019"), "Date of the appointment must include a day and month", ("day", "month")),
        (("30", "2", "2019"), "Date of the appointment must be a real date", ("day", "month", "year")),
        (("32", "5", "2019"), "Date of the appointment must be a real date", ("day",)),
        (("3", "13", "2019"), "Date of the appointment must be a real date", ("month",)),
        (("3", "Mai", "2019"), "Date of the appointment must be a real date", ("month",)),
        (("x", "5", "y"), "Date of the appointment must be a real date", ("day", "year")),
        (("٣", "5", "2019"), "Date of the appointment must be a real date", ("day",)),
        (("3\x00", "5", "2019"), "Date of the appointment must be a real date", ("day",)),
        (
            ("3", "5", "19"),
            "Year of the date of the appointment must include 4 numbers, like 2019",
            ("year",),
        ),
        (("3", "5", "0219"), "Year of the date of the appointment must be between 1900 and 2199", ("year",)),
        (
            ("4", "5", "2019"),
            "Date of the appointment must be today or in the past",
            ("day", "month", "year"),
        ),
    ],
)
def test_a_date_that_is_refused(boxes: tuple[str, str, str], sentence: str, wrong: tuple[str, ...]) -> None:
    form = typed(*boxes)
    assert not form.is_valid()
    assert form.errors["held_on"] == [sentence]
    (error,) = form.errors["held_on"].as_data()
    assert error.params is not None
    assert error.params["boxes"] == wrong


@pytest.mark.parametrize(
    ("when", "yesterday", "today", "tomorrow"),
    [
        (When.ANY, True, True, True),
        (When.PAST, True, False, False),
        (When.TODAY_OR_PAST, True, True, False),
        (When.TODAY_OR_FUTURE, False, True, True),
        (When.FUTURE, False, False, True),
    ],
)
def test_which_days_a_date_may_be(when: When, yesterday: bool, today: bool, tomorrow: bool) -> None:
    allowed = [when.allows(date(2019, 5, day), TODAY) for day in (2, 3, 4)]
    assert allowed == [yesterday, today, tomorrow]


def test_a_form_that_compares_with_today_is_told_today() -> None:
    with pytest.raises(ValueError, match="held_on with today"):
        AppointmentForm({})


def test_a_date_left_empty_where_it_may_be() -> None:
    form = typed("3", "5", "2019")
    assert form.is_valid()
    assert form.cleaned_data["next_on"] is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_reads_back_as_itself(day: date) -> None:
    field = DateField(thing="the date", label="Date")
    assert field.clean(field.prepare_value(day)) == day


@pytest.mark.parametrize(
    ("text", "of_day"),
    [
        ("2:15pm", time(14, 15)),
        ("2.15 PM", time(14, 15)),
        ("2pm", time(14)),
        ("14:15", time(14, 15)),
        ("9:30 a.m.", time(9, 30)),
        ("12am", time(0)),
        ("12:30pm", time(12, 30)),
        ("midday", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_as_people_type_it(text: str, of_day: time) -> None:
    form = typed("3", "5", "2019", began_at=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["began_at"] == of_day


@pytest.mark.parametrize("text", ["2", "25:00", "13pm", "0am", "12:60", "half two", "2:5pm", "٢pm"])
def test_a_time_that_is_refused(text: str) -> None:
    form = typed("3", "5", "2019", began_at=text)
    assert form.errors["began_at"] == ["Time of the appointment must be a time of day, like 9:30am or 14:15"]


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_every_minute_reads_back_as_itself(of_day: time) -> None:
    assert TimeField(thing="the time").clean(words.clock_time(of_day)) == of_day
