"""Factories of prices fixed, budgets, ledger and returns."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, ImportedFileFactory, OrganisationFactory, UserFactory, ever
from tests.factories.line import ReferralFactory
from tests.factories.supply import PriceFactory, SchemeFactory
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money import models as money


class FixedPriceFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    tier = 1
    price = factory.SubFactory(PriceFactory, item__service=factory.SelfAttribute("...referral.service"))
    item = factory.SelfAttribute("price.item")
    agreement = factory.SelfAttribute("price.agreement")
    payer = factory.SelfAttribute("agreement.payer")
    provider = factory.SelfAttribute("agreement.provider")
    unit = factory.SelfAttribute("item.unit")
    amount = factory.SelfAttribute("price.amount")
    expected = factory.SelfAttribute("amount")
    fixed_on = NOW.date()

    class Meta:
        model = money.FixedPrice


class BudgetFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    buyer = factory.SubFactory(OrganisationFactory)
    name = "Rate card 2017/18"
    amount = Money("100000.00")
    during = Period(date(2017, 4, 1), date(2018, 4, 1))

    class Meta:
        model = money.Budget


class CommitmentFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    budget = factory.SubFactory(BudgetFactory)
    amount = Money("465.00")
    made_at = NOW
    state = "held"

    class Meta:
        model = money.Commitment


class ChoiceLimitFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    during = factory.LazyFunction(ever)
    most_cost = Money("500.00")
    set_by = factory.SubFactory(UserFactory)
    set_at = NOW

    class Meta:
        model = money.ChoiceLimit


class ChoiceApprovalFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    buyer = factory.SelfAttribute("referral.supervisor")
    service = factory.SelfAttribute("referral.service")
    reasons = factory.LazyFunction(lambda: ["cost"])
    expected = Money("697.50")
    sessions = 15
    case = "Nothing else keeps her away from him"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = NOW

    class Meta:
        model = money.ChoiceApproval


class AccountFactory(DjangoModelFactory):
    kind = "owed"
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = money.Account


class LedgerEntryFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)
    debit = factory.SubFactory(
        AccountFactory,
        kind="cost",
        scheme=factory.SelfAttribute("..scheme"),
        payer=factory.SelfAttribute("..payer"),
        provider=factory.SelfAttribute("..provider"),
    )
    credit = factory.SubFactory(
        AccountFactory,
        kind="owed",
        scheme=factory.SelfAttribute("..scheme"),
        payer=factory.SelfAttribute("..payer"),
        provider=factory.SelfAttribute("..provider"),
    )
    amount = Money("46.50")
    cause = "attendance"
    cause_id = factory.Sequence(lambda n: 1_000_000 + n)
    tier = 1
    happened_on = NOW.date()
    recorded_at = NOW

    class Meta:
        model = money.LedgerEntry


class ProviderReturnFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)
    period = Period(date(2017, 4, 1), date(2017, 7, 1))
    file = factory.SubFactory(ImportedFileFactory)

    class Meta:
        model = money.ProviderReturn


class ReturnLineFactory(DjangoModelFactory):
    provider_return = factory.SubFactory(ProviderReturnFactory)
    number = factory.Sequence(lambda n: n + 2)
    referral_reference = "RF-4K7Q2M"
    delivered_on = NOW.date()
    amount = Money("46.50")

    class Meta:
        model = money.ReturnLine


class ReconciliationFactory(DjangoModelFactory):
    provider_return = factory.SubFactory(ProviderReturnFactory)
    made_at = NOW

    class Meta:
        model = money.Reconciliation


class ReconciledLineFactory(DjangoModelFactory):
    reconciliation = factory.SubFactory(ReconciliationFactory)
    return_line = factory.SubFactory(ReturnLineFactory)
    result = "not_recorded"

    class Meta:
        model = money.ReconciledLine
