"""Services by need and area: what there is none of is counted too, and each number opens its list (S73)."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.web.reading import words_of
from tests.web.test_public_pages import page, rows
from throughline.core.models import Area
from throughline.core.periods import Period
from throughline.supply.models import Scheme
from throughline.supply.queries.directory import Wanted, directory
from throughline.supply.queries.needs_by_area import services_by_need_and_area
from throughline.vocabulary.needs import LEAST_AVAILABLE, Need

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 1)
AT = f"as_at={DAY}"
FOUR = ("Gang membership", "Finance, benefit and debt", "Attitudes", "Accommodation")


class Ground:
    """A scheme with two primes' areas side by side in a region, and a local authority in the first."""

    def __init__(self) -> None:
        self.scheme = make.SchemeFactory(code="one")
        self.gwent, self.avon = (self._held(name) for name in ("Gwent", "Avon"))
        self.region = make.AreaFactory(kind="division", name="The West")
        self.newport = make.AreaFactory(kind="la", name="Newport")
        for area in (self.gwent, self.avon):
            make.AreaParentFactory(area=area, parent=self.region)
        make.AreaParentFactory(area=self.newport, parent=self.gwent, parent_kind="pcc")

    @property
    def areas(self) -> list[Area]:
        return [self.gwent, self.avon, self.region, self.newport]

    def service(self, *needs: str, areas: tuple[Area, ...], **facts: object) -> None:
        service = make.ServiceFactory(**{"scheme": self.scheme, **facts})
        for need in needs:
            make.ServiceNeedFactory(service=service, need=need)
        for area in areas:
            make.ServiceAreaFactory(service=service, area=area)

    def _held(self, name: str) -> Area:
        area: Area = make.AreaFactory(kind="pcc", code=name.lower(), name=name)
        make.AreaRoleFactory(scheme=self.scheme, area=area)
        return area


@pytest.fixture
def ground() -> Ground:
    return Ground()


def signed_in(client: Client, scheme: Scheme) -> None:
    client.force_login(make.member("contract_manager", scheme.steward))


@pytest.mark.asks("S73")
def test_the_needs_that_are_met_least_are_needs_of_the_taxonomy() -> None:
    assert tuple(str(one.label) for one in LEAST_AVAILABLE) == FOUR


@pytest.mark.asks("S73")
def test_an_area_with_none_is_marked_for_each_of_the_four(client: Client, ground: Ground) -> None:
    ground.service("gangs", "accommodation", areas=(ground.gwent,))
    ground.service("accommodation", areas=(ground.newport,))
    signed_in(client, ground.scheme)
    words = words_of(client.get(f"/contract/availability?{AT}"))
    assert " ".join(("Area", *FOUR)) in words
    assert "Avon None None None None" in words
    for said in ("Gwent 1 services for Gang membership in Gwent None None 2 services for Accommodation",):
        assert said in words
    assert rows(client, f"/contract/availability?{AT}&format=csv") == [
        {"Area": "Avon", **dict.fromkeys(FOUR, "0")},
        {"Area": "Gwent", **dict(zip(FOUR, ("1", "0", "0", "2"), strict=True))},
    ]


@pytest.mark.asks("S73")
def test_other_needs_take_their_place_when_they_are_chosen(client: Client, ground: Ground) -> None:
    signed_in(client, ground.scheme)
    address = f"/contract/availability?{AT}&need=drugs&need=women&format=csv"
    assert [list(one) for one in rows(client, address)] == [["Area", "Drug misuse", "Women's services"]] * 2


@pytest.mark.asks("S73")
def test_what_is_given_around_an_area_or_in_a_part_of_it_counts_there_and_once(ground: Ground) -> None:
    ground.service("gangs", areas=(ground.region,))
    ground.service("gangs", areas=(ground.newport, ground.gwent))
    counted = services_by_need_and_area(ground.scheme, [one.pk for one in ground.areas], [Need.GANGS], on=DAY)
    assert {pk: needs[Need.GANGS] for pk, needs in counted.items()} == {
        ground.gwent.pk: 2,
        ground.avon.pk: 1,
        ground.region.pk: 2,
        ground.newport.pk: 2,
    }


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"state": "suspended"}, id="suspended"),
        pytest.param({"state": "draft"}, id="a draft"),
        pytest.param({"during": Period(date(2015, 1, 1), DAY)}, id="over by then"),
    ],
)
def test_what_is_not_in_the_directory_that_day_is_not_on_offer(
    ground: Ground, facts: dict[str, object]
) -> None:
    ground.service("gangs", areas=(ground.gwent,), **facts)
    ground.service("gangs", areas=(ground.gwent,), scheme=make.SchemeFactory())
    counted = services_by_need_and_area(ground.scheme, [ground.gwent.pk], [Need.GANGS], on=DAY)
    assert counted == {ground.gwent.pk: {Need.GANGS: 0}}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.frozensets(st.sampled_from(LEAST_AVAILABLE), max_size=3),
            st.frozensets(st.integers(0, 3), max_size=2),
        ),
        max_size=4,
    )
)
def test_a_count_is_that_of_the_directory_searched_for_the_need_in_the_area(
    ground: Ground, services: list[tuple[frozenset[Need], frozenset[int]]]
) -> None:
    for needs, numbers in services:
        ground.service(*needs, areas=tuple(ground.areas[one] for one in numbers))
    counted = services_by_need_and_area(
        ground.scheme, [one.pk for one in ground.areas], LEAST_AVAILABLE, on=DAY
    )
    for area in ground.areas:
        for need in LEAST_AVAILABLE:
            wanted = Wanted(need=need, area_id=area.pk, scheme=ground.scheme.code)
            assert counted[area.pk][need] == directory(wanted, on=DAY).count()


@pytest.mark.asks("S73")
def test_each_number_opens_as_many_services_as_it_says(client: Client, ground: Ground) -> None:
    make.AreaRoleFactory(scheme=ground.scheme, area=ground.newport)
    ground.service("gangs", areas=(ground.gwent,))
    ground.service("gangs", "finance", areas=(ground.newport,))
    ground.service("gangs", areas=(ground.avon,), scheme=make.SchemeFactory())
    signed_in(client, ground.scheme)
    shown = unescape(page(client, f"/contract/availability?{AT}"))
    numbers = re.findall(r'<a class="govuk-link" href="(/services\?[^"]+)">(\d+)<', shown)
    assert [number for _, number in numbers] == ["2", "1", "2", "1"]
    for href, number in numbers:
        assert len(rows(client, f"{href}&format=csv")) == int(number), href


def test_the_page_is_found_from_the_figures_and_leads_back(client: Client, ground: Ground) -> None:
    signed_in(client, ground.scheme)
    there = f"/contract/availability?scheme=one&{AT}"
    assert f'href="{there}"' in unescape(page(client, f"/contract/figures?{AT}"))
    assert f'href="/contract/figures?scheme=one&{AT}"' in unescape(page(client, there))


def test_whoever_oversees_no_scheme_sees_none(client: Client, ground: Ground) -> None:
    client.force_login(make.member("contract_manager", make.OrganisationFactory()))
    words = words_of(client.get(f"/contract/availability?{AT}&scheme=one"))
    assert "What a scheme that you oversee has on offer appears here" in words
    assert "Gwent" not in words


def test_counting_takes_the_same_queries_however_much_there_is(
    ground: Ground, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 6):
        for _ in range(number):
            ground.service("gangs", "finance", areas=(ground.gwent, ground.newport))
        with django_assert_num_queries(3):
            services_by_need_and_area(ground.scheme, [one.pk for one in ground.areas], list(Need), on=DAY)
