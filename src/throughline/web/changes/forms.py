"""What is asked when a change to a rate card is proposed, reviewed and decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from throughline.vocabulary.routes import CardPart, PriceUnit
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyChoicesField,
    MoneyField,
    PageForm,
    TextField,
    When,
    WholeNumberField,
    YesNoField,
)
from throughline.web.keeping.fields import OrganisationField

Choices = Iterable[tuple[str, str]]

_UNIT_HINTS: dict[str, str] = {
    PriceUnit.HOUR: "Charged by the minutes that were booked",
    PriceUnit.START: "Charged once, at the first session the person attends",
    PriceUnit.COMPLETION: "Charged once, when the referral is completed and not ended early",
    PriceUnit.RAR_DAY: "Charged once for each calendar day that counts for the sentence",
    PriceUnit.OUTCOME: "Charged once, when what the referral was made for is recorded as achieved",
}


class OfferedForm(PageForm):
    """A form some of whose choices depend on who looks: `choices` gives them by field."""

    def __init__(
        self, data: Any = None, *, choices: Mapping[str, Choices] | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        for name, offered in (choices or {}).items():
            cast(ChoiceField, self.fields[name]).choices = list(offered)


class DraftForm(OfferedForm):
    """What a notification is about, and why."""

    scheme = ChoiceField(label="Scheme", menu=True)
    title = TextField(
        label="What changes, in a few words",
        thing="what changes",
        hint="For example, Prices from April 2018",
        limit=200,
    )
    case = LongTextField(
        label="Why", thing="why it should change", ask="Say why it should change", limit=4000
    )


class LineForm(OfferedForm):
    """What every line asks."""

    from_on = DateField(
        label="From which day?",
        thing="the day from which it holds",
        hint="For example, 1 4 2018",
        when=When.TODAY_OR_FUTURE,
    )
    why = LongTextField(label="Why this line", thing="the reason", required=False, limit=2000, rows=3)


class PriceLineForm(LineForm):
    """A price for an item that is on the rate card, or had been."""

    item = ChoiceField(label="Item", thing="the item", menu=True)
    amount = MoneyField(label="New price", thing="the new price")

    field_order = ("item", "amount", "from_on", "why")


class NewItemForm(LineForm):
    """An item that can be bought of a service, what it is bought by, and its price."""

    service = ChoiceField(label="Service", thing="the service", menu=True)
    name = TextField(
        label="Name of the item", thing="the name of the item", hint="For example, Group course", limit=120
    )
    part = ChoiceField(
        label="Which part of the rate card?",
        thing="the part of the rate card",
        choices=CardPart.choices,
        initial=CardPart.TWO,
    )
    unit = ChoiceField(
        label="What is it charged by?",
        ask="Select what it is charged by",
        choices=PriceUnit.choices,
        hints=_UNIT_HINTS,
    )
    usual_sessions = WholeNumberField(
        label="How many sessions does it usually take?",
        thing="how many sessions it usually takes",
        least=1,
        most=500,
        initial=1,
    )
    usual_minutes = WholeNumberField(
        label="How long does a session usually last?",
        thing="how long a session usually lasts",
        least=1,
        most=1440,
        suffix="minutes",
        initial=60,
    )
    buyers = ManyChoicesField(
        label="Who may buy it?",
        thing="who may buy it",
        hint="Leave empty for every buyer that has a route to the service",
        required=False,
    )
    areas = ManyChoicesField(
        label="For people who live where?",
        thing="where the people live",
        hint="Leave empty for wherever the service's routes lead",
        required=False,
    )
    amount = MoneyField(label="Price", thing="the price")

    field_order = (
        *("service", "name", "part", "unit", "usual_sessions", "usual_minutes"),
        *("buyers", "areas", "amount", "from_on", "why"),
    )


class WithdrawalForm(LineForm):
    """An item that should not be bought any more."""

    item = ChoiceField(label="Item", thing="the item", menu=True)

    field_order = ("item", "from_on", "why")


_TITLE = TextField(
    label="What is the new agreement called?",
    thing="what the new agreement is called",
    hint="For example, Women's services in Devon",
    limit=120,
)


class ReplacementForm(LineForm):
    """A subcontractor who takes over what another delivers."""

    agreement = ChoiceField(
        label="Whose work is taken over?", ask="Select whose work is taken over", menu=True
    )
    organisation = OrganisationField(
        label="Who takes it over?", thing="who takes it over", hint="Its whole name, or its reference"
    )
    title = _TITLE
    same_prices = YesNoField(
        label="Are they paid what the one before is paid?",
        ask="Select whether they are paid what the one before is paid",
        hint="If not, set the prices on the pages of your rate card once this is approved",
    )

    field_order = ("agreement", "organisation", "title", "same_prices", "from_on", "why")


class SubcontractorForm(LineForm):
    """A subcontractor who takes over nothing."""

    agreement = ChoiceField(label="Under which agreement?", thing="the agreement", menu=True)
    organisation = OrganisationField(
        label="Who is the new subcontractor?",
        thing="who the new subcontractor is",
        hint="Its whole name, or its reference",
    )
    title = _TITLE
    areas = ManyChoicesField(label="For which areas?", thing="the areas", required=False)

    field_order = ("agreement", "organisation", "title", "areas", "from_on", "why")


class RemovalForm(LineForm):
    """A subcontractor who goes, and nobody takes over."""

    agreement = ChoiceField(
        label="Which subcontractor's agreement ends?", ask="Select the agreement that ends", menu=True
    )

    field_order = ("agreement", "from_on", "why")


class AnswerForm(PageForm):
    """What the prime says to the contract manager's questions."""

    why = LongTextField(label="Your answer", thing="your answer")


class WithdrawForm(PageForm):
    """Why a notification is taken back."""

    why = LongTextField(
        label="Why do you withdraw it?", ask="Say why you withdraw it", thing="why you withdraw it"
    )


class ReviewForm(PageForm):
    """Whether a notification is suitable to be decided."""

    SUITABLE, RETURN, UNSUITABLE = "find suitable", "return", "find unsuitable"

    finding = ChoiceField(
        label="What do you find?",
        ask="Select what you find",
        choices=[
            (SUITABLE, "It is suitable: send it to the Change Board"),
            (RETURN, "Return it to the prime with questions"),
            (UNSUITABLE, "It is not suitable: it goes no further"),
        ],
    )
    why = LongTextField(
        label="Your questions or reason",
        thing="your questions or the reason",
        hint="The prime reads it. Say it unless you find it suitable",
        required=False,
    )


class DecideForm(OfferedForm):
    """The Board's decision on one line."""

    APPROVE, REJECT = "approve", "reject"

    meeting = ChoiceField(label="In which meeting?", ask="Select the meeting", menu=True)
    decision = ChoiceField(
        label="What did the Board decide?",
        ask="Select what the Board decided",
        choices=[(APPROVE, "Approve this line"), (REJECT, "Reject this line")],
    )
    in_force_on = DateField(
        label="In force from, if it is approved",
        thing="the day from which it is in force",
        hint="The day asked for, or a later one",
        required=False,
    )
    reason = LongTextField(
        label="Reason",
        thing="the reason",
        hint="Everybody in the scheme can read it. It has to be said when a line is rejected",
        required=False,
        limit=2000,
    )


class MeetingForm(OfferedForm):
    """A meeting of the Change Board."""

    scheme = ChoiceField(label="Scheme", menu=True)
    held_on = DateField(
        label="Day of the meeting", thing="the day of the meeting", hint="For example, 27 3 2018"
    )
    chair = ChoiceField(label="In the chair", thing="who is in the chair", menu=True)
    present = LongTextField(
        label="Who else is there?", thing="who else is there", required=False, limit=1000, rows=3
    )


class AgreeForm(PageForm):
    """What is noted in the minutes beside the decisions."""

    notes = LongTextField(label="Notes", thing="the notes", required=False, limit=8000)
