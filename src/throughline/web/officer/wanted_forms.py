"""What is wanted of a referral, and what has to be arranged for the person."""

from __future__ import annotations

from typing import Any

from throughline.line.models import Referral
from throughline.line.states import DRAFT
from throughline.vocabulary.complexity import Complexity, describes
from throughline.vocabulary.delivery import Language
from throughline.vocabulary.desired_outcomes import desired_for
from throughline.vocabulary.orders import RequirementKind
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyChoicesField,
    PageForm,
    WholeNumberField,
)


class WantedForm(PageForm):
    """What a referral is to achieve, by when and in how many days, and how complex it is (S104)."""

    outcomes = ManyChoicesField(
        label="What is it to achieve?", ask="Select what it is to achieve", required=False
    )
    complexity = ChoiceField(
        label="How complex is it?",
        ask="Select how complex it is",
        choices=Complexity.choices,
        required=False,
    )
    days_wanted = WholeNumberField(
        thing="how many RAR days you want it to take at most",
        label="How many RAR days at most?",
        hint="Days it does not use are there for other work",
        least=1,
        most=200,
        required=False,
    )
    finish_by = DateField(
        thing="the day by which it is to be finished",
        label="By when is it to be finished?",
        required=False,
    )
    sessions = WholeNumberField(
        thing="how many sessions are planned", label="How many sessions are planned?", least=1, most=200
    )
    reason = LongTextField(
        label="Why this service for this person?",
        ask="Say why this service fits this person",
        limit=2000,
        rows=4,
    )
    why = LongTextField(
        label="Why do you change it?",
        thing="why you change it",
        hint="The provider reads this, with what it was before",
        limit=1000,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, referral: Referral, **more: Any) -> None:
        super().__init__(*args, **more)
        need = referral.objective.need
        outcomes, complexity = self.fields["outcomes"], self.fields["complexity"]
        assert isinstance(outcomes, ManyChoicesField)
        assert isinstance(complexity, ChoiceField)
        outcomes.choices = desired_for(need)
        complexity.hints = describes(need)
        if referral.requirement.kind != RequirementKind.RAR:
            del self.fields["days_wanted"]
        if referral.state == DRAFT:
            del self.fields["why"]


class PracticalNeedsForm(PageForm):
    """What has to be arranged for a person, wherever they are referred (S29)."""

    interpreter = ChoiceField(
        label="Which language is an interpreter needed for?",
        thing="the language",
        choices=Language.choices,
        menu=True,
        nothing="No interpreter is needed",
        required=False,
    )
    access = LongTextField(
        label="What has to be arranged so that they can take part?",
        thing="what has to be arranged",
        hint="Getting in and about, reading, hearing, learning. Leave it empty if nothing has to be",
        limit=1000,
        rows=3,
        required=False,
    )
    not_free = LongTextField(
        label="When are they not free?",
        thing="when they are not free",
        hint="Because they care for somebody, work or learn. Leave it empty if they are always free",
        limit=1000,
        rows=2,
        required=False,
    )
