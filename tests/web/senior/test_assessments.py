"""What protects a person is recorded as needs are, and women and men are compared (S121)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.people.actions.assessments import record_protective_factors
from throughline.people.models import FactorsRecorded, Person, PersonAccess
from throughline.people.queries.assessments import AssessedBySex, assessed_by_sex
from throughline.people.refusals import FactorsContradict, NotAssessedYet

pytestmark = pytest.mark.django_db


def recorded(world: World, *factors: str) -> FactorsRecorded:
    with acting_as(make.acting(world.officer)):
        return record_protective_factors(
            person=world.person, factors=factors, note="", by=world.officer, at=world.now
        )


@pytest.mark.asks("S121")
def test_they_are_recorded_in_the_latest_assessment_and_stay(world: World) -> None:
    with pytest.raises(NotAssessedYet):
        recorded(world, "home")
    made = make.AssessmentFactory(person=world.person)
    assert recorded(world, "home", "caring").assessment == made
    with pytest.raises(FactorsContradict):
        recorded(world, "none", "home")
    assert recorded(world, "none").names == ["Looked for, and none found"]
    with pytest.raises(DatabaseError), transaction.atomic():
        FactorsRecorded.objects.update(note="Nothing")
    with acting_as(make.acting(world.worker)), pytest.raises(NotAllowed):
        record_protective_factors(
            person=world.person, factors=["home"], note="", by=world.worker, at=world.now
        )


def supervised(world: World, sex: str, depth: str = "", needs: str = "", factors: bool = False) -> Person:
    person: Person = make.PersonFactory(sex=sex)
    make.PersonAccessFactory(
        person=person, user=None, organisation=world.division, scope=PersonAccess.Scope.SUPERVISE
    )
    if depth:
        assessment = make.AssessmentFactory(person=person, depth=depth)
        if needs:
            make.AssessedNeedFactory(assessment=assessment, level=needs)
        if factors:
            make.FactorsRecordedFactory(assessment=assessment, factors=["none"])
    return person


@pytest.mark.asks("S121")
def test_women_and_men_are_counted_apart_each_with_its_denominator(world: World, client: Client) -> None:
    supervised(world, "female", "full", "some", factors=True)
    supervised(world, "female", "abridged", "none")
    supervised(world, "male", "full", "severe", factors=True)
    make.AssessmentFactory(person=make.PersonFactory(sex="male"))  # of another team
    actor = make.acting(world.senior)
    with acting_as(actor):
        assert assessed_by_sex(actor, world.now) == [
            AssessedBySex("Female", people=3, assessed=2, full=1, needs=1, factors=1),
            AssessedBySex("Male", people=1, assessed=1, full=1, needs=1, factors=1),
        ]
    text = as_read(client, world.senior, "/senior/assessments")
    assert "Female 3 2 1 of 2, 50% 1 of 2, 50% 1 of 2, 50%" in text
    assert "/senior/assessments" in client.get("/senior").content.decode()


@pytest.mark.asks("S121")
def test_the_officer_says_what_protects_them_on_their_page(world: World, client: Client) -> None:
    make.AssessmentFactory(person=world.person)
    address = f"/people/{world.person.reference}"
    assert "What protects them Not recorded" in as_read(client, world.officer, address)
    form = f"{address}/protective-factors"
    assert "Select what helps, or that nothing was found" in answered(client, world.officer, form, {}, 200)
    text = answered(client, world.officer, form, {"factors": ["home", "hope"], "note": "Her daughter"})
    assert "What protects them A settled home Hope, and reasons to change Her daughter" in text
