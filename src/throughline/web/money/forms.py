"""The forms of money."""

from __future__ import annotations

from typing import Any

from throughline.core.access import Actor
from throughline.core.periods import Period
from throughline.money.models import Account
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, DocumentField, FilterForm, LongTextField, PageForm, TextField
from throughline.web.money.periods import periods_offered, quarters_offered

Parties = list[tuple[str, str]]


class LedgerFilters(FilterForm):
    """What the ledger can be narrowed by."""

    payer = ChoiceField(label="Who pays", menu=True, nothing="Anyone")
    provider = ChoiceField(label="Who is paid", menu=True, nothing="Anyone")
    party = ChoiceField(label="On either side", menu=True, nothing="Anyone")
    period = ChoiceField(label="When", menu=True, nothing="Any time")
    cause = ChoiceField(
        label="What for",
        choices=[("delivery", "Delivery"), ("advance", "Advance paid")],
        menu=True,
        nothing="Anything",
    )
    referral = TextField(label="Referral", limit=40)
    service = TextField(label="Service", limit=200, hint="Its reference, or a part of its name")

    def __init__(self, data: Any, *, payers: Parties, providers: Parties, during: Period) -> None:
        super().__init__(data)
        self.names = dict([*payers, *providers])
        for name, choices in (
            ("payer", payers),
            ("provider", providers),
            ("party", sorted(self.names.items(), key=lambda one: (one[1], one[0]))),
            ("period", periods_offered(during)),
        ):
            field = self.fields[name]
            assert isinstance(field, ChoiceField)
            field.choices = choices


class CommitmentForm(PageForm):
    """The budget holder's decision."""

    decision = ChoiceField(
        label="Do you allow this spending beyond the budget?",
        ask="Select whether you allow this spending",
        choices=[("allow", "Yes, allow it"), ("refuse", "No, refuse it")],
    )
    why = LongTextField(thing="the reason", label="Why?", ask="Say why", limit=1000, rows=3)


class ReturnForm(PageForm):
    """A provider's return to be checked."""

    between = ChoiceField(label="Whose return is it?", ask="Select whose return it is", menu=True)
    quarter = ChoiceField(label="Which quarter?", ask="Select the quarter", menu=True)
    file = DocumentField(kinds=("csv",), limit_mb=1, label="The return", thing="the return")

    def __init__(self, *args: Any, accounts: list[Account], during: Period, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = {
            "between": [(str(one.pk), f"{one.provider} to {one.payer} ({one.scheme})") for one in accounts],
            "quarter": quarters_offered(during),
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, ChoiceField)
            field.choices = offered
            if len(offered) == 1:
                field.initial = offered[0][0]


def may_be_reconciled_by(actor: Actor, accounts: list[Account]) -> list[Account]:
    """Those pairs whose returns `actor` may load: as the provider, the payer or the steward."""
    files, reconciles = actor.holds(Permission.FILE_RETURNS), actor.holds(Permission.RECONCILE)
    return [
        one
        for one in accounts
        if one.provider_id in files or one.payer_id in reconciles or one.scheme.steward_id in reconciles
    ]
