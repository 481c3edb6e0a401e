"""Asking why two appointments of one person stand at one hour, once they do (S113)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from throughline.line.refusals import AtTheSameHour
from throughline.web.forms import LongTextField, PageForm

NAME = "clash_reason"


class BooksAnHour(PageForm):
    """A form that books an hour, and asks about another that stands there once one is found."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if NAME in self.data:
            self._ask()

    @property
    def clash_reason(self) -> str:
        """Why both stand, where that was asked and answered."""
        return str(self.cleaned_data.get(NAME, ""))

    @contextmanager
    def asking_about_clashes(self) -> Iterator[None]:
        """Ask why both stand when a booking inside the block is refused for another at its hour."""
        try:
            yield
        except AtTheSameHour:
            self._ask()
            raise

    def _ask(self) -> None:
        self.fields[NAME] = LongTextField(
            thing="why both stand",
            label="Why do both appointments stand?",
            limit=500,
            rows=2,
            required=False,
        )
