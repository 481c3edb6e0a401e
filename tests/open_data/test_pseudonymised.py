"""Exports without names: who may make one, who is in it, and what it never holds (S219)."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, TextIOWrapper
from zipfile import ZipFile

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.core.models import User
from throughline.line.models import Referral
from throughline.open_data.actions.pseudonymised import (
    DICTIONARY,
    NotWholeHalfYears,
    TooFewPeople,
    check_export,
    make_export,
)
from throughline.open_data.models import PseudonymisedExport
from throughline.open_data.queries.pseudonymised import Asked
from throughline.people.models import Person
from throughline.vocabulary.consents import Use

LATER = datetime(2017, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


@pytest.fixture
def inspector(world: World) -> User:
    return make.member("inspector", world.ministry)


def people_referred(world: World, number: int) -> list[Person]:
    return [
        make.ReferralFactory(
            service=world.service,
            supervisor=world.division,
            referred_by=world.officer,
            state="sent",
            sent_at=world.now,
        ).person
        for _ in range(number)
    ]


def asked(world: World, use: Use = Use.INSPECTION) -> Asked:
    return Asked(use, "Whether help comes in time", date(2017, 1, 1), date(2017, 6, 30))


def rows_of(content: bytes, name: str = "people.csv") -> list[dict[str, str]]:
    with ZipFile(BytesIO(content)) as packed, packed.open(name) as file:
        return list(csv.DictReader(TextIOWrapper(file, "utf-8", newline="")))


def exported(world: World, by: User, use: Use = Use.INSPECTION) -> bytes:
    with acting_as(make.acting(by)):
        return make_export(asked=asked(world, use), by=by, at=LATER)


@pytest.mark.asks("S219")
@pytest.mark.parametrize("who", ["officer", "senior", "manager", "supply_chain_manager", "commissioner"])
def test_nobody_exports_who_neither_inspects_nor_publishes(world: World, who: str) -> None:
    for use in (Use.INSPECTION, Use.RESEARCH):
        with acting_as(make.acting(getattr(world, who))), pytest.raises(NotAllowed):
            check_export(asked=asked(world, use), at=LATER)


@pytest.mark.asks("S219")
def test_who_inspects_does_not_export_for_research_and_the_other_way_round(
    world: World, inspector: User
) -> None:
    for who, use in ((inspector, Use.RESEARCH), (world.contract_manager, Use.INSPECTION)):
        with acting_as(make.acting(who)), pytest.raises(NotAllowed):
            check_export(asked=asked(world, use), at=LATER)


@pytest.mark.asks("S219")
def test_research_holds_those_alone_whose_last_answer_is_yes(world: World) -> None:
    people = people_referred(world, 8)
    for person in people[:7]:
        make.ConsentFactory(person=person, recorded_at=world.now)
    make.ConsentFactory(person=people[0], given=False, recorded_at=world.now + timedelta(hours=1))
    make.ConsentFactory(person=people[7], use="case_study")
    with acting_as(make.acting(world.contract_manager)):
        checked = check_export(asked=asked(world, Use.RESEARCH), at=LATER)
    assert (len(checked.made.rows), checked.not_agreed) == (6, 2)


@pytest.mark.asks("S219")
def test_fewer_than_five_make_no_export(world: World) -> None:
    for person in people_referred(world, 6)[:4]:
        make.ConsentFactory(person=person)
    with acting_as(make.acting(world.contract_manager)), pytest.raises(TooFewPeople):
        check_export(asked=asked(world, Use.RESEARCH), at=LATER)
    assert not PseudonymisedExport.objects.exists()


@pytest.mark.asks("S219", "S111")
def test_a_case_of_limited_access_is_in_no_export_and_in_no_count(world: World, inspector: User) -> None:
    hidden, *_ = people_referred(world, 7)
    make.CaseLimitFactory(person=hidden, users=[world.worker.pk], set_by=world.senior)
    with acting_as(make.acting(inspector)):
        checked = check_export(asked=asked(world), at=LATER)
    assert (len(checked.made.rows), checked.made.left_out, checked.not_agreed) == (6, 0, 0)


@pytest.mark.asks("S219")
def test_it_holds_no_name_reference_exact_date_or_free_text(world: World, inspector: User) -> None:
    people = people_referred(world, 6)
    content = exported(world, inspector)
    text = json.dumps([rows_of(content), rows_of(content, "what-the-columns-mean.csv")])
    referrals = Referral.objects.all()
    secret = [
        *(part for one in people for part in (one.last_name, one.first_names, one.case_number)),
        *Person.objects.values_list("reference", flat=True),
        *(part for one in referrals for part in (one.reference, one.reason or "Anxious")),
        world.now.date().isoformat(),
        people[0].born_on.isoformat() if people[0].born_on else "1984",
        world.service.name,
        world.centre.name,
    ]
    assert [one for one in secret if one in text] == []


@pytest.mark.asks("S219")
def test_the_file_says_what_its_columns_mean_and_each_export_calls_people_otherwise(
    world: World, inspector: User
) -> None:
    people_referred(world, 6)
    first, second = exported(world, inspector), exported(world, inspector)
    assert list(rows_of(first)[0]) == list(DICTIONARY)
    assert {row["column"] for row in rows_of(first, "what-the-columns-mean.csv")} >= set(DICTIONARY)
    assert not {row["person"] for row in rows_of(first)} & {row["person"] for row in rows_of(second)}


@pytest.mark.asks("S219")
def test_that_it_was_made_is_kept_with_who_and_what_for(world: World, inspector: User) -> None:
    people_referred(world, 6)
    exported(world, inspector)
    made = PseudonymisedExport.objects.get()
    assert (made.made_by, made.purpose, made.people) == (inspector, "Whether help comes in time", 6)
    with acting_as(make.acting(inspector)):
        assert PseudonymisedExport.objects.exists()
    with acting_as(make.acting(world.contract_manager)):
        assert not PseudonymisedExport.objects.exists()


def test_research_is_of_ones_own_schemes(world: World) -> None:
    for person in people_referred(world, 6):
        make.ConsentFactory(person=person)
    elsewhere = make.member("contract_manager", make.OrganisationFactory())
    with acting_as(make.acting(elsewhere)), pytest.raises(TooFewPeople):
        check_export(asked=asked(world, Use.RESEARCH), at=LATER)


@pytest.mark.asks("S219")
@pytest.mark.parametrize(
    ("from_on", "until_on", "at"),
    [
        (date(2017, 1, 1), date(2017, 6, 29), LATER),
        (date(2017, 1, 2), date(2017, 6, 30), LATER),
        (date(2017, 7, 1), date(2017, 6, 30), LATER),
        (date(2017, 1, 1), date(2017, 6, 30), LATER - timedelta(days=20)),
    ],
)
def test_other_days_than_half_years_that_are_over_are_refused(
    world: World, inspector: User, from_on: date, until_on: date, at: datetime
) -> None:
    people_referred(world, 6)
    with acting_as(make.acting(inspector)), pytest.raises(NotWholeHalfYears):
        check_export(asked=Asked(Use.INSPECTION, "x", from_on, until_on), at=at)
