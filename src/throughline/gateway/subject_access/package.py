"""The export as one file to hand over: a table for each section, everything as data, and what it is."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime

from throughline.core.files.formulas import safe_in_a_spreadsheet
from throughline.core.time import LONDON
from throughline.gateway.subject_access.gathering import Gathered
from throughline.gateway.subject_access.sections import NOT_EXPORTED
from throughline.people.models import Person


def package(person: Person, found: Sequence[Gathered], *, at: datetime) -> bytes:
    """A zip file: `read-me-first.txt`, a CSV file for each section that holds anything, `everything.json`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("read-me-first.txt", _explained(person, found, at))
        for number, one in enumerate(_filled(found), start=1):
            made.writestr(f"{number:02}-{_name_of(one)}.csv", _as_csv(one))
        made.writestr("everything.json", _as_json(person, found, at))
    return held.getvalue()


def left_out(found: Sequence[Gathered]) -> list[str]:
    """What is left out, in sentences: fields of the sections, and whole tables."""
    said = [
        f"{one.section.title}: {name.replace('_', ' ')}. {reason}."
        for one in found
        for name, reason in one.section.left_out.items()
    ]
    tables = ((str(model._meta.verbose_name), why) for model, why in NOT_EXPORTED.items())
    return [*said, *(f"{name.capitalize()}. {why}." for name, why in tables)]


def _filled(found: Sequence[Gathered]) -> list[Gathered]:
    return [one for one in found if one.rows]


def _explained(person: Person, found: Sequence[Gathered], at: datetime) -> str:
    filled = enumerate(_filled(found), start=1)
    lines = [
        f"What is held about {person.name}, as it stood on {at.astimezone(LONDON):%-d %B %Y at %H:%M}.",
        "",
        "Each table below is a file that any spreadsheet opens. everything.json holds all of it as data.",
        "",
        *(f"{number:02}  {one.section.title}: {len(one.rows)}" for number, one in filled),
        "",
        "Nothing is held under these headings:",
        ", ".join(one.section.title.lower() for one in found if not one.rows) or "none",
        "",
        "Left out, and why:",
        *left_out(found),
    ]
    return "\n".join(lines) + "\n"


def _as_csv(one: Gathered) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(one.headings)
    for row in one.rows:
        writer.writerow([_in_csv(value) for value in row])
    return text.getvalue()


def _in_csv(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return safe_in_a_spreadsheet(value) if isinstance(value, str) else value


def _as_json(person: Person, found: Sequence[Gathered], at: datetime) -> str:
    content = {
        "person": person.reference,
        "as_at": at.astimezone(LONDON).isoformat(timespec="seconds"),
        "sections": {
            one.section.title: [dict(zip(one.headings, row, strict=True)) for row in one.rows]
            for one in found
        },
        "left_out": left_out(found),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _name_of(one: Gathered) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in one.section.title.lower())
    return "-".join(words.split())
