"""
The demonstration, walked through by each of its people and by nobody, looking for what is withheld.

Every address without a record in it is a beginning. From there every link is followed: so many of each kind
of address, and all of those of services with a withheld place. Each list is read as its files too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from tests.access.conftest import CLOCKED
from tests.access.searched import holds, patterns_of, text_of
from tests.gateway.generated import empty, generate_into, reached_as_web
from tests.journeys.clock import CLOCK_VARIABLE
from throughline.core.access import acting_as
from throughline.core.access.actor import NOBODY, SYSTEM, Actor
from throughline.core.access.permissions import actor_for
from throughline.core.access.row_security import ADD, declarations
from throughline.gateway.demonstration.cast import Cast
from throughline.gateway.demonstration.scenes import set_scenes
from throughline.gateway.generate.size import DEMONSTRATION
from throughline.supply.models import Service, ServicePlace
from throughline.web.routes import every_route

NOW = datetime(2018, 2, 14, 8, 0, tzinfo=UTC)
IN_ITS_CHAIN = ("provider_manager", "supply_chain_manager")
"""Whoever gives a service, or pays for it, reads on its record where it is given."""

THE_RECORD = "/kept-services/"
LEAVES = ("/sign-out", "/demonstration/")
"""Addresses that make whoever asks somebody else, or nobody."""

OF_EACH = 2
"""How many addresses of one kind each person opens, beside those of services with a withheld place."""

LINK = re.compile(r'(?:href|src|action)="([^"]+)"')


@dataclass(frozen=True)
class Demonstration:
    """The demonstration, what is withheld in it, and what of the same sort is open."""

    cast: Cast
    services: frozenset[str]
    withheld: list[re.Pattern[str]]
    open: list[re.Pattern[str]]


@dataclass
class Walk:
    """What one person was answered: the kinds of address that opened, and which told what."""

    client: Client
    always: frozenset[str]
    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    texts: list[tuple[str, str]] = field(default_factory=list)

    def through(self, beginnings: list[str]) -> Walk:
        """Everything within reach."""
        waiting = list(beginnings)
        while waiting:
            address = waiting.pop()
            route = self._route(address)
            if route and self._is_next(route, address):
                waiting += self._read(route, address)
        return self

    def _is_next(self, route: str, address: str) -> bool:
        seen = self.opened[route]
        if address in seen:
            return False
        concerns = any(reference in address for reference in self.always)
        return concerns or sum(urlsplit(address).path != one for one in seen) < OF_EACH

    def _read(self, route: str, address: str) -> list[str]:
        self.opened[route].add(address)
        answer: Any = self.client.get(address)
        if answer.status_code != 200:
            return [answer["Location"]] if answer.status_code in (301, 302) else []
        text = text_of(answer)
        self.texts.append((address, text))
        if not answer.get("Content-Type", "").startswith("text/html"):
            return []
        links = [unescape(one) for one in LINK.findall(text)]
        files = [f"{address}{one}" for one in links if one.startswith("?format=")]
        return [*files, *(one for one in links if one.startswith("/"))]

    def _route(self, address: str) -> str:
        path = urlsplit(address).path
        if path.startswith(LEAVES):
            return ""
        try:
            route = resolve(path).route
        except Resolver404:
            return ""
        return f"{route}?format" if "format=" in address else route

    def telling(self, patterns: list[re.Pattern[str]]) -> set[str]:
        """The addresses whose answers tell one of these."""
        return {address for address, text in self.texts if any(one.search(text) for one in patterns)}


@pytest.fixture(scope="module")
def demonstration(
    worker_id: str,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demonstration]:
    """The demonstration, in a database of its own; the service that most of it is about withholds a place."""
    name = f"withheld_{worker_id}"
    clock: Path = tmp_path_factory.mktemp("withheld") / "clock"
    clock.write_text(NOW.isoformat())
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv(CLOCK_VARIABLE, str(clock))
        generate_into(empty(name), people=300, seed=2018, as_at=NOW.date(), size=DEMONSTRATION)
        with (
            override_settings(MIDDLEWARE=CLOCKED, REQUIRE_SECOND_FACTOR=False),
            reached_as_web(name),
        ):
            cast = set_scenes(NOW)
            with transaction.atomic():
                found = _described(cast)
            yield found


def _described(cast: Cast) -> Demonstration:
    ServicePlace.objects.create(
        service=cast.service, name="Juniper House", address="14 Hollow Lane", postcode="NM4 7QX",
        is_withheld=True, by_arrangement=True,
    )  # fmt: skip
    withheld = ServicePlace.objects.filter(is_withheld=True)
    assert withheld.count() > 1, "the generator withholds no place"
    shown = ServicePlace.objects.filter(is_withheld=False, service=cast.service)
    said = {str(one) for row in withheld.values_list("address", "postcode") for one in row if one}
    elsewhere = ServicePlace.objects.filter(is_withheld=False)
    alone = {one for one in said if not elsewhere.filter(postcode=one).exists()}
    return Demonstration(
        cast,
        frozenset(Service.objects.filter(given_at__in=withheld).values_list("reference", flat=True)),
        patterns_of(alone),
        patterns_of(shown.values_list("name", flat=True)),
    )


@pytest.fixture(autouse=True)
def in_a_transaction(demonstration: Demonstration) -> Iterator[None]:
    """What is asked leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def viewers(cast: Cast) -> dict[str, Any]:
    return {**cast.users, "nobody": None}


@pytest.mark.asks("S66")
def test_nobody_comes_across_it(demonstration: Demonstration) -> None:
    beginnings = [one.path for one in every_route() if "<" not in one.path]
    beginnings += [f"/services/{reference}" for reference in sorted(demonstration.services)]
    found: dict[str, set[str]] = {}
    reached: set[str] = set()
    shown: set[str] = set()
    for name, user in viewers(demonstration.cast).items():
        client = Client()
        if user is not None:
            client.force_login(user)
        walk = Walk(client, demonstration.services).through(beginnings)
        telling = walk.telling(demonstration.withheld)
        if name in IN_ITS_CHAIN:
            telling = {one for one in telling if not one.startswith(THE_RECORD)}
        if telling:
            found[name] = telling
        reached |= {route for route, opened in walk.opened.items() if opened}
        shown |= walk.telling(demonstration.open)
    assert found == {}
    reference = demonstration.cast.service.reference
    for opened in (f"/services/{reference}", f"/services/{reference}/leaflets/en-plain.pdf"):
        assert any(one.startswith(opened) for one in shown), f"the walk did not come to {opened}"
    assert {"services", "services?format", "areas", "supply-chain?format"} <= reached


@pytest.mark.asks("S66")
def test_no_row_that_anybody_outside_its_chain_sees_holds_it(demonstration: Demonstration) -> None:
    readable = [name for name, table in declarations().items() if table.may != (ADD,)]
    found = []
    for name, user in viewers(demonstration.cast).items():
        if name in IN_ITS_CHAIN:
            continue
        actor: Actor = NOBODY if user is None else actor_for(user, NOW.date())
        with acting_as(actor), transaction.atomic():
            seen = [table for table in readable if holds(table, demonstration.withheld)]
        found += [f"{name} sees it in {table}" for table in seen]
    assert found == []
    with acting_as(SYSTEM), transaction.atomic():
        assert holds(ServicePlace._meta.db_table, demonstration.withheld)
