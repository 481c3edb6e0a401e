"""The pages of Change Notifications and of the Change Board."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.factories import NOW, acting, member
from tests.supply.cards import JULY, Card, a_rate_card
from tests.supply.subcontracting import Replacing, replacing
from throughline.core.access import acting_as
from throughline.core.models import User
from throughline.supply.actions import board
from throughline.supply.models import ChangeLine, ChangeNotification, Price

pytestmark = pytest.mark.django_db


@pytest.fixture
def card() -> Card:
    return a_rate_card()


@pytest.fixture
def as_(client: Client) -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-2000:]
    return " ".join(response.content.decode().split())


@pytest.mark.asks("S59")
def test_a_step_that_is_not_open_has_no_page(card: Card, as_: Callable[[User], Client]) -> None:
    line = card.proposes()
    change = line.notification
    here = f"/changes/{change.reference}"
    not_yet = {
        card.manager: [f"{here}/answer"],
        card.reviewer: [here, f"{here}/review"],
        card.member: [here, f"{here}/lines/1/decide"],
    }
    for user, addresses in not_yet.items():
        for address in addresses:
            assert as_(user).get(address).status_code == 404
            assert as_(user).post(address, {"why": "x", "finding": "find suitable"}).status_code == 404
    card.suitable(change)
    for address in (f"{here}/submit", f"{here}/price", f"{here}/lines/1/take-out"):
        assert as_(card.manager).post(address).status_code == 404
    change.refresh_from_db()
    assert change.state == "board"


@pytest.mark.asks("S59", "S60")
def test_others_read_that_it_was_submitted_and_its_lines_when_all_are_decided(
    card: Card, as_: Callable[[User], Client]
) -> None:
    line = card.proposes("51.23")
    card.suitable(line.notification)
    commissioner = member("commissioner", card.division)
    here = f"/changes/{line.notification.reference}"
    page = text(as_(commissioner), here)
    assert "Before the Change Board" in page
    assert "What it proposes is shown here once each of its lines is decided" in page
    assert "51.23" not in page
    card.rejects(line, "Above the market")
    page = text(as_(commissioner), here)
    assert "£51.23" in page
    assert "Above the market" in page


def test_the_board_is_asked_to_open_a_meeting_first(card: Card, as_: Callable[[User], Client]) -> None:
    line = card.proposes()
    card.suitable(line.notification)
    answer = as_(card.member).get(f"/changes/{line.notification.reference}/lines/1/decide")
    assert (answer.status_code, answer["Location"]) == (302, "/board/new")


def test_what_the_database_holds_against_a_decision_is_said_on_the_form(
    card: Card, as_: Callable[[User], Client]
) -> None:
    line = card.proposes("50.00", JULY)
    other = card.proposes("51.00", JULY)
    for one in (line, other):
        card.suitable(one.notification)
    meeting = card.meeting()
    with acting_as(acting(card.member)):
        board.approve_line(line=line, meeting=meeting, in_force_on=JULY, by=card.member, at=NOW)
    answer = as_(card.member).post(
        f"/changes/{other.notification.reference}/lines/1/decide",
        {
            "meeting": meeting.reference,
            "decision": "approve",
            "in_force_on_day": "1",
            "in_force_on_month": "7",
            "in_force_on_year": "2031",
        },
    )
    assert answer.status_code == 302
    assert Price.objects.filter(item=card.item, agreement=card.top).count() == 3


def test_minutes_are_read_by_the_scheme_once_they_are_agreed(
    card: Card, as_: Callable[[User], Client]
) -> None:
    line = card.proposes()
    card.suitable(line.notification)
    card.rejects(line, "Above the market")
    meeting = ChangeLine.objects.get(pk=line.pk).meeting
    assert meeting is not None
    commissioner = member("commissioner", card.division)
    text(as_(commissioner), f"/board/{meeting.reference}", status=404)
    assert as_(card.member).post(f"/board/{meeting.reference}/agree", {"notes": "In full"}).status_code == 302
    page = text(as_(commissioner), f"/board/{meeting.reference}")
    for said in ("Minutes agreed", "In full", "Above the market", "Northmoor CRC: Prices of the coming year"):
        assert said in page
    assert "Agree the minutes" not in text(as_(card.member), f"/board/{meeting.reference}")


def test_what_waits_is_on_the_home_of_whoever_acts(card: Card, as_: Callable[[User], Client]) -> None:
    change = card.proposes().notification
    assert "Finish and submit Prices of the coming year" in text(as_(card.manager), "/prime")
    card.submitted(change)
    assert "Review Prices of the coming year" in text(as_(card.reviewer), "/contract")
    with acting_as(acting(card.reviewer)):
        board.return_with_questions(notification=change, questions="Why?", by=card.reviewer, at=NOW)
    assert "Answer the questions on Prices of the coming year" in text(as_(card.manager), "/prime")


def test_a_draft_is_kept_and_found_again_from_the_service(card: Card, as_: Callable[[User], Client]) -> None:
    client = as_(card.manager)
    sent = client.post(f"/changes/new?item={card.item.pk}", {"title": "July", "case": "Rents"})
    draft = ChangeNotification.objects.get(title="July")
    assert sent["Location"] == f"/changes/{draft.reference}/price?item={card.item.pk}"
    page = text(client, f"/prime/rate-card/{card.service.reference}")
    assert f"/changes/{draft.reference}/price?item={card.item.pk}" in page
    assert f"/changes/{draft.reference}/item?service={card.service.reference}" in page


@pytest.mark.parametrize("times", [1, 12])
def test_the_list_asks_the_database_as_often_whatever_is_in_it(
    card: Card, client: Client, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(times):
        change = make.ChangeNotificationFactory(scheme=card.scheme, prime=card.prime)
        make.ChangeLineFactory(notification=change, item=card.item, agreement=card.top)
    client.force_login(card.manager)
    client.get("/changes")
    with django_assert_num_queries(11):
        assert client.get("/changes").status_code == 200


class TestSubcontractors:
    """The pages by which a subcontractor is added, replaced or removed (S232)."""

    @pytest.fixture
    def world(self) -> Replacing:
        return replacing()

    def _lines(self, change: ChangeNotification) -> list[str]:
        return [one.kind for one in change.lines.order_by("number")]

    @pytest.mark.asks("S232")
    def test_a_prime_drafts_each_kind_of_line(self, world: Replacing, as_: Callable[[User], Client]) -> None:
        change = world.card.draft()
        here, client = f"/changes/{change.reference}", as_(world.card.manager)
        page = text(client, here)
        for link in ("Replace a subcontractor", "Add a subcontractor", "Remove a subcontractor"):
            assert link in page
        former = world.card.links[-1]
        day = {"from_on_day": "1", "from_on_month": "7", "from_on_year": "2031"}
        sent = client.post(
            f"{here}/replacement",
            {
                "agreement": former.reference,
                "organisation": "harbour women's project",
                "title": "Women's services",
                "same_prices": "yes",
                **day,
            },
        )
        assert sent.status_code == 302, sent.content.decode()[-3000:]
        again = client.post(f"{here}/removal", {"agreement": former.reference, **day})
        assert "has a line by which" in again.content.decode()
        made = client.post(
            f"{here}/subcontractor",
            {
                "agreement": world.card.top.reference,
                "organisation": "Nobody at all",
                "title": "Mentoring",
                **day,
            },
        )
        assert "No organisation here is called Nobody at all" in made.content.decode()
        client.post(
            f"{here}/subcontractor",
            {
                "agreement": world.card.top.reference,
                "organisation": make.OrganisationFactory(name="Lantern").reference,
                "title": "Mentoring",
                "areas": [str(world.card.area.pk)],
                **day,
            },
        )
        assert self._lines(change) == ["subcontractor_added", "subcontractor_added"]
        page = text(client, here)
        assert "Harbour Women&#39;s Project in the place of Northmoor Women&#39;s Centre" in page
        assert "Lantern works for Northmoor CRC: Mentoring" in page

    @pytest.mark.asks("S232")
    def test_the_board_reads_what_hangs_on_it_and_decides(
        self, world: Replacing, as_: Callable[[User], Client]
    ) -> None:
        for state in ("sent", "accepted", "started"):
            world.refer(state)
        line = world.replaces()
        here = f"/changes/{line.notification.reference}"
        world.card.suitable(line.notification)
        meeting = world.card.meeting()
        page = text(as_(world.card.member), f"{here}/lines/1/decide")
        assert "3 open referrals: 2 go over, 1 stays with who has them, as things stand today" in page
        assert "Change programme" in page
        answer = as_(world.card.member).post(
            f"{here}/lines/1/decide",
            {
                "meeting": meeting.reference,
                "decision": "approve",
                "in_force_on_day": "1",
                "in_force_on_month": "7",
                "in_force_on_year": "2031",
            },
        )
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        assert "New agreement" in text(as_(world.card.member), here)
        minutes = text(as_(world.card.member), f"/board/{meeting.reference}")
        assert "Harbour Women&#39;s Project in the place of Northmoor Women&#39;s Centre" in minutes
        public = text(Client(), f"/services/{world.card.service.reference}")
        assert "From 1 July 2031: Harbour Women&#39;s Project" in public
        assert "1 April 2017 to 30 June 2031: Northmoor Women&#39;s Centre" in public
        world.card.service.refresh_from_db()
        assert world.card.service.deliverer == world.card.centre
        after = text(Client(), f"/services/{world.card.service.reference}?as_at=2031-07-01")
        assert "Harbour Women&#39;s Project</a>, who gives the service" in after

    @pytest.mark.asks("S232")
    def test_the_referral_says_to_whom_it_was_handed_over(
        self, world: Replacing, as_: Callable[[User], Client]
    ) -> None:
        referral = world.refer("allocated")
        world.approved(world.replaces(from_on=NOW.date()))
        page = text(as_(world.officer), f"/referrals/{referral.reference}")
        assert "Handed over to another provider" in page
        assert "Harbour Women&#39;s Project delivers the service in the place of" in page
