"""The ledger follows the record of delivery, balances at every moment, and is never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW, AccountFactory, LedgerEntryFactory, OrganisationFactory, acting, member
from tests.money.books import account_balances, ledger_of
from tests.money.chains import PricedChain, correct, deliver, standing_of
from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM
from throughline.core.events import announce
from throughline.core.money import Money
from throughline.line.events import AttendanceRecorded
from throughline.line.models import Attendance, Referral
from throughline.money.models import LedgerEntry
from throughline.money.rules.earning import Delivery, TierPrice, earned

pytestmark = pytest.mark.django_db

HAPPENED = st.sampled_from(["attended", "late", "no_session", "acceptable", "missed"])


@pytest.mark.asks("S178")
def test_one_delivery_is_owed_at_every_tier_from_one_event() -> None:
    chain = PricedChain()
    referral = chain.refer()
    session = deliver(referral)
    assert [
        (entry.cause_id, entry.tier, entry.payer, entry.provider, entry.amount, entry.happened_on)
        for entry in ledger_of(referral, SYSTEM)
    ] == [
        (session.pk, 1, chain.buyer, chain.prime, Money("1200"), NOW.date()),
        (session.pk, 2, chain.prime, chain.providers[1], Money("900"), NOW.date()),
        (session.pk, 3, chain.providers[1], chain.providers[2], Money("700"), NOW.date()),
    ]


def test_a_delivery_costs_the_payer_and_is_owed_to_the_provider() -> None:
    referral = PricedChain(prices=("100",)).refer()
    deliver(referral)
    entry = LedgerEntry.objects.get(referral=referral)
    assert (entry.debit.kind, entry.credit.kind) == ("cost", "owed")
    assert entry.referral_reference == referral.reference


def test_a_missed_session_is_not_owed() -> None:
    referral = PricedChain().refer()
    deliver(referral, happened="missed")
    assert not ledger_of(referral, SYSTEM).exists()


def test_a_corrected_record_is_reversed_and_both_entries_stay() -> None:
    referral = PricedChain(prices=("100",)).refer()
    session = deliver(referral)
    corrected = correct(session, "missed")
    owed, reversal = LedgerEntry.objects.filter(referral=referral)
    assert reversal.reverses == owed
    assert (reversal.debit, reversal.credit, reversal.amount) == (owed.credit, owed.debit, owed.amount)
    assert (owed.cause_id, reversal.cause_id) == (session.pk, corrected.pk)
    assert standing_of(referral) == {}


def test_a_record_corrected_to_attended_is_owed_once() -> None:
    referral = PricedChain(prices=("100",)).refer()
    corrected = correct(deliver(referral, happened="missed"), "attended")
    assert standing_of(referral) == {(corrected.pk, 1): Money("100")}


def test_a_start_goes_back_to_an_attendance_when_the_one_before_is_corrected_twice() -> None:
    referral = PricedChain(prices=("100",), unit="start").refer()
    first, second = deliver(referral, day=0), deliver(referral, day=7)
    for happened in ("missed", "attended", "missed"):
        first = correct(first, happened)
        assert standing_of(referral) == {(second.pk if happened == "missed" else first.pk, 1): Money("100")}
    turns = LedgerEntry.objects.filter(cause_id=second.pk, reverses=None).values_list("turn", flat=True)
    assert list(turns) == [1, 2]


def test_the_day_of_an_entry_is_the_london_day_of_the_session() -> None:
    referral = PricedChain(prices=("100",)).refer()
    deliver(referral, day=3)
    assert LedgerEntry.objects.get(referral=referral).happened_on == date(2017, 6, 4)


def test_supervision_is_nobodys_to_pay_for() -> None:
    with transaction.atomic():
        announce(AttendanceRecorded(attendance_id=1, referral_id=None, supersedes_id=None, by_id=1, at=NOW))
    assert not LedgerEntry.objects.exists()


def test_the_number_of_queries_does_not_grow_with_history() -> None:
    referral = PricedChain().refer()
    counts = []
    for day in range(12):
        with CaptureQueriesContext(connection) as asked:
            session = deliver(referral, day=day)
        counts.append(len([one for one in asked if "money_" in one["sql"] or "FOR NO KEY" in one["sql"]]))
        if day % 3 == 0:
            correct(session, "missed")
    assert set(counts[1:]) == {counts[-1]}
    assert counts[-1] <= 6
    assert counts[0] <= 8


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    unit=st.sampled_from(["session", "start", "hour"]),
    acts=st.lists(
        st.tuples(st.sampled_from(["record", "correct"]), st.integers(0, 6), HAPPENED), max_size=10
    ),
)
@pytest.mark.asks("S178")
def test_any_run_of_records_and_corrections_leaves_the_ledger_at_what_holds(
    db: None, unit: str, acts: list[tuple[str, int, str]]
) -> None:
    with transaction.atomic():
        chain = PricedChain(prices=("12.00", "9.00", "7.00"), unit=unit)
        referral = chain.refer()
        live: list[Attendance] = []
        for act, which, happened in acts:
            if act == "record" or not live:
                live.append(deliver(referral, day=which, happened=happened))
            else:
                live[which % len(live)] = correct(live[which % len(live)], happened)
            assert standing_of(referral) == what_holds_earns(referral, live)
            assert Money.total(account_balances(SYSTEM).values()) == Money.zero()
        transaction.set_rollback(True)


def what_holds_earns(referral: Referral, live: list[Attendance]) -> dict[tuple[int, int], Money]:
    deliveries = [Delivery(one.pk, one.appointment.starts_at, one.took_part) for one in live]
    wanted = earned(deliveries, [TierPrice(p.tier, p.unit, p.amount) for p in referral.fixed_prices.all()])
    return {(one.record_id, one.tier): amount for one, amount in wanted.items()}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE money_ledgerentry SET amount = 1",
        "DELETE FROM money_ledgerentry",
        "TRUNCATE money_ledgerentry CASCADE",
    ],
)
@pytest.mark.parametrize("role", ["the system", "the web"])
def test_the_database_refuses_to_change_the_ledger(statement: str, role: str) -> None:
    chain = PricedChain(prices=("100",))
    deliver(chain.refer())
    actor = SYSTEM if role == "the system" else acting(member("commissioner", chain.buyer))
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(actor), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LedgerEntry.objects.get().amount == Money("100")


def test_nobody_on_a_page_writes_an_entry_of_their_own() -> None:
    entry = LedgerEntryFactory()
    actor = acting(member("commissioner", entry.payer))
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(actor):
        LedgerEntry.objects.create(**_copy(entry, cause_id=5))


@pytest.mark.parametrize(
    "crooked",
    [
        pytest.param({"amount": Money("46.49")}, id="another amount"),
        pytest.param({"happened_on": date(2017, 6, 2)}, id="another day"),
        pytest.param({"tier": 2}, id="another tier"),
        pytest.param({"debit": AccountFactory}, id="another account"),
        pytest.param({"payer": OrganisationFactory}, id="another payer"),
    ],
)
def test_the_database_refuses_a_crooked_reversal(crooked: dict[str, Any]) -> None:
    entry = LedgerEntryFactory()
    mirror = {"reverses": entry, "debit": entry.credit, "credit": entry.debit}
    made = {name: value() if callable(value) else value for name, value in crooked.items()}
    with pytest.raises(DatabaseError, match="mirror"), transaction.atomic():
        LedgerEntry.objects.create(**_copy(entry, **(mirror | made)))


def test_an_entry_is_reversed_once_and_a_reversal_never() -> None:
    entry = LedgerEntryFactory()
    mirror = {"debit": entry.credit, "credit": entry.debit}
    reversal = LedgerEntry.objects.create(**_copy(entry, reverses=entry, **mirror))
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.create(**_copy(entry, reverses=entry, **mirror))
    with pytest.raises(DatabaseError, match="mirror"), transaction.atomic():
        LedgerEntry.objects.create(**_copy(entry, reverses=reversal))


@pytest.mark.parametrize("turn", [1, 2])
def test_no_cause_stands_entered_twice_at_one_tier(turn: int) -> None:
    entry = LedgerEntryFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.create(**_copy(entry, turn=turn))


def _copy(entry: LedgerEntry, **changed: Any) -> dict[str, Any]:
    kept = ("debit", "credit", "amount", "cause", "cause_id", "happened_on", "recorded_at", "scheme", "payer",
            "provider", "tier")  # fmt: skip
    return {name: getattr(entry, name) for name in kept} | changed
