"""A subcontractor changes by Change Notification, and the chain from its day (S232)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.factories import NOW, START, acting, chain
from tests.supply.cards import AUGUST, JULY
from tests.supply.subcontracting import ON_THE_DAY, Replacing, replacing
from throughline.core.access import NotAllowed, acting_as
from throughline.core.models import Message
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.refusals import Refusal
from throughline.supply.actions.chain_changes import carry_out_due
from throughline.supply.actions.prices import set_price
from throughline.supply.actions.subcontractors import propose_replacement
from throughline.supply.models import Agreement, Price, Service, Tenure
from throughline.supply.queries.agreements import services_under
from throughline.supply.queries.chain import chain_of
from throughline.supply.queries.directory import Wanted, directory
from throughline.supply.queries.tenures import deliverers_of
from throughline.supply.refusals import (
    CannotJoinTheChain,
    ChangesTooSoon,
    NotInThisChain,
    PriceOverlaps,
    ProposedAlready,
    StillPaysOthers,
)

pytestmark = pytest.mark.django_db

EVE = JULY - timedelta(days=1)


@pytest.fixture
def world() -> Replacing:
    return replacing()


def providers(service: Service, on: date) -> list[str]:
    """Who stands in the chain of a service on a day, from the prime down."""
    return [one.provider.name for one in chain_of(service, on=on).above]


BEFORE = ["Northmoor CRC", "Northmoor Women's Centre"]
AFTER = ["Northmoor CRC", "Harbour Women's Project"]


@pytest.mark.asks("S232")
class TestTheChain:
    def test_it_reads_right_as_at_any_day_before_and_after(self, world: Replacing) -> None:
        service = world.card.service
        line = world.replaces()
        world.card.suitable(line.notification)
        assert providers(service, AUGUST) == BEFORE
        world.card.approves(line)
        for done in (False, True):
            if done:
                carry_out_due(on=JULY, at=ON_THE_DAY)
                service = Service.objects.get(pk=service.pk)
            assert providers(service, START) == BEFORE
            assert providers(service, EVE) == BEFORE
            assert providers(service, JULY) == AFTER
            assert providers(service, AUGUST) == AFTER
        assert [(one.deliverer.name, one.during) for one in deliverers_of(service)] == [
            ("Northmoor Women's Centre", Period(START, JULY)),
            ("Harbour Women's Project", Period(JULY)),
        ]

    def test_the_new_agreement_stands_from_the_day_and_the_other_ends_on_it_with_the_reason(
        self, world: Replacing
    ) -> None:
        make.AgreementAreaFactory(agreement=world.card.links[-1], area=world.card.area)
        line = world.approved(world.replaces())
        made, former = line.made, Agreement.objects.get(pk=world.card.links[-1].pk)
        assert made is not None
        assert (made.during, made.tier, made.state) == (Period(JULY), 2, "negotiating")
        assert (made.payer, made.provider, made.above) == (world.card.prime, world.harbour, world.card.top)
        assert list(made.areas.all()) == [world.card.area]
        assert (former.during, former.state) == (Period(START, JULY), "signed")
        carry_out_due(on=JULY, at=ON_THE_DAY)
        former.refresh_from_db()
        assert former.state == "ended"
        assert former.moves.get(name="end").reason.endswith("line 1: The centre closes")

    def test_the_services_of_an_agreement_as_at_a_day(self, world: Replacing) -> None:
        line = world.approved(world.replaces())
        assert line.made is not None
        for _ in range(2):
            assert list(services_under(world.card.links[-1], on=EVE)) == [world.card.service]
            assert list(services_under(world.card.links[-1], on=JULY)) == []
            assert list(services_under(line.made, on=EVE)) == []
            assert list(services_under(line.made, on=JULY)) == [world.card.service]
            carry_out_due(on=JULY, at=ON_THE_DAY)

    def test_a_second_replacement_leaves_three_in_order(self, world: Replacing) -> None:
        first = world.approved(world.replaces())
        third = make.OrganisationFactory(name="Third Sector Works")
        assert first.made is not None
        first.made.refresh_from_db()
        world.approved(world.replaces(agreement=first.made, organisation=third, from_on=AUGUST))
        carry_out_due(on=AUGUST, at=ON_THE_DAY + timedelta(days=31))
        service = Service.objects.get(pk=world.card.service.pk)
        assert service.deliverer == third
        assert [one.during for one in deliverers_of(service)] == [
            Period(START, JULY),
            Period(JULY, AUGUST),
            Period(AUGUST),
        ]

    def test_a_later_day_decided_by_the_board_holds(self, world: Replacing) -> None:
        world.approved(world.replaces(), AUGUST)
        assert providers(world.card.service, JULY) == BEFORE
        assert providers(world.card.service, AUGUST) == AFTER

    def test_what_is_rejected_changes_nothing(self, world: Replacing) -> None:
        line = world.replaces()
        world.card.suitable(line.notification)
        world.card.rejects(line)
        assert not Tenure.objects.exists()
        assert Agreement.objects.count() == len(world.card.links)
        assert carry_out_due(on=AUGUST, at=ON_THE_DAY) == []

    def test_an_added_subcontractor_gets_an_agreement_and_no_service(self, world: Replacing) -> None:
        line = world.approved(world.adds())
        assert line.made is not None
        assert (line.made.during, list(line.made.areas.all())) == (Period(JULY), [world.card.area])
        assert providers(world.card.service, AUGUST) == BEFORE

    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(days=st.lists(st.integers(2, 400), min_size=1, max_size=4, unique=True))
    def test_every_day_has_one_deliverer_whatever_is_replaced_when(self, days: list[int]) -> None:
        with transaction.atomic():
            world = replacing()
            last, lines = world.card.links[-1], []
            for day in sorted(days):
                on = NOW.date() + timedelta(days=day)
                to = make.OrganisationFactory(name=f"From {day}")
                line = world.approved(world.replaces(agreement=last, organisation=to, from_on=on))
                assert line.made is not None
                last = line.made
                lines.append((on, to))
            told = deliverers_of(world.card.service)
            assert told[0].during.from_ == START
            for one, following in pairwise(told):
                assert one.during.to == following.during.from_
            assert [(one.during.from_, one.deliverer) for one in told[1:]] == lines
            transaction.set_rollback(True)


@pytest.mark.asks("S232")
class TestTheDay:
    def test_the_directory_names_the_former_until_the_day_is_carried_out(self, world: Replacing) -> None:
        service = world.card.service
        line = world.approved(world.replaces())
        service.refresh_from_db()
        assert service.deliverer == world.card.centre
        assert carry_out_due(on=EVE, at=ON_THE_DAY - timedelta(days=1)) == []
        assert carry_out_due(on=JULY, at=ON_THE_DAY) == [line]
        assert carry_out_due(on=JULY, at=ON_THE_DAY) == []
        service.refresh_from_db()
        assert (service.deliverer, service.agreement, service.confirmed_on) == (
            world.harbour,
            line.made,
            None,
        )

    def test_a_day_that_is_today_is_carried_out_at_once(self, world: Replacing) -> None:
        line = world.approved(world.replaces(from_on=NOW.date()))
        assert line.carried_out_at == NOW
        world.card.service.refresh_from_db()
        assert world.card.service.deliverer == world.harbour

    def test_the_entry_says_so_in_a_version_and_loses_its_clearance_and_its_owner(
        self, world: Replacing
    ) -> None:
        before = world.card.service
        before.owner = world.manager_before
        before.save()
        clearance = make.HighRiskClearanceFactory(service=before, during=Period(START))
        world.approved(world.replaces(from_on=NOW.date()))
        service = Service.objects.get(pk=before.pk)
        assert service.owner is None
        clearance.refresh_from_db()
        assert clearance.during == Period(START, NOW.date())
        last = service.versions.order_by("-number").first()
        assert last is not None
        assert last.content["deliverer"]["name"] == "Harbour Women's Project"
        assert "The centre closes" in last.why


@pytest.mark.asks("S232")
class TestPrices:
    def test_the_rate_card_price_stays_and_what_is_passed_down_goes_over(self, world: Replacing) -> None:
        line = world.approved(world.replaces())
        assert world.card.prices() == [("46.50", Period(START))]
        below = Price.objects.filter(item=world.card.item).exclude(agreement=world.card.top).order_by("pk")
        assert [(one.agreement, one.amount, one.during) for one in below] == [
            (world.card.links[-1], Money("38.00"), Period(START, JULY)),
            (line.made, Money("38.00"), Period(JULY)),
        ]

    def test_other_prices_are_set_before_the_day_for_the_day(self, world: Replacing) -> None:
        line = world.approved(world.replaces(same_prices=False))
        assert line.made is not None
        with acting_as(acting(world.card.manager)):
            made = set_price(
                item=world.card.item,
                agreement=line.made,
                amount=Money("40.00"),
                from_on=JULY,
                by=world.card.manager,
                at=NOW,
            )
        assert made.during == Period(JULY)

    def test_a_price_that_begins_later_under_the_ending_agreement_is_refused(self, world: Replacing) -> None:
        line = world.replaces()
        with acting_as(acting(world.card.manager)):
            set_price(
                item=world.card.item,
                agreement=world.card.links[-1],
                amount=Money("39.00"),
                from_on=AUGUST,
                by=world.card.manager,
                at=NOW,
            )
        world.card.suitable(line.notification)
        with pytest.raises(PriceOverlaps, match="begins on 1 August 2017"):
            world.card.approves(line)
        assert not Tenure.objects.exists()


@pytest.mark.asks("S232")
class TestLeaving:
    def test_services_leave_the_directory_and_the_rate_card_on_the_day(self, world: Replacing) -> None:
        service = world.card.service
        world.approved(world.removes())
        service.refresh_from_db()
        assert service.during == Period(START, JULY)
        assert service in directory(Wanted(), on=EVE)
        assert service not in directory(Wanted(), on=JULY)
        assert world.card.prices() == [("46.50", Period(START, JULY))]
        assert world.card.links[-1].pk in Agreement.objects.filter(during__endswith=JULY).values_list(
            "pk", flat=True
        )

    def test_whoever_has_a_part_in_it_is_told_once_on_the_day(self, world: Replacing) -> None:
        referral = world.refer("started")
        world.approved(world.removes())
        Message.objects.all().delete()
        carry_out_due(on=JULY, at=ON_THE_DAY)
        carry_out_due(on=JULY, at=ON_THE_DAY)
        said = {one.to.full_name: one.text for one in Message.objects.select_related("to")}
        assert set(said) == {"Helen Price", "Ruth Adeyemi", "Owen Clark"}
        assert Message.objects.count() == 3
        assert referral.reference in said["Helen Price"]
        assert "until it ends" in said["Helen Price"]


REFUSED = {
    "the contract itself": (lambda w: w.replaces(agreement=w.card.top), NotInThisChain),
    "an organisation above": (lambda w: w.replaces(organisation=w.card.prime), CannotJoinTheChain),
    "who delivers now": (lambda w: w.replaces(organisation=w.card.centre), CannotJoinTheChain),
    "the day it began": (lambda w: w.replaces(from_on=START), ChangesTooSoon),
    "another prime's agreement": (lambda w: w.replaces(agreement=_elsewhere(w)), NotInThisChain),
    "one that pays others": (lambda w: w.replaces(agreement=_with_one_below(w)), StillPaysOthers),
    "removing one that pays others": (lambda w: w.removes(agreement=_with_one_below(w)), StillPaysOthers),
    "adding who is above": (lambda w: w.adds(organisation=w.card.prime), CannotJoinTheChain),
    "adding before the contract": (lambda w: w.adds(from_on=date(2016, 1, 1)), NotInThisChain),
    "the same agreement twice": (lambda w: _twice(w), ProposedAlready),
}


def _elsewhere(world: Replacing) -> Agreement:
    others = [make.OrganisationFactory() for _ in range(3)]
    return chain(*others, scheme=world.card.scheme)[-1]


def _with_one_below(world: Replacing) -> Agreement:
    former = world.card.links[-1]
    make.AgreementFactory(
        scheme=world.card.scheme, payer=former.provider, provider=make.OrganisationFactory(), above=former
    )
    return former


def _twice(world: Replacing) -> None:
    draft = world.replaces().notification
    world.replaces(draft=draft, organisation=make.OrganisationFactory())


@pytest.mark.asks("S232")
@pytest.mark.parametrize("case", REFUSED)
def test_what_could_never_stand_is_refused_when_it_is_proposed(world: Replacing, case: str) -> None:
    attempt, refusal = REFUSED[case]
    with pytest.raises(refusal) as raised:
        attempt(world)
    assert isinstance(raised.value, Refusal)


@pytest.mark.asks("S232")
def test_of_two_notifications_that_end_one_agreement_the_second_is_refused(world: Replacing) -> None:
    first, second = world.replaces(), world.removes(from_on=AUGUST)
    world.approved(first)
    world.card.suitable(second.notification)
    with pytest.raises(Refusal):
        world.card.approves(second)


def test_only_the_prime_proposes(world: Replacing) -> None:
    draft = world.card.draft()
    with pytest.raises(NotAllowed), acting_as(acting(world.manager_before)):
        propose_replacement(
            notification=draft,
            replaces=world.card.links[-1],
            organisation=world.harbour,
            title="x",
            same_prices=True,
            from_on=JULY,
        )


@pytest.mark.asks("S232")
def test_the_database_keeps_who_delivered_when(world: Replacing) -> None:
    world.approved(world.replaces())
    first = Tenure.objects.order_by("during").first()
    assert first is not None
    for change in (
        {"deliverer": world.harbour},
        {"during": Period(START)},
        {"during": Period(date(2017, 5, 1), JULY)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tenure.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.delete()
