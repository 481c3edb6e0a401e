"""A provider's return is taken in and matched with the ledger; people look only at what differs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW, OrganisationFactory, acting, member
from tests.money.chains import PricedChain, correct, deliver
from throughline.core.access import NotAllowed, acting_as
from throughline.core.access.actor import SYSTEM, Actor
from throughline.core.models import ImportedFile, Organisation
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.line.models import Attendance, Referral
from throughline.money.actions.reconciliation import Reconciled, match_return, reconcile_return
from throughline.money.actions.returns import ReturnFor
from throughline.money.models import LedgerEntry, ProviderReturn, ReconciledLine, Reconciliation, ReturnLine
from throughline.money.queries.reconciliations import (
    lines_of,
    reconciliation_page,
    reconciliations_visible_to,
)
from throughline.money.rules.matching import Recorded, Returned, match

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2017, 4, 1), date(2017, 7, 1))
Sent = tuple[str, date, str]


class Returns:
    """One tier of a chain whose provider files returns, with what was delivered under it."""

    def __init__(self) -> None:
        self.chain = PricedChain(prices=("60", "46.50"))
        self.payer, self.provider = self.chain.prime, self.chain.providers[1]
        self.whose = ReturnFor(self.chain.scheme, self.payer, self.provider, QUARTER)
        self.referral: Referral = self.chain.refer()

    def session(self, day: int, happened: str = "attended") -> Attendance:
        return deliver(self.referral, day=day, happened=happened)

    def line(self, day: int, amount: str = "46.50") -> Sent:
        return (self.referral.reference, NOW.date() + timedelta(days=day), amount)

    def reconcile(self, *lines: Sent, dry_run: bool = False) -> Reconciled:
        return reconcile_return(csv(*lines), self.whose, by=None, at=NOW, dry_run=dry_run, name="return.csv")


def csv(*lines: Sent) -> BytesIO:
    return BytesIO(text(*lines).encode())


def text(*lines: Sent) -> str:
    return "referral,delivered_on,amount\n" + "".join(f"{r},{day},{amount}\n" for r, day, amount in lines)


@pytest.fixture
def returns() -> Returns:
    return Returns()


def ends(found: Reconciled) -> dict[str, int]:
    assert found.page is not None
    return {one.result: one.lines for one in found.page.results if one.lines}


@pytest.mark.asks("S166")
def test_people_see_only_what_does_not_match(returns: Returns) -> None:
    sessions = [returns.session(day) for day in (0, 7, 14)]
    found = returns.reconcile(returns.line(0), returns.line(7, "45.00"), returns.line(24), returns.line(0))
    assert ends(found) == {"matched": 1, "different": 1, "not_recorded": 1, "not_returned": 1, "duplicate": 1}
    assert found.page is not None
    assert found.page.exceptions == 4
    assert (found.page.returned, found.page.recorded) == (Money("184.50"), Money("139.50"))
    (different,) = lines_of(found.page.reconciliation, result="different")
    assert (different.differs_in, different.says) == (["amount"], "The return says £45.00, the record £46.50")
    assert different.attendance == sessions[1]
    assert different.entry is not None
    assert different.entry.provider == returns.provider


def test_only_this_payers_entries_of_the_quarter_take_part(returns: Returns) -> None:
    returns.session(0)
    returns.session(30)  # 1 July, in the next quarter
    deliver(PricedChain(prices=("46.50",)).refer())
    assert ends(returns.reconcile(returns.line(0))) == {"matched": 1}


def test_what_was_reversed_no_longer_stands(returns: Returns) -> None:
    correct(returns.session(0), "missed")
    assert ends(returns.reconcile(returns.line(0))) == {"not_recorded": 1}


def test_a_line_for_a_session_that_was_missed_says_so(returns: Returns) -> None:
    missed = returns.session(0, "missed")
    found = returns.reconcile(returns.line(0))
    assert found.page is not None
    line = lines_of(found.page.reconciliation).get()
    assert line.says == "The session of 1 June 2017 is recorded as not held, so nothing is owed for it"
    assert line.attendance == missed


def test_a_dry_run_says_what_would_be_found_and_writes_nothing(returns: Returns) -> None:
    returns.session(0)
    found = returns.reconcile(returns.line(0), returns.line(3), dry_run=True)
    assert ends(found) == {"matched": 1, "not_recorded": 1}
    assert found.report.sentence == "2 of 2 lines would be loaded"
    for model in (ImportedFile, ProviderReturn, ReturnLine, Reconciliation, ReconciledLine):
        assert not model.objects.exists()


def test_the_same_return_again_changes_nothing(returns: Returns) -> None:
    returns.reconcile(returns.line(0))
    again = returns.reconcile(returns.line(0))
    assert again.report.already_loaded == NOW
    assert again.page is None
    assert ProviderReturn.objects.count() == Reconciliation.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(("RF-4K7Q2Z", date(2017, 6, 1), "1"), "referral", id="not a reference"),
        pytest.param(
            ("{}", date(2017, 7, 1), "1"), "1 July 2017 is not in the period", id="the day after the quarter"
        ),
        pytest.param(("{}", date(2017, 6, 1), "0"), "more than £0.00", id="nothing"),
        pytest.param(("{}", date(2017, 6, 1), "12.345"), "pence", id="part of a penny"),
    ],
)
def test_a_line_that_cannot_be_used_is_rejected_and_the_rest_goes_in(
    returns: Returns, line: Sent, reason: str
) -> None:
    returns.session(0)
    broken = (line[0].format(returns.referral.reference), line[1], line[2])
    found = returns.reconcile(broken, returns.line(0))
    assert [one.number for one in found.report.rejected] == [2]
    assert reason in found.report.rejected[0].reason
    assert ends(found) == {"matched": 1}


@pytest.mark.parametrize(
    ("role", "party", "allowed"),
    [
        pytest.param("provider_manager", "provider", True, id="the provider sends its own return"),
        pytest.param("supply_chain_manager", "payer", True, id="the prime reconciles"),
        pytest.param("contract_manager", "steward", True, id="the contract manager reconciles"),
        pytest.param("provider_manager", "stranger", False, id="another provider"),
        pytest.param("supply_chain_manager", "provider", False, id="who reconciles for somebody else"),
    ],
)
def test_who_loads_a_return(returns: Returns, role: str, party: str, allowed: bool) -> None:
    returns.session(0)
    parties: dict[str, Organisation] = {
        "provider": returns.provider,
        "payer": returns.payer,
        "steward": returns.chain.scheme.steward,
        "stranger": OrganisationFactory(),
    }
    with acting_as(acting(member(role, parties[party]))):
        if allowed:
            assert ends(returns.reconcile(returns.line(0))) == {"matched": 1}
        else:
            with pytest.raises(NotAllowed):
                returns.reconcile(returns.line(0))


def test_both_parties_open_the_reconciliation_and_nobody_else(returns: Returns) -> None:
    returns.session(0)
    returns.reconcile(returns.line(0))
    seen = {
        name: seen_by(acting(member(role, organisation)))
        for name, role, organisation in (
            ("provider", "provider_manager", returns.provider),
            ("payer", "supply_chain_manager", returns.payer),
            ("steward", "contract_manager", returns.chain.scheme.steward),
            ("buyer above", "commissioner", returns.chain.buyer),
        )
    }
    assert seen == {"provider": 1, "payer": 1, "steward": 1, "buyer above": 0}


def seen_by(actor: Actor) -> int:
    with acting_as(actor):
        found = reconciliations_visible_to(actor)
        assert [reconciliation_page(one).results[0].lines for one in found] == [1] * len(found)
        return ReconciledLine.objects.count()


def test_a_later_match_stands_beside_the_first(returns: Returns) -> None:
    found = returns.reconcile(returns.line(0))
    assert found.page is not None
    returns.session(0)
    later = match_return(
        provider_return=found.page.reconciliation.provider_return, by=None, at=NOW + timedelta(days=1)
    )
    assert {one.result: one.lines for one in reconciliation_page(later).results if one.lines} == {
        "matched": 1
    }
    assert ends(found) == {"not_recorded": 1}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    delivered=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20)), max_size=8),
    sent=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 20), st.sampled_from(["46.50", "45.00"])),
        min_size=1,
        max_size=8,
    ),
)
@pytest.mark.asks("S166")
def test_the_database_and_the_rule_match_alike(
    db: None, delivered: list[tuple[int, int]], sent: list[tuple[int, int, str]]
) -> None:
    with transaction.atomic():
        returns = Returns()
        referrals = [returns.referral, returns.chain.refer()]
        for which, day in delivered:
            deliver(referrals[which], day=day)
        lines = [
            (referrals[which].reference, NOW.date() + timedelta(days=day), amount)
            for which, day, amount in sent
        ]
        found = returns.reconcile(*lines)
        assert kept(found) == by_the_rule(returns)
        transaction.set_rollback(True)


Kept = Counter[tuple[str, str | None, date | None, Money | None, date | None]]


def kept(found: Reconciled) -> Kept:
    assert found.page is not None
    return Counter(
        (
            one.result,
            one.return_line.referral_reference if one.return_line else None,
            one.return_line.delivered_on if one.return_line else None,
            one.return_line.amount if one.return_line else None,
            one.entry.happened_on if one.entry else None,
        )
        for one in ReconciledLine.objects.filter(reconciliation=found.page.reconciliation)
    )


def by_the_rule(returns: Returns) -> Kept:
    returned = [Returned(one.pk, one.referral_reference, "", one.delivered_on, one.amount)
                for one in ReturnLine.objects.all()]  # fmt: skip
    recorded = [Recorded(one.pk, one.referral_reference, "", one.happened_on, one.amount)
                for one in LedgerEntry.objects.filter(provider=returns.provider)]  # fmt: skip
    return Counter(
        (
            one.result,
            one.returned.referral if one.returned else None,
            one.returned.day if one.returned else None,
            one.returned.amount if one.returned else None,
            one.recorded.day if one.recorded else None,
        )
        for one in match(returned, recorded)
    )


def test_the_command_says_what_it_would_find_and_then_does_it(
    returns: Returns, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returns.session(0)
    file = tmp_path / "return.csv"
    file.write_text(text(returns.line(0), returns.line(3)))
    asked = [str(file), "--payer", returns.payer.reference, "--provider", returns.provider.reference,
             "--quarter", "2017-18 Q1"]  # fmt: skip
    call_command("reconcile", *asked)
    said = capsys.readouterr().out
    assert "2 of 2 lines would be loaded" in said
    assert "lines to look at: 1" in said
    assert not ProviderReturn.objects.exists()
    call_command("reconcile", *asked, "--apply")
    assert Reconciliation.objects.get().provider_return.period == QUARTER
    assert "Add --apply" in said


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--quarter", "Q1 2017", "Write a quarter like 2017-18 Q2"),
        ("--payer", "OR-2222222", "Reference must be"),
        ("--payer", "the prime", "Check the reference"),
        ("--scheme", "nowhere", "Say with --scheme"),
    ],
)
def test_the_command_says_what_to_put_right(returns: Returns, option: str, value: str, says: str) -> None:
    asked = {
        "--payer": returns.payer.reference,
        "--provider": returns.provider.reference,
        "--quarter": "2017-18 Q1",
    } | {option: value}
    with pytest.raises(CommandError, match=says):
        call_command("reconcile", "return.csv", *[word for pair in asked.items() for word in pair])


def test_the_system_sees_every_reconciliation(returns: Returns) -> None:
    returns.reconcile(returns.line(0))
    assert reconciliations_visible_to(SYSTEM).count() == 1
