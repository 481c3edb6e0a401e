"""The pages of queues: who is next, changing a turn, out of turn, and the report by buyer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories as make
from tests.queueing import Queueing, queueing
from tests.web.reading import answered, as_read, settable_clock
from throughline.line.models import QueueOverride
from throughline.vocabulary.queues import Turn

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def set_clock(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    set_clock = settable_clock(settings, tmp_path, monkeypatch)
    set_clock(make.NOW)
    return set_clock


@pytest.fixture
def who(set_clock: Callable[[datetime], None]) -> Queueing:
    return queueing()


def queue(client: Client, who: Queueing) -> str:
    return as_read(client, who.world.manager, f"/queue/{who.world.service.reference}")


@pytest.mark.asks("S75")
def test_the_queue_shows_its_rule_and_who_is_next(client: Client, who: Queueing) -> None:
    who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    who.waits(who.crc, "Carl", make.NOW - DAY, risk="high")
    who.waits(who.crc, "Cora", make.NOW - 3 * DAY)
    page = queue(client, who)
    assert (
        "First people at high or very high risk of serious harm; then by the date on which they were sent, "
        "whoever buys." in page
    )
    assert page.index("Carl") < page.index("Cora") < page.index("Nina")
    assert "NPS Ridgeway" not in page
    assert "Change programme : 3 people wait" in as_read(client, who.world.manager, "/queue")


@pytest.mark.asks("S75")
def test_a_turn_is_changed_with_a_reason_that_the_buyers_read(client: Client, who: Queueing) -> None:
    world = who.world
    who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    carl = who.waits(who.crc, "Carl", make.NOW - DAY)
    address = f"/referrals/{carl.reference}/turn"
    assert "Say why" in answered(client, world.manager, address, {"turn": "first"}, status=200)
    said = answered(client, world.manager, address, {"turn": "first", "why": "Nowhere to live"})
    assert "Carl" in said
    assert "Put first" in said
    page = as_read(client, world.commissioner, "/queues/departures")
    assert "Nowhere to live" in page
    assert "Another buyer" in page
    assert "1 of yours" in page
    assert "Northmoor CRC" not in page
    assert "Northmoor CRC" in as_read(client, world.contract_manager, "/queues/departures")
    for user in (world.commissioner, world.contract_manager, world.supply_chain_manager):
        assert "Carl" not in as_read(client, user, "/queues/departures")


@pytest.mark.asks("S75")
def test_out_of_turn_asks_why(client: Client, who: Queueing) -> None:
    world = who.world
    nina = who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    carl = who.waits(who.crc, "Carl", make.NOW - DAY)
    address = f"/referrals/{carl.reference}/allocate"
    page = as_read(client, world.manager, address)
    assert "Before this person in the queue Nina" in page
    given = {"worker": str(world.worker.pk)}
    said = answered(client, world.manager, address, given, status=200)
    assert "Say why this person goes before others, or take the next one" in said
    answered(client, world.manager, address, {**given, "out_of_turn": "The group starts today"})
    assert QueueOverride.objects.get().why == "The group starts today"
    assert "Why does this person go before others?" not in as_read(
        client, world.manager, f"/referrals/{nina.reference}/allocate"
    )


@pytest.mark.asks("S75")
def test_the_report_by_buyer(client: Client, who: Queueing) -> None:
    world = who.world
    who.waits(who.nps, "Nina", make.NOW - 2 * DAY)
    who.given(who.waits(who.crc, "Carl", make.NOW - DAY), "The group starts today")
    page = as_read(client, world.contract_manager, "/queues")
    assert "Northmoor CRC 0 1 1 1 put ahead 0" in page
    assert "NPS Ridgeway 1 0 – 0 1 passed over" in page
    ours = as_read(client, world.commissioner, "/queues")
    assert "Other buyers" in ours
    assert "Northmoor CRC" not in ours


@pytest.mark.parametrize(("roles", "said"), [(["division"], "permits"), ([], "does not permit")])
def test_the_report_says_whether_one_may_buy_directly(
    client: Client, who: Queueing, roles: list[str], said: str
) -> None:
    make.SchemeRuleFactory(scheme=who.world.scheme, name="direct_commissioning", value={"roles": roles})
    assert f"The scheme {said} your organisation to buy straight from a provider" in as_read(
        client, who.world.commissioner, "/queues"
    )


def test_a_turn_that_stands_already_is_refused(client: Client, who: Queueing) -> None:
    carl = who.waits(who.crc, "Carl")
    who.put(carl, Turn.FIRST)
    said = answered(
        client,
        who.world.manager,
        f"/referrals/{carl.reference}/turn",
        {"turn": "first", "why": "Again"},
        status=200,
    )
    assert "waits no longer, or stands there already" in said


def test_a_year_that_is_not_offered_is_not_found(client: Client, who: Queueing) -> None:
    as_read(client, who.world.contract_manager, "/queues?year=1900", status=404)


def test_the_number_of_queries_does_not_grow(
    client: Client, who: Queueing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(6):
        who.put(who.waits(who.nps, f"Nina {n}"), Turn.FIRST)
    client.force_login(who.world.manager)
    for address, most in ((f"/queue/{who.world.service.reference}", 15), ("/queues/departures", 12)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
    client.force_login(who.world.contract_manager)
    with django_assert_max_num_queries(15):
        assert client.get("/queues").status_code == 200
