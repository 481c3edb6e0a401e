"""What is asked when a provider decides on a referral and gives it to a worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from throughline.core.models import User
from throughline.line.queries.workload import Workload
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    PageForm,
    ReasonField,
    WholeNumberField,
    YesNoField,
)
from throughline.web.words import plural

REASONS_TO_DECLINE = (
    ("no_place", "We have no place in time"),
    ("not_suited", "The service does not suit this person"),
    ("not_eligible", "The person is not eligible for this service"),
    ("risk", "We cannot manage the risk safely"),
    ("other", "Another reason"),
)


def load_in_words(one: Workload) -> str:
    """How many somebody has and how many are agreed, as in `3 open referrals now, of 12 agreed` (S110)."""
    said = f"{plural(one.open_referrals, 'open referral')} now"
    if one.most is None:
        return said
    return f"{said}, of {one.most} agreed" + (". One more is above that" if one.is_full else "")


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

    over_caseload = LongTextField(
        label="Why do they take on more than is agreed?",
        thing="the reason",
        hint="Needed where you choose somebody who has as many as agreed. The officer reads it",
        limit=500,
        rows=3,
        required=False,
    )

    def __init__(
        self, *arguments: Any, workloads: Sequence[Workload], in_turn: bool = True, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        if in_turn:
            del self.fields["out_of_turn"]
        if not any(one.is_full for one in workloads):
            del self.fields["over_caseload"]
        field = self.fields["worker"]
        assert isinstance(field, ChoiceField)
        field.choices = [(str(one.worker.pk), one.worker.full_name) for one in workloads]
        field.hints = {str(one.worker.pk): load_in_words(one) for one in workloads}
        if len(workloads) == 1:
            field.initial = str(workloads[0].worker.pk)


class ReceiptForm(PageForm):
    """How a referral came."""

    in_time = YesNoField(label="Did it come in time?", ask="Select whether it came in time")
    right_service = YesNoField(
        label="Is it for the right service?", ask="Select whether it is for the right service"
    )
    words = LongTextField(
        label="What was late, or why is it not for this service?",
        thing="what was wrong",
        hint="Needed where you say no. The officer reads it, and whoever oversees the scheme. Name nobody",
        limit=1000,
        rows=3,
        required=False,
    )


class CaseloadForm(PageForm):
    """How many open referrals are agreed, for whom, from when."""

    worker = ChoiceField(label="For whom?", ask="Select for whom")
    most = WholeNumberField(
        label="How many open referrals are agreed?",
        thing="how many open referrals are agreed",
        least=1,
        most=500,
    )
    from_on = DateField(thing="the first day", label="From which day?")

    def __init__(self, *arguments: Any, workers: Sequence[User], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["worker"]
        assert isinstance(field, ChoiceField)
        field.choices = [
            ("everybody", "Everybody for whom nothing else is agreed"),
            *((str(one.pk), one.full_name) for one in workers),
        ]
