"""What an officer is asked about where a person is: prison, as what they are held, and release (S222)."""

from __future__ import annotations

from typing import Any

from throughline.people.actions.custody import Release
from throughline.people.models import Prison
from throughline.people.queries.custody import prisons
from throughline.people.rules.custody_dates import LONGEST_DAYS
from throughline.vocabulary.custody import HeldAs
from throughline.web.forms import ChoiceField, DateField, LongTextField, PageForm, WholeNumberField
from throughline.web.forms.dates import When

EXPECTED, UNKNOWN, RELEASED = "expected", "unknown", "released"


class _Held(PageForm):
    """In which prison, as what, from when."""

    prison = ChoiceField(
        label="Which prison are they in?", ask="Select the prison", menu=True, nothing="Select a prison"
    )
    held_as = ChoiceField(
        label="Why are they held?",
        ask="Select whether they serve a sentence or are on remand",
        choices=HeldAs.choices,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._prisons = {one.code: one for one in prisons()}
        field = self.fields["prison"]
        assert isinstance(field, ChoiceField)
        field.choices = [(code, one.name) for code, one in self._prisons.items()]

    @property
    def prison_chosen(self) -> Prison:
        """The prison that was selected."""
        return self._prisons[self.cleaned_data["prison"]]


class _Expected(PageForm):
    """When release is expected, or why that is not known."""

    release = ChoiceField(
        label="When are they released?",
        ask="Select what is known of their release",
        choices=[(EXPECTED, "It is expected on a day"), (UNKNOWN, "The day is not known")],
    )
    expected_on = DateField(
        thing="the day of release",
        label="Day of release",
        hint="Leave it empty if it is not known",
        required=False,
    )
    why_not_known = LongTextField(
        label="If it is not known, why not?",
        thing="why the day of release is not known",
        hint="For example, that the parole hearing is still to come",
        limit=1000,
        rows=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A day, or why there is none, whichever was said to be known."""
        given = super().clean() or {}
        said = given.get("release")
        if said in (EXPECTED, RELEASED) and not given.get("expected_on") and "expected_on" not in self.errors:
            self.add_error("expected_on", "Enter the day of release, or select that it is not known")
        if said == UNKNOWN and not given.get("why_not_known"):
            self.add_error("why_not_known", "Say why the day of release is not known")
        return given

    @property
    def release_said(self) -> Release:
        """What was said of the release."""
        given = self.cleaned_data
        if given["release"] == UNKNOWN:
            return Release(None, given["why_not_known"])
        return Release(given["expected_on"], has_happened=given["release"] == RELEASED)


class CustodyForm(_Held, _Expected):
    """Somebody is in custody."""

    from_on = DateField(
        thing="the first day in custody", label="First day in custody", when=When.TODAY_OR_PAST
    )
    field_order = ("prison", "held_as", "from_on", "release", "expected_on", "why_not_known")


class PrisonForm(_Held):
    """Somebody is in another prison, or held as something else."""

    from_on = DateField(thing="the first day there", label="From which day?", when=When.TODAY_OR_PAST)
    reason = LongTextField(label="Why?", thing="why", limit=1000, rows=2, required=False)


class ReleaseForm(_Expected):
    """What is known of a release now, and why it is another."""

    reason = LongTextField(
        label="Why do you change it?",
        ask="Say why you change it",
        hint="Providers who work with them read this. For example, that days were added, or that they are "
        "out as was expected",
        limit=1000,
        rows=3,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["release"]
        assert isinstance(field, ChoiceField)
        field.choices = [
            (EXPECTED, "It is expected on a day"),
            (UNKNOWN, "The day is not known"),
            (RELEASED, "They are out already"),
        ]


class TimeServedForm(PageForm):
    """How long the custody of a sentence is, and how much of it was served on remand."""

    custody_days = WholeNumberField(
        thing="how many days of custody the sentence is of",
        label="How many days of custody is the sentence of?",
        least=2,
        most=LONGEST_DAYS - 1,
    )
    remand_days = WholeNumberField(
        thing="how many days they were on remand",
        label="How many days were they on remand before it?",
        hint="They count as served. Enter 0 if there were none",
        least=0,
        most=LONGEST_DAYS - 1,
    )
