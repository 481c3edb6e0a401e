"""The questions asked about a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from throughline.people.actions.planned_work import Work
from throughline.people.models import Objective, PlannedWork
from throughline.vocabulary.needs import Need
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    PageForm,
    TextField,
    When,
    WholeNumberField,
)

Choices = Sequence[tuple[str, str]]
NONE = "none"


class ObjectiveForm(PageForm):
    """What is to change, for which need, and how the person would say it."""

    need = ChoiceField(
        label="Which need does it answer?", ask="Select the need it answers", choices=Need.choices, menu=True
    )
    words = LongTextField(
        label="What is to change?",
        ask="Say what is to change",
        hint="In words the person would use, for example: Feel less anxious and meet new people",
        limit=500,
        rows=3,
    )
    own_words = LongTextField(
        thing="the person’s own words",
        label="How does the person say it?",
        hint="Their own words, as they said them",
        limit=500,
        rows=3,
        required=False,
    )


class ChangedObjectiveForm(ObjectiveForm):
    """The same, with its place in the order and why it is changed."""

    position = ChoiceField(label="Where does it stand?", ask="Select where it stands", menu=True)
    why = LongTextField(
        label="Why do you change it?", ask="Say why you change this objective", limit=500, rows=2
    )

    def __init__(self, *arguments: Any, number: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        place = self.fields["position"]
        assert isinstance(place, ChoiceField)
        place.choices = [(str(one), _place(one, number)) for one in range(1, number + 1)]


class MoveForm(PageForm):
    """Why an objective or a piece of work is moved."""

    why = LongTextField(label="Why?", limit=1000, rows=3)

    def __init__(self, *arguments: Any, label: str, ask: str, required: bool = True, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["why"] = LongTextField(label=label, ask=ask, limit=1000, rows=3, required=required)


class OwnWordsForm(PageForm):
    """What the person says of the plan as a whole."""

    own_words = LongTextField(
        label="What does the person say of this plan?",
        ask="Write down what the person says of this plan",
        hint="Their own words, as they said them",
        limit=1000,
        rows=4,
    )


class ReviewDayForm(PageForm):
    """When the plan is looked at again, and why then."""

    review_on = DateField(
        thing="the day of the review", label="When is the plan looked at again?", when=When.TODAY_OR_FUTURE
    )
    why = LongTextField(label="Why then?", ask="Say why you set this day", limit=500, rows=2)


class WorkForm(PageForm):
    """What is done, for which objective, by whom, by when, after what else, for how many RAR days (S112)."""

    what = LongTextField(
        label="What is done?",
        ask="Say what is done",
        hint="For example: A group for women, once a week, about anxiety and living with a teenager",
        limit=500,
        rows=2,
    )
    objective = ChoiceField(label="Which objective does it serve?", ask="Select the objective it serves")
    why_no_objective = LongTextField(
        thing="why it serves no objective",
        label="If it serves none, why is it in the plan?",
        limit=500,
        rows=2,
        required=False,
    )
    who = ChoiceField(
        label="Who does it?",
        ask="Select who does it",
        choices=[(one.value, one.label) for one in PlannedWork.Who],
    )
    organisation = ChoiceField(
        label="Which provider?",
        menu=True,
        nothing="None chosen yet",
        hint="Only where a provider does it. Those whose services answer a need of this plan",
        required=False,
    )
    with_whom = TextField(
        thing="who does it",
        label="Who else?",
        hint="Only where somebody else does it, for example: Her doctor",
        required=False,
    )
    due_on = DateField(thing="the day by which it is done", label="By when?")
    after = ChoiceField(
        label="What must be done before it begins?", menu=True, nothing="Nothing", required=False
    )
    rar_days = WholeNumberField(
        thing="the RAR days planned for it", label="How many RAR days is it to take up?", initial=0, most=365
    )
    why = LongTextField(label="Why do you change it?", ask="Say why you change this work", limit=500, rows=2)

    def __init__(
        self,
        *arguments: Any,
        objectives: Sequence[Objective],
        others: Sequence[PlannedWork],
        providers: Choices,
        rar_ordered: int,
        planned: PlannedWork | None = None,
        is_referred: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*arguments, **more)
        self.objectives = {str(one.pk): one for one in objectives}
        self.others = {str(one.pk): one for one in others}
        self.planned = planned if is_referred else None
        serves = [(pk, one.words) for pk, one in self.objectives.items()]
        self._offer("objective", [*serves, (NONE, "None of these")])
        self._offer("after", [(pk, one.what) for pk, one in self.others.items()])
        self._offer("organisation", providers)
        if not rar_ordered:
            del self.fields["rar_days"]
        if planned is None:
            del self.fields["why"]
        if is_referred:
            for name in ("objective", "why_no_objective", "who", "organisation", "with_whom"):
                del self.fields[name]

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, ChoiceField)
        field.choices = list(choices)

    @property
    def organisation_id(self) -> int | None:
        """The provider chosen, by its number."""
        chosen = self.cleaned_data.get("organisation")
        return int(chosen) if chosen else None

    def work(self, **known: Any) -> Work:
        """What was planned. Of work that a referral carries out, what it serves and who does it stay."""
        given = self.cleaned_data
        common = {
            "what": given["what"],
            "due_on": given["due_on"],
            "after": self.others.get(given.get("after") or ""),
            "rar_days": given.get("rar_days") or 0,
        }
        if self.planned is not None:
            stays = self.planned
            return Work(who=stays.who, objective=stays.objective, organisation=stays.organisation, **common)
        return Work(
            who=given["who"],
            objective=self.objectives.get(given["objective"]),
            why_no_objective=given["why_no_objective"],
            with_whom=given["with_whom"],
            **known,
            **common,
        )


class CarriesOutForm(PageForm):
    """Which piece of planned work a referral carries out."""

    work = ChoiceField(label="Which work does it carry out?", ask="Select the work it carries out")

    def __init__(self, *arguments: Any, offered: Sequence[PlannedWork], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.offered = {str(one.pk): one for one in offered}
        work = self.fields["work"]
        assert isinstance(work, ChoiceField)
        work.choices = [(pk, one.what) for pk, one in self.offered.items()]

    @property
    def chosen(self) -> PlannedWork:
        """The work chosen."""
        return self.offered[self.cleaned_data["work"]]


def work_as_given(planned: PlannedWork) -> dict[str, Any]:
    """A piece of work as the form shows it before anything is changed."""
    return {
        "what": planned.what,
        "objective": str(planned.objective_id) if planned.objective_id else NONE,
        "why_no_objective": planned.why_no_objective,
        "who": planned.who,
        "organisation": str(planned.organisation_id) if planned.organisation_id else "",
        "with_whom": planned.with_whom,
        "due_on": planned.due_on,
        "after": str(planned.after_id) if planned.after_id else "",
        "rar_days": planned.rar_days,
    }


def _place(position: int, number: int) -> str:
    if position == 1:
        return "First"
    return "Last" if position == number else f"{position} of {number}"
