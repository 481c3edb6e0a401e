"""What stands beside the records of services, read in one statement, is what each of its tables says."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from throughline.core.access.actor import NOBODY, acting_as
from throughline.core.geography import Point
from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.supply.models import Service
from throughline.supply.queries.beside import OpenPlace, RouteInForce, beside
from throughline.supply.queries.service_rules import rules_of
from throughline.supply.rules.eligibility import ServiceRules, ValueRule
from throughline.vocabulary.eligibility import Aspect

pytestmark = pytest.mark.django_db

DAY = date(2018, 6, 1)
LONG_AGO = Period(date(2015, 1, 1), date(2016, 1, 1))


@pytest.fixture
def buyer() -> Organisation:
    return make.OrganisationFactory(name="Division")


@pytest.fixture
def service(buyer: Organisation) -> Service:
    """With something of everything, and of each what is not for that day or not to be seen."""
    made = make.ServiceFactory(for_men=False, youngest=18, oldest=25)
    for need in ("finance", "accommodation"):
        make.ServiceNeedFactory(service=made, need=need)
    for name in ("Southshire", "Northshire"):
        made.areas.add(make.AreaFactory(name=name, kind="pdu"))
    make.EligibilityRuleFactory(service=made, aspect="risk", accepts=["low", "medium"], why="No night staff")
    make.ServiceRouteFactory(service=made, route="spot", buyer=buyer)
    make.ServiceRouteFactory(service=made, route="charitable")
    make.ServiceRouteFactory(service=made, route="rate_card", buyer=buyer, during=LONG_AGO)
    make.ServicePlaceFactory(service=made, name="Hall", latitude=51.5, longitude=-3.25)
    make.ServicePlaceFactory(service=made, name="Attic", in_office="Northmoor office")
    make.ServicePlaceFactory(service=made, name="Refuge", latitude=51.0, longitude=-3.0, is_withheld=True)
    return made


def test_it_says_what_the_tables_say(service: Service, buyer: Organisation) -> None:
    held = beside([service.pk], on=DAY)[service.pk]
    assert held.needs == {"finance", "accommodation"}
    assert list(held.areas.values()) == ["Northshire", "Southshire"]
    assert held.values == {Aspect.RISK: ValueRule(accepts=frozenset({"low", "medium"}), why="No night staff")}
    assert held.routes == (RouteInForce("spot", buyer.pk), RouteInForce("charitable", None))
    assert held.cleared is False


def test_withheld_places_are_not_among_them_even_for_the_system(service: Service) -> None:
    attic, hall = beside([service.pk], on=DAY)[service.pk].places
    assert attic == OpenPlace("Attic", None, None, "Northmoor office")
    assert (attic.point, hall.point) == (None, Point(51.5, -3.25))


def test_of_a_service_with_nothing_beside_it_nothing_is_said() -> None:
    bare = make.ServiceFactory()
    held = beside([bare.pk], on=DAY)[bare.pk]
    assert (held.needs, held.areas, held.values, held.routes, held.places) == (frozenset(), {}, {}, (), ())


@pytest.mark.parametrize(
    ("during", "cleared"), [(Period(date(2018, 1, 1), None), True), (LONG_AGO, False)], ids=["now", "then"]
)
def test_a_clearance_is_of_its_day_and_for_whoever_is_signed_in(
    during: Period, cleared: bool, service: Service
) -> None:
    make.HighRiskClearanceFactory(service=service, during=during)
    assert beside([service.pk], on=DAY)[service.pk].cleared is cleared
    with acting_as(NOBODY):
        assert beside([service.pk], on=DAY)[service.pk].cleared is False


def test_rules_are_the_record_and_what_stands_beside_it(
    service: Service, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [make.ServiceFactory() for _ in range(3)]
    with django_assert_num_queries(1):
        found = rules_of([service, *others], on=DAY)
    held = beside([service.pk], on=DAY)[service.pk]
    assert found[service.pk] == ServiceRules(
        for_men=False, youngest=18, oldest=25, areas=held.areas, values=held.values
    )
    assert set(found) == {service.pk, *(one.pk for one in others)}
