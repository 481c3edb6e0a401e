"""Demand after custody of under twelve months, taken apart from the rest wherever it is counted (S231)."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.line.actions.receiving import mark_receipt
from throughline.line.models import Referral

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S231")]
SHORT, OTHERS = "&group=short_custody", "&group=others"
IN_2017 = "year=2017&format=csv"


@pytest.fixture
def world() -> World:
    """Charlene is referred under a community order, and twice after short custody."""
    world = charlenes_world()
    make.AreaRoleFactory(scheme=world.scheme, role="division", organisation=world.division)
    make.SchemeRuleFactory(scheme=world.scheme, name="need_referral_days", value=28)
    world.sent()
    order, objective = world.requirement, world.objective
    licence = make.SentenceFactory(
        person=world.person,
        kind="licence",
        custody_days=56,
        passed_on=date(2017, 5, 2),
        during=Period(date(2017, 5, 2), date(2018, 5, 30)),
    )
    world.requirement = make.RequirementFactory(sentence=licence, kind="supervision", rar_days=None)
    world.objective = make.ObjectiveFactory(plan__sentence=licence, words="Find somewhere to live")
    for name in ("Debt advice", "Housing advice"):
        service = make.ServiceFactory(
            scheme=world.scheme, kind=world.service.kind, deliverer=world.centre, name=name
        )
        make.ServiceRouteFactory(service=service, route="core", buyer=None, payer=world.ministry)
        marked(world, world.sent(service=service))
    world.requirement, world.objective = order, objective
    return world


def marked(world: World, referral: Referral) -> None:
    with acting_as(make.acting(world.manager)):
        mark_receipt(
            referral=referral, in_time=False, right_service=True, words="Late", by=world.manager, at=world.now
        )


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


def rows(reader: Reader, user: User, address: str) -> list[dict[str, str]]:
    answer = reader.as_(user).client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def column(reader: Reader, user: User, address: str, name: str) -> list[str]:
    return [one[name] for one in rows(reader, user, address)]


@pytest.mark.parametrize(("group", "sent"), [("", "3"), (SHORT, "2"), (OTHERS, "1")])
def test_how_referrals_come(world: World, reader: Reader, group: str, sent: str) -> None:
    for user in (world.manager, world.contract_manager):
        assert column(reader, user, f"/receipts?{IN_2017}{group}", "Sent") == [sent]
    marked = {"": 2, SHORT: 2, OTHERS: 0}[group]
    assert len(rows(reader, world.contract_manager, f"/receipts/marks?{IN_2017}{group}")) == marked


@pytest.mark.parametrize(("group", "waiting"), [("", "3"), (SHORT, "2"), (OTHERS, "1")])
def test_who_waits(world: World, reader: Reader, group: str, waiting: str) -> None:
    for user in (world.manager, world.contract_manager):
        assert column(reader, user, f"/waits?{IN_2017}{group}", "Waiting now")[0] == waiting


def test_what_nothing_answered(world: World, reader: Reader) -> None:
    make.UnmetNeedFactory(person=world.person, organisation=world.division, found_on=date(2017, 5, 4))
    someone = make.SentenceFactory(person__last_name="Another").person
    make.UnmetNeedFactory(person=someone, organisation=world.division, found_on=date(2017, 5, 4))
    make.UnmetNeedFactory(
        person=world.person, organisation=world.division, need="finance", found_on=date(2017, 4, 30)
    )
    for group, times in (("", 3), (SHORT, 1), (OTHERS, 2)):
        found = column(reader, world.commissioner, f"/unmet-needs?{IN_2017}{group}", "Times")
        assert sum(int(one) for one in found) == times


def test_needs_that_wait_for_a_referral(world: World, reader: Reader) -> None:
    for sentence in world.person.sentences.all():
        make.ObjectiveFactory(plan=sentence.plan, need="finance", words=f"Of the {sentence.kind}")
    reader.at(world.now + timedelta(days=30))
    for group, lines in (("", 2), (SHORT, 1), (OTHERS, 1)):
        assert len(rows(reader, world.officer, f"/silence?format=csv{group}")) == lines
