"""
A mapping file: how the columns of a case system's file are our records, and how it is written (S123).

It is TOML. What is wrong in one is said by line and field, all of it at once.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from throughline.core.refusals import Refusal
from throughline.gateway.exchange.records import RECORDS, TIMES
from throughline.vocabulary.needs import Need

NUMBER: Final = "{number}"
_HEADER: Final = re.compile(r"\s*\[\s*([^\]]+?)\s*\]")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")
_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)


class MappingRefused(Refusal):
    """A mapping file cannot be used; each line of the sentence says where it breaks and why."""

    field = "mapping"


def _as_table(given: Any) -> Any:
    return {"column": given} if isinstance(given, str) else given


class FieldMapping(BaseModel):
    """
    Where one field of ours stands in the other system's file.

    `before` is what stands before our value there; `values` gives our codes by theirs; `always` is our value
    for every row, where the file has no column for it.
    """

    model_config = _STRICT

    column: str = ""
    always: str = ""
    before: str = ""
    values: dict[str, str] = {}


class NeedMapping(BaseModel):
    """The column with the score of a need, and the scores from which on it is a need and a severe one."""

    model_config = _STRICT

    column: str
    some: int
    severe: int


Given = Annotated[FieldMapping, BeforeValidator(_as_table)]


class CaseMapping(BaseModel):
    """
    One kind of file of one case system.

    `numbered` is how the name of a file says its number, where files follow one another: `nsi-{number}.csv`.
    """

    model_config = _STRICT

    system: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,38}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    record: Literal["nsi", "contact", "assessment"]
    encoding: str = "utf-8"
    delimiter: str = ","
    dates: str = "%Y-%m-%d"
    times: str = "%H:%M"
    numbered: str = ""
    fields: dict[str, Given]
    needs: dict[str, NeedMapping] = {}

    @property
    def columns(self) -> list[str]:
        """The headings of the file, each once, in the order of the mapping."""
        named = [one.column for one in self.fields.values() if one.column]
        return list(dict.fromkeys([*named, *(one.column for one in self.needs.values())]))

    def number_of(self, name: str) -> int | None:
        """
        The number that the name of a file says; nothing where files have none.

        :raises MappingRefused: files are numbered, and the name of this one says no number
        """
        if not self.numbered:
            return None
        before, _, after = self.numbered.partition(NUMBER)
        found = re.fullmatch(f"{re.escape(before)}([0-9]{{1,9}}){re.escape(after)}", name)
        if found is None or int(found[1]) == 0:
            refusal = MappingRefused(
                f"The name {name} says no number: files of {self.title} are named like "
                f"{self.numbered.replace(NUMBER, '1')}"
            )
            refusal.field = "file"
            raise refusal
        return int(found[1])


def read_mapping(content: bytes) -> CaseMapping:
    """
    Read a mapping file.

    :raises MappingRefused: it is not TOML, or something in it is not known here or contradicts itself
    """
    try:
        text = content.decode("utf-8-sig")
        found = CaseMapping.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as fault:
        raise MappingRefused("The mapping is not written in UTF-8. Save it as UTF-8") from fault
    except tomllib.TOMLDecodeError as fault:
        raise MappingRefused(f"The mapping cannot be read as TOML: {fault}") from fault
    except ValidationError as fault:
        told = [(tuple(map(str, one["loc"])), _sentence(one)) for one in fault.errors()]
        raise MappingRefused(_all_said(text, told)) from fault
    if told := list(_contradictions(found)):
        raise MappingRefused(_all_said(text, told))
    return found


Told = tuple[tuple[str, ...], str]
"""Where in the mapping, and what is wrong there."""


def _contradictions(mapping: CaseMapping) -> Iterator[Told]:
    yield from _wrongly_written(mapping)
    sheet = RECORDS[mapping.record]
    for name, given in mapping.fields.items():
        place = ("fields", name)
        if name not in sheet.heading:
            yield place, f"not known for {mapping.record}. Known are {', '.join(sheet.heading)}"
            continue
        if not given.column and not given.always:
            yield place, "says neither a column nor what it always is"
        codes = sheet.column(name).codes
        for theirs, ours in given.values.items():
            if codes and ours and ours not in codes:
                yield (*place, "values", theirs), f"must be one of {', '.join(codes)}, not “{ours}”"
        if given.always and codes and given.always not in codes:
            yield (*place, "always"), f"must be one of {', '.join(codes)}, not “{given.always}”"
    for column in sheet.columns:
        if column.needed and column.name not in mapping.fields:
            yield ("fields",), f"has no “{column.name}”: {column.means}. Add it"
    yield from _needs(mapping)


def _wrongly_written(mapping: CaseMapping) -> Iterator[Told]:
    try:
        codecs.lookup(mapping.encoding)
    except LookupError:
        yield ("encoding",), f"“{mapping.encoding}” is no encoding. Write utf-8 or cp1252, for example"
    if len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n':
        yield ("delimiter",), "must be one character, like ; or \\t"
    moment = datetime(2017, 12, 31, 23, 59)  # noqa: DTZ001 - of no place, to see whether it can be read back
    for name, wanted in (("dates", moment.date()), ("times", moment.time())):
        pattern = getattr(mapping, name)
        try:
            read = datetime.strptime(moment.strftime(pattern), pattern)  # noqa: DTZ007
        except ValueError:
            read = None
        if read is None or wanted not in (read.date(), read.time()):
            shown = "%d/%m/%Y" if name == "dates" else "%H:%M"
            whole = "day" if name == "dates" else "time"
            yield (name,), f"“{pattern}” does not say a whole {whole}, as {shown} does"
    if mapping.numbered and mapping.numbered.count(NUMBER) != 1:
        yield ("numbered",), f"must have {NUMBER} in it once, as in nsi-{NUMBER}.csv"


def _needs(mapping: CaseMapping) -> Iterator[Told]:
    if mapping.record == "assessment" and not mapping.needs:
        yield ("needs",), "is missing. Say which column has the score of each need"
    if mapping.record != "assessment" and mapping.needs:
        yield ("needs",), "is for assessments only. Take it out"
    for name, given in mapping.needs.items():
        if name not in Need.values:
            yield ("needs", name), f"not a need. Needs are {', '.join(Need.values)}"
        if not 0 < given.some <= given.severe:
            yield ("needs", name), "some must be 1 or more, and severe no less than that"


def _sentence(error: Any) -> str:
    if error["type"] == "missing":
        return "is missing. Add it"
    if error["type"] == "extra_forbidden":
        return "is not known here. Check its name, or take it out"
    said = str(error["msg"])
    return said[:1].lower() + said[1:]


def _all_said(text: str, told: Sequence[Told]) -> str:
    said = []
    for place, sentence in told:
        line = _line_of(text, place)
        where = f"Line {line}, “{'.'.join(place)}”" if line else f"“{'.'.join(place)}”"
        said.append(f"{where}: {sentence}")
    return "\n".join(said)


def _line_of(text: str, place: Sequence[str]) -> int:
    """The first line that leads furthest towards a place in the mapping; 0 where none does."""
    best, furthest, table = 0, 0, []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            path = table
        elif key := _KEY.match(line):
            path = [*table, *_parts(key[1])]
        else:
            continue
        if path == list(place[: len(path)]) and len(path) > furthest:
            best, furthest = number, len(path)
    return best


def _parts(written: str) -> list[str]:
    return [part.strip().strip("\"'") for part in written.split(".")]


def is_time(name: str) -> bool:
    """Whether a field of ours is a time of day, written as the mapping's `times`."""
    return name in TIMES
