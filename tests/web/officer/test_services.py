"""The officer's search for one person: explained, placed, referred from, and what to do when nothing fits."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.models import Area, Reading
from throughline.line.models import Referral
from throughline.supply.models import Service


@pytest.fixture
def home(world: World) -> Area:
    made: Area = make.AreaFactory(name="Northmoor", kind="cpa", code="northmoor")
    world.person.home_area = made
    world.person.save()
    return made


def at(world: World, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/people/{world.person.reference}/services" + (f"?{query}" if query else "")


def published(world: World, name: str, *areas: Area, **more: Any) -> Service:
    service: Service = make.ServiceFactory(name=name, scheme=world.scheme, **more)
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, buyer=None, route="core")
    for area in areas:
        make.ServiceAreaFactory(service=service, area=area)
    return service


@pytest.mark.asks("S56", "S65")
def test_each_result_says_whether_it_is_for_the_person_and_why_it_stands_there(
    world: World, home: Area, client: Client
) -> None:
    published(world, "Choir", home)
    published(world, "Men’s shed", home, for_women=False)
    page = as_read(client, world.officer, at(world))
    assert "In Northmoor, where they live" in page
    assert "Eligible: it is given in Northmoor, and the person lives there" in page
    assert "Men’s shed" not in page
    assert "1 more service that fits what you asked is not for this person" in page
    shown = as_read(client, world.officer, at(world, not_for_them="shown"))
    assert "Not eligible because it is for men: the person is female" in shown
    assert "Why it stands here" in shown


@pytest.mark.asks("S65")
def test_what_is_not_recorded_of_the_person_is_said_once_and_in_each_answer(
    world: World, home: Area, client: Client
) -> None:
    world.person.born_on = None
    world.person.save()
    published(world, "Choir", home, youngest=18)
    page = as_read(client, world.officer, at(world))
    assert "Not recorded, so that some answers stay unknown: age" in page
    assert "Unknown because age is not recorded" in page


@pytest.mark.asks("S57")
def test_services_of_other_areas_are_found_when_asked_for_and_referred_to_with_a_reason(
    world: World, home: Area, client: Client
) -> None:
    far = published(world, "Far choir", make.AreaFactory(name="Far", kind="cpa", code="far"))
    assert "Far choir" not in as_read(client, world.officer, at(world))
    page = as_read(client, world.officer, at(world, elsewhere="shown"))
    assert "Only as an exception, from outside the areas it is given in" in page
    refer = f"/people/{world.person.reference}/refer?service={far.reference}"
    form = as_read(client, world.officer, refer)
    assert "Why a service from outside the area?" in form
    assert "Only as an exception" in form
    given = {
        "objective": world.objective.pk,
        "service": far.reference,
        "requirement": world.requirement.pk,
        "sessions": "4",
        "reason": "She sings",
    }
    assert "Say why, because Far choir is not given where" in answered(
        client, world.officer, refer, given, status=200
    )
    answered(client, world.officer, refer, given | {"exception_reason": "Her mother lives there"})
    draft = Referral.objects.get()
    assert draft.exception_reason == "Her mother lives there"
    for page_of_it in ("", "/send"):
        said = as_read(client, world.officer, f"/referrals/{draft.reference}{page_of_it}")
        assert "Her mother lives there" in said


def test_capacity_and_wait_come_before_the_form(world: World, home: Area, client: Client) -> None:
    service = published(world, "Choir", home, places=12, waiting_days=9, waiting_said_on=make.NOW.date())
    refer = f"/people/{world.person.reference}/refer?service={service.reference}"
    form = as_read(client, world.officer, refer)
    assert form.index("12 of 12 places free") < form.index("Which objective does it serve?")
    assert "Waits 9 days" in form
    assert "Why a service from outside the area?" not in form


@pytest.mark.parametrize(
    ("change", "said"),
    [({"intake": "closed", "intake_note": "Full until May"}, "Closed"), ({}, "has no way to pay for it")],
)
def test_what_nobody_can_be_referred_to_says_why(
    world: World, home: Area, client: Client, change: dict[str, str], said: str
) -> None:
    service = published(world, "Choir", home, **change)
    if not change:
        service.routes.all().delete()
    page = as_read(client, world.officer, at(world, words="choir"))
    assert said in page
    assert f"refer?service={service.reference}" not in client.get(at(world, words="choir")).content.decode()


def test_when_nothing_fits_what_was_asked_goes_along(world: World, home: Area, client: Client) -> None:
    as_read(client, world.officer, at(world, need="gangs", population="young_adults"))
    page = client.get(at(world, need="gangs", population="young_adults")).content.decode()
    assert "/nothing-fits?need=gangs&amp;population=young_adults" in page


def test_that_it_was_read_is_noted(world: World, home: Area, client: Client) -> None:
    as_read(client, world.officer, at(world))
    assert Reading.objects.filter(page="services", subject_id=world.person.pk, by=world.officer).exists()


def test_it_is_found_from_the_person_and_by_their_officer_alone(
    world: World, home: Area, client: Client
) -> None:
    as_read(client, world.officer, f"/people/{world.person.reference}")
    assert f'href="{at(world)}"' in client.get(f"/people/{world.person.reference}").content.decode()
    as_read(client, world.commissioner, at(world), status=404)
    as_read(client, make.member("responsible_officer", world.division), at(world), status=404)


def test_the_number_of_queries_does_not_grow(
    world: World, home: Area, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    published(world, "Choir", home)
    client.force_login(world.officer)
    client.get(at(world))
    for number in range(15):
        published(world, f"Choir {number}", home)
    with django_assert_max_num_queries(45):
        assert client.get(at(world)).status_code == 200
