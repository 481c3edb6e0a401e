"""A case system's file made into what is read here: other encodings and separators become ours."""

from __future__ import annotations

import codecs
import csv
from io import BytesIO, StringIO
from typing import Final

from throughline.core.files import FileKind, FileRefused, Format
from throughline.core.files.rows import LONGEST_FIELD, column_name
from throughline.core.files.workbooks import is_workbook
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.records import RECORDS

LARGEST: Final = 50_000_000
"""Bytes of one file."""


def kind_of(mapping: CaseMapping) -> FileKind:
    """What the reader of files is told: the columns that the mapping names must be there, others may."""
    columns = tuple(column_name(column) for column in mapping.columns)
    return FileKind(f"exchange-{mapping.record}", Format.CSV, columns=columns, takes_others=True)


def as_it_is_read(content: bytes, mapping: CaseMapping) -> BytesIO:
    """
    Give the file as CSV in UTF-8 with commas; a workbook, or one that is so already, as it is.

    :raises FileRefused: it is too large, or not written in the encoding that the mapping says
    """
    if len(content) > LARGEST:
        raise FileRefused(f"The file is larger than {LARGEST // 1_000_000} MB. Split it")
    opened = BytesIO(content)
    if is_workbook(opened) or (_is_utf8(mapping.encoding) and mapping.delimiter == ","):
        return opened
    text = _decoded(content, mapping)
    if mapping.delimiter == ",":
        return BytesIO(text.encode())
    csv.field_size_limit(LONGEST_FIELD)
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    try:
        writer.writerows(csv.reader(StringIO(text, newline=""), delimiter=mapping.delimiter))
    except csv.Error as fault:
        raise FileRefused(
            "The file cannot be read as CSV. Check its quotation marks, and the delimiter in the mapping"
        ) from fault
    return BytesIO(written.getvalue().encode())


def title_of(mapping: CaseMapping) -> str:
    """What the records of a mapping are called."""
    return RECORDS[mapping.record].title


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def _decoded(content: bytes, mapping: CaseMapping) -> str:
    encoding = "utf-8-sig" if _is_utf8(mapping.encoding) else mapping.encoding
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise FileRefused(
            f"Line {line} is not written in {mapping.encoding}, which the mapping says. Correct the encoding "
            "in the mapping, or save the file in it"
        ) from fault
