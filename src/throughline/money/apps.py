"""Money"""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Budgets, commitments, the ledger and its reconciliation: it hears what was delivered."""

    name = "throughline.money"
    label = "money"
