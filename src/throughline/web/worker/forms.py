"""What is asked about an appointment, what happened at it, and what a referral achieved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms

from throughline.core.time import LONDON
from throughline.line.actions.ending import Why
from throughline.line.actions.outcomes import Achieved
from throughline.line.models import Appointment, Attendance, Outcome
from throughline.vocabulary.ending import Reason as EndReason
from throughline.web.clashes import BooksAnHour
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    PageForm,
    Reason,
    ReasonField,
    TextField,
    TimeField,
    WholeNumberField,
    YesNoField,
)

REASONS_TO_CANCEL = (
    ("person", "They told us they cannot come"),
    ("worker", "Whoever holds it is away"),
    ("place", "The place cannot be used"),
    ("other", "Another reason"),
)


class BookingForm(BooksAnHour):
    """When, how long, how and where; and whether it is planned as RAR activity, where there is a RAR."""

    day = DateField(thing="the date of the appointment", label="Date")
    starts = TimeField(thing="the time it starts", label="Start time")
    minutes = WholeNumberField(
        thing="the length in minutes", label="Length", suffix="minutes", least=5, most=720, initial=60
    )
    mode = ChoiceField(
        label="How it is held",
        ask="Select how it is held",
        choices=Appointment.Mode.choices,
        initial=Appointment.Mode.IN_PERSON,
    )
    place = TextField(
        thing="the place", label="Place", hint="Where to come, or the number to ring", required=False
    )
    counts_as_rar = YesNoField(
        label="Does it count as RAR activity?", ask="Select whether it counts as RAR activity"
    )

    def __init__(self, *arguments: Any, under_rar: bool, count_in_words: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        if under_rar:
            self.fields["counts_as_rar"].help_text = count_in_words
        else:
            del self.fields["counts_as_rar"]

    @property
    def starts_at(self) -> datetime:
        """The moment it starts, by the clock in London."""
        chosen = self.cleaned_data
        return datetime.combine(chosen["day"], chosen["starts"], LONDON).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The moment it ends."""
        return self.starts_at + timedelta(minutes=self.cleaned_data["minutes"])


class AttendanceForm(PageForm):
    """What happened. The hidden key makes the same form sent twice one record."""

    happened = ChoiceField(
        label="What happened?", ask="Select what happened", choices=Attendance.Happened.choices
    )
    note = LongTextField(thing="the note", label="What was done", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CorrectionForm(AttendanceForm):
    """What happened in truth, and why the first record was wrong."""

    why_corrected = LongTextField(
        label="Why was the first record wrong?", ask="Say why the first record was wrong", rows=3, limit=1000
    )
    field_order = ("happened", "why_corrected", "note", "key")


class CancelForm(PageForm):
    """Why an appointment does not take place."""

    why = ReasonField(
        label="Why does it not take place?",
        ask="Select why it does not take place",
        reasons=REASONS_TO_CANCEL,
        details_for={"other"},
        ask_details="Say why it does not take place",
    )


class CompletionForm(PageForm):
    """How far the objective was achieved, and what shows it (S99)."""

    achieved = ChoiceField(
        ask="Select how far the objective was achieved", label="How far?", choices=Outcome.Achieved.choices
    )
    evidence = LongTextField(
        label="What shows it?",
        ask="Say what shows the outcome",
        hint="What has changed, and how you know: the responsible officer reads this",
    )

    def __init__(self, *arguments: Any, objective: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["achieved"].label = f"How far was the objective “{objective}” achieved?"


class EndForm(CompletionForm):
    """Why it ends before its work is done; and where work has begun, what it achieved all the same."""

    why = ReasonField(
        label="Why does it end?",
        ask="Select why it ends",
        reasons=(),
        ask_details="Say why it ends",
        details_label="Say more",
    )
    field_order = ("why", "achieved", "evidence")

    def __init__(
        self, *arguments: Any, reasons: Sequence[EndReason], objective: str = "", **more: Any
    ) -> None:
        super().__init__(*arguments, objective=objective, **more)
        why = self.fields["why"]
        assert isinstance(why, ReasonField)
        why.reasons = [(one.code, one.words) for one in reasons]
        why.details_for = frozenset(one.code for one in reasons if one.asks_more)
        if not objective:
            del self.fields["achieved"], self.fields["evidence"]

    @property
    def chosen(self) -> Why:
        """The reason, as the records take it."""
        chosen = self.cleaned_data["why"]
        return Why(chosen.code, chosen.details)

    def outcomes(self, need: str) -> dict[str, Achieved]:
        """What was achieved for a need; nothing where it was not asked."""
        if "achieved" not in self.fields:
            return {}
        return {need: Achieved(self.cleaned_data["achieved"], self.cleaned_data["evidence"])}


def in_words(reason: Reason, reasons: tuple[tuple[str, str], ...]) -> str:
    """A reason as it is kept: the words chosen, and what was written besides."""
    chosen = dict(reasons)[reason.code]
    if not reason.details:
        return chosen
    return reason.details if reason.code == "other" else f"{chosen}: {reason.details}"
