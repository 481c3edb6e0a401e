"""Where organisations work, from what they give and where; and who stands in which area (S4, S6)."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    NOW,
    AgreementAreaFactory,
    AreaFactory,
    AreaParentFactory,
    OrganisationFactory,
    SchemeFactory,
    ServiceAreaFactory,
    ServiceFactory,
    chain,
)
from throughline.core.models import Area, Organisation
from throughline.core.periods import Period
from throughline.supply.actions.reference import load_reference
from throughline.supply.models import Scheme
from throughline.supply.queries.chain import organisations_in_chain
from throughline.supply.queries.chain_by_area import stand_by_area
from throughline.supply.queries.footprint import reach_of
from throughline.supply.rules.footprint import Footprint

pytestmark = pytest.mark.django_db
IN_2018 = date(2018, 4, 1)
IN_2022 = date(2022, 4, 1)


@pytest.fixture(autouse=True)
def reference() -> None:
    load_reference(NOW)


def area(written: str) -> Area:
    kind, _, code = written.partition(":")
    return Area.objects.get(kind=kind, code=code)


def serving(*areas: str, name: str = "Lark National", state: str = "published") -> Organisation:
    made: Organisation = OrganisationFactory(name=name)
    service = ServiceFactory(deliverer=made, state=state)
    for one in areas:
        ServiceAreaFactory(service=service, area=area(one))
    return made


@pytest.mark.asks("S6")
@pytest.mark.parametrize(
    ("areas", "on", "footprint", "regions"),
    [
        pytest.param(["pcc:gwent"], IN_2022, Footprint.LOCAL, ("Wales",), id="one police area"),
        pytest.param(["la:E06000027"], IN_2022, Footprint.LOCAL, ("South West",), id="one authority"),
        pytest.param(["region:G", "pcc:gwent"], IN_2022, Footprint.REGIONAL, ("South West", "Wales"),
                     id="said to be national, in two regions"),
        pytest.param(["pcc:kent", "pcc:surrey", "pcc:sussex"], IN_2022, Footprint.REGIONAL,
                     ("Kent, Surrey and Sussex",), id="every police area of one region"),
        pytest.param(["region:A", "region:B", "region:C", "pcc:gwent"], IN_2022, Footprint.NATIONAL,
                     ("North East", "North West", "Wales", "Yorkshire and the Humber"), id="four regions"),
        pytest.param(["pcc:gwent"], IN_2018, Footprint.LOCAL, ("Wales",), id="one police area in 2018"),
        pytest.param(["cpa:C10"], IN_2018, Footprint.REGIONAL, ("Wales",), id="the whole division"),
        pytest.param(["cpa:C01", "cpa:C06"], IN_2018, Footprint.REGIONAL, ("North East", "North West"),
                     id="two divisions"),
    ],
)  # fmt: skip
def test_how_far_it_works_follows_from_where_it_gives_services(
    areas: list[str], on: date, footprint: Footprint, regions: tuple[str, ...]
) -> None:
    organisation = serving(*areas)
    reach = reach_of([organisation.pk], on=on)[organisation.pk]
    assert (reach.footprint, reach.regions) == (footprint, regions)
    assert reach.of_regions == (0 if not regions else 7 if on == IN_2018 else 12)


@pytest.mark.asks("S6")
def test_services_that_are_closed_or_of_another_day_do_not_count() -> None:
    closed = serving("region:A", "region:B", state="withdrawn")
    later = serving("pcc:gwent")
    later.delivers.update(during=Period(date(2023, 1, 1), None))
    found = reach_of([closed.pk, later.pk], on=IN_2022)
    assert {one.footprint for one in found.values()} == {Footprint.NONE}


def test_where_no_service_is_recorded_its_agreements_tell() -> None:
    scheme = SchemeFactory()
    ministry, prime, below = OrganisationFactory.create_batch(3)
    links = chain(ministry, prime, below, scheme=scheme)
    AgreementAreaFactory(agreement=links[1], area=area("pcc:gwent"))
    reach = reach_of([below.pk], on=IN_2022)[below.pk]
    assert (reach.footprint, reach.by_services) == (Footprint.LOCAL, False)


def test_many_are_asked_for_in_as_many_queries_as_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    several = [serving("pcc:gwent", name=f"P{n}").pk for n in range(5)]
    with django_assert_max_num_queries(4):
        assert len(reach_of(several, on=IN_2022)) == 5


@pytest.fixture
def scheme() -> Scheme:
    """Kite holds a contract for the South West, Lark one for Gwent, and Wren works below Lark in Gwent."""
    made: Scheme = SchemeFactory(code="ours", during=Period(IN_2022, None))
    ministry, kite, lark, wren = (
        OrganisationFactory(name=name) for name in ("Ministry", "Kite", "Lark", "Wren")
    )
    (own,) = chain(ministry, kite, scheme=made)
    links = chain(ministry, lark, wren, scheme=made)
    AgreementAreaFactory(agreement=own, area=area("region:G"))
    for link in links:
        AgreementAreaFactory(agreement=link, area=area("pcc:gwent"))
    return made


@pytest.mark.asks("S4")
def test_an_agreement_for_a_region_reaches_every_police_area_in_it(scheme: Scheme) -> None:
    found = {one.area.code: (one.organisations, one.contracts, one.below) for one in stand_by_area(scheme)}
    assert found == {
        "avon-and-somerset": (1, 1, 0),
        "devon-and-cornwall": (1, 1, 0),
        "dorset": (1, 1, 0),
        "gloucestershire": (1, 1, 0),
        "wiltshire": (1, 1, 0),
        "gwent": (2, 1, 1),
    }


@pytest.mark.asks("S4")
def test_each_count_is_that_of_the_list_it_opens(scheme: Scheme) -> None:
    for on in (None, IN_2022, date(2020, 1, 1)):
        for one in stand_by_area(scheme, on=on):
            listed = organisations_in_chain(scheme, on=on, area_id=one.area.pk)
            assert one.organisations == len(listed)
            assert one.contracts == sum(row.contracts > 0 for row in listed)
            assert one.below == sum(row.below > 0 for row in listed)
    assert stand_by_area(scheme, on=date(2016, 1, 1)) == []


@pytest.mark.asks("S4")
def test_an_agreement_for_an_authority_stands_in_its_police_area(scheme: Scheme) -> None:
    link = chain(*OrganisationFactory.create_batch(2), scheme=scheme)[0]
    AgreementAreaFactory(agreement=link, area=area("la:E07000223"))
    (sussex,) = (one for one in stand_by_area(scheme) if one.area.code == "sussex")
    listed = organisations_in_chain(scheme, area_id=area("pcc:sussex").pk)
    assert sussex.organisations == len(listed) == 1


def test_areas_without_police_areas_are_counted_as_they_are_recorded() -> None:
    scheme = SchemeFactory()
    division = AreaFactory(kind="division", name="Invented North")
    north = AreaFactory(kind="cpa", name="Invented Dale")
    AreaParentFactory(area=north, parent=division)
    link = chain(*OrganisationFactory.create_batch(2), scheme=scheme)[0]
    AgreementAreaFactory(agreement=link, area=north)
    assert [(one.name, one.organisations) for one in stand_by_area(scheme)] == [("Invented Dale", 1)]


def test_the_areas_are_counted_in_a_fixed_number_of_queries(
    scheme: Scheme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        link = chain(*OrganisationFactory.create_batch(2), scheme=scheme)[0]
        AgreementAreaFactory(agreement=link, area=area("pcc:kent"))
    with django_assert_max_num_queries(4):
        stand_by_area(scheme)
