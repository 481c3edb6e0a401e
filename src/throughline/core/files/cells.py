"""What one field of a line holds: text, a day, money, a number; each refusal names the column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Literal, overload

from throughline.core.files.refusals import RowRefused
from throughline.core.money import Money, NotMoney
from throughline.core.references import NotAReference, read_reference
from throughline.core.text import TextNotUsable, clean_text

CellsOfRow = Mapping[str, Any]
_LARGEST: Final = 2**31 - 1
_MOST_OFFERED: Final = 24
_DEGREES: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")


class AsNumber(str):
    """A number with a fraction from a cell of a workbook, which keeps it in binary and not in pence."""


def text(row: CellsOfRow, column: str, *, limit: int, multiline: bool = False, optional: bool = False) -> str:
    """
    Give the text of a field, cleaned as everywhere (see `clean_text`); empty text where `optional`.

    :raises RowRefused: empty and not optional, over `limit` characters, not text, or not fit to keep
    """
    value = row.get(column)
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise RowRefused(f"{_named(column)} must be text, in quotation marks")
    try:
        cleaned = clean_text(value, limit=limit, multiline=multiline)
    except TextNotUsable as refusal:
        raise RowRefused(f"{_named(column)}: {_lowered(str(refusal))}") from refusal
    if not cleaned and not optional:
        raise RowRefused(f"{_named(column)} is empty. Fill it in")
    return cleaned


@overload
def day(row: CellsOfRow, column: str) -> date: ...
@overload
def day(row: CellsOfRow, column: str, *, optional: Literal[True]) -> date | None: ...
def day(row: CellsOfRow, column: str, *, optional: bool = False) -> date | None:
    """
    Give the day of a field, written 2017-05-03 or 03/05/2017.

    :raises RowRefused: it is not a day of the calendar, or is empty and not optional
    """
    written = text(row, column, limit=20, optional=optional)
    if not written:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
        if 1900 <= found.year <= 2199:
            return found
    raise RowRefused(f"{_named(column)} must be a real date like 2017-05-03 or 03/05/2017, not “{written}”")


@overload
def money(row: CellsOfRow, column: str) -> Money: ...
@overload
def money(row: CellsOfRow, column: str, *, optional: Literal[True]) -> Money | None: ...
def money(row: CellsOfRow, column: str, *, optional: bool = False) -> Money | None:
    """
    Give the amount of a field: pounds, or pounds with two digits of pence.

    :raises RowRefused: a bare JSON number, part pennies, an exponent, anything that is not an amount
    """
    value = row.get(column)
    if value is not None and not isinstance(value, str):
        raise RowRefused(f'{_named(column)} must be an amount in quotation marks, like "46.50"')
    if isinstance(value, AsNumber):
        raise RowRefused(
            f"{_named(column)} holds the number {value}, which a workbook does not keep to the penny. "
            "Format the column as text and write the amount again, like 46.50"
        )
    written = text(row, column, limit=60, optional=optional)
    if not written:
        return None
    try:
        return Money.parse(written)
    except NotMoney as refusal:
        raise RowRefused(f"{_named(column)}: {_lowered(str(refusal))}") from refusal


@overload
def whole_number(row: CellsOfRow, column: str) -> int: ...
@overload
def whole_number(row: CellsOfRow, column: str, *, optional: Literal[True]) -> int | None: ...
def whole_number(row: CellsOfRow, column: str, *, optional: bool = False) -> int | None:
    """
    Give the whole number of a field, from 0 to 2,147,483,647; JSON may write it bare.

    :raises RowRefused: anything else
    """
    value = row.get(column)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    written = text({column: value}, column, limit=20, optional=optional)
    if not written:
        return None
    if not (written.isascii() and written.isdigit()) or int(written) > _LARGEST:
        raise RowRefused(f"{_named(column)} must be a whole number like 12, not “{written}”")
    return int(written)


@overload
def degrees(row: CellsOfRow, column: str) -> float: ...
@overload
def degrees(row: CellsOfRow, column: str, *, optional: Literal[True]) -> float | None: ...
def degrees(row: CellsOfRow, column: str, *, optional: bool = False) -> float | None:
    """
    Give the degrees of a field, from -180 to 180, written 50.4759 or -3.53.

    :raises RowRefused: anything else, or empty and not optional
    """
    written = text(row, column, limit=30, optional=optional)
    if not written:
        return None
    if not _DEGREES.fullmatch(written) or abs(float(written)) > 180:
        raise RowRefused(f"{_named(column)} must be degrees like 50.4759 or -3.53, not “{written}”")
    return float(written)


def yes_no(row: CellsOfRow, column: str) -> bool:
    """
    Give yes or no: yes, no, y, n, true, false in any case, or JSON's own.

    :raises RowRefused: anything else
    """
    value = row.get(column)
    if isinstance(value, bool):
        return value
    written = text(row, column, limit=10).lower()
    if written in ("yes", "y", "true"):
        return True
    if written in ("no", "n", "false"):
        return False
    raise RowRefused(f"{_named(column)} must be yes or no, not “{written}”")


def code(row: CellsOfRow, column: str, codes: Mapping[str, str], *, optional: bool = False) -> str:
    """
    Give the code of a field, which may be written as the code or in its words, in any case.

    :raises RowRefused: neither is among `codes`, or it is empty and not optional
    """
    written = text(row, column, limit=200, optional=optional)
    return _code_of(column, written, codes) if written else ""


def codes_of(row: CellsOfRow, column: str, codes: Mapping[str, str]) -> tuple[str, ...]:
    """
    Give the codes of a field that lists several, with semicolons between; none when it is empty.

    They come in the order of `codes`, each once.

    :raises RowRefused: one of them is not among `codes`
    """
    found = {_code_of(column, one, codes) for one in listed(row, column)}
    return tuple(code for code in codes if code in found)


def listed(row: CellsOfRow, column: str, *, limit: int = 4000) -> tuple[str, ...]:
    """
    Give the parts of a field that lists several, with semicolons between, each once and in their order.

    :raises RowRefused: over `limit` characters, not text, or not fit to keep
    """
    written = text(row, column, limit=limit, optional=True)
    return tuple(dict.fromkeys(part.strip() for part in written.split(";") if part.strip()))


def reference(row: CellsOfRow, column: str, prefix: str) -> str:
    """
    Give the reference of a field as the records write it, however it was typed.

    :raises RowRefused: it cannot be a reference with this prefix
    """
    written = text(row, column, limit=60)
    try:
        return read_reference(written, prefix)
    except NotAReference as refusal:
        raise RowRefused(f"{_named(column)}: {_lowered(str(refusal))}") from refusal


def _code_of(column: str, written: str, codes: Mapping[str, str]) -> str:
    sought = written.casefold()
    for one, words in codes.items():
        if sought in (one.casefold(), words.casefold()):
            return one
    offered = ", ".join(codes) if len(codes) <= _MOST_OFFERED else "a code of its list"
    raise RowRefused(f"{_named(column)} must be {offered}, not “{written[:60]}”")


def _named(column: str) -> str:
    return f"Column “{column}”"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
