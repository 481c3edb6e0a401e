"""One search: what is found, in which order, and why; the database answers as the rules explain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.supply.eligibility_cases import (
    BY_ONE_RULE,
    FREE,
    people,
    rules_of_a_service,
    services_of_one_rule,
)
from tests.supply.records_of_rules import made
from throughline.core.access.actor import Actor, acting_as
from throughline.core.geography import Point, miles_between
from throughline.core.periods import Period
from throughline.supply.models import Occupancy, Service
from throughline.supply.queries.directory import Wanted
from throughline.supply.queries.finding import Results, Search, Where, find
from throughline.supply.queries.ranking import Sought, rank
from throughline.supply.queries.service_rules import rules_of
from throughline.supply.rules.eligibility import Answer, Circumstances, ServiceRules, explain
from throughline.vocabulary.eligibility import Aspect

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 1)
HERE = Point(51.48, -3.18)


def names(search: Search | None = None, **wanted: Any) -> list[str]:
    chosen = search or Search(Wanted(**wanted))
    return [one.service.name for one in find(chosen, on=DAY).found]


def at_a_place(service: Service, **place: Any) -> Service:
    make.ServicePlaceFactory(service=service, **place)
    return service


def occupied(service: Service, **counts: Any) -> Service:
    Occupancy.objects.update_or_create(service=service, defaults=counts)
    return service


class TestWhatIsFound:
    """Each filter finds what it says, and leaves the rest."""

    def found_and_not(self, **wanted: Any) -> list[str]:
        return sorted(names(**wanted))

    @pytest.mark.asks("S163")
    def test_a_group_it_is_made_for_or_serves_as_well(self) -> None:
        for name, is_main in (("Made for them", True), ("Serves them", False)):
            make.ServicePopulationFactory(
                service=make.ServiceFactory(name=name), population="veterans", is_main=is_main
            )
        make.ServiceFactory(name="Neither")
        assert names(population="veterans") == ["Made for them", "Serves them"]

    def test_the_kind_of_work(self) -> None:
        make.ServiceFactory(name="Mentors", service_type="mentoring")
        make.ServiceFactory(name="Debt advice", service_type="debt_advice")
        assert self.found_and_not(service_type="mentoring") == ["Mentors"]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [("one_to_one", ["Alone", "Both"]), ("group", ["Both", "Together"]), ("both", ["Both"])],
    )
    def test_one_to_one_or_in_a_group(self, asked: str, found: list[str]) -> None:
        for name, mode in (
            ("Alone", "one_to_one"),
            ("Together", "group"),
            ("Both", "both"),
            ("?", "unknown"),
        ):
            make.ServiceFactory(name=name, mode=mode)
        assert self.found_and_not(mode=asked) == found

    def test_the_channel_and_the_language(self) -> None:
        make.ServiceFactory(name="Here", channels=["in_person", "phone"], languages=["en", "cy"])
        make.ServiceFactory(name="There", channels=["video"], languages=["en"])
        assert self.found_and_not(channel="phone") == ["Here"]
        assert self.found_and_not(language="cy") == ["Here"]
        assert self.found_and_not(language="en", channel="video") == ["There"]

    @pytest.mark.asks("S66")
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            pytest.param({"weekday": 2}, True, id="the day"),
            pytest.param({"weekday": 3}, False, id="another day"),
            pytest.param({"weekday": 2, "part_of_day": "morning"}, True, id="from ten"),
            pytest.param({"weekday": 2, "part_of_day": "afternoon"}, True, id="until one"),
            pytest.param({"weekday": 2, "part_of_day": "evening"}, False, id="closed by then"),
            pytest.param({"part_of_day": "evening"}, True, id="open on another evening"),
        ],
    )
    def test_day_and_time_of_the_week(self, asked: dict[str, Any], found: bool) -> None:
        place = make.ServicePlaceFactory(service__name="Centre")
        make.ServiceHoursFactory(place=place, weekday=2, opens=time(10), closes=time(13))
        make.ServiceHoursFactory(place=place, weekday=4, opens=time(17), closes=time(19))
        assert (names(**asked) == ["Centre"]) == found

    @pytest.mark.asks("S66")
    def test_presence_in_a_probation_office(self) -> None:
        at_a_place(make.ServiceFactory(name="In the office"), in_office="Cardiff probation office")
        at_a_place(make.ServiceFactory(name="Elsewhere"))
        assert names(in_office=True) == ["In the office"]

    @pytest.mark.asks("S63")
    @pytest.mark.parametrize(
        ("asked", "found"),
        [("open", ["Capped", "Limited", "Unlimited"]), ("places", ["Limited"])],
    )
    def test_availability(self, asked: str, found: list[str]) -> None:
        occupied(make.ServiceFactory(name="Limited", places=3), taken=2)
        occupied(make.ServiceFactory(name="Full", places=3), taken=3)
        make.ServiceFactory(name="Unlimited")
        make.ServiceFactory(name="Closed", intake="closed", intake_note="No worker")
        month = {"month": DAY.replace(day=1), "sent": 2}
        occupied(make.ServiceFactory(name="Capped", intake="capped", intake_cap=3), **month)
        occupied(make.ServiceFactory(name="Cap reached", intake="capped", intake_cap=2), **month)
        assert self.found_and_not(availability=asked) == found

    def test_a_cap_reached_last_month_is_open_again(self) -> None:
        occupied(
            make.ServiceFactory(name="Capped", intake="capped", intake_cap=2),
            month=date(2017, 5, 1),
            sent=2,
        )
        assert names(availability="open") == ["Capped"]

    @pytest.mark.asks("S63")
    def test_the_wait_as_stated_or_as_measured_over_enough(self) -> None:
        said = {"waiting_said_on": DAY}
        make.ServiceFactory(name="Says five", waiting_days=5, **said)
        make.ServiceFactory(name="Says nine", waiting_days=9, **said)
        occupied(make.ServiceFactory(name="Took four"), waits=[4] * 5, usual_wait=4)
        occupied(make.ServiceFactory(name="Took four, once"), waits=[4], usual_wait=4)
        occupied(
            make.ServiceFactory(name="Says nine, took four", waiting_days=9, **said),
            waits=[4] * 5,
            usual_wait=4,
        )
        assert self.found_and_not(waits_at_most=5) == ["Says five", "Took four"]


class TestPlaces:
    """Near a point, in an area, and what is withheld."""

    def near(self, miles: int | None = None, **more: Any) -> Search:
        return Search(Wanted(), Where(frozenset(), point=HERE, miles=miles, **more))

    @pytest.mark.asks("S56")
    def test_miles_to_the_nearest_place(self) -> None:
        service = at_a_place(make.ServiceFactory(name="Two places"), latitude=51.6, longitude=-3.3)
        at_a_place(service, latitude=52.6, longitude=-3.3)
        (found,) = find(self.near(miles=20), on=DAY).found
        assert found.travel.miles == pytest.approx(miles_between(HERE, Point(51.6, -3.3)))
        assert found.travel.minutes is None

    def test_farther_than_was_asked_is_not_found_nor_what_has_no_known_place(self) -> None:
        at_a_place(make.ServiceFactory(name="Ten miles"), latitude=51.62, longitude=-3.18)
        at_a_place(make.ServiceFactory(name="No degrees"))
        assert names(self.near(miles=10)) == ["Ten miles"]
        assert names(self.near(miles=9)) == []

    def test_a_place_without_degrees_stands_in_its_district(self) -> None:
        make.OutcodeFactory(code="CF10", latitude=51.48, longitude=-3.18)
        at_a_place(make.ServiceFactory(name="By its postcode"), postcode="CF10 2AF")
        (found,) = find(self.near(miles=1), on=DAY).found
        assert found.travel.miles == pytest.approx(0, abs=1e-6)

    @pytest.mark.asks("S66")
    def test_a_withheld_place_takes_no_part(self) -> None:
        refuge = at_a_place(
            make.ServiceFactory(name="Refuge"),
            latitude=51.48,
            longitude=-3.18,
            is_withheld=True,
            name="Secret",
        )
        make.ServiceHoursFactory(place=refuge.given_at.get())
        keeper = make.acting(make.member("provider_manager", refuge.deliverer))
        with acting_as(keeper):
            assert refuge.given_at.count() == 1
            assert names(self.near(miles=1)) == []
            assert names(weekday=2) == names(words="Secret") == []
            (found,) = find(Search(Wanted(words="Refuge")), on=DAY).found
        assert found.travel.miles is None
        assert found.beside.places == ()

    def test_areas_around_and_within_but_none_beside(self) -> None:
        gwent, wales, cardiff = (make.AreaFactory(name=name) for name in ("Gwent", "Wales", "Cardiff"))
        for area in (gwent, wales, cardiff):
            make.ServiceAreaFactory(service=make.ServiceFactory(name=area.name), area=area)
        there = Where(frozenset({gwent.pk, wales.pk}))
        assert names(Search(where=there)) == ["Gwent", "Wales"]


class TestTheOrder:
    """Each thing the order goes by, from the first to the last, all that goes before being the same."""

    def pair(self, first: dict[str, Any], second: dict[str, Any]) -> tuple[Service, Service]:
        # Names the other way round, so that the order is never that of names.
        return make.ServiceFactory(name="Z", **first), make.ServiceFactory(name="A", **second)

    @pytest.mark.asks("S65")
    def test_eligible_before_unknown_before_not(self) -> None:
        make.ServiceFactory(name="C men", for_women=False)
        make.ServiceFactory(name="A by age", youngest=18)
        make.ServiceFactory(name="Z women", for_men=False)
        search = Search(person=Circumstances(sex="female", mappa="none"))
        assert names(search) == ["Z women", "A by age", "C men"]

    def test_open_before_capped_before_closed(self) -> None:
        make.ServiceFactory(name="A", intake="closed", intake_note="No worker")
        make.ServiceFactory(name="B", intake="capped", intake_cap=9)
        occupied(make.ServiceFactory(name="C", places=1), taken=1)
        make.ServiceFactory(name="D", places=1)
        assert names() == ["D", "B", "C", "A"]
        kept = find(Search(), on=DAY, is_now=False).found
        assert [(one.service.name, one.availability) for one in kept] == [(n, None) for n in "ABCD"]

    def test_made_for_the_need_before_also_answering_it(self) -> None:
        for one in self.pair({"service_type": "housing_advice"}, {"service_type": "mentoring"}):
            make.ServiceNeedFactory(service=one, need="accommodation")
        found = find(Search(Wanted(need="accommodation")), on=DAY).found
        assert [(one.service.name, one.is_made) for one in found] == [("Z", True), ("A", False)]

    def test_made_for_the_group_before_also_serving_it(self) -> None:
        for one, is_main in zip(self.pair({}, {}), (True, False), strict=True):
            make.ServicePopulationFactory(service=one, population="veterans", is_main=is_main)
        assert names(population="veterans") == ["Z", "A"]

    def test_a_need_of_the_person_before_others_where_none_is_asked(self) -> None:
        answers, _ = self.pair({}, {})
        make.ServiceNeedFactory(service=answers, need="finance")
        person = Circumstances(mappa="none", needs=frozenset({"finance"}), assessed=frozenset({"finance"}))
        assert names(Search(person=person)) == ["Z", "A"]

    def test_words_in_its_name_then_its_deliverers_then_elsewhere(self) -> None:
        make.ServiceFactory(name="Z tenancy help")
        make.ServiceFactory(name="B help", deliverer__name="The Tenancy Trust")
        make.ServiceFactory(name="A help", summary="Keeping a tenancy")
        found = find(Search(Wanted(words="tenancies")), on=DAY).found
        assert [(one.service.name, one.in_name) for one in found] == [
            ("Z tenancy help", True),
            ("B help", False),
            ("A help", False),
        ]

    def test_the_nearer_first_and_the_unknown_last(self) -> None:
        near, far = self.pair({}, {})
        make.ServiceFactory(name="0 unknown")
        at_a_place(near, latitude=51.5, longitude=-3.2)
        at_a_place(far, latitude=51.6, longitude=-3.2)
        areas = make.AreaFactory()
        for one in Service.objects.all():
            make.ServiceAreaFactory(service=one, area=areas)
        search = Search(where=Where(frozenset({areas.pk}), point=HERE))
        assert names(search) == ["Z", "A", "0 unknown"]

    def test_the_shorter_wait_first_and_the_unknown_last(self) -> None:
        self.pair({"waiting_days": 2, "waiting_said_on": DAY}, {"waiting_days": 3, "waiting_said_on": DAY})
        make.ServiceFactory(name="0")
        assert names() == ["Z", "A", "0"]

    @pytest.mark.parametrize(("order", "found"), [("name", ["A", "B"]), ("wait", ["B", "A"])])
    def test_other_orders(self, order: str, found: list[str]) -> None:
        make.ServiceFactory(name="A", waiting_days=9, waiting_said_on=DAY)
        make.ServiceFactory(name="B", waiting_days=1, waiting_said_on=DAY)
        assert names(Search(order=order)) == found

    def test_pages_hold_every_result_once_and_count_them_all(self) -> None:
        for _ in range(7):
            make.ServiceFactory(name="The same")
        pages = [find(Search(), on=DAY, first=first, size=3) for first in (0, 3, 6, 9)]
        seen = [one.service.pk for page in pages for one in page.found]
        assert [len(page.found) for page in pages] == [3, 3, 1, 0]
        assert sorted(seen) == sorted(Service.objects.values_list("pk", flat=True))
        assert {page.count for page in pages} == {7}


class TestForWhom:
    """What is listed for somebody, and what is left out."""

    def searched(self, person: Circumstances, **more: Any) -> Results:
        return find(Search(person=person, **more), on=DAY)

    @pytest.mark.asks("S65")
    def test_what_they_are_not_eligible_for_can_be_left_out_and_is_counted(self) -> None:
        make.ServiceFactory(name="Men", for_women=False)
        make.ServiceFactory(name="By age", oldest=25)
        make.ServiceFactory(name="All")
        woman = Circumstances(sex="female", mappa="none")
        found = self.searched(woman, least=Answer.UNKNOWN)
        assert [(one.service.name, one.explanation and one.explanation.line) for one in found.found] == [
            ("All", "Eligible"),
            ("By age", "Unknown because age is not recorded"),
        ]
        assert (found.count, found.left_out) == (2, 1)
        assert self.searched(woman, least=Answer.YES).count == 1
        assert self.searched(woman).count == 3

    @pytest.mark.asks("S57")
    def test_near_but_outside_the_areas_is_listed_as_an_exception(self) -> None:
        gwent, avon = make.AreaFactory(name="Gwent"), make.AreaFactory(name="Avon")
        across = at_a_place(make.ServiceFactory(name="Across"), latitude=51.5, longitude=-3.1)
        men = at_a_place(make.ServiceFactory(name="Men", for_women=False), latitude=51.5, longitude=-3.1)
        for service in (across, men):
            make.ServiceAreaFactory(service=service, area=avon)
        person = Circumstances(sex="female", lives_in=frozenset({gwent.pk}), mappa="none")
        there = Where(frozenset({gwent.pk}), point=HERE, miles=20)
        found = self.searched(person, where=there, least=Answer.UNKNOWN)
        assert [one.service.name for one in found.found] == ["Across"]
        assert found.found[0].explanation is not None
        assert found.found[0].explanation.only_outside
        assert found.left_out == 1

    @pytest.mark.asks("S246")
    def test_only_cleared_services_are_listed_for_somebody_under_mappa(self) -> None:
        cleared = make.ServiceFactory(name="Circles")
        make.ServiceFactory(name="Art group")
        ended = make.ServiceFactory(name="Cleared until May")
        make.HighRiskClearanceFactory(service=cleared)
        make.HighRiskClearanceFactory(service=ended, during=Period(date(2016, 1, 1), DAY))
        officer = make.acting(make.member("responsible_officer", make.OrganisationFactory()))
        person = Circumstances(mappa="2")
        with acting_as(officer):
            found = self.searched(person, least=Answer.UNKNOWN)
        assert [one.service.name for one in found.found] == ["Circles"]
        assert found.left_out == 2
        with acting_as(Actor()):
            assert self.searched(person, least=Answer.UNKNOWN).count == 0

    @pytest.mark.parametrize(
        ("known", "found"),
        [
            pytest.param({"sex": "female", "age": 30}, ["Everybody", "Women 26 on"], id="a woman"),
            pytest.param({"sex": "male", "age": 25}, ["Everybody", "Young men"], id="just young enough"),
            pytest.param({"sex": "male", "age": 26}, ["Everybody"], id="a year too old"),
            pytest.param({"sex": "female", "age": 25}, ["Everybody"], id="a year too young"),
            pytest.param({"sex": "male", "age": 17}, [], id="a child"),
        ],
    )
    def test_by_sex_and_age(self, known: dict[str, Any], found: list[str]) -> None:
        make.ServiceFactory(name="Everybody", youngest=18)
        make.ServiceFactory(name="Women 26 on", for_men=False, youngest=26)
        make.ServiceFactory(name="Young men", for_women=False, youngest=18, oldest=25)
        listed = self.searched(Circumstances(mappa="none", **known), least=Answer.UNKNOWN)
        assert sorted(one.service.name for one in listed.found) == found
        assert listed.left_out == 3 - len(found)

    def test_what_is_not_recorded_keeps_nobody_out(self) -> None:
        make.ServiceFactory(name="Women 26 on", for_men=False, youngest=26)
        (one,) = self.searched(Circumstances(mappa="none"), least=Answer.UNKNOWN).found
        assert one.explanation is not None
        assert one.explanation.line == "Unknown because sex and age are not recorded"


def test_a_search_takes_the_same_queries_however_much_it_finds(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    area = make.AreaFactory()

    def add(number: int) -> None:
        for _ in range(number):
            service = at_a_place(make.ServiceFactory(), latitude=51.5, longitude=-3.1)
            make.EligibilityRuleFactory(service=service)
            make.ServiceAreaFactory(service=service, area=area)
            for factory in (make.ServiceNeedFactory, make.ServiceRouteFactory, make.ServicePopulationFactory):
                factory(service=service)

    person = Circumstances(sex="female", age=30, lives_in=frozenset({area.pk}))
    search = Search(Wanted(need="wellbeing"), Where(frozenset({area.pk}), point=HERE), person)
    for number in (1, 6):
        add(number)
        with django_assert_num_queries(3):
            found = find(search, on=DAY)
        assert found.count == (1 if number == 1 else 7)


def areas_numbered(services: list[Service]) -> dict[int, frozenset[int]]:
    """The areas that stand in the records for each number in the rules of `made` services."""
    areas = [area for one in services for area in one.areas.all()]
    return {
        number: frozenset(area.pk for area in areas if area.code.endswith(f"-{number}"))
        for number in range(1, 4)
    }


def living(person: Circumstances, areas: dict[int, frozenset[int]]) -> Circumstances:
    """The same person, whose areas are those of the records."""

    def of(numbers: frozenset[int]) -> frozenset[int]:
        return frozenset(pk for number in numbers for pk in areas[number])

    lives_in = None if person.lives_in is None else of(person.lives_in)
    return replace(person, lives_in=lives_in, perhaps_in=of(person.perhaps_in))


@pytest.mark.asks("S65")
@pytest.mark.parametrize(("rules", "person", "aspect", "sentence"), BY_ONE_RULE)
def test_the_database_answers_by_each_rule_as_it_is_explained(
    rules: ServiceRules, person: dict[str, Any], aspect: Aspect, sentence: str
) -> None:
    somebody = living(replace(FREE, **person), areas_numbered([made(rules)]))
    (found,) = find(Search(person=somebody), on=DAY).found
    assert found.explanation is not None
    assert [(one.aspect, one.sentence) for one in found.explanation.parts] == [(aspect, sentence)]
    (row,) = rank(Service.objects.all(), Sought(person=somebody), on=DAY).results
    assert row.answer == found.explanation.answer.rank


@pytest.mark.asks("S65")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rules_of_a_service() | services_of_one_rule(), min_size=2, max_size=6), people())
def test_the_database_answers_as_the_rules_explain(
    several: list[ServiceRules], person: Circumstances
) -> None:
    with transaction.atomic():
        for rules in several:
            made(rules)
        services = list(Service.objects.prefetch_related("areas"))
        person = living(person, areas_numbered(services))
        by_rules = {pk: explain(rules, person) for pk, rules in rules_of(services, on=DAY).items()}
        ranked = rank(Service.objects.all(), Sought(person=person), on=DAY)
        assert {one.id: one.answer for one in ranked.results} == {
            pk: found.answer.rank for pk, found in by_rules.items()
        }
        outside = rank(
            Service.objects.all(), Sought(person=person, least=Answer.UNKNOWN, outside_too=True), on=DAY
        )
        assert {one.id for one in outside.results} == {
            pk
            for pk, found in by_rules.items()
            if min((p.answer.rank for p in found.parts if p.aspect != Aspect.AREA), default=2) >= 1
        }
        transaction.set_rollback(True)
