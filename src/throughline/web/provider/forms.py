"""What is asked when a provider decides on a referral and gives it to a worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from throughline.line.queries.workload import Workload
from throughline.web.forms import ChoiceField, LongTextField, PageForm, ReasonField
from throughline.web.words import plural

REASONS_TO_DECLINE = (
    ("no_place", "We have no place in time"),
    ("not_suited", "The service does not suit this person"),
    ("not_eligible", "The person is not eligible for this service"),
    ("risk", "We cannot manage the risk safely"),
    ("other", "Another reason"),
)


class NothingAsked(PageForm):
    """A confirmation: there is nothing to fill in."""


class DeclineForm(PageForm):
    """Why the referral is declined."""

    why = ReasonField(
        label="Why do you decline it?",
        ask="Select why you decline this referral",
        reasons=REASONS_TO_DECLINE,
        details_for={"not_suited", "risk", "other"},
        ask_details="Say more about why you decline this referral",
        details_label="Say more, so that the officer can find a better service",
    )


class QuestionForm(PageForm):
    """What the provider needs to know before deciding."""

    why = LongTextField(
        label="What do you need to know?", ask="Write your question to the responsible officer", limit=2000
    )


class AllocateForm(PageForm):
    """Who takes the referral on."""

    worker = ChoiceField(label="Who works with them?", ask="Select who works with them")
    out_of_turn = LongTextField(
        label="Why does this person go before others?",
        ask="Say why this person goes before others, or take the next one",
        hint="Their buyers read it. Name nobody",
        limit=500,
        rows=3,
    )

    def __init__(
        self, *arguments: Any, workloads: Sequence[Workload], in_turn: bool = True, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        if in_turn:
            del self.fields["out_of_turn"]
        field = self.fields["worker"]
        assert isinstance(field, ChoiceField)
        field.choices = [(str(one.worker.pk), one.worker.full_name) for one in workloads]
        field.hints = {
            str(one.worker.pk): f"{plural(one.open_referrals, 'open referral')} now" for one in workloads
        }
        if len(workloads) == 1:
            field.initial = str(workloads[0].worker.pk)
