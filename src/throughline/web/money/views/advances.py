"""Entering a payment made ahead of delivery: what was paid, what that changes, and only then the entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.money import Money
from throughline.core.time import FinancialYear
from throughline.money.actions.advances import pay_advance
from throughline.money.queries.advances import AdvancePair, pairs_paid_ahead
from throughline.money.queries.ledger import owed_between
from throughline.money.rules.advance import Settlement
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, DateField, MoneyField, PageForm, TextField, When
from throughline.web.guards import page_for
from throughline.web.money.ledger_presenters import settled
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day

ASKED = ("between", "amount", "paid_on_day", "paid_on_month", "paid_on_year", "payment_reference")
ENTERS_ADVANCES = (Permission.OVERSEE_SCHEME, Permission.HOLD_BUDGET)


class AdvanceForm(PageForm):
    """One payment: between whom, how much, when, and the payer's own reference."""

    between = ChoiceField(label="Who paid whom?", ask="Select who paid whom", menu=True)
    amount = MoneyField(thing="the amount", label="Amount paid", least=Money("0.01"))
    paid_on = DateField(
        thing="the day it was paid", label="Day it was paid", when=When.TODAY_OR_PAST,
        hint="It counts in the financial year of this day",
    )  # fmt: skip
    payment_reference = TextField(
        thing="the payment reference", label="Payment reference", limit=200,
        hint="The payer’s own, as it stands on the bank statement",
    )  # fmt: skip

    def __init__(self, *arguments: Any, pairs: Sequence[AdvancePair], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.pairs = {one.key: one for one in pairs}
        field = self.fields["between"]
        assert isinstance(field, ChoiceField)
        field.choices = [(one.key, str(one)) for one in pairs]

    @property
    def pair(self) -> AdvancePair:
        """Who was chosen."""
        return self.pairs[self.cleaned_data["between"]]


@page_for(*ENTERS_ADVANCES)
def new_advance(request: PageRequest) -> HttpResponse:
    """Say what an advance paid would change, and on the second step enter it."""
    pairs = pairs_paid_ahead(request.actor, on=today(request))
    form = AdvanceForm(request.POST if request.method == "POST" else None, today=today(request), pairs=pairs)
    if form.is_valid():
        if "confirmed" not in request.POST:
            return render(request, "money/advance_checked.html", _what_changes(request, form))
        with refusals_shown_on(form):
            made = pay_advance(
                scheme=form.pair.scheme,
                payer=form.pair.payer,
                provider=form.pair.provider,
                amount=form.cleaned_data["amount"],
                paid_on=form.cleaned_data["paid_on"],
                payment_reference=form.cleaned_data["payment_reference"],
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"Advance of {made.amount.display()} entered")
            return redirect("ledger_entry", made.pk)
    page = FormPage(
        title="Enter an advance paid",
        caption="Money",
        back=Link("Money", reverse("money")),
        button="Continue",
        said=[
            "Nothing is entered until you have seen what it changes. Entries of the ledger are never deleted."
        ],
    )
    return page.shown(request, form)


def _what_changes(request: PageRequest, form: AdvanceForm) -> dict[str, object]:
    pair, amount, paid_on = form.pair, form.cleaned_data["amount"], form.cleaned_data["paid_on"]
    year = FinancialYear.containing(paid_on)
    now = owed_between(
        request.actor, payer_id=pair.payer.pk, provider_id=pair.provider.pk, as_at=today(request),
        during=year.period,
    )  # fmt: skip
    after = Settlement(now.advance + amount, now.delivered)
    return {
        "facts": [
            Fact("Who paid", pair.payer.name),
            Fact("Who was paid", pair.provider.name),
            Fact("Scheme", str(pair.scheme)),
            Fact("Amount", amount),
            Fact("Day it was paid", paid_on),
            Fact("Payment reference", form.cleaned_data["payment_reference"]),
        ],
        "changes": [
            f"Paid in advance in {year}: {now.advance.display()} now, {after.advance.display()} with this "
            "payment.",
            f"Balance of the year on {day(today(request))}: {settled(now).lower()} now, "
            f"{settled(after).lower()} with this payment.",
        ],
        "again": [(name, request.POST.get(name, "")) for name in ASKED],
    }
