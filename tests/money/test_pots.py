"""A ring-fenced pot: shares that are the pot, referrals bought from it, and what will be left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import Organisation, User
from throughline.core.money import Money, share
from throughline.core.periods import Period
from throughline.money.actions.pots import (
    DeadlineNotAhead,
    PotTerms,
    ShareBelowWhatIsTaken,
    SharesNotThePot,
    divide_pot,
    set_up_pot,
)
from throughline.money.models import Budget, Pot
from throughline.money.queries.pots import (
    PotStanding,
    pots_leaving_money,
    pots_visible_to,
    standings_of,
)

pytestmark = pytest.mark.django_db
YEAR = Period(date(2017, 4, 1), date(2018, 4, 1))
POT = Money("750000.00")


@pytest.fixture
def world() -> World:
    return charlenes_world(budget="1000.00")


def terms(**said: Any) -> PotTerms:
    usual: dict[str, Any] = {
        "name": "Additional provision",
        "principles": "What nobody else pays for",
        "amount": POT,
        "during": YEAR,
        "routes": ["rate_card"],
    }
    return PotTerms(**usual | said)


def set_up(
    world: World, shares: Mapping[Organisation, Money] | None = None, by: User | None = None, **said: Any
) -> Pot:
    who = by or world.contract_manager
    made = terms(**said)
    with acting_as(make.acting(who)):
        return set_up_pot(
            scheme=world.scheme,
            terms=made,
            shares={world.division: made.amount} if shares is None else shares,
            by=who,
            at=make.NOW,
        )


def checked() -> None:
    """Let the database check now what it otherwise checks at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def standing(user: User, on: date) -> PotStanding:
    actor = make.acting(user)
    with acting_as(actor):
        return standings_of(pots_visible_to(actor), actor, on=on)[0]


@pytest.mark.asks("S77")
def test_750000_divided_between_divisions_sums_exactly(world: World) -> None:
    divisions: list[Organisation] = [world.division, *make.OrganisationFactory.create_batch(6)]
    shares = dict(zip(divisions, share(POT, [1] * 7), strict=True))
    pot = set_up(world, shares)
    checked()
    assert sorted(str(one.amount) for one in pot.shares.all()) == ["107142.85"] * 2 + ["107142.86"] * 5
    assert Money.total(one.amount for one in pot.shares.all()) == POT


@pytest.mark.asks("S77")
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("749999.99", "are £749,999.99 together and the pot is £750,000.00: give out £0.01 more"),
        ("750000.01", "give out £0.01 less"),
        ("0.00", "give out £750,000.00 more"),
    ],
)
def test_a_penny_out_is_refused(world: World, given: str, sentence: str) -> None:
    with pytest.raises(SharesNotThePot, match=sentence):
        set_up(world, {world.division: Money(given)})


@pytest.mark.asks("S77")
def test_and_the_database_holds_it_against_every_role(world: World) -> None:
    pot = set_up(world)
    budget = pot.shares.get()
    changes = [
        lambda: Budget.objects.filter(pk=budget.pk).update(amount=Money("749999.99")),
        lambda: Pot.objects.filter(pk=pot.pk).update(amount=Money("750000.01")),
        lambda: make.BudgetFactory(scheme=world.scheme, pot=pot, amount=Money("0.01")),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="The shares of a pot are"), transaction.atomic():
            change()
            checked()
    with pytest.raises(DatabaseError), transaction.atomic():
        Budget.objects.filter(pk=budget.pk).update(pot=None)


def test_a_buyer_does_not_change_its_share(world: World) -> None:
    pot = set_up(world)
    with acting_as(make.acting(world.commissioner)):
        assert Budget.objects.filter(pot=pot).count() == 1
        assert Budget.objects.filter(pot=pot).update(name="Ours") == 0


@pytest.mark.parametrize("role", ["commissioner", "supply_chain_manager", "officer"])
def test_nobody_else_sets_up_a_pot(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        set_up(world, by=getattr(world, role))


def test_its_deadline_is_ahead(world: World) -> None:
    with pytest.raises(DeadlineNotAhead):
        set_up(world, during=Period(date(2017, 4, 1), make.NOW.date()))


@pytest.mark.asks("S77")
def test_a_referral_that_it_may_be_spent_on_is_bought_from_the_pot(world: World) -> None:
    pot = set_up(world)
    referral = world.accepted(sessions=10)
    assert referral.commitment.budget.pot == pot
    assert (referral.commitment.amount, referral.commitment.state) == (Money("465.00"), "held")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"routes": ["spot"]}, id="another route"),
        pytest.param({"kinds": "another"}, id="another kind of service"),
        pytest.param({"amount": Money("464.99")}, id="a penny too small"),
        pytest.param({"during": Period(date(2017, 7, 1), date(2018, 4, 1))}, id="not begun"),
    ],
)
def test_any_other_is_bought_from_the_buyers_own_budget(world: World, said: dict[str, Any]) -> None:
    if "kinds" in said:
        said = {"kinds": [make.ServiceKindFactory(scheme=world.scheme)]}
    set_up(world, **said)
    assert world.accepted(sessions=10).commitment.budget.pot is None


def test_its_kind_of_service_is_one_of_those_named(world: World) -> None:
    pot = set_up(world, routes=[], kinds=[world.service.kind, make.ServiceKindFactory(scheme=world.scheme)])
    assert world.accepted(sessions=10).commitment.budget.pot == pot


def test_another_buyers_share_pays_for_nothing_of_ours(world: World) -> None:
    set_up(world, {make.OrganisationFactory(): POT})
    assert world.accepted(sessions=10).commitment.budget.pot is None


def test_when_the_share_is_used_up_the_next_is_bought_from_the_buyers_own_budget(world: World) -> None:
    pot = set_up(world, amount=Money("500.00"))
    first = world.accepted(sessions=10)
    other = make.ServiceFactory(
        scheme=world.scheme, deliverer=world.centre, agreement=world.chain[-1], kind=world.service.kind
    )
    make.ServiceNeedFactory(service=other)
    make.ServiceRouteFactory(service=other, route="rate_card", buyer=world.division)
    item = make.RateCardItemFactory(service=other)
    for agreement in world.chain:
        make.PriceFactory(item=item, agreement=agreement)
    second = world.accepted(sessions=10, service=other)
    assert (first.commitment.budget.pot, second.commitment.budget.pot) == (pot, None)


@pytest.mark.asks("S77")
def test_what_will_be_unspent_before_the_deadline_is_forecast_and_flagged(world: World) -> None:
    set_up(world, amount=Money("500.00"), during=Period(date(2017, 6, 1), date(2017, 7, 1)))
    referral = world.allocated(sessions=10)
    world.attended(referral, make.NOW + timedelta(days=2))
    found = standing(world.contract_manager, date(2017, 6, 10))
    assert found.ahead is not None
    assert (found.delivered, found.committed) == (Money("46.50"), Money("465.00"))
    # £46.50 in 10 days is £139.50 in 30
    assert (found.ahead.expected, found.ahead.unspent) == (Money("139.50"), Money("360.50"))
    assert found.ahead.promised == Money("360.50")
    for user in (world.contract_manager, world.commissioner):
        with acting_as(make.acting(user)):
            (flagged,) = pots_leaving_money(make.acting(user), on=date(2017, 6, 10))
            assert flagged.pot.name == "Additional provision"


def test_a_pot_that_will_be_spent_is_not_flagged(world: World) -> None:
    set_up(world, amount=Money("465.00"), during=Period(date(2017, 6, 1), date(2017, 6, 6)))
    referral = world.allocated(sessions=10)
    for n in range(10):
        world.attended(referral, make.NOW + timedelta(hours=2 * n))
    with acting_as(make.acting(world.contract_manager)):
        assert pots_leaving_money(make.acting(world.contract_manager), on=date(2017, 6, 1)) == []


def test_a_buyer_sees_its_own_share_and_the_steward_all(world: World) -> None:
    other = make.OrganisationFactory()
    set_up(world, {world.division: Money("250000"), other: Money("500000")})
    ours = standing(world.commissioner, make.NOW.date())
    assert (ours.amount, ours.is_whole, len(ours.shares)) == (Money("250000"), False, 1)
    assert standing(world.contract_manager, make.NOW.date()).is_whole
    stranger = make.acting(make.member("commissioner", make.OrganisationFactory()))
    with acting_as(stranger):
        assert not pots_visible_to(stranger).exists()
        assert not Pot.objects.exists()


def test_it_is_divided_anew_and_no_share_falls_below_what_is_taken(world: World) -> None:
    other = make.OrganisationFactory()
    pot = set_up(world, {world.division: Money("500.00"), other: Money("500.00")}, amount=Money("1000.00"))
    world.accepted(sessions=10)
    manager = world.contract_manager
    with acting_as(make.acting(manager)):
        with pytest.raises(ShareBelowWhatIsTaken, match=r"NPS Ridgeway must be £465\.00 or more"):
            divide_pot(
                pot=pot,
                amount=Money("1000.00"),
                shares={world.division: Money("464.99"), other: Money("535.01")},
                by=manager,
                at=make.NOW,
            )
        divide_pot(
            pot=pot,
            amount=Money("900.00"),
            shares={world.division: Money("465.00"), make.OrganisationFactory(): Money("435.00")},
            by=manager,
            at=make.NOW,
        )
        checked()
    pot.refresh_from_db()
    assert pot.amount == Money("900.00")
    assert Budget.objects.get(pot=pot, buyer=other).amount == Money.zero()


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5).filter(any), st.integers(-2, 2))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_are_taken_exactly_when_they_are_the_pot(world: World, pence: list[int], out: int) -> None:
    with transaction.atomic():
        buyers: list[Organisation] = make.OrganisationFactory.create_batch(len(pence))
        shares = {buyer: Money.of_pence(one) for buyer, one in zip(buyers, pence, strict=True)}
        amount = Money.of_pence(sum(pence) + out)
        if amount <= Money.zero() or out:
            with pytest.raises((SharesNotThePot, DatabaseError)), transaction.atomic():
                set_up(world, shares, amount=amount)
        else:
            pot = set_up(world, shares, amount=amount)
            checked()
            assert Money.total(one.amount for one in pot.shares.all()) == pot.amount
        transaction.set_rollback(True)
