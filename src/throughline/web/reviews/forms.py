"""What is asked in a review of a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from throughline.line.models import FeedbackMark
from throughline.web.forms import ChoiceField, DateField, LongTextField, PageForm, When
from throughline.web.words import day


class MarkForm(PageForm):
    """Whether what a provider said was used, is not relevant, or is missing, and the words for it."""

    mark = ChoiceField(
        label="What do you make of it?",
        ask="Select what you make of it",
        choices=FeedbackMark.Mark.choices,
        hints={
            FeedbackMark.Mark.USED: "You took it into account.",
            FeedbackMark.Mark.NOT_RELEVANT: "You read it, and it does not bear on the plan.",
            FeedbackMark.Mark.MISSING: "The provider is asked for it now.",
        },
    )
    note = LongTextField(
        label="How did you use it, why is it not relevant, or what do you ask?",
        ask="Say how you used it, why it is not relevant, or what you ask",
        hint="What you ask is read by the provider",
        limit=1000,
        rows=3,
    )


class CloseForm(PageForm):
    """What changed, what the person says, and when the plan is looked at next."""

    what_changed = LongTextField(
        label="What changed, and why?",
        ask="Say what changed, or that nothing did",
        limit=2000,
        rows=4,
    )
    own_words = LongTextField(
        thing="the person’s own words",
        label="What does the person say of the plan now?",
        hint="Their own words, as they said them. Left empty, what they said before stands",
        limit=1000,
        rows=3,
        required=False,
    )
    next_on = DateField(
        thing="the day of the next review",
        label="When is the plan looked at next?",
        required=False,
        when=When.FUTURE,
    )
    why_then = LongTextField(
        thing="why then",
        label="If you choose a day, why that day?",
        limit=500,
        rows=2,
        required=False,
    )

    def __init__(self, *arguments: Any, by_rule: date | None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["next_on"].help_text = (
            f"Leave it empty for {day(by_rule)}, by the rule of the scheme"
            if by_rule
            else "No rule of the scheme sets a day"
        )


class FeedbackForm(PageForm):
    """What a provider answers."""

    said = LongTextField(
        label="What do you tell the responsible officer?",
        ask="Say what you tell the responsible officer",
        hint="How it goes, what has changed, and what is needed next",
        limit=4000,
        rows=6,
    )
