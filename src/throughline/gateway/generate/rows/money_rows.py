"""Rows of money: prices fixed, budgets, commitments, the ledger. Amounts are text, exact to the penny."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class FixedPrice(NamedTuple):
    """A row of `money.FixedPrice`."""

    id: int
    referral_id: int
    tier: int
    agreement_id: int
    payer_id: int
    provider_id: int
    item_id: int
    price_id: int
    unit: str
    amount: str
    expected: str
    fixed_on: date


class Budget(NamedTuple):
    """A row of `money.Budget`."""

    id: int
    reference: str
    scheme_id: int
    buyer_id: int
    name: str
    amount: str
    during: str


class Commitment(NamedTuple):
    """A row of `money.Commitment`."""

    id: int
    referral_id: int
    budget_id: int
    amount: str
    made_at: datetime
    state: str


class CommitmentMove(NamedTuple):
    """A row of `money.CommitmentMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int | None
    reason: str


class Account(NamedTuple):
    """A row of `money.Account`."""

    id: int
    kind: str
    scheme_id: int
    payer_id: int
    provider_id: int


class LedgerEntry(NamedTuple):
    """A row of `money.LedgerEntry`."""

    id: int
    debit_id: int
    credit_id: int
    amount: str
    cause: str
    cause_id: int
    turn: int
    happened_on: date
    recorded_at: datetime
    recorded_by_id: int | None
    reverses_id: int | None
    scheme_id: int
    payer_id: int
    provider_id: int
    tier: int | None
    agreement_id: int | None
    service_id: int | None
    referral_id: int | None
    referral_reference: str
    note: str
