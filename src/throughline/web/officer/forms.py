"""The questions an officer answers."""

from __future__ import annotations

from typing import Any

from throughline.line.models import Appointment, MissedDecision
from throughline.vocabulary.custody import Begins
from throughline.web.clashes import BooksAnHour
from throughline.web.forms import (
    ChoiceField,
    DateField,
    FilterForm,
    LongTextField,
    PageForm,
    TextField,
    TimeField,
    WholeNumberField,
    YesNoField,
)


class SupervisionForm(BooksAnHour):
    """When and how the officer meets the person."""

    day = DateField(thing="the day of the appointment", label="Day")
    begins = TimeField(thing="the time it begins", label="Time it begins")
    minutes = WholeNumberField(
        thing="how many minutes it lasts",
        label="How many minutes does it last?",
        least=5,
        most=480,
        initial=60,
    )
    mode = ChoiceField(
        label="How do you meet?",
        ask="Select how you meet",
        choices=Appointment.Mode.choices,
        initial=Appointment.Mode.IN_PERSON,
    )
    place = TextField(label="Place", required=False)


class ReferForm(PageForm):
    """What a referral is for: an objective, a service, a requirement, so many sessions, and why (S91)."""

    objective = ChoiceField(label="Which objective does it serve?", ask="Select the objective it serves")
    service = ChoiceField(
        label="Which service?", ask="Select a service", menu=True, nothing="Choose a service"
    )
    requirement = ChoiceField(label="Under which requirement?", ask="Select the requirement it is made under")
    sessions = WholeNumberField(
        thing="how many sessions are planned", label="How many sessions are planned?", least=1, most=200
    )
    reason = LongTextField(
        label="Why this service for this person?",
        ask="Say why this service fits this person",
        hint="The provider reads this. Risks are decided on the next page: do not write them here.",
        limit=2000,
        rows=4,
    )
    begins = ChoiceField(
        label="When does the work begin?",
        ask="Select when the work begins",
        choices=[(Begins.RELEASE, "On release"), (Begins.PRISON, "In the prison, before release")],
        initial=Begins.RELEASE,
    )
    exception_reason = LongTextField(
        label="Why a service from outside the area?",
        thing="the reason for the exception",
        hint="Only for a service that is not given where the person lives. The provider reads this too",
        limit=1000,
        rows=2,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        choices: dict[str, list[tuple[str, str]]],
        asks_for_exception: bool,
        asks_when_it_begins: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        if not asks_when_it_begins:
            del self.fields["begins"]
        if not asks_for_exception:
            del self.fields["exception_reason"]
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, ChoiceField)
            field.choices = offered
            if len(offered) == 1:
                field.initial = offered[0][0]


class ChoosePersonForm(PageForm):
    """Who is to be referred to a service that was found first."""

    person = ChoiceField(
        label="Who do you want to refer?", ask="Select who you want to refer", menu=True, heading=True
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["person"]
        assert isinstance(field, ChoiceField)
        field.choices = people


class NothingAsked(PageForm):
    """A confirmation: there is nothing to fill in."""


class AnswerForm(PageForm):
    """The answer to a provider's question."""

    why = LongTextField(label="Your answer", ask="Enter your answer", limit=2000)


class DecideForm(PageForm):
    """Whether activity that was not planned as RAR activity counts after all (D17)."""

    accepted = YesNoField(
        label="Does it count towards the RAR days?", ask="Select whether it counts towards the RAR days"
    )
    why_corrected = LongTextField(
        label="Why?", ask="Say why this activity counts or does not count", limit=1000, rows=3
    )


class MissedForm(PageForm):
    """What follows from a missed appointment (D19)."""

    decided = ChoiceField(
        label="What do you decide?",
        ask="Select what you decide",
        choices=MissedDecision.Decided.choices,
    )
    reason = LongTextField(label="Why?", ask="Say why you decided so", limit=1000, rows=3)


class PeopleFilters(FilterForm):
    """What the list of people can be narrowed by."""

    name = TextField(label="Name")
    days = ChoiceField(
        label="RAR days",
        menu=True,
        nothing="Any",
        choices=[
            ("unplanned", "Days left with nothing planned"),
            ("left", "Days left"),
            ("completed", "All days completed"),
            ("none", "No RAR"),
        ],
    )
