"""Prices fixed, commitments, budgets and ledger entries, as money's listeners would have written them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from throughline.core.money import Money
from throughline.core.time import FinancialYear, london_day
from throughline.gateway.generate.journeys import Journey
from throughline.gateway.generate.meetings import Record
from throughline.gateway.generate.rows.money_rows import (
    Account,
    Budget,
    Commitment,
    CommitmentMove,
    FixedPrice,
    LedgerEntry,
)
from throughline.gateway.generate.world import World, pounds, span
from throughline.money.rules.charging import charges_the_buyer
from throughline.money.rules.earning import Delivery, EarnedBy, Earning, TierPrice, earned
from throughline.supply.rules.costs import expected_cost

_HEADROOM_PER_CENT = 115
_ROUNDED_TO_PENCE = 1_000_00


@dataclass(frozen=True)
class Fixed:
    """The price of one link of one referral."""

    price: TierPrice
    agreement: int
    payer: int
    provider: int
    expected: Money


@dataclass
class Books:
    """The accounts and budgets of a run, opened as they are needed; budgets are written last."""

    world: World
    accounts: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    budgets: dict[tuple[int, FinancialYear], int] = field(default_factory=dict)
    committed: dict[tuple[int, FinancialYear], int] = field(default_factory=dict)

    def between(self, payer: int, provider: int) -> tuple[int, int]:
        """The accounts of cost and of what is owed between two."""
        key = (payer, provider)
        if key not in self.accounts:
            cost, owed = self.world.write.next_id(Account), self.world.write.next_id(Account)
            self.world.write.add(Account(cost, "cost", self.world.scheme, payer, provider))
            self.world.write.add(Account(owed, "owed", self.world.scheme, payer, provider))
            self.accounts[key] = (cost, owed)
        return self.accounts[key]

    def commit(self, buyer: int, pence: int, at: datetime) -> int:
        """Note what weighs on the buyer's budget of that day; gives the budget's id."""
        key = (buyer, FinancialYear.containing(london_day(at)))
        if key not in self.budgets:
            self.budgets[key] = self.world.write.next_id(Budget)
        self.committed[key] = self.committed.get(key, 0) + pence
        return self.budgets[key]

    def write_budgets(self) -> None:
        """Write each budget, larger than all that was ever committed to it, and one for the present year."""
        this_year = FinancialYear.containing(self.world.time.as_at)
        for place in self.world.places:
            key = (place.division_organisation, this_year)
            self.budgets.setdefault(key, 0)
            self.budgets[key] = self.budgets[key] or self.world.write.next_id(Budget)
        for (buyer, year), budget in sorted(self.budgets.items(), key=lambda item: item[1]):
            wanted = self.committed.get((buyer, year), 0) * _HEADROOM_PER_CENT // 100
            pence = (wanted // _ROUNDED_TO_PENCE + 1) * _ROUNDED_TO_PENCE
            self.world.write.add(
                Budget(
                    budget, self.world.write.next_reference(Budget), self.world.scheme, buyer,
                    f"Rate card {year}", pounds(pence), span(year.period.from_, year.period.to),
                )
            )  # fmt: skip


def pay_for(books: Books, journey: Journey, records: Sequence[Record]) -> None:
    """Write the money of one referral that was sent: its prices, its commitment and its entries."""
    if journey.sent_at is None:
        return
    fixed = _fix_prices(books.world, journey, journey.sent_at)
    if not fixed:
        return
    if fixed[0].price.tier == 1 and journey.accepted_at is not None:
        _commit(books, journey, fixed[0], journey.accepted_at)
    if any(one.supersedes for one in records):
        _enter_in_turn(books, journey, fixed, records)
    else:
        _enter_once(books, journey, fixed, records)


def _fix_prices(world: World, journey: Journey, sent_at: datetime) -> list[Fixed]:
    service, day = journey.service, london_day(sent_at)
    links = service.chain if charges_the_buyer(journey.route) else service.chain[1:]
    fixed = []
    for link in links:
        in_force = service.price_on(link.tier, day)
        payer = journey.buyer if link.tier == 1 and journey.buyer is not None else link.payer
        price = TierPrice(link.tier, service.unit, Money.of_pence(in_force.pence))
        expected = expected_cost(price.amount, price.unit, sessions=journey.planned_sessions)
        world.write.add(
            FixedPrice(
                world.write.next_id(FixedPrice), journey.id, link.tier, link.agreement, payer, link.provider,
                service.item, in_force.price, service.unit, pounds(in_force.pence), pounds(expected.pence),
                day,
            )
        )  # fmt: skip
        fixed.append(Fixed(price, link.agreement, payer, link.provider, expected))
    return fixed


def _commit(books: Books, journey: Journey, top: Fixed, at: datetime) -> None:
    write = books.world.write
    amount = top.expected
    budget = books.commit(top.payer, amount.pence, at)
    made = write.next_id(Commitment)
    over = journey.ended_at
    write.add(
        Commitment(made, journey.id, budget, pounds(amount.pence), at, "held" if over is None else "released")
    )
    if over is not None:
        write.add(
            CommitmentMove(
                write.next_id(CommitmentMove), made, "release", "held", "released", over, over,
                journey.moves[-1][4], "",
            )
        )  # fmt: skip


def _enter_once(books: Books, journey: Journey, fixed: list[Fixed], records: Sequence[Record]) -> None:
    """Entries where no record was ever corrected: each is entered when it was recorded."""
    wanted = earned(_deliveries(records), [one.price for one in fixed])
    for record in records:
        for one in fixed:
            if Earning(EarnedBy.ATTENDANCE, record.attendance, one.price.tier) in wanted:
                _enter(books, journey, one, record, record)


def _enter_in_turn(books: Books, journey: Journey, fixed: list[Fixed], records: Sequence[Record]) -> None:
    """Entries and reversing entries where records were corrected: the ledger after each record in turn."""
    by_id = {one.attendance: one for one in records}
    of_tier = {one.price.tier: one for one in fixed}
    live: dict[int, Record] = {}
    standing: dict[Earning, tuple[int, int]] = {}
    turns: dict[Earning, int] = {}
    for record in sorted(records, key=lambda one: (one.at, one.attendance)):
        live.pop(record.supersedes or 0, None)
        live[record.attendance] = record
        wanted = earned(_deliveries(list(live.values())), [one.price for one in fixed])
        for key in [key for key in standing if key not in wanted]:
            entry, turn = standing.pop(key)
            delivered = by_id[key.record_id]
            _enter(books, journey, of_tier[key.tier], delivered, record, reverses=entry, turn=turn)
        for key in sorted(key for key in wanted if key not in standing):
            turns[key] = turns.get(key, 0) + 1
            entry = _enter(books, journey, of_tier[key.tier], by_id[key.record_id], record, turn=turns[key])
            standing[key] = (entry, turns[key])


def _deliveries(records: Sequence[Record]) -> list[Delivery]:
    return [Delivery(one.attendance, one.appointment_at, one.took_part) for one in records]


def _enter(
    books: Books,
    journey: Journey,
    fixed: Fixed,
    delivered: Record,
    because: Record,
    *,
    reverses: int | None = None,
    turn: int = 1,
) -> int:
    world = books.world
    debit, credit = books.between(fixed.payer, fixed.provider)
    if reverses is not None:
        debit, credit = credit, debit
    made = world.write.next_id(LedgerEntry)
    cause = delivered.attendance if reverses is None else because.attendance
    world.write.add(
        LedgerEntry(
            made, debit, credit, pounds(fixed.price.amount.pence), "attendance", cause, turn,
            world.time.day(delivered.day), because.at, because.by, reverses, world.scheme, fixed.payer,
            fixed.provider, fixed.price.tier, fixed.agreement, journey.service.id, journey.id,
            journey.reference, "",
        )
    )  # fmt: skip
    return made
