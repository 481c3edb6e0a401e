"""That those who refer opened a service's page is counted, and nothing of who they are is kept (S68)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest
from django.db import connections, models, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests import factories as make
from tests.gateway.generated import empty, reached_as_web
from throughline.core.access import Actor, acting_as, as_system
from throughline.core.models import Organisation, User
from throughline.core.time import london_day
from throughline.supply.actions import service_views
from throughline.supply.actions.service_views import count_view
from throughline.supply.models import Service, ServiceViews

DAY = date(2017, 6, 1)


def counted() -> list[tuple[int, int, date, int]]:
    with as_system():
        found = ServiceViews.objects.order_by("pk")
        return list(found.values_list("service", "organisation", "day", "number"))


@pytest.mark.django_db
class TestThePageOfAService:
    @pytest.fixture
    def service(self) -> Service:
        made: Service = make.ServiceFactory()
        return made

    @pytest.fixture
    def division(self) -> Organisation:
        made: Organisation = make.OrganisationFactory()
        return made

    @pytest.fixture
    def opened(
        self,
        client: Client,
        service: Service,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> Any:
        def by(user: User | None, reference: str = "", expected: int = 200) -> None:
            client.logout()
            if user is not None:
                client.force_login(user)
            with django_capture_on_commit_callbacks(execute=True):
                assert client.get(f"/services/{reference or service.reference}").status_code == expected

        return by

    @pytest.mark.asks("S68")
    def test_opened_by_officers_counts_for_their_organisation_on_the_day(
        self, opened: Any, service: Service, division: Organisation
    ) -> None:
        one, other = (make.member("responsible_officer", division) for _ in range(2))
        elsewhere = make.member("responsible_officer", make.OrganisationFactory())
        for officer in (one, other, one, elsewhere):
            opened(officer)
        theirs = elsewhere.memberships.get().organisation_id
        day = london_day(timezone.now())
        assert counted() == [(service.pk, division.pk, day, 3), (service.pk, theirs, day, 1)]

    @pytest.mark.asks("S68")
    @pytest.mark.parametrize("role", ["", "provider_manager", "contract_manager", "support_worker"])
    def test_opened_by_others_is_not_counted(self, opened: Any, division: Organisation, role: str) -> None:
        opened(make.member(role, division) if role else None)
        assert counted() == []

    def test_a_page_that_is_not_there_is_not_counted(self, opened: Any, division: Organisation) -> None:
        opened(make.member("responsible_officer", division), "SV-NONE", 404)
        assert counted() == []

    @pytest.mark.asks("S68")
    def test_a_count_that_cannot_be_written_leaves_the_page_as_it_is(
        self,
        opened: Any,
        division: Organisation,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setattr(service_views, "_ONE_MORE", "SELECT 1 / 0, %s, %s, %s::bigint[]")
        opened(make.member("responsible_officer", division))
        assert "in on_commit() (division by zero" in caplog.text
        assert counted() == []


@pytest.mark.asks("S68")
def test_nothing_of_the_person_is_in_the_table() -> None:
    fields = {one.name for one in ServiceViews._meta.get_fields()}
    assert fields == {"id", "service", "organisation", "day", "number"}
    assert not [one for one in ServiceViews._meta.fields if isinstance(one, models.DateTimeField)]


@pytest.fixture(scope="module")
def made(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Service, Actor]]:
    """A service and an officer in a database of their own, where what one connection commits another sees."""
    name = f"service_views_{worker_id}"
    with django_db_blocker.unblock():
        empty(name)
        with reached_as_web(name):
            with transaction.atomic():
                service = make.ServiceFactory()
                officer = make.acting(make.member("responsible_officer", make.OrganisationFactory()))
            yield service, officer


class TestTwoAtOnce:
    """Two look at one service at the same moment, each on a connection of their own."""

    def look(self, service: Service, officer: Actor) -> None:
        with acting_as(officer), transaction.atomic():
            count_view(service, on=DAY)

    def number(self) -> int:
        with transaction.atomic():
            return sum(one for *_, one in counted())

    def test_each_is_counted(self, made: tuple[Service, Actor]) -> None:
        def three_times(_: int) -> None:
            for _ in range(3):
                self.look(*made)
            connections.close_all()

        with ThreadPoolExecutor(2) as both:
            list(both.map(three_times, range(2)))
        assert self.number() == 6

    @pytest.mark.asks("S68")
    def test_one_that_would_have_to_wait_is_given_up(self, made: tuple[Service, Actor]) -> None:
        service, officer = made
        self.look(service, officer)
        before, held, over = self.number(), Event(), Event()

        def hold() -> None:
            with as_system(), transaction.atomic():
                ServiceViews.objects.select_for_update().get(service=service)
                held.set()
                assert over.wait(30)
            connections.close_all()

        with ThreadPoolExecutor(1) as another:
            holding = another.submit(hold)
            assert held.wait(10)
            self.look(service, officer)
            assert not holding.done()
            over.set()
            holding.result()
        assert self.number() == before
