"""What is asked of an intention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, cast

from throughline.core.models import Area
from throughline.core.periods import Period
from throughline.core.time import FinancialYear
from throughline.supply.actions.intentions import Stated
from throughline.supply.models import Intention, ServiceKind
from throughline.vocabulary.needs import Need
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyChoicesField,
    MoneyField,
    PageForm,
    TextField,
)
from throughline.web.public.labels import in_full


class IntentionForm(PageForm):
    """What a body means to buy."""

    year = ChoiceField(label="For which financial year?", ask="Select the financial year", inline=True)
    title = TextField(label="What do you mean to buy?", ask="Enter what you mean to buy", limit=200)
    description = LongTextField(
        label="More about it",
        thing="the description",
        hint="For whom, how much of it, what you want to be different",
        limit=2000,
        required=False,
    )
    needs = ManyChoicesField(
        label="Which needs is it to answer?", ask="Select at least one need", choices=Need.choices
    )
    kind = ChoiceField(label="Kind of service", menu=True, nothing="None of them yet", required=False)
    area = ChoiceField(label="Where?", ask="Select the area", menu=True)
    form = ChoiceField(
        label="Is it to be a grant or a contract?",
        ask="Select whether it is to be a grant or a contract",
        choices=Intention.Form.choices,
    )
    opens_on = DateField(
        label="When does it open for bids or applications?",
        thing="the day it opens",
        hint="For example, 1 9 2018. Leave it empty when nobody is asked to bid",
        required=False,
    )
    starts_on = DateField(label="When does the work start?", thing="the day the work starts")
    ends_on = DateField(
        label="When does it end?",
        thing="the last day of the work",
        hint="Its last day. Leave it empty when no end is set",
        required=False,
    )
    value_from = MoneyField(
        label="Smallest value",
        thing="the smallest value",
        hint="Over all the days of the work, without tax. The same amount twice when you know it",
        required=False,
    )
    value_to = MoneyField(label="Largest value", thing="the largest value", required=False)
    whom_to_ask = TextField(
        label="Whom can providers ask about it?",
        ask="Enter whom providers can ask",
        hint="An address that a team reads, like commissioning@example.org. Everybody will see it",
        limit=200,
    )

    def __init__(
        self,
        *args: Any,
        years: Sequence[FinancialYear],
        areas: Iterable[Area],
        kinds: Iterable[ServiceKind],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.areas = {str(one.pk): one for one in areas}
        self.kinds = {str(one.pk): one for one in kinds}
        self._offer("year", [(str(one.start_year), str(one)) for one in years])
        self._offer("area", [(number, in_full(one)) for number, one in self.areas.items()])
        self._offer("kind", [(number, one.name) for number, one in self.kinds.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = cast(ChoiceField, self.fields[name])
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Last day of the work must be on or after the day it starts")
        return cleaned

    @property
    def year_chosen(self) -> FinancialYear:
        """The financial year chosen."""
        return FinancialYear(int(self.cleaned_data["year"]))

    @property
    def stated(self) -> Stated:
        """What was typed, for the domain."""
        given = self.cleaned_data
        ends = given["ends_on"]
        return Stated(
            title=given["title"],
            description=given["description"],
            kind=self.kinds.get(given["kind"]),
            needs=given["needs"],
            area=self.areas[given["area"]],
            form=given["form"],
            opens_on=given["opens_on"],
            during=Period(given["starts_on"], ends + timedelta(days=1) if ends else None),
            value_from=given["value_from"],
            value_to=given["value_to"],
            whom_to_ask=given["whom_to_ask"],
        )


def as_typed(one: Intention) -> dict[str, Any]:
    """An intention as its form shows it."""
    return {
        "year": str(one.year),
        "title": one.title,
        "description": one.description,
        "needs": list(one.needs),
        "kind": str(one.kind_id or ""),
        "area": str(one.area_id),
        "form": one.form,
        "opens_on": one.opens_on,
        "starts_on": one.during.from_,
        "ends_on": one.during.last_day,
        "value_from": one.value_from,
        "value_to": one.value_to,
        "whom_to_ask": one.whom_to_ask,
    }
