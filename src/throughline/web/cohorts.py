"""Taking figures apart: those of people after short custody, and of everybody else (S231)."""

from __future__ import annotations

from throughline.vocabulary.custody import Cohort
from throughline.web.forms import ChoiceField
from throughline.web.years import YearFilter


def group_field() -> ChoiceField:
    """The question for whom a figure is counted."""
    return ChoiceField(label="Whom it is counted of", choices=Cohort.choices, menu=True, nothing="Everybody")


class GroupFilter(YearFilter):
    """In which financial year, and of whom."""

    group = group_field()

    @property
    def cohort(self) -> str:
        """The group chosen; empty for everybody."""
        return str(self.chosen.get("group", ""))
