"""Where somebody is: in custody from a day, in a prison, until a day of release that changes (S222)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.people.actions.custody import (
    Release,
    begin_custody,
    move_prison,
    say_release,
    say_time_served,
)
from throughline.people.imports.prisons import load_prison, read_prison
from throughline.people.models import Custody, Prison, ReleaseDate
from throughline.people.queries.custody import custody_on, kind_of_prison, prison_on
from throughline.people.refusals import (
    CustodyDaysWrong,
    InCustodyAlready,
    NothingChanges,
    PeopleRefusal,
    ReasonNotGiven,
    ReleasedAlready,
    ReleaseDayWrong,
    WhyNotKnownMissing,
)
from throughline.web.officer.presenters.home import home_page
from throughline.web.referrals.whereabouts import Whereabouts

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S222")]
TODAY = london_day(make.NOW)
DAY = timedelta(1)
IN_JULY = date(2017, 7, 10)


@pytest.fixture
def world() -> World:
    return charlenes_world()


def taken(world: World, release: Release | None = None, **more: Any) -> Custody:
    given: dict[str, Any] = {
        "person": world.person,
        "prison": make.PrisonFactory(name="HMP Northmoor"),
        "held_as": "sentenced",
        "from_on": date(2017, 5, 20),
        "release": release or Release(IN_JULY),
    }
    with acting_as(make.acting(world.officer)):
        return begin_custody(**given | more, by=world.officer, at=world.now)


def said(world: World, custody: Custody, release: Release, reason: str = "Days were added") -> ReleaseDate:
    with acting_as(make.acting(world.officer)):
        return say_release(custody=custody, release=release, reason=reason, by=world.officer, at=world.now)


def facts(world: World) -> dict[str, Any]:
    return {one.label: one.value for one in Whereabouts(world.person, TODAY, writes=True).facts}


def test_in_custody_until_the_day_of_release(world: World) -> None:
    custody = taken(world)
    assert custody_on(world.person.pk, date(2017, 5, 19)) is None
    assert custody_on(world.person.pk, date(2017, 5, 20)) == custody
    assert custody_on(world.person.pk, IN_JULY - DAY) == custody
    assert custody_on(world.person.pk, IN_JULY) is None
    assert facts(world) == {
        "Now": "In HMP Northmoor since 20 May 2017, serving a sentence",
        "Expected release": ["10 July 2017"],
    }


def test_every_day_that_stood_stays_readable(world: World) -> None:
    custody = taken(world, Release(None, "Not sentenced yet"), held_as="remand")
    assert custody_on(world.person.pk, date(2030, 1, 1)) == custody
    said(world, custody, Release(IN_JULY), "Sentenced to twelve weeks")
    said(world, custody, Release(date(2017, 7, 31)))
    assert facts(world)["Expected release"] == [
        "31 July 2017",
        "Moved from 10 July 2017 to 31 July 2017 on 1 June 2017 by Helen Price: Days were added",
        "Moved from not known (Not sentenced yet) to 10 July 2017 on 1 June 2017 by Helen Price: "
        "Sentenced to twelve weeks",
    ]
    custody.refresh_from_db()
    assert custody.during == Period(date(2017, 5, 20), date(2017, 7, 31))
    for row in (ReleaseDate.objects.filter(custody=custody), custody.held_in.all()):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            row.update(reason="Another")


def test_another_prison_keeps_the_day_of_release(world: World) -> None:
    custody = taken(world)
    other = make.PrisonFactory(name="HMP Ridgeway")
    with acting_as(make.acting(world.officer)):
        move_prison(
            custody=custody,
            prison=other,
            held_as="sentenced",
            from_on=TODAY,
            reason="Nearer to home",
            by=world.officer,
            at=world.now,
        )
    assert prison_on(custody, TODAY - DAY).name == "HMP Northmoor"
    assert prison_on(custody, TODAY) == other
    shown = facts(world)
    assert shown["Now"] == "In HMP Ridgeway since 1 June 2017, serving a sentence. Nearer to home"
    assert shown["Prisons before"] == [
        "HMP Northmoor from 20 May 2017 to 31 May 2017, serving a sentence",
        "HMP Ridgeway from 1 June 2017 to 9 July 2017, serving a sentence",
    ]
    assert shown["Expected release"] == ["10 July 2017"]


def test_once_released_in_the_community_and_the_time_inside_is_kept(world: World) -> None:
    custody = taken(world)
    said(world, custody, Release(TODAY - DAY, has_happened=True), "Let out by the court")
    assert custody_on(world.person.pk, TODAY - DAY) is None
    assert facts(world) == {
        "Now": "In the community since 31 May 2017",
        "In custody from 20 May 2017": [
            "HMP Northmoor from 20 May 2017 to 30 May 2017, serving a sentence",
            "Released on 31 May 2017, expected on 10 July 2017, as Helen Price said on 1 June 2017: "
            "Let out by the court",
        ],
    }
    with pytest.raises(ReleasedAlready):
        said(world, custody, Release(IN_JULY))
    assert taken(world, from_on=TODAY).pk != custody.pk


def test_a_day_that_has_passed_asks_whether_they_are_out(world: World) -> None:
    custody = make.CustodyFactory(person=world.person)
    make.HeldInFactory(custody=custody)
    make.ReleaseDateFactory(custody=custody)
    assert Whereabouts(world.person, TODAY, writes=True).to_say == date(2017, 5, 1)
    waits = [one.link.text for one in home_page(make.acting(world.officer), world.now).waiting]
    assert f"Say whether they were released: {world.person.name}" in waits
    assert facts(world)["Not said yet"] == "Whether they were released"


@pytest.mark.parametrize(
    ("release", "reason", "refusal"),
    [
        pytest.param(Release(IN_JULY), "Because", NothingChanges, id="the same day"),
        pytest.param(Release(date(2017, 7, 31)), " ", ReasonNotGiven, id="no reason"),
        pytest.param(Release(None), "Because", WhyNotKnownMissing, id="not known, and not why"),
        pytest.param(Release(TODAY - DAY), "Because", ReleaseDayWrong, id="expected on a day gone by"),
        pytest.param(Release(TODAY + DAY, has_happened=True), "Out", ReleaseDayWrong, id="out tomorrow"),
        pytest.param(
            Release(date(2017, 5, 20), has_happened=True), "Out", ReleaseDayWrong, id="out on day one"
        ),
    ],
)
def test_what_cannot_be_said_of_a_release(
    world: World, release: Release, reason: str, refusal: type[PeopleRefusal]
) -> None:
    custody = taken(world)
    with pytest.raises(refusal):
        said(world, custody, release, reason)
    assert custody.release_dates.count() == 1


def test_in_custody_once_at_a_time(world: World) -> None:
    taken(world)
    with pytest.raises(InCustodyAlready, match="from 20 May 2017"):
        taken(world, from_on=TODAY)
    with pytest.raises(IntegrityError, match="in_custody_once_at_a_time"), transaction.atomic():
        make.CustodyFactory(person=world.person, during=Period(date(2017, 7, 1), None))
    with pytest.raises(CustodyDaysWrong):
        taken(world, person=make.PersonFactory(), from_on=TODAY + DAY)


def test_a_prison_is_of_one_kind_at_a_time() -> None:
    line = {"code": "NMI", "name": "HMP Northmoor", "kind": "resettlement", "from": "2015-05-01"}
    assert load_prison(read_prison(line))
    assert not load_prison(read_prison(line))
    assert load_prison(read_prison(line | {"kind": "other", "from": "2017-01-01"}))
    prison = Prison.objects.get(code="NMI")
    assert kind_of_prison(prison, date(2015, 4, 30)) == ""
    assert kind_of_prison(prison, date(2016, 12, 31)) == "resettlement"
    assert kind_of_prison(prison, date(2017, 1, 1)) == "other"


@pytest.mark.asks("S231")
def test_time_on_remand_is_recorded_with_the_sentence(world: World) -> None:
    licence = make.SentenceFactory(person=world.person, kind="licence")
    given: dict[str, Any] = {"by": world.officer, "at": world.now}
    with acting_as(make.acting(world.officer)):
        say_time_served(sentence=licence, custody_days=56, remand_days=7, **given)
        with pytest.raises(CustodyDaysWrong, match="no more than the days of custody"):
            say_time_served(sentence=licence, custody_days=56, remand_days=57, **given)
        with pytest.raises(CustodyDaysWrong, match="follow time in custody"):
            say_time_served(sentence=world.requirement.sentence, custody_days=56, remand_days=0, **given)
    licence.refresh_from_db()
    assert (licence.custody_days, licence.remand_days) == (56, 7)
    with pytest.raises(IntegrityError, match="remand_days_of_a_known_custody"), transaction.atomic():
        make.SentenceFactory(person=world.person, kind="licence", remand_days=7)
