"""“Which area is this?”: the areas and boards of a place on a day, with a map beside the table (S245)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import NOW, AreaFactory, OutcodeAreaFactory, OutcodeFactory, SiteFactory
from tests.web.reading import words_of
from throughline.core.models import Area
from throughline.supply.actions.reference import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def torbay() -> None:
    load_reference(NOW)
    outcode = OutcodeFactory(code="TQ1", latitude=50.47, longitude=-3.52)
    OutcodeAreaFactory(outcode=outcode, area=Area.objects.get(kind="la", name="Torbay"))
    for number, street in enumerate(("Union Street", "Lucius Street")):
        SiteFactory(name="Torquay Office", address=f"1 {street}, Torquay", outcode=outcode, code=str(number))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def read(client: Client, address: str) -> str:
    return words_of(client.get(address))


@pytest.mark.asks("S245")
def test_a_postcode_in_the_first_scheme(client: Client, torbay: None) -> None:
    words = read(client, "/areas?place=tq11aa&as_at=2018-04-01")
    for said in (
        "TQ1 1AA", "Torbay Local authority",
        "Devon & Cornwall Police area",
        "Contract package area NPS South West and South Central Dorset, Devon and Cornwall CRC",
        "South West and South Central Probation division", "NPS South West and South Central",
        "Community Safety Partnership Torbay", "Health and Wellbeing Board Torbay",
        "Multi-Agency Public Protection Arrangements (MAPPA) Devon & Cornwall",
        "Integrated Offender Management Devon & Cornwall",
        "Its delivery unit is not recorded",
    ):  # fmt: skip
        assert said in words, said
    assert "Probation region" not in words


@pytest.mark.asks("S245")
def test_the_same_postcode_in_the_second_scheme(client: Client, torbay: None) -> None:
    words = read(client, "/areas?place=TQ1&as_at=2022-04-01")
    assert "South West Probation region Probation Service, South West" in words
    assert "Contract package area" not in words


def test_the_map_shows_the_area_and_the_place_and_names_its_source(client: Client, torbay: None) -> None:
    shown = page(client, "/areas?place=TQ1&as_at=2018-04-01")
    assert '<title id="map-title">TQ1 in Devon &amp; Cornwall (police area) on 1 April 2018</title>' in shown
    assert "Torbay (local authority) stands out within the outline of Devon &amp; Cornwall" in shown
    assert 'aria-label="TQ1"' in shown
    assert "Contains National Statistics data © Crown copyright" in shown
    assert shown.count('<svg class="tl-map"') == 1


def test_the_numbers_of_a_map_are_those_of_the_table(client: Client, torbay: None) -> None:
    shown = page(client, "/areas?place=cpa:C19&as_at=2018-04-01")
    on_map = dict(re.findall(r'aria-label="(\d): ([^"]+)"', unescape(shown)))
    assert on_map == {"1": "Devon & Cornwall", "2": "Dorset"}
    in_table = re.findall(
        r'<td class="govuk-table__cell">(\d)</td> <th scope="row" [^>]*><a [^>]*>([^<]+)<',
        unescape(shown),
    )
    assert dict(in_table) == on_map
    assert "2 areas in it" in shown


def test_each_area_leads_to_its_own_page_on_the_same_day(client: Client, torbay: None) -> None:
    shown = unescape(page(client, "/areas?place=TQ1&as_at=2018-04-01"))
    assert 'href="/areas?place=pcc%3Adevon-and-cornwall&as_at=2018-04-01"' in shown
    assert 'href="/services?area=pcc%3Adevon-and-cornwall&as_at=2018-04-01"' in shown
    police = read(client, "/areas?place=pcc%3Adevon-and-cornwall&as_at=2018-04-01")
    assert "13 areas in it" in police
    assert "Devon County" in police
    assert "Torbay Local authority" in police


def test_several_of_a_name_are_offered_with_what_tells_them_apart(client: Client, torbay: None) -> None:
    shown = unescape(page(client, "/areas?place=derbyshire"))
    assert "Several places are called “derbyshire”" in shown
    assert 'href="/areas?place=pcc%3Aderbyshire"' in shown
    assert "Derbyshire (county)" in shown
    today = page(client, "/areas?place=Torquay+Office&as_at=2018-04-01")
    assert "Torquay Office (probation office), 1 Union Street, Torquay" in today
    named = page(client, "/areas?place=Derbyshire+(police+area)")
    assert "Several places" not in named


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Enter a place to read in which local authority"),
        ("?place=ZZ9", "There is no postcode that begins ZZ9"),
        ("?place=Atlantis", "No area, office or court here is called “Atlantis”"),
    ],
)
def test_it_says_what_to_do_where_there_is_nothing(
    client: Client, torbay: None, query: str, said: str
) -> None:
    assert said in page(client, f"/areas{query}")


def test_an_area_of_which_no_outline_is_known_has_a_table_and_no_map(client: Client) -> None:
    AreaFactory(kind="cpa", name="Invented North", code="N")
    shown = page(client, "/areas?place=Invented+North&as_at=2018-04-01")
    assert "Invented North" in shown
    assert "<svg" not in shown


def test_a_place_outside_every_area_says_so(client: Client, torbay: None) -> None:
    OutcodeFactory(code="AB10", latitude=57.1, longitude=-2.1)
    assert "AB10 lies in no area of England and Wales" in page(client, "/areas?place=AB10")


@pytest.mark.parametrize("place", ["TQ1", "division:N05", "pcc:metropolitan", "region:G"])
def test_it_takes_few_queries_however_large_the_place(
    client: Client, torbay: None, place: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(24):
        page(client, f"/areas?place={place}&as_at=2018-04-01")


@pytest.mark.parametrize("address", ["/services", "/supply-chain"])
def test_the_directory_and_the_chain_lead_to_it(client: Client, address: str) -> None:
    assert 'href="/areas"' in page(client, address)
