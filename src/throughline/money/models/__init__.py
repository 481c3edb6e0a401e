"""Models of money: fixed prices, budgets, choices, the ledger, returns and their reconciliation."""

from throughline.money.models.budgets import Budget, Commitment, CommitmentMove
from throughline.money.models.choices import ChoiceApproval, ChoiceApprovalMove, ChoiceLimit
from throughline.money.models.ledger import Account, LedgerEntry
from throughline.money.models.pots import Pot, PotKind
from throughline.money.models.prices import FixedPrice
from throughline.money.models.reconciliation import ProviderReturn, ReconciledLine, Reconciliation, ReturnLine

__all__ = [
    "Account",
    "Budget",
    "ChoiceApproval",
    "ChoiceApprovalMove",
    "ChoiceLimit",
    "Commitment",
    "CommitmentMove",
    "FixedPrice",
    "LedgerEntry",
    "Pot",
    "PotKind",
    "ProviderReturn",
    "ReconciledLine",
    "Reconciliation",
    "ReturnLine",
]
