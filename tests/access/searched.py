"""What is looked for in an answer or a table, whatever kind of file it stands in and however it is spaced."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from django.db import connection
from django.http.response import HttpResponseBase
from pypdf import PdfReader


def patterns_of(secrets: Iterable[str]) -> list[re.Pattern[str]]:
    """Each secret as it may stand anywhere: in any case, with or without its spaces."""
    letters = (re.sub(r"\s", "", said) for said in secrets)
    return [re.compile(r"\s*".join(map(re.escape, one)), re.IGNORECASE) for one in letters]


def told(answer: HttpResponseBase, patterns: Iterable[re.Pattern[str]]) -> list[str]:
    """Which of them an answer tells; none where it is refused or leads on."""
    if answer.status_code != 200:
        return []
    text = text_of(answer)
    return [one.pattern for one in patterns if one.search(text)]


def text_of(answer: HttpResponseBase) -> str:
    """All that can be read in an answer: a page with its markup, a table, a workbook, a leaflet."""
    content = b"".join(_parts(answer))
    kind = answer.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return content.decode(errors="replace")


def holds(table: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether a row of this table that whoever acts sees holds one of them, in any column."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE t::text ~* %s)',
            ["|".join(one.pattern.replace(r"\ ", " ") for one in patterns)],
        )
        found: bool = cursor.fetchone()[0]
    return found


def _parts(answer: HttpResponseBase) -> Iterator[bytes]:
    if getattr(answer, "streaming", False):
        yield from answer.streaming_content  # type: ignore[attr-defined]
    else:
        yield answer.content  # type: ignore[attr-defined]
