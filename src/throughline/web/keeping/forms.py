"""What is asked of an entry's words, its work and its intake, one thing on each page."""

from __future__ import annotations

from throughline.vocabulary.delivery import Channel, Intake, Language, Mode
from throughline.vocabulary.involved import ASKED_OF_A_SERVICE
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType
from throughline.web.forms import (
    ChoiceField,
    LongTextField,
    ManyChoicesField,
    PageForm,
    TextField,
    WholeNumberField,
    YesNoField,
)
from throughline.web.keeping.fields import ServiceByReference

SEXES = (("women", "Women"), ("men", "Men"))


class TextForm(PageForm):
    """The words of an entry."""

    name = TextField(label="Name of the service", thing="the name of the service")
    summary = LongTextField(
        label="What it is, in short",
        thing="what it is, in short",
        hint="Two or three sentences that somebody on probation would understand",
        limit=2000,
    )
    what_happens = LongTextField(
        label="What happens in a session",
        thing="what happens in a session",
        hint="Who the person meets, what they do together, and what comes next",
        rows=8,
    )


class KindForm(PageForm):
    """What kind of work it is."""

    service_type = ChoiceField(
        label="What kind of work is it?", thing="the kind of work", choices=ServiceType.choices, menu=True
    )
    meets_children = YesNoField(
        label="Do children come to this service, or meet its workers?",
        ask="Select whether children come to this service",
        hint="If so, officers must share what bears on the safety of children",
    )
    involves = ManyChoicesField(
        label="What may a session involve?",
        thing="what a session may involve",
        hint="Officers are warned where an order forbids somebody one of these",
        choices=ASKED_OF_A_SERVICE,
        required=False,
    )


class DeliveryForm(PageForm):
    """To one or to many, by which way, in which language."""

    mode = ChoiceField(
        label="Is it given to one person at a time?",
        thing="how it is given",
        choices=[one for one in Mode.choices if one[0] != Mode.UNKNOWN],
    )
    channels = ManyChoicesField(
        label="How do sessions reach the person?",
        thing="how sessions reach the person",
        choices=Channel.choices,
    )
    languages = ManyChoicesField(
        label="In which languages is it given?", thing="at least one language", choices=Language.choices
    )


class DoseForm(PageForm):
    """How much of it there usually is."""

    sessions = WholeNumberField(
        label="How many sessions does it usually take?",
        thing="number of sessions",
        least=1,
        most=1000,
        width="3",
        required=False,
    )
    session_minutes = WholeNumberField(
        label="How many minutes does a session take?",
        thing="number of minutes",
        least=1,
        most=1440,
        width="3",
        required=False,
    )
    weeks = WholeNumberField(
        label="Over how many weeks?", thing="number of weeks", least=1, most=520, width="3", required=False
    )
    indicative_rar_days = WholeNumberField(
        label="How many RAR days does it usually come to?",
        thing="number of RAR days",
        hint="Officers plan with this number. It never counts as days delivered",
        least=0,
        most=365,
        width="3",
        required=False,
    )


class NeedsForm(PageForm):
    """Which needs it answers."""

    needs = ManyChoicesField(
        label="Which needs does it answer?",
        thing="at least one need",
        hint="It is found under each need you select, and counted once",
        choices=Need.choices,
    )


class PeopleForm(PageForm):
    """For which groups it is made, and which it serves as well."""

    main = ManyChoicesField(label="For whom is it made?", choices=Population.choices, required=False)
    also = ManyChoicesField(label="Whom does it serve as well?", choices=Population.choices, required=False)


class WhomForm(PageForm):
    """The sexes and ages it is for."""

    sexes = ManyChoicesField(
        label="Is it for women, for men or for both?", ask="Select at least one", choices=SEXES
    )
    youngest = WholeNumberField(
        label="Youngest age", thing="the youngest age", least=10, most=120, width="3", required=False
    )
    oldest = WholeNumberField(
        label="Oldest age",
        thing="the oldest age",
        hint="The last year of age that can still come. Leave empty where there is none",
        least=10,
        most=120,
        width="3",
        required=False,
    )


class IntakeForm(PageForm):
    """Whether it takes referrals now."""

    intake = ChoiceField(
        label="Does it take referrals now?", thing="whether it takes referrals", choices=Intake.choices
    )
    cap = WholeNumberField(
        label="How many referrals does it take in a month?",
        thing="number of referrals in a month",
        hint="Only where it takes a set number",
        least=1,
        most=10_000,
        width="4",
        required=False,
    )
    alternative = ServiceByReference(
        label="Which service can people be referred to instead?",
        hint="The reference of another service, like SV-4K7Q2. Only where it is closed",
        limit=16,
        width="10",
        required=False,
    )
    note = LongTextField(
        label="What should officers know?",
        hint="Why it is closed or capped, and until when",
        limit=500,
        rows=3,
        required=False,
    )


class CapacityForm(PageForm):
    """How many people it works with at a time."""

    places = WholeNumberField(
        label="How many people can it work with at a time?",
        thing="number of places",
        hint="Leave empty where that is not limited",
        least=0,
        most=100_000,
        width="4",
        required=False,
    )


class WaitForm(PageForm):
    """How long people wait."""

    days = WholeNumberField(
        label="How many days do people wait from referral to their first session?",
        thing="number of days",
        hint="As it is today. Leave empty to state no wait",
        least=0,
        most=1000,
        width="4",
        required=False,
    )


class IntervalForm(PageForm):
    """After how long it is to be confirmed anew."""

    days = WholeNumberField(
        label="After how many days is this entry to be confirmed?",
        thing="number of days",
        hint="Leave empty to keep to the interval of the scheme",
        least=1,
        most=366,
        width="3",
        required=False,
    )


class RuleForm(PageForm):
    """Whom it takes and whom it does not, by one thing it looks at."""

    accepts = ManyChoicesField(
        label="Only for", hint="Leave all empty to let everybody in", choices=(), required=False
    )
    refuses = ManyChoicesField(label="Not for", choices=(), required=False)
    why = LongTextField(
        label="Why?",
        hint="Officers read it, and so does the person who is told no",
        limit=500,
        rows=3,
        required=False,
    )

    def __init__(self, *arguments: object, choices: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*arguments, **more)  # type: ignore[arg-type]
        for name in ("accepts", "refuses"):
            field = self.fields[name]
            assert isinstance(field, ManyChoicesField)
            field.choices = choices


class NothingAsked(PageForm):
    """A confirmation: there is nothing to fill in."""


class WhyForm(PageForm):
    """Why an entry is taken out of the directory."""

    why = LongTextField(label="Why?", ask="Say why you do this: officers read it", limit=500, rows=3)
