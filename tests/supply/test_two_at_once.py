"""Two people change overlapping prices at the same moment, each on a connection of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.factories import NOW, acting
from tests.gateway.generated import empty, reached_as_web
from tests.supply.cards import AUGUST, JULY, Card, a_rate_card
from throughline.core.access import acting_as
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.supply.actions.board import approve_line
from throughline.supply.actions.prices import set_price
from throughline.supply.models import ChangeLine, Price
from throughline.supply.refusals import PriceOverlaps

Act = Callable[[], object]


@pytest.fixture(scope="module")
def card(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Card]:
    """A rate card in a database of its own, where what one connection commits another sees."""
    name = f"two_at_once_{worker_id}"
    with django_db_blocker.unblock():
        empty(name)
        with reached_as_web(name):
            with transaction.atomic():
                made = a_rate_card()
            yield made


def at_once(user: User, first: Act, second: Act) -> BaseException | None:
    """
    Both acts, the second begun while the first is done and not committed; gives what stopped the second.

    The first is committed when the database says that the second waits for it.
    """
    done, waits = Event(), Event()
    with transaction.atomic():
        actor = acting(user)

    def one() -> None:
        with acting_as(actor), transaction.atomic():
            first()
            done.set()
            assert waits.wait(10)
        connections.close_all()

    def other() -> BaseException | None:
        assert done.wait(10)
        try:
            with acting_as(actor):
                second()
        except PriceOverlaps as refused:
            return refused
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(2) as both:
        begun, after = both.submit(one), both.submit(other)
        _until_somebody_waits()
        waits.set()
        begun.result()
        return after.result()


def _until_somebody_waits() -> None:
    for _ in range(200):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited for anybody")


@pytest.mark.asks("S59", "S179")
def test_of_two_who_set_a_price_at_once_one_wins_and_the_other_reads_why(card: Card) -> None:
    below = card.links[1]

    def sets(amount: str, from_on: date) -> Act:
        return lambda: set_price(
            item=card.item, agreement=below, amount=Money(amount), from_on=from_on, by=card.manager, at=NOW
        )

    stopped = at_once(card.manager, sets("40.00", AUGUST), sets("41.00", JULY))
    assert str(stopped) == "There is already a price of £40.00 from 1 August 2017. Choose a day after that"
    with transaction.atomic():
        latest = Price.objects.filter(item=card.item, agreement=below).latest("during__startswith")
    assert (latest.amount, latest.during) == (Money("40.00"), Period(AUGUST))


@pytest.mark.asks("S59")
def test_of_two_who_approve_at_once_one_wins_and_the_other_line_stays_to_be_decided(card: Card) -> None:
    with transaction.atomic():
        dearer, cheaper = card.proposes("50.00", AUGUST), card.proposes("45.00", JULY)
        for line in (dearer, cheaper):
            card.suitable(line.notification)
        meeting = card.meeting()

    def approves(line: ChangeLine) -> Act:
        return lambda: approve_line(
            line=line, meeting=meeting, in_force_on=line.from_on, by=card.member, at=NOW
        )

    stopped = at_once(card.member, approves(dearer), approves(cheaper))
    assert str(stopped) == "There is already a price of £50.00 from 1 August 2017. Choose a day after that"
    with transaction.atomic():
        states = {one.pk: one.state for one in ChangeLine.objects.filter(pk__in=[dearer.pk, cheaper.pk])}
    assert states == {dearer.pk: "approved", cheaper.pk: "proposed"}
