"""Trials: dated, limited, with rules of their own, and with a decision at their end (S235)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from throughline.core.access import NotAllowed, acting_as
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.supply.actions.pilots import begin_pilot, change_pilot, decide_pilot
from throughline.supply.models import Pilot, Service
from throughline.supply.queries.keeping_tasks import TrialEnding, trials_undecided
from throughline.supply.refusals import OnTrialAlready, TrialNotClear

pytestmark = pytest.mark.django_db
BEGINS, LAST = date(2017, 5, 1), date(2017, 7, 31)
AFTER = make.NOW + timedelta(days=90)


class Tried:
    """A service on trial in its chain, and everybody concerned."""

    def __init__(self, *, in_a_chain: bool = True) -> None:
        self.scheme = make.SchemeFactory()
        ministry, prime, centre = make.OrganisationFactory.create_batch(3)
        link = make.chain(ministry, prime, centre, scheme=self.scheme)[-1]
        self.service: Service = make.ServiceFactory(
            scheme=self.scheme, deliverer=centre, agreement=link if in_a_chain else None
        )
        self.deliverer = make.member("provider_manager", centre)
        self.prime = make.member("supply_chain_manager", prime)
        self.steward = make.member("contract_manager", self.scheme.steward)

    def begun(self, by: User | None = None, **said: Any) -> Pilot:
        usual: dict[str, Any] = {
            "from_on": BEGINS,
            "last_day": LAST,
            "purpose": "Whether mentors help",
            "rules": "Nobody is charged",
            "most_people": 2,
        }
        who = by or self.deliverer
        with acting_as(make.acting(who)):
            return begin_pilot(service=self.service, **usual | said, by=who, at=make.NOW)

    def decided(self, pilot: Pilot, decision: str, by: User, why: str = "It helps", **more: Any) -> Pilot:
        with acting_as(make.acting(by)):
            return decide_pilot(pilot=pilot, decision=decision, why=why, by=by, at=AFTER, **more)


@pytest.fixture
def tried() -> Tried:
    return Tried()


def test_one_trial_at_a_time(tried: Tried) -> None:
    pilot = tried.begun()
    assert pilot.during == Period(BEGINS, LAST + timedelta(days=1))
    with pytest.raises(OnTrialAlready):
        tried.begun()


@pytest.mark.parametrize(
    "said", [{"last_day": BEGINS - timedelta(days=1)}, {"most_people": 0}], ids=["ends first", "for nobody"]
)
def test_what_contradicts_itself_is_refused(tried: Tried, said: dict[str, Any]) -> None:
    with pytest.raises(TrialNotClear):
        tried.begun(**said)


@pytest.mark.asks("S235")
def test_kept_it_goes_on_as_it_is(tried: Tried) -> None:
    pilot = tried.decided(tried.begun(), "keep", tried.prime)
    tried.service.refresh_from_db()
    assert tried.service.state == "published"
    assert (pilot.decision, pilot.decided_on, pilot.decided_by) == ("keep", AFTER.date(), tried.prime)
    assert tried.service.versions.count() == 3


def test_stopped_it_is_withdrawn_with_the_reason(tried: Tried) -> None:
    tried.decided(tried.begun(), "stop", tried.steward, "Too few came")
    tried.service.refresh_from_db()
    assert tried.service.state == "withdrawn"
    assert tried.service.moves.get().reason == "Too few came"


def test_extended_another_follows_with_the_same_limits(tried: Tried) -> None:
    first = tried.begun()
    tried.decided(first, "extend", tried.prime, until=date(2017, 12, 31))
    second = tried.service.pilots.get(decision="")
    assert second.during == Period(date(2017, 8, 1), date(2018, 1, 1))
    assert (second.most_people, second.rules) == (2, "Nobody is charged")


@pytest.mark.parametrize("until", [None, LAST])
def test_extended_to_no_later_day_is_refused(tried: Tried, until: date | None) -> None:
    with pytest.raises(TrialNotClear, match="Enter a last day after"):
        tried.decided(tried.begun(), "extend", tried.prime, until=until)


def test_without_a_reason_nothing_is_decided(tried: Tried) -> None:
    with pytest.raises(TrialNotClear, match="Say why"):
        tried.decided(tried.begun(), "keep", tried.prime, why=" ")


def test_a_decision_stands(tried: Tried) -> None:
    pilot = tried.begun()
    tried.decided(pilot, "keep", tried.prime)
    with pytest.raises(TrialNotClear, match="was decided on 30 August 2017: made permanent"):
        tried.decided(pilot, "stop", tried.prime)
    with acting_as(make.acting(tried.prime)), pytest.raises(TrialNotClear):
        change_pilot(
            pilot=pilot,
            from_on=BEGINS,
            last_day=LAST,
            purpose="x",
            rules="",
            most_people=9,
            by=tried.prime,
            at=AFTER,
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Pilot.objects.filter(pk=pilot.pk).update(why="Something else")


class TestWhoDecides:
    def test_in_a_chain_not_the_deliverer(self, tried: Tried) -> None:
        pilot = tried.begun()
        with pytest.raises(NotAllowed):
            tried.decided(pilot, "keep", tried.deliverer)

    def test_outside_every_chain_the_deliverer(self) -> None:
        alone = Tried(in_a_chain=False)
        pilot = alone.begun()
        with pytest.raises(NotAllowed):
            alone.decided(pilot, "keep", alone.prime)
        assert alone.decided(pilot, "keep", alone.deliverer).decision == "keep"


class TestUndecided:
    @pytest.mark.asks("S235")
    def test_it_is_flagged_to_the_owner_the_prime_and_the_contract_manager(self, tried: Tried) -> None:
        pilot = tried.begun()
        for who in (tried.deliverer, tried.prime, tried.steward):
            assert trials_undecided(make.acting(who), on=date(2017, 6, 1)) == []
            assert trials_undecided(make.acting(who), on=date(2017, 9, 1)) == [TrialEnding(pilot, LAST)]
        stranger = make.member("supply_chain_manager", make.OrganisationFactory())
        assert trials_undecided(make.acting(stranger), on=date(2017, 9, 1)) == []

    def test_a_month_before_it_ends_it_waits_as_well(self, tried: Tried) -> None:
        tried.begun()
        (one,) = trials_undecided(make.acting(tried.prime), on=date(2017, 7, 3))
        assert not one.is_over(date(2017, 7, 31))
        assert one.is_over(date(2017, 8, 1))

    @pytest.mark.parametrize("decision", ["keep", "stop"])
    def test_decided_it_waits_on_nobody(self, tried: Tried, decision: str) -> None:
        tried.decided(tried.begun(), decision, tried.steward)
        for who in (tried.deliverer, tried.prime, tried.steward):
            assert trials_undecided(make.acting(who), on=date(2017, 9, 1)) == []
