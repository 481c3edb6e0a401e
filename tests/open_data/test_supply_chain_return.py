"""The quarterly return: what the ledger and the directory say, and nothing about any person."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.open_data.chains import AS_AT, Q1, Landscape, at, landscape
from throughline.core.access.actor import NOBODY, acting_as
from throughline.core.money import Money
from throughline.money.models import LedgerEntry
from throughline.open_data.queries.window import QuarterNotOver, Window
from throughline.open_data.supply_chain_return import ReturnLine, SupplyChainReturn, return_for
from throughline.supply.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Landscape:
    return landscape()


def line_of(made: SupplyChainReturn, provider: str) -> ReturnLine:
    (line,) = [line for line in made.lines if line.link.provider.name == provider]
    return line


def ledger_by_agreement(chain: Landscape, known_by: date) -> dict[int, Money]:
    """The ledger added up entry by entry, by the sign of the entry and without looking at accounts."""
    sums: dict[int, Money] = defaultdict(Money.zero)
    for entry in LedgerEntry.objects.filter(scheme=chain.scheme):
        if entry.happened_on in Q1.period and entry.recorded_at < at(known_by + timedelta(days=1), 0):
            assert entry.agreement_id is not None
            sums[entry.agreement_id] += -entry.amount if entry.reverses_id else entry.amount
    return dict(sums)


@pytest.mark.asks("S199")
def test_funding_passed_down_equals_the_ledger(chain: Landscape) -> None:
    chain.attend("Gardening", people=6, rates=("1200", "900", "700"))
    chain.attend("Debt advice", people=5, rates=("80", "46.50"))
    chain.attend("Debt advice", people=1, rates=("80", "46.50"), day=date(2017, 3, 31))
    chain.attend("Debt advice", people=1, rates=("80", "46.50"), day=date(2017, 7, 1))
    wrong = LedgerEntry.objects.filter(tier=3).first()
    assert wrong is not None
    chain.reverse(wrong, recorded_at=at(date(2017, 6, 9)))
    made = return_for(chain.window)
    assert {line.link.id: line.funding for line in made.lines} == ledger_by_agreement(chain, AS_AT)
    assert line_of(made, "The Mill").funding == Money("3500.00")
    assert line_of(made, "Brightside").funding == Money("5632.50")


@pytest.mark.asks("S199", "S178")
def test_each_tier_shows_what_it_kept(chain: Landscape) -> None:
    chain.attend("Gardening", people=1, rates=("1200", "900", "700"))
    chain.attend("Debt advice", people=1, rates=("80", "46.50"))
    made = return_for(chain.window)
    assert line_of(made, "Westshire CRC").retained is None
    assert line_of(made, "Brightside").retained == Money("333.50")
    assert line_of(made, "The Mill").received == Money("900.00")
    assert line_of(made, "The Mill").retained == Money("200.00")


def test_work_the_payer_is_not_paid_for_by_use_is_no_loss_of_its(chain: Landscape) -> None:
    chain.attend("Debt advice", people=1, rates=("80", "46.50"))
    (core,) = chain.attend("Debt advice", people=1)
    chain.enter(core, 2, Money("46.50"), day=date(2017, 5, 4))
    brightside = line_of(return_for(chain.window), "Brightside")
    assert (brightside.funding, brightside.charged_on) == (Money("93.00"), Money("46.50"))
    assert (brightside.received, brightside.retained) == (Money("80.00"), Money("33.50"))


def test_where_the_payer_is_paid_by_use_for_nothing_what_it_kept_is_not_known(
    chain: Landscape,
) -> None:
    (core,) = chain.attend("Debt advice", people=1)
    chain.enter(core, 2, Money("46.50"), day=date(2017, 5, 4))
    brightside = line_of(return_for(chain.window), "Brightside")
    assert (brightside.received, brightside.charged_on, brightside.retained) == (None, None, None)


@pytest.mark.asks("S199")
def test_the_chain_is_named_from_the_top_down_with_its_numbers(chain: Landscape) -> None:
    made = return_for(chain.window)
    assert [(line.link.tier, line.link.payer.name, line.link.provider.name) for line in made.lines] == [
        (1, "Wales Division", "Westshire CRC"),
        (2, "Westshire CRC", "Brightside"),
        (3, "Brightside", "The Mill"),
    ]
    brightside = line_of(made, "Brightside").link
    assert brightside.provider.numbers.company == "04123456"
    assert brightside.provider.numbers.charity == "1123456"
    assert brightside.payer.numbers.company == "09123456"
    assert sorted(service.name for service in brightside.services) == ["Debt advice", "Gardening"]
    assert brightside.areas == ("Westshire",)
    assert any(note.startswith("The Mill: 'not known' is not a number") for note in made.notes)


@pytest.mark.asks("S199")
def test_sessions_and_people_are_counted_from_the_attendance_that_holds(chain: Landscape) -> None:
    chain.attend("Debt advice", people=7)
    chain.attend("Debt advice", people=2, happened="missed")
    corrected = chain.attend("Debt advice", people=1, happened="missed")[0]
    factories.AttendanceFactory(
        appointment=corrected.appointment,
        happened="attended",
        supersedes=corrected,
        why_corrected="She was in the other room",
        recorded_at=at(date(2017, 5, 8)),
    )
    person = chain.attend("Debt advice", people=1)[0].person
    again = factories.ReferralFactory(
        service=chain.services["Debt advice"],
        agreement=chain.services["Debt advice"].agreement,
        requirement__sentence__person=person,
    )
    second = factories.AppointmentFactory(referral=again, starts_at=at(date(2017, 5, 11)))
    factories.AttendanceFactory(appointment=second)
    factories.AppointmentFactory(referral=again, starts_at=at(date(2017, 5, 18)))
    factories.AppointmentFactory(referral=again, starts_at=at(date(2017, 5, 25)), state="cancelled")
    delivered = line_of(return_for(chain.window), "Brightside").delivered
    assert delivered is not None
    assert (delivered.arranged, delivered.recorded, delivered.delivered, delivered.people) == (13, 12, 10, 9)


@pytest.mark.parametrize("people", [1, 4])
def test_four_people_or_fewer_are_hidden_and_so_is_what_would_tell_of_them(
    chain: Landscape, people: int
) -> None:
    chain.attend("Gardening", people=people, rates=("1200", "900", "700"))
    chain.attend("Debt advice", people=9, rates=("80", "46.50"))
    made = return_for(chain.window)
    mill = line_of(made, "The Mill")
    assert (mill.delivered, mill.entries) == (None, None)
    assert mill.funding == Money("700.00") * people
    shown = line_of(made, "Brightside").delivered
    assert shown is not None
    assert shown.people == 9 + people


def test_a_return_as_at_a_day_stays_as_it_was(chain: Landscape) -> None:
    attendances = chain.attend("Gardening", people=6, rates=("1200", "900", "700"))
    before = return_for(chain.window)
    factories.AttendanceFactory(
        appointment=attendances[0].appointment,
        happened="missed",
        supersedes=attendances[0],
        why_corrected="The register was for the week before",
        recorded_at=at(AS_AT + timedelta(days=1)),
    )
    for entry in LedgerEntry.objects.filter(cause_id=attendances[0].pk):
        chain.reverse(entry, recorded_at=at(AS_AT + timedelta(days=1)))
    assert return_for(chain.window).lines == before.lines
    later = return_for(Window(chain.scheme, Q1, AS_AT + timedelta(days=1)))
    assert line_of(later, "The Mill").funding == Money("3500.00")
    counted = line_of(later, "The Mill").delivered
    assert counted is not None
    assert counted.people == 5


def test_a_service_withdrawn_since_is_described_as_it_stood(chain: Landscape) -> None:
    service = chain.services["Gardening"]
    Service.objects.filter(pk=service.pk).update(state="withdrawn")
    factories.ServiceFactory(
        scheme=chain.scheme, kind=chain.kind, name="Not yet open", agreement=service.agreement, state="draft"
    )
    service.moves.model.objects.create(
        subject=service,
        name="withdraw",
        from_state="published",
        to_state="withdrawn",
        happened_at=at(date(2017, 7, 2)),
        reason="The garden was sold",
    )
    assert [one.name for one in line_of(return_for(chain.window), "The Mill").link.services] == ["Gardening"]
    later = Window(chain.scheme, Q1.next, date(2017, 10, 1))
    assert {line.link.provider.name for line in return_for(later).lines} == {"Westshire CRC", "Brightside"}


def test_value_without_an_agreement_is_said_and_in_no_line(chain: Landscape) -> None:
    factories.LedgerEntryFactory(scheme=chain.scheme, amount=Money("12.00"))
    made = return_for(chain.window)
    assert made.not_attributed.amount == Money("12.00")
    assert any("£12.00" in note for note in made.notes)


def test_another_schemes_work_is_not_in_the_return(chain: Landscape) -> None:
    other = factories.LedgerEntryFactory(agreement=factories.AgreementFactory(), amount=Money("12.00"))
    assert other.agreement_id not in {line.link.id for line in return_for(chain.window).lines}


def test_anybody_gets_the_same_return(chain: Landscape) -> None:
    chain.attend("Gardening", people=6, rates=("1200", "900", "700"))
    made = return_for(chain.window)
    with acting_as(NOBODY):
        assert return_for(chain.window).lines == made.lines


def test_a_quarter_that_still_runs_is_refused(chain: Landscape) -> None:
    with pytest.raises(QuarterNotOver, match="is not over on 29 June 2017"):
        Window(chain.scheme, Q1, date(2017, 6, 29))


def test_the_number_of_queries_does_not_grow_with_the_chain(chain: Landscape) -> None:
    with CaptureQueriesContext(connection) as small:
        return_for(chain.window)
    for _ in range(5):
        agreement = factories.AgreementFactory(
            scheme=chain.scheme, payer=chain.agreements[0].provider, above=chain.agreements[0]
        )
        factories.ServiceFactory(scheme=chain.scheme, kind=chain.kind, agreement=agreement)
    with CaptureQueriesContext(connection) as large:
        assert len(return_for(chain.window).lines) == 8
    assert len(large) == len(small)
