"""The list of referrals sorted by whom they are about: whatever narrows it, and page after page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.line.actions.referrals import decline_referral
from throughline.web.referrals import lists

pytestmark = pytest.mark.django_db

NAMES = ("Ashe", "Brook", "Chalk", "Dale", "Edge", "Fell", "Grove")
STATES = ("sent", "declined", "allocated", "sent", "allocated", "declined", "sent")
OVER = {"Brook", "Fell"}
OPEN = tuple(name for name in NAMES if name not in OVER)


@pytest.fixture(autouse=True)
def password_is_enough(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def by_reference(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Whom each referral with the centre is about, of a list that shows two on a page."""
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    world = charlenes_world()
    about = {}
    # Sent in another order than they are listed in.
    for name, state in sorted(zip(NAMES, STATES, strict=True), key=lambda one: one[0][1:]):
        theirs = _with_another(world, name)
        referral = theirs.allocated() if state == "allocated" else theirs.sent()
        if state == "declined":
            with acting_as(make.acting(world.manager)):
                decline_referral(referral=referral, why="No place", by=world.manager, at=world.now)
        about[referral.reference] = name
    return about


@pytest.fixture
def manager_client(by_reference: dict[str, str], client: Client) -> Client:
    client.force_login(User.objects.get(full_name="Ruth Adeyemi"))
    return client


def _with_another(world: World, name: str) -> World:
    requirement = make.RequirementFactory(sentence__person__last_name=name)
    person = requirement.sentence.person
    supervision = make.SupervisionFactory(person=person, officer=world.officer, organisation=world.division)
    make.PersonAccessFactory(person=person, user=world.officer, scope="supervise", because_id=supervision.pk)
    objective = make.ObjectiveFactory(plan__sentence=requirement.sentence)
    return replace(world, person=person, requirement=requirement, objective=objective)


def _listed(client: Client, address: str, about: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    """Whom one page of the list is about, in its order, and where its next and previous pages are."""
    page = client.get(address)
    assert page.status_code == 200, address
    text = page.content.decode()
    found = [about[one] for one in re.findall(r'href="/referrals/([^"/?]+)"', text) if one in about]
    links = re.findall(r'href="(\?[^"]+)"\s+rel="(next|prev)"', text)
    return found, {rel: "/referrals" + href.replace("&amp;", "&") for href, rel in links}


def _all_by(client: Client, address: str, rel: str, about: dict[str, str]) -> list[list[str]]:
    """The pages from this one on, by their links."""
    pages = []
    while address:
        found, links = _listed(client, address, about)
        pages.append(found)
        address = links.get(rel, "")
    return pages


@pytest.mark.parametrize(
    ("narrowed", "named", "unnamed"),
    [
        ("", OPEN, OVER),
        ("&state=every", OPEN, OVER),
        ("&state=open", OPEN, set()),
        ("&state=sent", ("Ashe", "Dale", "Grove"), set()),
        ("&state=allocated", ("Chalk", "Edge"), set()),
        ("&state=declined", (), OVER),
        ("&service=change", OPEN, OVER),
        ("&service=nothing+of+the+kind", (), set()),
        ("&person=dal", ("Dale",), set()),
        ("&person=dal&state=allocated", (), set()),
    ],
)
def test_names_come_in_their_order_and_then_what_is_over(
    narrowed: str,
    named: Sequence[str],
    unnamed: set[str],
    manager_client: Client,
    by_reference: dict[str, str],
) -> None:
    for sort in ("person", "-person"):
        expected = list(named if sort == "person" else reversed(named))
        address = f"/referrals?sort={sort}{narrowed}"
        forwards = _all_by(manager_client, address, "next", by_reference)
        said = [one for page in forwards for one in page]
        assert said[: len(expected)] == expected
        assert set(said[len(expected) :]) == unnamed
        assert len(said) == len(named) + len(unnamed)

        last = f"{address}&page={len(forwards)}"
        assert _all_by(manager_client, last, "prev", by_reference) == forwards[::-1], "and back"
        by_number = [
            _listed(manager_client, f"{address}&page={number}", by_reference)[0]
            for number in range(1, len(forwards) + 1)
        ]
        assert by_number == forwards, "and by their numbers"
