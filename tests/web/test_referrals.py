"""The one page of a referral, for everybody who may see it, and the list that leads to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.web.reading import as_read
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Reading, User
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import ask_about_referral, complete_referral, decline_referral
from throughline.line.models import Referral, RiskReading
from throughline.line.rules.risk_sharing import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password_is_enough(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    world.officer.telephone = "01632 960001"
    world.officer.save()
    return world


def page_of(client: Client, user: User, referral: Referral | None, status: int = 200) -> str:
    assert referral is not None
    return as_read(client, user, f"/referrals/{referral.reference}", status)


@pytest.mark.asks("S90")
def test_everybody_who_may_see_it_finds_the_same_page(world: World, client: Client) -> None:
    referral = world.allocated()
    referral.refresh_from_db()
    for user in (world.officer, world.manager, world.worker, world.supply_chain_manager):
        text = page_of(client, user, referral)
        assert f"Referral {referral.reference}" in text
        assert "Change programme" in text
        assert referral.nsi_code in text


def test_it_is_not_there_for_anybody_else(world: World, client: Client) -> None:
    referral = world.sent()
    for stranger in (
        make.member("responsible_officer", world.division),
        make.member("provider_manager", make.OrganisationFactory()),
        make.member("support_worker", world.centre),
        world.commissioner,
    ):
        page_of(client, stranger, referral, status=404)


def test_a_draft_is_for_the_officer_alone(world: World, client: Client) -> None:
    draft = world.draft()
    assert "Decide on each risk, then send it" in page_of(client, world.officer, draft)
    page_of(client, world.manager, draft, status=404)
    page_of(client, world.supply_chain_manager, draft, status=404)


def test_a_prime_sees_the_referral_and_not_the_person(world: World, client: Client) -> None:
    make.RiskFlagFactory(person=world.person, detail="A former partner")
    referral = world.sent(decisions=everything_shared(world))
    text = page_of(client, world.supply_chain_manager, referral)
    assert "Name not shown to you" in text
    for secret in ("Charlene", "Example", "A former partner", "Anxious", "Appointments"):
        assert secret not in text


def everything_shared(world: World) -> dict[int, Decision]:
    return {flag.pk: Decision(shared=True) for flag in world.person.risk_flags.all()}


@pytest.mark.asks("S94", "S95")
def test_the_provider_reads_what_was_shared_and_the_officer_sees_when(world: World, client: Client) -> None:
    flag = make.RiskFlagFactory(
        person=world.person,
        kind="restraining_order",
        detail="An order for five years",
        who_is_protected="Her former partner",
        signs_to_watch="Talk of going back to Mill Street",
        what_to_do="Telephone the officer the same day",
    )
    make.RestrictionFactory(flag=flag)
    kept = make.RiskFlagFactory(person=world.person, kind="risk_to_self", detail="Years ago")
    referral = world.allocated(
        decisions={flag.pk: Decision(shared=True), kept.pk: Decision(shared=False, reason="Long past")}
    )
    assert "Nobody at the provider has read it yet" in page_of(client, world.officer, referral)

    text = page_of(client, world.worker, referral)
    for told in (
        "An order for five years",
        "Not to go within 100 metres of Mill Street",
        "Her former partner",
        "Talk of going back to Mill Street",
        "Telephone the officer the same day",
    ):
        assert told in text
    assert "Years ago" not in text
    assert "Long past" not in text
    (reading,) = RiskReading.objects.all()
    assert reading.read_by == world.worker

    text = page_of(client, world.officer, referral)
    assert "Withheld" in text
    assert "Long past" in text
    assert "First read Amy Walsh on" in text


@pytest.mark.asks("S98")
def test_both_workers_and_their_telephones_stand_on_it(world: World, client: Client) -> None:
    referral = world.allocated()
    for user in (world.officer, world.worker):
        text = page_of(client, user, referral)
        assert "Responsible officer Helen Price, 01632 960001" in text
        assert f"Worker Amy Walsh, {world.worker.telephone}" in text


@pytest.mark.parametrize(
    ("stage", "who", "waits"),
    [
        ("sent", "manager", "Accept or decline it"),
        ("sent", "officer", None),
        ("accepted", "manager", "Give it to a worker"),
        ("allocated", "worker", "Book the first appointment"),
        ("allocated", "officer", None),
    ],
)
def test_what_waits_stands_at_the_top(
    world: World, client: Client, stage: str, who: str, waits: str | None
) -> None:
    text = page_of(client, getattr(world, who), getattr(world, stage)())
    assert (waits or "Nothing about this referral waits on you.") in text


def test_the_question_of_the_provider_stands_before_the_officer(world: World, client: Client) -> None:
    referral = world.sent()
    with acting_as(make.acting(world.manager)):
        ask_about_referral(referral=referral, question="Can she travel?", by=world.manager, at=world.now)
    text = page_of(client, world.officer, referral)
    assert "Answer the provider’s question Can she travel?" in text


@pytest.mark.asks("S124")
def test_a_correction_and_what_it_corrects_are_both_seen(world: World, client: Client) -> None:
    record = world.attended(world.allocated(), world.now + timedelta(days=1))
    world.corrected(record, "missed")
    text = page_of(client, world.officer, record.appointment.referral)
    assert "Took part (corrected since): Amy Walsh recorded it on" in text
    assert "Did not come: Amy Walsh recorded it on" in text
    assert "Why it was corrected: The wrong person was ticked" in text
    assert "RAR days 0 of 15 RAR days" in text


def test_after_the_end_the_provider_keeps_the_referral_and_loses_the_person(
    world: World, client: Client
) -> None:
    record = world.attended(world.allocated(), world.now + timedelta(days=1))
    referral = record.appointment.referral
    assert referral is not None
    with acting_as(make.acting(world.worker)):
        complete_referral(
            referral=referral,
            outcomes={"wellbeing": Achieved("yes", "Goes to the group alone")},
            by=world.worker,
            at=world.now + timedelta(days=2),
        )
    text = page_of(client, world.manager, referral)
    assert "Name not shown to you" in text
    assert "Charlene" not in text
    assert "Took part" in text
    assert "Achieved" in text
    assert "Charlene" in page_of(client, world.officer, referral)


def test_reading_it_is_noted(world: World, client: Client) -> None:
    page_of(client, world.manager, world.sent())
    noted = Reading.objects.get()
    assert (noted.by, noted.subject, noted.subject_id, noted.page) == (
        world.manager,
        "people.person",
        world.person.pk,
        "referral",
    )


class TestTheList:
    def test_each_finds_their_own(self, world: World, client: Client) -> None:
        referral = world.allocated()
        for user in (world.officer, world.manager, world.worker):
            text = as_read(client, user, "/referrals")
            assert "1 referral" in text
            assert referral.reference in text
            assert world.person.name in text
        text = as_read(client, world.supply_chain_manager, "/referrals")
        assert referral.reference in text
        assert "Name not shown to you" in text
        assert world.person.name not in text

    def test_one_who_has_none_reads_what_would_appear(self, world: World, client: Client) -> None:
        assert "Referrals you write appear here" in as_read(client, world.officer, "/referrals")
        assert "when your manager gives them to you" in as_read(client, world.worker, "/referrals")

    @pytest.mark.parametrize(
        ("narrowed", "found"),
        [
            ("state=allocated", 1),
            ("state=draft", 0),
            ("state=open", 1),
            ("service=change", 1),
            ("person=nobody", 0),
        ],
    )
    def test_it_can_be_narrowed(self, world: World, client: Client, narrowed: str, found: int) -> None:
        world.allocated()
        text = as_read(client, world.officer, f"/referrals?{narrowed}")
        assert ("1 referral" if found else "No referrals") in text

    def test_it_comes_as_a_file(self, world: World, client: Client) -> None:
        referral = world.sent()
        client.force_login(world.officer)
        file = b"".join(client.get("/referrals?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
        assert referral.reference in file
        assert world.person.name in file

    def test_its_queries_do_not_grow(
        self, world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        world.sent()
        client.force_login(world.officer)
        client.get("/referrals")
        with django_assert_num_queries(10):
            client.get("/referrals")
        for number in range(3):
            service = make.ServiceFactory(
                scheme=world.scheme, name=f"Another {number}", deliverer=world.centre
            )
            make.ServiceRouteFactory(service=service, route="core")
            world.sent(service=service)
        with django_assert_num_queries(10):
            assert "4 referrals" in client.get("/referrals").content.decode()


def test_the_queries_of_the_page_do_not_grow_with_what_happened(
    world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    referral = world.allocated()
    world.attended(referral, world.now - timedelta(days=1))
    client.force_login(world.officer)
    client.get(f"/referrals/{referral.reference}")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/referrals/{referral.reference}")
    for number in range(2, 8):
        world.attended(referral, world.now - timedelta(days=number))
    with django_assert_num_queries(len(before)):
        client.get(f"/referrals/{referral.reference}")


def test_a_provider_sorts_by_person_what_is_with_it_and_what_is_over_comes_last(
    world: World, client: Client
) -> None:
    debts = make.ServiceFactory(name="Debt advice", scheme=world.scheme, deliverer=world.centre)
    make.ServiceRouteFactory(service=debts, route="charitable")
    with_them, over = world.allocated(), world.sent(service=debts)
    with acting_as(make.acting(world.manager)):
        decline_referral(referral=over, why="No place", by=world.manager, at=world.now)
    for sort in ("person", "-person"):
        text = as_read(client, world.manager, f"/referrals?sort={sort}")
        assert text.index(with_them.reference) < text.index(over.reference), sort
    client.force_login(world.supply_chain_manager)
    assert client.get("/referrals?sort=person").status_code == 404, "a prime knows no names to sort by"
