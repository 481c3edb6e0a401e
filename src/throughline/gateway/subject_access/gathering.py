"""Gathering everything that is held about one person, section by section, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.core.access.actor import as_system
from throughline.core.models import Reading, User
from throughline.core.periods import Period
from throughline.core.time import LONDON
from throughline.gateway.subject_access.section import Section
from throughline.gateway.subject_access.sections import READINGS, SECTIONS
from throughline.people.models import Person

Value = str | int | bool | list[Any] | dict[str, Any] | None


@dataclass(frozen=True)
class Gathered:
    """One section as it stands for one person: a row for each record, a value for each column."""

    section: Section
    rows: Sequence[Sequence[Value]]

    @property
    def headings(self) -> list[str]:
        """What each column holds."""
        return list(self.section.columns.values())


def gather(person: Person) -> list[Gathered]:
    """
    Every section for one person, with those that hold nothing.

    Reads with the system's rights, for much of it is not even for their officer: whoever asks must be in
    charge of the person, which is for the caller to see to.
    """
    with as_system():
        found = [Gathered(section, list(_rows(section, person))) for section in SECTIONS]
        readings = Reading.objects.filter(subject=person._meta.label_lower, subject_id=person.pk)
        found.append(Gathered(READINGS, [_row(READINGS, one) for one in readings.select_related("by")]))
    return found


def _rows(section: Section, person: Person) -> Iterator[list[Value]]:
    related = [name for name in section.columns if section.model._meta.get_field(name).is_relation]
    records = section.model._default_manager.filter(**{section.person: person.pk})
    for record in records.select_related(*related).order_by("pk"):
        yield _row(section, record)


def _row(section: Section, record: models.Model) -> list[Value]:
    return [_value(record, name) for name in section.columns]


def _value(record: models.Model, name: str) -> Value:
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return ", ".join(str(labels.get(one, one)) for one in value)
    if getattr(field, "choices", None):
        return str(getattr(record, f"get_{name}_display")())
    return _in_words(value)


def _in_words(value: Any) -> Value:
    match value:
        case None | bool() | int() | dict():
            return value
        case User():
            return value.full_name
        case datetime():
            return value.astimezone(LONDON).isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case Period():
            last = value.last_day
            return f"{value.from_} to {last}" if last else f"from {value.from_}"
        case _:
            return str(value)
