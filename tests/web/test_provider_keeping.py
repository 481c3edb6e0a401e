"""A provider reads what it signed, and says who works for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.models import Membership, User
from throughline.core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    make.ServiceAreaFactory(service=world.service)
    world.service.refresh_from_db()
    return world


@pytest.fixture
def manager(reader: Reader, world: World) -> Reader:
    return reader.as_(world.manager)


class TestAgreements:
    def test_what_was_signed_and_what_is_paid(self, world: World, manager: Reader) -> None:
        page = manager.reads("/provider/agreements")
        assert "Between Northmoor CRC, who pays, and Northmoor Women's Centre, who provides" in page
        assert "Tier 2" in page
        assert "Ministry → Northmoor CRC → Northmoor Women's Centre" in page
        assert "Paid to you £38.00 for each session attended: Change programme, Session" in page

    def test_what_the_prime_is_paid_stays_with_the_prime(self, world: World, manager: Reader) -> None:
        assert "£46.50" not in manager.reads("/provider/agreements")

    def test_the_price_of_another_day(self, world: World, manager: Reader) -> None:
        price = world.chain[1].prices.get()
        price.during = price.during.ended_on(world.now.date())
        price.save()
        make.PriceFactory(
            item=world.item,
            agreement=world.chain[1],
            amount=Money("40.00"),
            during=make.ever(world.now.date()),
        )
        assert "£40.00" in manager.reads("/provider/agreements")
        assert "£38.00" in manager.reads("/provider/agreements?as_at=2017-05-31")

    def test_a_stranger_reads_nothing_of_it(self, world: World, reader: Reader) -> None:
        reader.as_(make.member("provider_manager", make.OrganisationFactory()))
        assert "appear here once they are recorded" in reader.reads("/provider/agreements")

    def test_a_worker_finds_no_such_page(self, world: World, reader: Reader) -> None:
        reader.as_(world.worker).reads("/provider/agreements", status=404)


class TestTeam:
    def test_who_works_here_as_what(self, world: World, manager: Reader) -> None:
        page = manager.reads("/team")
        assert "Amy Walsh" in page
        assert "Support worker or mentor" in page
        assert "Helen Price" not in page

    def test_a_role_is_given_by_email(self, world: World, manager: Reader) -> None:
        tom = make.UserFactory(full_name="Tom Reed", email="tom@example.org")
        answers = {"email": "tom@example.org", "role": "support_worker"}
        page = manager.sends("/team/give-role", answers)
        assert "Tom Reed is now support worker or mentor" in page
        assert tom.memberships.get().organisation == world.centre

    def test_an_address_nobody_has(self, manager: Reader) -> None:
        answers = {"email": "nobody@example.org", "role": "support_worker"}
        page = manager.is_refused("/team/give-role", answers)
        assert "Nobody with an account has this email address" in page

    def test_somebody_without_an_account_is_added(
        self, world: World, manager: Reader, client: Client
    ) -> None:
        answers = {"full_name": "Tom Reed", "email": "Tom@example.org", "role": "support_worker"}
        page = manager.sends("/team/add", answers)
        assert "Tom Reed is now support worker or mentor. Word of where to sign in goes to tom@" in page
        assert "Tom Reed Support worker or mentor, since 1 June 2017" in page
        tom = User.objects.get(email="tom@example.org")
        link = re.search(r"/sign-in/password/\S+", tom.messages.get().text)
        assert link
        client.logout()
        form = client.get(link[0], follow=True).redirect_chain[-1][0]
        password = "four quite long words"
        client.post(form, {"password1": password, "password2": password})
        assert client.login(email="tom@example.org", password=password)

    def test_somebody_who_has_an_account_keeps_it(self, world: World, manager: Reader) -> None:
        tom = make.UserFactory(full_name="Tom Reed", email="tom@example.org", password=make_password("x"))
        answers = {"full_name": "Thomas", "email": "tom@example.org", "role": "support_worker"}
        assert "Tom Reed is now support worker" in manager.sends("/team/add", answers)
        assert "Sign in with the password you have" in tom.messages.get().text

    def test_a_closed_account_is_not_opened_by_a_role(self, world: World, manager: Reader) -> None:
        tom = make.UserFactory(full_name="Tom Reed", email="tom@example.org", is_active=False)
        answers = {"full_name": "Tom Reed", "email": "tom@example.org", "role": "support_worker"}
        assert "The account of Tom Reed, who has this email address, is closed" in manager.is_refused(
            "/team/add", answers
        )
        assert not tom.memberships.exists()

    def test_without_a_name_nobody_is_added(self, world: World, manager: Reader) -> None:
        answers = {"email": "tom@example.org", "role": "support_worker"}
        assert "Enter their full name" in manager.is_refused("/team/add", answers)
        assert not User.objects.filter(email="tom@example.org").exists()

    @pytest.mark.parametrize(
        ("role", "gives"),
        [
            ("supply_chain_manager", "Supply chain manager"),
            ("commissioner", "Responsible officer"),
            ("contract_manager", "Inspector"),
        ],
    )
    def test_whoever_manages_accounts_is_led_there(
        self, reader: Reader, client: Client, role: str, gives: str
    ) -> None:
        reader.as_(make.member(role, make.OrganisationFactory()))
        header = client.get("/account").content.decode().split("<main")[0]
        assert header.count('href="/team"') == 1
        assert gives in reader.reads("/team/add")

    def test_a_worker_is_not(self, world: World, reader: Reader, client: Client) -> None:
        reader.as_(world.worker)
        assert 'href="/team"' not in client.get("/account").content.decode()

    def test_no_role_of_others_is_offered(self, manager: Reader) -> None:
        answers = {"email": "amy@example.org", "role": "contract_manager"}
        assert "Select a role" in manager.is_refused("/team/give-role", answers)

    def test_a_role_is_ended(self, world: World, manager: Reader) -> None:
        held = world.worker.memberships.get()
        page = manager.sends(f"/team/{held.pk}/end-role")
        assert "Amy Walsh is no longer support worker or mentor" in page
        assert Membership.objects.get(pk=held.pk).during.to == world.now.date()

    @pytest.mark.parametrize("started", [False, True], ids=["given", "under way"])
    def test_a_role_does_not_end_while_referrals_are_theirs(
        self, world: World, manager: Reader, client: Client, started: bool
    ) -> None:
        referral = world.allocated()
        if started:
            world.attended(referral, world.now)
        referral.refresh_from_db()
        tom = make.member("support_worker", world.centre, full_name="Tom Reed")
        address = f"/team/{world.worker.memberships.get().pk}/end-role"
        said = manager.is_refused(address)
        assert "Amy Walsh still works on 1 open referral: give them to somebody else first" in said
        link = re.search(
            rf'href="(/referrals/{referral.reference}/[a-z-]+)"', client.get(address).content.decode()
        )
        assert link
        assert "Tom Reed now works with Charlene" in manager.sends(link[1], {"worker": str(tom.pk)})
        assert "Amy Walsh is no longer support worker" in manager.sends(address)
        referral.refresh_from_db()
        assert (referral.worker, referral.state) == (tom, "started" if started else "allocated")

    def test_nobody_elses_team_is_there(self, world: World, manager: Reader) -> None:
        held = world.officer.memberships.get()
        manager.reads(f"/team/{held.pk}/end-role", status=404)
