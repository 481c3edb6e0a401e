"""Fields for a date in three boxes and for a time of day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any, NamedTuple, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from throughline.core.time import london_day
from throughline.web import words
from throughline.web.forms.question import Asked, Question

BOXES = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class Typed(NamedTuple):
    """What stands in the three boxes."""

    day: str
    month: str
    year: str


class When(Enum):
    """Which days a date may be, compared with the day of the request."""

    ANY = ""
    PAST = "must be in the past"
    TODAY_OR_PAST = "must be today or in the past"
    TODAY_OR_FUTURE = "must be today or in the future"
    FUTURE = "must be in the future"

    def allows(self, day: date, today: date) -> bool:
        """Whether `day` may be given on the day `today`."""
        return {
            When.ANY: True,
            When.PAST: day < today,
            When.TODAY_OR_PAST: day <= today,
            When.TODAY_OR_FUTURE: day >= today,
            When.FUTURE: day > today,
        }[self]


class DateInThreeBoxes(forms.Widget):
    """Three boxes, posted as `<name>_day`, `<name>_month` and `<name>_year`."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Typed:
        """What was typed into each box."""
        day, month, year = (str(data.get(f"{name}_{box}", "") or "").strip() for box in BOXES)
        return Typed(day, month, year)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        """Whether none of the boxes was sent."""
        return not any(f"{name}_{box}" in data for box in BOXES)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box."""
        return f"{id_}_day"


class DateField(Question, forms.Field):
    """
    A date in three boxes. Cleaned: `date`, or None when optional and left empty.

    A month may be typed as a number, as `May` or as `may`. The years taken are 1900 to 2199.
    """

    widget = DateInThreeBoxes
    today: date | None = None

    def __init__(self, *, when: When = When.ANY, **asked: Unpack[Asked]) -> None:
        self.when = when
        super().__init__(**self.asking(asked))

    @property
    def needs_today(self) -> bool:
        """Whether the field compares with the day of the request."""
        return self.when is not When.ANY

    def prepare_value(self, value: Any) -> Typed:
        """What the boxes show: what was typed, or the initial date."""
        if isinstance(value, datetime):
            value = london_day(value)
        if isinstance(value, date):
            return Typed(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, Typed) else Typed("", "", "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes say another date than the initial one."""
        return bool(self.prepare_value(initial) != self.prepare_value(data))

    def clean(self, value: Any) -> date | None:
        """:raises ValidationError: with the boxes that are wrong in `params["boxes"]`"""
        typed = value if isinstance(value, Typed) else Typed("", "", "")
        missing = [box for box, text in zip(BOXES, typed, strict=True) if not text]
        if len(missing) == 3:
            if self.required:
                raise self._wrong(self.ask, BOXES, "required")
            return None
        if missing:
            raise self._wrong(f"{self.name} must include a {words.and_list(missing)}", missing, "incomplete")
        day = self._date(typed)
        if self.today is not None and not self.when.allows(day, self.today):
            raise self._wrong(f"{self.name} {self.when.value}", BOXES, "when")
        return day

    def _date(self, typed: Typed) -> date:
        unreal = f"{self.name} must be a real date"
        number = month_number(typed.month)
        wrong = [
            box
            for box, right in (
                ("day", bool(re.fullmatch(r"[0-9]{1,2}", typed.day)) and 1 <= int(typed.day) <= 31),
                ("month", number is not None),
                ("year", bool(re.fullmatch(r"[0-9]{1,4}", typed.year))),
            )
            if not right
        ]
        if wrong or number is None:
            raise self._wrong(unreal, wrong, "unreal")
        if len(typed.year) != 4:
            raise self._wrong(f"Year of {self.thing} must include 4 numbers, like 2019", ["year"], "year")
        if not 1900 <= int(typed.year) <= 2199:
            raise self._wrong(f"Year of {self.thing} must be between 1900 and 2199", ["year"], "year")
        try:
            return date(int(typed.year), number, int(typed.day))
        except ValueError:
            raise self._wrong(unreal, BOXES, "unreal") from None

    def _wrong(self, sentence: str, boxes: Any, code: str) -> ValidationError:
        return ValidationError(sentence.replace("%", "%%"), code=code, params={"boxes": tuple(boxes)})


def month_number(typed: str) -> int | None:
    """The month that `5`, `05`, `May` or `may` stands for; None when it stands for none."""
    if re.fullmatch(r"[0-9]{1,2}", typed):
        return int(typed) if 1 <= int(typed) <= 12 else None
    lowered = typed.casefold()
    for number, (short, full) in enumerate(zip(MONTHS, _FULL, strict=True), start=1):
        if lowered in (short, full) or (number == 9 and lowered == "sept"):
            return number
    return None


class TimeField(Question, forms.Field):
    """A time of day, typed as `2:15pm`, `2.15 pm`, `2pm`, `14:15` or `midday`. Cleaned: `time`."""

    widget = forms.TextInput

    def __init__(self, **asked: Unpack[Asked]) -> None:
        asked.setdefault("width", "5")
        asked.setdefault("hint", "For example, 9:30am or 14:15")
        super().__init__(**self.asking(asked))

    def prepare_value(self, value: Any) -> Any:
        """The time as pages write it, or what was typed."""
        return words.clock_time(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """:raises ValidationError: not a time of day"""
        typed = "" if value is None else str(value).strip().casefold().replace(" ", "")
        if not typed:
            return None
        if found := read_time(typed):
            return found
        raise self.refuse("must be a time of day, like 9:30am or 14:15", code="unreal")


def read_time(typed: str) -> time | None:
    """The time that `typed` (no spaces, no capitals) stands for; None when it stands for none."""
    if typed in ("midday", "noon", "12noon", "12midday"):
        return time(12)
    if typed in ("midnight", "12midnight"):
        return time(0)
    if found := re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?([ap])\.?m\.?", typed):
        hour, minute = int(found[1]), int(found[2] or 0)
        if 1 <= hour <= 12 and minute < 60:
            return time(hour % 12 + (12 if found[3] == "p" else 0), minute)
        return None
    if found := re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})", typed):
        hour, minute = int(found[1]), int(found[2])
        return time(hour, minute) if hour < 24 and minute < 60 else None
    return None
