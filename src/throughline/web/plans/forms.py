"""What is asked of a person who has seen their plan (S116)."""

from __future__ import annotations

from django import forms

from throughline.people.models import PlanAnswer
from throughline.web.forms import ChoiceField, PageForm


class SeenForm(PageForm):
    """The one question. The hidden number is that of the version that was read."""

    answer = ChoiceField(
        label="Do you know what is in your plan, and what each organisation in it is for?",
        ask="Select whether you know what is in your plan",
        choices=PlanAnswer.Answer.choices,
    )
    number = forms.IntegerField(widget=forms.HiddenInput)


class SeenByOfficerForm(SeenForm):
    """The same question as the officer records it, with how it was asked."""

    how = ChoiceField(
        label="How were they asked?",
        ask="Select how they were asked",
        choices=[one for one in PlanAnswer.How.choices if one[0] != PlanAnswer.How.ON_SCREEN],
    )

    def __init__(self, *arguments: object, **more: object) -> None:
        super().__init__(*arguments, **more)  # type: ignore[arg-type]
        answer = self.fields["answer"]
        answer.label = "Do they know what is in their plan, and what each organisation in it is for?"
