"""What is asked of a ring-fenced pot and of its shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money.actions.pots import PotTerms
from throughline.supply.models import ServiceKind
from throughline.vocabulary.routes import FundingRoute
from throughline.web.forms import (
    DateField,
    LongTextField,
    ManyChoicesField,
    MoneyField,
    PageForm,
    TextField,
)

CHARGED = (FundingRoute.RATE_CARD, FundingRoute.SPOT)
"""Routes on which a buyer is charged, and so what a pot can be spent on."""


class SharesForm(PageForm):
    """How much of a pot each buyer is given; together they are the pot."""

    amount = MoneyField(label="How much is in the pot?", thing="the amount of the pot")

    def __init__(self, *args: Any, buyers: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.buyers = buyers
        for one in buyers:
            self.fields[f"share_{one.pk}"] = MoneyField(
                label=f"Share of {one.name}",
                thing=f"the share of {one.name}",
                required=False,
            )

    @property
    def shares(self) -> dict[Organisation, Money]:
        """The shares, nothing where none was entered."""
        return {one: self.cleaned_data[f"share_{one.pk}"] or Money.zero() for one in self.buyers}


class PotForm(SharesForm):
    """A pot: what it is for, until when, and whose share is how much."""

    name = TextField(label="Name", ask="Enter the name of the pot", limit=120)
    principles = LongTextField(
        label="Principles of spending it",
        ask="Enter the principles of spending it",
        hint="Every buyer with a share reads them",
        limit=4000,
    )
    routes = ManyChoicesField(
        label="Which routes may it be spent on?",
        hint="Any, when you select none",
        choices=[(one.value, one.label) for one in CHARGED],
        required=False,
    )
    kinds = ManyChoicesField(
        label="Which kinds of service may it be spent on?",
        hint="Any, when you select none",
        required=False,
    )
    from_on = DateField(
        label="From when can it be spent?", thing="the first day", hint="For example, 1 8 2017"
    )
    deadline = DateField(
        label="By when has it to be spent?",
        thing="the last day on which it can be spent",
        hint="The last day on which what it pays for can be delivered",
    )

    def __init__(self, *args: Any, kinds: Sequence[ServiceKind], **more: Any) -> None:
        super().__init__(*args, **more)
        self.kinds_by_number = {str(one.pk): one for one in kinds}
        cast(ManyChoicesField, self.fields["kinds"]).choices = [
            (number, one.name) for number, one in self.kinds_by_number.items()
        ]
        first = ["name", "principles", "routes", "kinds", "from_on", "deadline", "amount"]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("deadline")
        if first and last and last < first:
            self.add_error("deadline", "Last day must be on or after the first day")
        return cleaned

    @property
    def terms(self) -> PotTerms:
        """What was typed, for the domain."""
        given = self.cleaned_data
        return PotTerms(
            name=given["name"],
            principles=given["principles"],
            amount=given["amount"],
            during=Period(given["from_on"], given["deadline"] + timedelta(days=1)),
            routes=given["routes"],
            kinds=[self.kinds_by_number[number] for number in given["kinds"]],
        )
