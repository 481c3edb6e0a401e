"""Asking why two appointments stand at one hour (S113), and whether one is held in prison (S222)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from throughline.line.refusals import AtTheSameHour, InCustodyThen
from throughline.web.forms import LongTextField, PageForm, YesNoField

NAME = "clash_reason"
IN_PRISON = "in_prison"


class BooksAnHour(PageForm):
    """A form that books an hour, and asks about another that stands there once one is found."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if NAME in self.data:
            self._ask()
        if IN_PRISON in self.data:
            self._ask_about_prison()

    @property
    def clash_reason(self) -> str:
        """Why both stand, where that was asked and answered."""
        return str(self.cleaned_data.get(NAME, ""))

    @property
    def in_prison(self) -> bool:
        """Whether it is held in the prison, where that was asked and answered (S222)."""
        return bool(self.cleaned_data.get(IN_PRISON))

    @contextmanager
    def asking_about_clashes(self) -> Iterator[None]:
        """
        Ask what a booking inside the block is refused for: another appointment at its hour, or custody.

        Why both stand, and whether it is held in the prison in which the person is on that day.
        """
        try:
            yield
        except AtTheSameHour:
            self._ask()
            raise
        except InCustodyThen:
            self._ask_about_prison()
            raise

    def _ask_about_prison(self) -> None:
        self.fields[IN_PRISON] = YesNoField(
            thing="whether it is held in the prison",
            label="Is it held in the prison?",
            hint="Also by telephone or video with the prison",
            required=False,
        )

    def _ask(self) -> None:
        self.fields[NAME] = LongTextField(
            thing="why both stand",
            label="Why do both appointments stand?",
            limit=500,
            rows=2,
            required=False,
        )
