"""What the pages of the ledger show: who owes whom, what stays at each tier, one entry."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.money import Money
from throughline.core.time import FinancialYear, Quarter
from throughline.line.queries.withheld import OPENS_REFERRALS
from throughline.money.models import LedgerEntry
from throughline.money.queries.ledger import Balance, passed_through, settlement_of, total_of
from throughline.money.queries.margins import Margin
from throughline.money.rules.advance import Settlement
from throughline.vocabulary.permissions import Permission
from throughline.web.money.periods import written
from throughline.web.pieces import Fact, Figure, Link, Tag

NOTHING = Settlement(Money.zero(), Money.zero())


def ledger_address(**filters: str) -> str:
    """The ledger narrowed as named; what is empty is left out."""
    return f"{reverse('money_ledger')}?{urlencode({name: value for name, value in filters.items() if value})}"


def referral_link(reference: str, actor: Actor, withheld: Container[str]) -> Link | str:
    """The referral's reference, leading to its page for those who find it there, unless it is withheld."""
    if reference in withheld:
        return "Withheld"
    if reference and actor.permissions_anywhere & OPENS_REFERRALS:
        return Link(reference, reverse("referral", args=[reference]))
    return reference


@dataclass(frozen=True)
class Between:
    """Two parties: what was delivered this quarter and this year, and the year's advance."""

    party: Balance
    quarter: Settlement
    year: Settlement

    @property
    def payer(self) -> str:
        """Who pays."""
        return self.party.payer

    @property
    def provider(self) -> str:
        """Who is paid."""
        return self.party.provider

    @property
    def pence(self) -> int:
        """The year's delivery in pence, to sort by."""
        return self.year.delivered.pence

    def address(self, period: str, as_at: date, cause: str = "delivery") -> str:
        """The entries that one of the figures was counted from; those of every cause when it is empty."""
        return ledger_address(
            payer=self.party.payer_reference,
            provider=self.party.provider_reference,
            period=period,
            cause=cause,
            as_at=as_at.isoformat(),
        )


@dataclass(frozen=True)
class Kept:
    """What one organisation kept of one service in a year, each figure opening its entries."""

    margin: Margin
    period: str
    as_at: date

    @property
    def received(self) -> Link:
        """What it was paid."""
        return self._link(self.margin.received, provider=self.margin.organisation_reference)

    @property
    def passed_on(self) -> Link:
        """What it paid on."""
        return self._link(self.margin.passed_on, payer=self.margin.organisation_reference)

    @property
    def kept(self) -> Link:
        """The difference: it opens both sides."""
        return self._link(self.margin.kept, party=self.margin.organisation_reference)

    def _link(self, amount: Money, **side: str) -> Link:
        address = ledger_address(
            **side,
            service=self.margin.service_reference,
            period=self.period,
            cause="delivery",
            as_at=self.as_at.isoformat(),
        )
        return Link(amount.display(), address)


def ledger_sum(entries: QuerySet[LedgerEntry], chosen: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """
    What the entries come to, said as the figure that led here says it.

    Between two parties the advance stands against the delivery; of one party, what it received against
    what it passed on; otherwise the entries are summed. `names` are the parties' by reference.
    """
    if "party" in chosen:
        received, passed_on = passed_through(entries, chosen["party"])
        return (
            f"{names[chosen['party']]} received {received.display()} for delivery and passed on "
            f"{passed_on.display()}: {(received - passed_on).display()} kept"
        )
    if "payer" in chosen and "provider" in chosen and "cause" not in chosen:
        sums = settlement_of(entries)
        return (
            f"{sums.advance.display()} paid in advance and {sums.delivered.display()} delivered: "
            f"{settled(sums)}"
        )
    return f"These entries come to {total_of(entries).display()}"


def settled(settlement: Settlement) -> str:
    """The balance in words: what is to come back, or is owed."""
    if settlement.balance > Money.zero():
        return f"{settlement.clawback.display()} to come back"
    if settlement.balance < Money.zero():
        return f"{settlement.due.display()} owed"
    return "Settled"


class MoneyPage:
    """What we are owed and what we owe, this quarter and this year, as at a day."""

    def __init__(
        self, actor: Actor, as_at: date, quarters: Sequence[Balance], years: Sequence[Balance]
    ) -> None:
        self.quarter, self.year = Quarter.containing(as_at), FinancialYear.containing(as_at)
        self.as_at = as_at
        this_quarter = {_parties(one): one.settlement for one in quarters}
        self.rows = [Between(one, this_quarter.get(_parties(one), NOTHING), one.settlement) for one in years]
        self._ours = actor.holds(Permission.SEE_MONEY)

    @property
    def figures(self) -> list[Figure]:
        """The sums of delivery in which we are paid, and in which we pay; all of it to an overseer."""
        paid = [row for row in self.rows if row.party.provider_id in self._ours]
        pays = [row for row in self.rows if row.party.payer_id in self._ours]
        if not self._ours:
            return self._sums("Delivered", self.rows)
        return [
            *(self._sums("Delivered to those who pay us", paid) if paid else []),
            *(self._sums("Delivered to us by those we pay", pays) if pays else []),
        ]

    def _sums(self, label: str, rows: Sequence[Between]) -> list[Figure]:
        quarter = Money.total(row.quarter.delivered for row in rows)
        year = Money.total(row.year.delivered for row in rows)
        several = f"{len(rows)} parties below" if len(rows) > 1 else ""
        link = rows[0].address if len(rows) == 1 else None
        return [
            Figure(quarter, f"{label}, {self.quarter.label}",
                   link(str(self.quarter), self.as_at) if link else "#parties", of=several),
            Figure(year, f"{label}, {self.year}",
                   link(written(self.year), self.as_at) if link else "#parties", of=several),
        ]  # fmt: skip


def _parties(one: Balance) -> tuple[int, int, int]:
    return (one.scheme_id, one.payer_id, one.provider_id)


class EntryPage:
    """One entry of the ledger: what it is, why it is there, and what became of it."""

    def __init__(
        self,
        entry: LedgerEntry,
        price: str,
        related: Sequence[LedgerEntry],
        actor: Actor,
        withheld: Container[str],
    ) -> None:
        self.entry, self.price, self.related, self.actor = entry, price, related, actor
        self.withheld = withheld

    @property
    def state(self) -> Tag:
        """Whether it stands."""
        if self.entry.reverses_id is not None:
            return Tag("Reverses another", "grey")
        return Tag("Reversed", "red") if hasattr(self.entry, "reversed_by") else Tag("Stands", "green")

    @property
    def facts(self) -> list[Fact]:
        """What it moves, between whom, and because of what."""
        entry = self.entry
        because = {
            LedgerEntry.Cause.ATTENDANCE: f"record of attendance {entry.cause_id}",
            LedgerEntry.Cause.COMPLETION: "the referral was completed",
            LedgerEntry.Cause.OUTCOME: "the outcome it was made for was achieved",
            LedgerEntry.Cause.RAR_DECISION: "the officer decided whether the day counts",
            LedgerEntry.Cause.ADVANCE: entry.note,
        }[LedgerEntry.Cause(entry.cause)]
        kind = "Advance paid" if entry.cause == LedgerEntry.Cause.ADVANCE else "Delivery"
        because = f"{'Correction' if entry.reverses_id else kind}: {because}"
        return [
            Fact("Amount", entry.amount),
            Fact("Who pays", entry.payer.name),
            Fact("Who is paid", entry.provider.name),
            Fact("Day", entry.happened_on),
            Fact("Because of", because),
            Fact("Service", entry.service.name if entry.service else None),
            Fact("Referral", referral_link(entry.referral_reference, self.actor, self.withheld)),
            Fact("Tier", entry.tier),
            Fact("Price", self.price),
            Fact("From account", str(entry.credit.get_kind_display())),
            Fact("To account", str(entry.debit.get_kind_display())),
            Fact("Entered", entry.recorded_at),
            Fact("Entered by", entry.recorded_by.full_name if entry.recorded_by else "The system"),
        ]
