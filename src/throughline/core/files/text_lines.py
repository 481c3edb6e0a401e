"""The lines of a file as text: UTF-8 and nothing else, and never more than a set length in memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final, Protocol

from throughline.core.files.refusals import FileRefused, RowRefused

LONGEST_LINE: Final = 4_000_000
"""Bytes of one line. A field may be shorter than this at most: see `rows.LONGEST_FIELD`."""


class Readable(Protocol):
    """A file open in bytes, or an upload."""

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes, or all that is left."""
        ...

    def readline(self, size: int = -1, /) -> bytes:
        """Give one line with its end, or its first `size` bytes."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place in the file."""
        ...


class TextLines(Iterator[str]):
    """
    The lines of `source` with their ends, one after another; a byte order mark at the start is dropped.

    A line over `LONGEST_LINE` raises `RowRefused` and is passed over: the next call gives the line after it.

    :raises FileRefused: a line is not UTF-8; says which, and which byte
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._seen: list[str] = []
        self.number = 0
        self.bytes_read = 0

    def __next__(self) -> str:
        """Give the next line."""
        line = self._source.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.bytes_read += len(line)
        if len(line) > LONGEST_LINE:
            self._pass_over()
            raise RowRefused(f"The line is longer than {LONGEST_LINE:,} bytes. Split or shorten it")
        if self.number == 1 and line.startswith(codecs.BOM_UTF8):
            line = line[len(codecs.BOM_UTF8) :]
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise FileRefused(
                f"Line {self.number} is not written in UTF-8: its byte {fault.start + 1} is 0x"
                f"{line[fault.start]:02X}. Save the file as CSV UTF-8, or as JSON in UTF-8, and load it again"
            ) from fault
        if sum(map(len, self._seen)) < _KEPT:
            self._seen.append(text)
        return text

    def taken(self) -> str:
        """Give the text of the lines since this was last asked, its beginning when it is very long."""
        text = "".join(self._seen)
        self._seen.clear()
        return text[:_KEPT]

    def _pass_over(self) -> None:
        while chunk := self._source.readline(LONGEST_LINE):
            self.bytes_read += len(chunk)
            if chunk.endswith(b"\n"):
                return


_KEPT: Final = 10_000
