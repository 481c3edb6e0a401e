"""One row of a case system's file, read by its mapping: each refusal names their column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from throughline.core.files import RowRefused, cells
from throughline.core.files.rows import column_name
from throughline.core.files.sheets import unguarded
from throughline.core.references import NotAReference, read_reference
from throughline.core.time import LONDON
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.records import RECORDS


@dataclass(frozen=True)
class CaseRow:
    """A row as the file has it, asked for by the names of our fields."""

    mapping: CaseMapping
    cells: Mapping[str, Any]

    @property
    def cells_named(self) -> list[str]:
        """The cells of the columns that the mapping names, in their order."""
        return [str(self.cells.get(column_name(column)) or "") for column in self.mapping.columns]

    def has(self, name: str) -> bool:
        """Whether the mapping says where this field stands."""
        return name in self.mapping.fields

    def text(self, name: str, *, limit: int, optional: bool = False, multiline: bool = False) -> str:
        """
        Give our value of a field; empty where it is `optional` and empty or not mapped.

        :raises RowRefused: it is empty, too long, or nothing that the mapping knows
        """
        given = self.mapping.fields.get(name)
        if given is None:
            return ""
        if given.always:
            return given.always
        written = unguarded(cells.text(
            {given.column: self.cells.get(column_name(given.column))}, given.column, limit=limit,
            optional=optional, multiline=multiline,
        ))  # fmt: skip
        if written and given.before:
            if not written.startswith(given.before):
                raise RowRefused(
                    f"Column “{given.column}” must begin with {given.before}, and is “{written[:60]}”"
                )
            written = written.removeprefix(given.before)
        if not given.values:
            return written
        if written and written not in given.values:
            raise RowRefused(
                f"Column “{given.column}” holds “{written[:60]}”, which the mapping does not know: add it to "
                f"the values of {name}"
            )
        return given.values.get(written, "")

    def code(self, name: str, *, nothing: str = "") -> str:
        """
        Give our code of a field, or `nothing` where it is empty.

        :raises RowRefused: it is none of the codes
        """
        codes = RECORDS[self.mapping.record].column(name).codes
        written = self.text(name, limit=200, optional=True)
        if not written:
            return nothing
        return cells.code({self._column(name): written}, self._column(name), codes)

    def reference(self, name: str, prefix: str, *, optional: bool = False) -> str:
        """
        Give a reference of ours as the records write it.

        :raises RowRefused: it cannot be one
        """
        written = self.text(name, limit=100, optional=optional)
        if not written:
            return ""
        try:
            return read_reference(written, prefix)
        except NotAReference as refusal:
            raise RowRefused(
                f"Column “{self._column(name)}”: {str(refusal)[:1].lower()}{str(refusal)[1:]}"
            ) from refusal

    def day(self, name: str, *, optional: bool = False) -> date | None:
        """
        Give a day, written as the mapping says, or as a workbook holds it.

        :raises RowRefused: it is no day, or is empty and not `optional`
        """
        written = self.text(name, limit=40, optional=optional)
        if not written:
            return None
        for pattern in dict.fromkeys((self.mapping.dates, "%Y-%m-%d")):
            try:
                found = datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a day, not a moment
            except ValueError:
                continue
            if 1900 <= found.year <= 2199:
                return found
        example = date(2017, 5, 3).strftime(self.mapping.dates)
        raise RowRefused(f"Column “{self._column(name)}” must be a real date like {example}, not “{written}”")

    def needed_day(self, name: str) -> date:
        """
        Give a day that must be there.

        :raises RowRefused: it is empty, or no day
        """
        found = self.day(name)
        assert found is not None
        return found

    def moment(self, day: date, name: str, *, optional: bool = False) -> datetime | None:
        """
        Give the moment of a time of day, London time, on `day`.

        :raises RowRefused: it is no time of day, or is empty and not `optional`
        """
        written = self.text(name, limit=40, optional=optional)
        if not written:
            return None
        for pattern in dict.fromkeys((self.mapping.times, "%H:%M")):
            try:
                found = datetime.strptime(written, pattern).time()  # noqa: DTZ007 - of no day
            except ValueError:
                continue
            return datetime.combine(day, found, LONDON)
        example = time(9, 30).strftime(self.mapping.times)
        raise RowRefused(f"Column “{self._column(name)}” must be a time like {example}, not “{written}”")

    def level_of(self, need: str) -> str:
        """
        Give the level of a need by its score: `none`, `some` or `severe`; nothing where it was not assessed.

        :raises RowRefused: the score is no whole number
        """
        given = self.mapping.needs[need]
        row = {given.column: self.cells.get(column_name(given.column))}
        score = cells.whole_number(row, given.column, optional=True)
        if score is None:
            return ""
        return "severe" if score >= given.severe else "some" if score >= given.some else "none"

    def _column(self, name: str) -> str:
        given = self.mapping.fields.get(name)
        return given.column if given is not None and given.column else name
