"""What is asked of a need, of an offer, and of an answer to either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from throughline.core.models import Organisation
from throughline.supply.actions.noticeboard import Offering, Wanting
from throughline.supply.models import Service
from throughline.supply.queries.noticeboard import area_called
from throughline.supply.states import NeedState, OfferState
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.routes import PriceUnit
from throughline.web.forms import (
    ChoiceField,
    DateField,
    FilterForm,
    LongTextField,
    MoneyField,
    PageForm,
    TextField,
    When,
    WholeNumberField,
    YesNoField,
)
from throughline.web.public.lists import area_choices


class NeedFilters(FilterForm):
    """What the needs of the noticeboard can be narrowed by."""

    need = ChoiceField(label="Need", choices=Need.choices, menu=True, nothing="Any need")
    area = ChoiceField(label="Where", menu=True, nothing="Any area")
    state = ChoiceField(label="Status", choices=NeedState.choices, menu=True, nothing="Any status")
    unanswered = YesNoField(label="Unanswered for too long")

    def __init__(self, data: Any, *, areas: list[tuple[str, str]]) -> None:
        super().__init__(data)
        cast(ChoiceField, self.fields["area"]).choices = areas


class OfferFilters(FilterForm):
    """What the offers of the noticeboard can be narrowed by."""

    to_a_need = YesNoField(label="To a stated need")
    state = ChoiceField(label="Status", choices=OfferState.choices, menu=True, nothing="Any status")


class WhyForm(PageForm):
    """Why: read by everybody with a part in the scheme."""

    why = LongTextField(label="Why?", ask="Say why: everybody in the scheme reads it", limit=500, rows=3)


class NothingAsked(PageForm):
    """A confirmation: there is nothing to fill in."""


class _Whose(PageForm):
    """A form sent for one of several organisations; not asked where there is one."""

    def offer(self, name: str, organisations: Iterable[Organisation]) -> dict[str, Organisation]:
        """Let `name` choose among organisations; drop the question where there is one."""
        found = {str(one.pk): one for one in organisations}
        field = cast(ChoiceField, self.fields[name])
        field.choices = [(number, one.name) for number, one in found.items()]
        if len(found) == 1:
            del self.fields[name]
        return found

    def chosen(self, name: str, among: dict[str, Organisation]) -> Organisation:
        """The organisation chosen, or the only one there is."""
        return among[self.cleaned_data.get(name) or next(iter(among))]


class NeedForm(_Whose):
    """What is needed."""

    asker = ChoiceField(label="Who needs it?", ask="Select who needs it", menu=True)
    title = TextField(label="What do you need?", ask="Enter what you need", limit=200)
    description = LongTextField(
        label="More about it",
        thing="the description",
        hint="What people lack, what has been tried. Name nobody",
        limit=2000,
        required=False,
    )
    need = ChoiceField(label="Which need is it?", ask="Select the need", choices=Need.choices, menu=True)
    population = ChoiceField(
        label="For whom?",
        ask="Select for whom",
        choices=Population.choices,
        menu=True,
        initial=Population.ANYBODY,
    )
    area = ChoiceField(label="Where?", ask="Select the area", menu=True)
    people = WholeNumberField(
        label="How many people a year?", thing="the number of people a year", least=1, most=1_000_000
    )
    wanted_by = DateField(
        label="By when?",
        thing="the day by which it is needed",
        hint="For example, 1 9 2018",
        when=When.TODAY_OR_FUTURE,
    )

    def __init__(self, *args: Any, askers: Iterable[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.askers = self.offer("asker", askers)
        cast(ChoiceField, self.fields["area"]).choices = area_choices()

    @property
    def wanting(self) -> Wanting:
        """What was typed, for the domain."""
        given = self.cleaned_data
        return Wanting(
            title=given["title"],
            description=given["description"],
            need=given["need"],
            population=given["population"],
            area=area_called(given["area"]),
            people=given["people"],
            wanted_by=given["wanted_by"],
        )


class OfferForm(_Whose):
    """What is offered, and for how much."""

    offerer = ChoiceField(label="Who offers it?", ask="Select who offers it", menu=True)
    to = ChoiceField(label="To whom?", ask="Select to whom you offer it", menu=True)
    title = TextField(label="What do you offer?", ask="Enter what you offer", limit=200)
    service = ChoiceField(
        label="A service of the directory", menu=True, nothing="None of them: a proposal", required=False
    )
    proposal = LongTextField(
        label="What would you do?",
        thing="the proposal",
        hint="Needed where no service of the directory is offered",
        limit=2000,
        required=False,
    )
    capacity = WholeNumberField(
        label="For how many people a year?", thing="the number of people a year", least=1, most=1_000_000
    )
    available_from = DateField(
        label="From when?", thing="the day from which you can give it", hint="For example, 1 9 2018"
    )
    amount = MoneyField(
        label="Price",
        thing="the price",
        hint="Read only by you, by whom it is offered to, and by whoever oversees the scheme",
    )
    unit = ChoiceField(
        label="The price is for", ask="Select what the price is for", choices=PriceUnit.choices
    )

    def __init__(
        self,
        *args: Any,
        offerers: Iterable[Organisation],
        buyers: Iterable[Organisation],
        services: Iterable[Service],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.offerers = self.offer("offerer", offerers)
        self.buyers = self.offer("to", buyers)
        self.services = {str(one.pk): one for one in services}
        cast(ChoiceField, self.fields["service"]).choices = [
            (number, one.name) for number, one in self.services.items()
        ]

    @property
    def offering(self) -> Offering:
        """What was typed, for the domain."""
        given = self.cleaned_data
        return Offering(
            title=given["title"],
            proposal=given["proposal"],
            service=self.services.get(given["service"]),
            capacity=given["capacity"],
            available_from=given["available_from"],
            amount=given["amount"],
            unit=given["unit"],
        )
