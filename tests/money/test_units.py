"""What each unit of the rate card charges, from what is recorded and from nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.money.books import account_balances
from tests.money.chains import PricedChain, accept
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM
from throughline.core.models import Area
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.line.actions.attendance import decide_afterwards
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import complete_referral, end_referral_early
from throughline.line.models import Appointment, Attendance, Referral
from throughline.line.queries.rar import rar_position
from throughline.money.models import Commitment, FixedPrice, LedgerEntry
from throughline.money.refusals import NotForSaleHere
from throughline.supply.models import Price, RateCardItem

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(days=60)


def standing(referral: Referral, tier: int = 1) -> list[tuple[str, int, Money]]:
    """What stands at a tier: by which kind of record, which one, how much."""
    entries = LedgerEntry.objects.filter(referral=referral, tier=tier, reverses=None, reversed_by=None)
    return [(one.cause, one.cause_id, one.amount) for one in entries.order_by("happened_on", "pk")]


def day(number: int, hour: int = 10) -> datetime:
    """That many days after everything began, at that hour."""
    return make.NOW.replace(hour=hour) + timedelta(days=number)


def decide(world: World, appointment: Appointment, accepted: bool) -> None:
    with acting_as(make.acting(world.officer)):
        decide_afterwards(
            appointment=appointment, accepted=accepted, reason="Agreed on the day", by=world.officer, at=LATER
        )


@pytest.mark.asks("S178")
def test_an_hourly_price_is_charged_at_every_tier_for_the_time_that_was_booked() -> None:
    world = charlenes_world(buyer_pays="40.00", prime_pays="31.50", unit="hour")
    referral = world.allocated()
    booked = world.booked(referral, day(3))
    Appointment.objects.filter(pk=booked.pk).update(ends_at=day(3) + timedelta(minutes=90))
    booked.refresh_from_db()
    held = world.recorded(booked)
    assert standing(referral) == [("attendance", held.pk, Money("60.00"))]
    assert standing(referral, tier=2) == [("attendance", held.pk, Money("47.25"))]
    world.corrected(held, "missed")
    assert standing(referral) == []


def test_what_hours_are_expected_to_cost_follows_from_how_long_a_session_usually_is() -> None:
    chain = PricedChain(prices=("40.00",), unit="hour", usual_minutes=90)
    chain.budget()
    referral = chain.refer(planned_sessions=6)
    accept(referral)
    assert FixedPrice.objects.get(referral=referral).expected == Money("360.00")
    assert Commitment.objects.get(referral=referral).amount == Money("360.00")


@pytest.mark.parametrize("change", [{"unit": "start"}, {"usual_minutes": 45}, {"part": "one"}])
def test_an_item_that_has_a_price_keeps_what_the_price_is_for(change: dict[str, object]) -> None:
    chain = PricedChain(unit="hour")
    items = RateCardItem.objects.filter(pk=chain.item.pk)
    with pytest.raises(DatabaseError, match="keeps its service, part and unit"), transaction.atomic():
        items.update(**change)
    items.update(name="Counselling", usual_sessions=4)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"amount": Money("1")}, id="another amount"),
        pytest.param({"during": Period(date(2017, 4, 2))}, id="another first day"),
        pytest.param({"during": Period(date(2017, 4, 1), date(2018, 4, 2))}, id="a later end"),
        pytest.param({"during": Period(date(2017, 4, 1))}, id="no end any more"),
    ],
)
def test_a_price_is_ended_and_nothing_else(change: dict[str, object]) -> None:
    price = make.PriceFactory(during=Period(date(2017, 4, 1), date(2018, 4, 1)))
    with pytest.raises(DatabaseError, match="only ever ended"), transaction.atomic():
        Price.objects.filter(pk=price.pk).update(**change)
    Price.objects.filter(pk=price.pk).update(during=Period(date(2017, 4, 1), date(2017, 9, 1)))


@pytest.mark.parametrize(
    ("unit", "early", "achieved", "paid"),
    [
        pytest.param("completion", False, "no", True, id="completed, whatever it achieved"),
        pytest.param("completion", True, "yes", False, id="ended early is not completed"),
        pytest.param("outcome", False, "yes", True, id="achieved"),
        pytest.param("outcome", True, "yes", True, id="achieved before it ended early"),
        pytest.param("outcome", False, "partly", False, id="partly achieved is not achieved"),
    ],
)
def test_the_end_of_a_referral_is_charged_on_the_day_it_ends(
    unit: str, early: bool, achieved: str, paid: bool
) -> None:
    world = charlenes_world(buyer_pays="300.00", prime_pays="250.00", unit=unit)
    referral = world.allocated()
    world.attended(referral, day(3))
    assert standing(referral) == []
    end(world, referral, early=early, outcomes={"wellbeing": Achieved(achieved, "Goes on her own")})
    assert [amount for _, _, amount in standing(referral)] == ([Money("300.00")] if paid else [])
    assert [amount for _, _, amount in standing(referral, 2)] == ([Money("250.00")] if paid else [])
    for entry in LedgerEntry.objects.filter(referral=referral):
        assert (entry.cause, entry.happened_on) == (unit, london_day(LATER))


def test_an_outcome_nobody_asked_for_is_not_charged() -> None:
    world = charlenes_world(buyer_pays="300.00", unit="outcome")
    referral = world.allocated()
    world.attended(referral, day(3))
    achieved = {"wellbeing": Achieved("no", "Still anxious"), "finance": Achieved("yes", "Debt repaid")}
    end(world, referral, early=False, outcomes=achieved)
    assert standing(referral) == []


def end(world: World, referral: Referral, *, early: bool, outcomes: dict[str, Achieved]) -> None:
    referral.refresh_from_db()
    with acting_as(make.acting(world.worker)):
        if early:
            end_referral_early(referral=referral, why="Moved", outcomes=outcomes, by=world.worker, at=LATER)
        else:
            complete_referral(referral=referral, outcomes=outcomes, by=world.worker, at=LATER)


class TestPaidByTheRarDay:
    """A day is charged when it counts for the sentence, and once."""

    @pytest.fixture
    def world(self) -> World:
        return charlenes_world(buyer_pays="80.00", prime_pays="60.00", unit="rar_day")

    def test_two_activities_on_one_day_are_one_day(self, world: World) -> None:
        referral = world.allocated()
        morning = world.attended(referral, day(3, 10))
        afternoon = world.attended(referral, day(3, 14))
        assert standing(referral) == [("attendance", morning.pk, Money("80.00"))]
        world.corrected(morning, "missed")
        assert standing(referral) == [("attendance", afternoon.pk, Money("80.00"))]
        assert standing(referral, 2) == [("attendance", afternoon.pk, Money("60.00"))]

    def test_a_day_nobody_planned_is_charged_when_the_officer_accepts_it(self, world: World) -> None:
        referral = world.allocated()
        held = world.attended(referral, day(3), rar=False)
        assert standing(referral) == []
        decide(world, held.appointment, accepted=True)
        assert standing(referral) == [("attendance", held.pk, Money("80.00"))]
        decide(world, held.appointment, accepted=False)
        assert standing(referral) == []
        reversal = LedgerEntry.objects.filter(referral=referral).exclude(reverses=None).first()
        assert reversal is not None
        assert reversal.cause == "rar_decision"

    def test_days_beyond_the_order_are_not_charged_and_another_providers_correction_frees_one(
        self, world: World
    ) -> None:
        world.requirement.rar_days = 1
        world.requirement.save()
        other = make.ServiceFactory(
            scheme=world.scheme, kind=world.service.kind, deliverer=world.centre, agreement=world.chain[-1]
        )
        make.ServiceRouteFactory(service=other, route="rate_card", buyer=world.division)
        item = make.RateCardItemFactory(service=other)
        for link in world.chain:
            make.PriceFactory(item=item, agreement=link)
        by_the_day, by_the_session = world.allocated(), world.allocated(service=other)
        first = world.attended(by_the_session, day(2))
        second = world.attended(by_the_day, day(3), rar=False)
        decide(world, second.appointment, accepted=True)
        assert standing(by_the_day) == []
        world.corrected(first, "missed")
        assert standing(by_the_day) == [("attendance", second.pk, Money("80.00"))]

    @given(
        acts=st.lists(
            st.tuples(
                st.sampled_from(["plan", "unplanned", "correct", "accept", "refuse"]),
                st.integers(0, 4),
                st.sampled_from(["attended", "missed"]),
            ),
            max_size=8,
        )
    )
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_run_of_records_corrections_and_decisions_charges_the_days_that_count(
        self, db: None, acts: list[tuple[str, int, str]]
    ) -> None:
        with transaction.atomic():
            world = charlenes_world(buyer_pays="80.00", prime_pays="60.00", unit="rar_day")
            world.requirement.rar_days = 3
            world.requirement.save()
            referral = world.allocated()
            live: list[Attendance] = []
            for act, which, happened in acts:
                if act in ("plan", "unplanned"):
                    live.append(self._appointment(world, referral, which, act == "plan", happened))
                elif not live:
                    continue
                elif act == "correct":
                    live[which % len(live)] = world.corrected(live[which % len(live)], happened)
                elif (one := live[which % len(live)].appointment).planned_as_rar_at is None:
                    decide(world, one, accepted=act == "accept")
                position = rar_position(world.requirement, at=LATER)
                assert position is not None
                assert len(standing(referral)) == len(standing(referral, 2)) == position.count.completed
                assert Money.total(account_balances(SYSTEM).values()) == Money.zero()
            transaction.set_rollback(True)

    def _appointment(
        self, world: World, referral: Referral, which: int, planned: bool, happened: str
    ) -> Attendance:
        """A meeting, made past the check of booking, so that more days are held than ordered."""
        made = make.AppointmentFactory(
            referral=referral, starts_at=day(which), planned_as_rar=planned, worker=world.worker
        )
        return world.recorded(made, happened)


class TestWhoMayBuyAnItemAndWhere:
    """An item that names buyers or areas is for nobody else."""

    def test_an_item_that_names_its_buyers_is_for_those(self) -> None:
        chain = PricedChain()
        make.ItemBuyerFactory(item=chain.item)
        with pytest.raises(NotForSaleHere, match=r"not for North division to buy"):
            chain.refer()
        make.ItemBuyerFactory(item=chain.item, buyer=chain.buyer)
        assert chain.refer().fixed_prices.count() == 3

    def test_an_item_that_names_areas_is_for_people_who_live_there(self) -> None:
        chain = PricedChain()
        area = make.AreaFactory()
        make.ItemAreaFactory(item=chain.item, area=area)
        with pytest.raises(NotForSaleHere, match=r"where this person lives is not recorded"):
            chain.refer()
        part = make.AreaParentFactory(parent=area).area
        assert self._living_in(chain, part).fixed_prices.count() == 3
        with pytest.raises(NotForSaleHere, match=r"not for people of the area where this person lives"):
            self._living_in(chain, make.AreaFactory())

    def test_the_first_item_that_this_buyer_may_buy_is_the_one_bought(self) -> None:
        chain = PricedChain(prices=("100",))
        make.ItemBuyerFactory(item=chain.item)
        theirs = make.RateCardItemFactory(service=chain.service, name="Group")
        make.PriceFactory(item=theirs, agreement=chain.links[0], amount=Money("70"))
        assert [one.item for one in chain.refer().fixed_prices.all()] == [theirs]

    def test_a_route_that_does_not_charge_the_buyer_asks_nothing_of_this(self) -> None:
        chain = PricedChain()
        make.ItemBuyerFactory(item=chain.item)
        assert [one.tier for one in chain.refer(route="core").fixed_prices.all()] == [2, 3]

    def _living_in(self, chain: PricedChain, area: Area) -> Referral:
        return chain.refer(lives_in=area)
