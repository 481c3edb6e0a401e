"""The addresses of money."""

from django.urls import path

from throughline.web.money.views import advances, budgets, ledger, pots, reconciliations

urlpatterns = [
    path("money", ledger.money, name="money"),
    # the same page under the names of the places that lead to it
    path("money", ledger.money, name="provider_money"),
    path("money", ledger.money, name="prime_money"),
    path("money/ledger", ledger.entries, name="money_ledger"),
    path("money/advances/new", advances.new_advance, name="new_advance"),
    path("ledger/<int:number>", ledger.entry, name="ledger_entry"),
    path("pots", pots.pots, name="pots"),
    path("pots/new/<slug:scheme>", pots.new, name="pot_new"),
    path("pots/<str:reference>", pots.pot, name="pot"),
    path("pots/<str:reference>/divide", pots.divide, name="pot_divide"),
    path("budgets", budgets.budgets, name="budgets"),
    path("budgets", budgets.budgets, name="commissioner_budget"),
    path("budgets/<str:reference>", budgets.budget, name="budget"),
    path("commitments/<str:referral>", budgets.commitment, name="commitment"),
    path("reconciliations", reconciliations.reconciliations, name="reconciliations"),
    path("reconciliations", reconciliations.reconciliations, name="contract_reconciliation"),
    path("reconciliations/new", reconciliations.new_return, name="new_return"),
    path("reconciliations/<int:number>", reconciliations.reconciliation, name="reconciliation"),
]
