"""The chain in figures: for whoever oversees the scheme, each number opening what it counts (D28)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import OrganisationFactory, SchemeFactory, member
from tests.supply.inspected import appendix_3, tables_2_and_3
from tests.web.reading import words_of
from tests.web.test_public_pages import page, rows
from throughline.supply.models import Scheme

pytestmark = pytest.mark.django_db
AT = "as_at=2017-12-01"


def signed_in(client: Client, scheme: Scheme) -> None:
    client.force_login(member("contract_manager", scheme.steward))


@pytest.mark.asks("S13")
@pytest.mark.asks("S15")
def test_every_number_says_of_how_many_and_what_is_missing(client: Client) -> None:
    signed_in(client, appendix_3().scheme)
    words = words_of(client.get(f"/contract/figures?{AT}"))
    for said in (
        "On average 6 agreements below each of 21 primes",
        "For anybody 64 for anybody 51% 126 agreements",
        "For a group of people 67 for a group of people 53% 126 agreements",
        "5 are both, so the two make more than the whole",
        "5 not stated, of 126",
        "84 industry standard partnering agreements 69% 121 agreements",
        "Grants 33 grants 27% 121 agreements",
        "For women 32 for women 25% 126 agreements",
        "Area 20 None",
    ):
        assert said in words, said


@pytest.mark.asks("S16")
@pytest.mark.asks("S17")
def test_each_number_opens_as_many_as_it_says(client: Client) -> None:
    made = tables_2_and_3()
    signed_in(client, made.scheme)
    chosen = "&".join(f"area=cpa:{one.code}" for one in made.areas[:8])
    shown = unescape(page(client, f"/contract/figures?{AT}&{chosen}"))
    numbers = re.findall(r'<a class="govuk-link" href="(/contract/figures/[^"]+)">(\d+)<', shown)
    assert len(numbers) > 30
    for href, number in numbers:
        assert len(rows(client, f"{href}&format=csv")) == int(number), href
    assert ">26<" in shown


def test_a_figure_leads_back_to_the_same_areas_and_day(client: Client) -> None:
    made = tables_2_and_3()
    signed_in(client, made.scheme)
    shown = unescape(page(client, f"/contract/figures/inspected/tier-2?area=cpa:X00&area=cpa:X01&{AT}"))
    assert 'href="/contract/figures?scheme=inspected&area=cpa%3AX00&area=cpa%3AX01&as_at=2017-12-01"' in shown
    assert "Area 00, Area 01" in shown
    assert shown.count('<input type="hidden" name="area" value="cpa:X0') == 2


def test_of_areas_chosen_only_those_are_listed(client: Client) -> None:
    made = appendix_3()
    signed_in(client, made.scheme)
    words = words_of(client.get(f"/contract/figures?{AT}&area=cpa:X19&area=cpa:X20"))
    listed = words[words.index("Provision for women in each area") :]
    assert "Area 20 None" in listed
    assert "Area 18" not in listed


@pytest.mark.parametrize(
    "address", ["/contract/figures/inspected/nonsense", "/contract/figures/elsewhere/agreements"]
)
def test_a_figure_that_is_not_there_is_not_found(client: Client, address: str) -> None:
    SchemeFactory(code="elsewhere")
    signed_in(client, SchemeFactory(code="inspected"))
    assert client.get(address).status_code == 404


def test_whoever_oversees_no_scheme_sees_none(client: Client) -> None:
    tables_2_and_3()
    client.force_login(member("contract_manager", OrganisationFactory()))
    shown = page(client, "/contract/figures")
    assert "The figures of a scheme that you oversee appear here" in shown
    assert "Inspected" not in shown


def test_the_landscape_leads_to_the_figures(client: Client) -> None:
    scheme = SchemeFactory(code="inspected")
    signed_in(client, scheme)
    assert "/contract/figures?scheme=inspected" in page(client, f"/contract/landscape?{AT}")


def test_the_page_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in(client, appendix_3().scheme)
    with django_assert_max_num_queries(36):
        page(client, f"/contract/figures?{AT}")
