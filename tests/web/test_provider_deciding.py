"""A provider's manager: what waits, and deciding on a referral (D15)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.actions.referrals import withdraw_referral
from throughline.line.models import Referral
from throughline.supply.models import Service

pytestmark = pytest.mark.django_db
CHARLENE = "Charlene Example"


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    return charlenes_world()


@pytest.fixture
def manager(reader: Reader, world: World) -> Reader:
    return reader.as_(world.manager)


def address(referral: Referral, verb: str) -> str:
    return f"/referrals/{referral.reference}/{verb}"


class TestHome:
    def test_an_empty_home_says_what_would_appear(self, manager: Reader) -> None:
        assert "Nothing waits on you" in manager.reads("/provider")

    def test_a_sent_referral_waits_with_its_clock(self, world: World, manager: Reader) -> None:
        world.sent()
        page = manager.at(world.now + timedelta(days=8)).reads("/provider")
        assert f"Accept or decline the referral: {CHARLENE}" in page
        assert "Waiting 8 days. Overdue by 1 day: it was due by 8 June 2017" in page

    def test_how_many_stand_where(self, world: World, manager: Reader) -> None:
        world.sent()
        assert "1 wait for your decision" in manager.reads("/provider")

    def test_as_many_queries_for_ten_as_for_one(
        self,
        world: World,
        manager: Reader,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for n in range(10):
            referral = make.ReferralFactory(
                service=world.service, state="sent", sent_at=world.now - timedelta(hours=n)
            )
            make.PersonAccessFactory(
                person=referral.person, user=None, organisation=world.centre, scope="deliver"
            )
        with django_assert_max_num_queries(23):
            assert manager.reads("/provider").count("Accept or decline") == 10


class TestAccepting:
    def test_it_says_what_will_happen_the_places_and_what_we_are_paid(
        self, world: World, manager: Reader
    ) -> None:
        world.service.places = 10
        world.service.save()
        page = manager.reads(address(world.sent(), "accept"))
        assert f"Accept the referral of {CHARLENE}" in page
        assert "1 of 10 taken, this referral included" in page
        assert "£38.00 for each session attended by Northmoor CRC: £570.00 for 15 sessions" in page
        assert "£46.50" not in page
        assert "the cost is committed to the buyer’s budget" in page

    def test_reading_it_changes_nothing(self, world: World, manager: Reader) -> None:
        referral = world.sent()
        manager.reads(address(referral, "accept"))
        referral.refresh_from_db()
        assert referral.state == "sent"

    def test_accepted(self, world: World, manager: Reader) -> None:
        referral = world.sent()
        page = manager.sends(address(referral, "accept"))
        assert f"Referral of {CHARLENE} accepted. Give it to a worker next" in page
        referral.refresh_from_db()
        assert referral.state == "accepted"

    def test_withdrawn_meanwhile_the_form_says_who_did_what(self, world: World, manager: Reader) -> None:
        referral = world.sent()
        with acting_as(make.acting(world.officer)):
            withdraw_referral(referral=referral, why="She moved", by=world.officer, at=world.now)
        page = manager.is_refused(address(referral, "accept"))
        assert "You cannot accept this referral" in page
        assert "Helen Price" in page

    def test_a_buyer_without_a_budget_is_named(self, reader: Reader) -> None:
        world = charlenes_world(budget=None)
        page = reader.as_(world.manager).is_refused(address(world.sent(), "accept"))
        assert "NPS Ridgeway has no budget" in page

    def test_no_form_for_what_does_not_wait(self, world: World, manager: Reader, client: Client) -> None:
        referral = world.accepted()
        answer = client.get(address(referral, "accept"))
        assert answer["Location"] == f"/referrals/{referral.reference}"

    @pytest.mark.parametrize("verb", ["accept", "decline", "ask", "allocate"])
    def test_nobody_else_finds_the_form(self, world: World, reader: Reader, verb: str) -> None:
        referral = world.sent()
        others = (
            world.officer,
            world.worker,
            world.supply_chain_manager,
            make.member("provider_manager", make.OrganisationFactory()),
        )
        for user in others:
            reader.as_(user).reads(address(referral, verb), status=404)


class TestDecliningAndAsking:
    def test_declined_with_a_reason_from_the_list(self, world: World, manager: Reader) -> None:
        referral = world.sent()
        manager.sends(address(referral, "decline"), {"why": "no_place"})
        move = referral.moves.get(name="decline")
        assert move.reason == "We have no place in time"

    def test_some_reasons_ask_for_more(self, world: World, manager: Reader) -> None:
        referral = world.sent()
        page = manager.is_refused(address(referral, "decline"), {"why": "risk"})
        assert "Say more about why you decline this referral" in page
        manager.sends(address(referral, "decline"), {"why": "risk", "why_details_risk": "Only one worker"})
        reason = referral.moves.get(name="decline").reason
        assert reason == "We cannot manage the risk safely: Only one worker"

    def test_without_a_reason_it_is_shown_again(self, world: World, manager: Reader) -> None:
        page = manager.is_refused(address(world.sent(), "decline"))
        assert "Select why you decline this referral" in page

    def test_a_question_goes_to_the_officer(self, world: World, manager: Reader) -> None:
        referral = world.sent()
        manager.sends(address(referral, "ask"), {"why": "Does she need childcare?"})
        referral.refresh_from_db()
        assert (referral.state, referral.moves.get(name="ask").reason) == (
            "queried",
            "Does she need childcare?",
        )


class TestAllocating:
    def test_each_worker_with_their_open_caseload(self, world: World, manager: Reader) -> None:
        world.allocated()
        other = world.sent(service=_another_service(world))
        Referral.objects.filter(pk=other.pk).update(state="accepted")
        page = manager.reads(address(other, "allocate"))
        assert "Amy Walsh 1 open referral now" in page
        assert "Ruth Adeyemi 0 open referrals now" in page

    def test_given_to_a_worker(self, world: World, manager: Reader) -> None:
        referral = world.accepted()
        page = manager.sends(address(referral, "allocate"), {"worker": str(world.worker.pk)})
        assert f"Amy Walsh now works with {CHARLENE}" in page
        referral.refresh_from_db()
        assert referral.worker == world.worker

    def test_given_on_to_another_it_says_who_loses_sight(self, world: World, manager: Reader) -> None:
        page = manager.reads(address(world.allocated(), "allocate"))
        assert "Amy Walsh works with them now and will see them no longer" in page

    def test_nobody_of_another_provider_can_be_chosen(self, world: World, manager: Reader) -> None:
        stranger = make.member("support_worker", make.OrganisationFactory())
        page = manager.is_refused(address(world.accepted(), "allocate"), {"worker": str(stranger.pk)})
        assert "Select who works with them" in page


def _another_service(world: World) -> Service:
    service: Service = make.ServiceFactory(scheme=world.scheme, deliverer=world.centre, name="Debt advice")
    make.ServiceRouteFactory(service=service, route="charitable")
    return service
