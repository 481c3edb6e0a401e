"""The public pages: the directory, a service, the supply chain, an organisation, the words used."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape
from typing import NamedTuple

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    AgreementAreaFactory,
    AreaFactory,
    AreaRoleFactory,
    OrganisationFactory,
    OrganisationIdentifierFactory,
    OrganisationMemberFactory,
    OwnershipFactory,
    PriceFactory,
    RateCardItemFactory,
    SchemeFactory,
    SchemeRuleFactory,
    ServiceActivityFactory,
    ServiceAreaFactory,
    ServiceFactory,
    ServiceNeedFactory,
    ServiceRouteFactory,
    UserFactory,
    chain,
    member,
)
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.supply.models import Agreement, Scheme, Service
from throughline.web.public.glossary import TERMS, terms_like

pytestmark = pytest.mark.django_db


class Chain(NamedTuple):
    """A service of Wren, who works below Lark, who also works below Kite elsewhere."""

    scheme: Scheme
    service: Service
    links: list[Agreement]
    ministry: Organisation
    lark: Organisation
    wren: Organisation
    kite: Organisation


@pytest.fixture
def lark_and_wren() -> Chain:
    scheme = SchemeFactory(name="A scheme", code="ours")
    SchemeRuleFactory(scheme=scheme, name="tier_names", value={"1": "Prime (Tier 1)", "2": "Tier 2 provider"})
    ministry, lark, wren, kite = (
        OrganisationFactory(name=name) for name in ("Ministry", "Lark", "Wren Centre", "Kite")
    )
    links = chain(ministry, lark, wren, scheme=scheme)
    chain(ministry, kite, lark, scheme=scheme)
    service = ServiceFactory(
        scheme=scheme,
        name="Somewhere to live",
        summary="Help with a tenancy.\n\nAnd keeping it.",
        deliverer=wren,
        agreement=links[-1],
        for_men=False,
        youngest=18,
        confirmed_on=None,
        owner=UserFactory(full_name="Ruth Adeyemi"),
    )
    gwent = AreaFactory(kind="pcc", code="gwent", name="Gwent")
    for link in links:
        AgreementAreaFactory(agreement=link, area=gwent)
    ServiceAreaFactory(service=service, area=gwent)
    ServiceNeedFactory(service=service, need="accommodation")
    ServiceRouteFactory(service=service, route="core", payer=ministry)
    ServiceActivityFactory(
        service=service, need_area="Accommodation", activity="Viewing flats", place="Newport"
    )
    return Chain(scheme, service, links, ministry, lark, wren, kite)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def rows(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.asks("S213")
def test_anybody_finds_a_service_with_whose_it_is_and_who_pays(client: Client, lark_and_wren: Chain) -> None:
    listed = page(client, "/services?words=tenancies&area=pcc%3Agwent&sex=female&age=30&need=accommodation")
    assert "1 service" in listed
    assert f'href="/services/{lark_and_wren.service.reference}"' in listed
    shown = page(client, f"/services/{lark_and_wren.service.reference}")
    for said in (
        "Somewhere to live", "Given by Wren Centre", "Women aged 18 or over", "Gwent (police area)",
        "Viewing flats", "Core contract", "Nothing is charged at use", "Not confirmed",
    ):  # fmt: skip
        assert said in shown
    whose = shown[shown.index("Whose it is") :]
    places = [
        whose.index(said)
        for said in ("Pays", "Ministry", "Prime (Tier 1)", "Lark", "Tier 2 provider", "Wren")
    ]
    assert places == sorted(places)


@pytest.mark.asks("S213")
def test_no_public_page_names_staff(client: Client, lark_and_wren: Chain) -> None:
    for address in ("/services", f"/services/{lark_and_wren.service.reference}", "/supply-chain"):
        assert "Ruth Adeyemi" not in page(client, address)


def test_a_search_that_finds_nothing_says_what_would_appear(client: Client, lark_and_wren: Chain) -> None:
    shown = page(client, "/services?words=falconry")
    assert "No services" in shown
    assert "No service fits what you chose" in shown


def test_what_makes_no_sense_in_a_filter_is_shown_and_not_applied(
    client: Client, lark_and_wren: Chain
) -> None:
    shown = page(client, "/services?age=thirty&need=falconry&area=nowhere")
    assert "Somewhere to live" in shown


@pytest.mark.parametrize(
    "address", ["/services?as_at=yesterday", "/services/SV-NOPE", "/organisations/OR-NOPE"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("state", "status", "said"), [
    ("draft", 404, ""), ("suspended", 200, "Suspended"), ("withdrawn", 200, "Withdrawn"),
])  # fmt: skip
def test_an_entry_says_when_it_is_closed_and_a_draft_is_nobodys(
    client: Client, state: str, status: int, said: str
) -> None:
    service = ServiceFactory(state=state)
    response = client.get(f"/services/{service.reference}")
    assert response.status_code == status
    assert said in response.content.decode()


def test_the_directory_can_be_downloaded_as_it_is_shown(client: Client, lark_and_wren: Chain) -> None:
    ServiceFactory(name="Job club")
    (row,) = rows(client, "/services?format=csv&need=accommodation")
    assert row["Service"] == "Somewhere to live"
    assert row["Given by"] == "Wren Centre"


@pytest.mark.parametrize(
    ("as_at", "found"), [("2017-04-30", False), ("2017-05-01", True), ("2017-09-01", False)]
)
def test_the_directory_is_shown_as_at_the_day_in_the_address(client: Client, as_at: str, found: bool) -> None:
    ServiceFactory(name="Summer group", during=Period(date(2017, 5, 1), date(2017, 9, 1)))
    assert ("Summer group" in page(client, f"/services?as_at={as_at}")) is found


def test_a_list_for_another_day_leads_to_pages_for_that_day(client: Client) -> None:
    service = ServiceFactory(name="Summer group", during=Period(date(2017, 5, 1), date(2017, 9, 1)))
    assert f'href="/services/{service.reference}?as_at=2017-05-01"' in page(
        client, "/services?as_at=2017-05-01"
    )
    assert "Not in the directory on this day" not in page(
        client, f"/services/{service.reference}?as_at=2017-05-01"
    )
    assert "Not in the directory on this day" in page(
        client, f"/services/{service.reference}?as_at=2017-09-01"
    )


@pytest.mark.asks("S56")
@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("responsible_officer", True),
        ("commissioner", True),
        ("provider_manager", False),
        ("inspector", False),
    ],
)
def test_the_price_is_for_those_who_may_see_the_rate_card(
    client: Client, lark_and_wren: Chain, role: str, sees: bool
) -> None:
    SchemeRuleFactory(scheme=lark_and_wren.service.scheme, name="officers_see_prices", value=True)
    item = RateCardItemFactory(service=lark_and_wren.service)
    PriceFactory(item=item, agreement=lark_and_wren.links[0], amount=Money("46.50"))
    PriceFactory(item=item, agreement=lark_and_wren.links[1], amount=Money("38.00"))
    address = f"/services/{lark_and_wren.service.reference}"
    assert "46.50" not in page(client, address)
    client.force_login(member(role, OrganisationFactory()))
    shown = page(client, address)
    assert ("£46.50" in shown) is sees
    assert "38.00" not in shown


@pytest.mark.asks("S1")
def test_an_organisation_that_is_both_shows_both(client: Client, lark_and_wren: Chain) -> None:
    shown = page(client, f"/organisations/{lark_and_wren.lark.reference}")
    assert "1 contract held (Tier 1)" in shown
    assert "1 agreement below others" in shown
    assert "1 agreement with those who work below it" in shown


def test_an_organisation_shows_its_numbers_owner_and_members(client: Client) -> None:
    crc, owner, alliance, one = (
        OrganisationFactory(name=name) for name in ("North CRC", "Owner", "Alliance", "One")
    )
    OrganisationIdentifierFactory(organisation=crc, scheme="GB-COH", value="08802528")
    OrganisationIdentifierFactory(organisation=crc, scheme="X-THROUGHLINE", value="not-for-show")
    OwnershipFactory(owner=owner, owned=crc)
    OrganisationMemberFactory(consortium=alliance, member=one)
    AreaRoleFactory(organisation=crc, area=AreaFactory(name="North"), scheme=SchemeFactory(name="TR"))
    shown = page(client, f"/organisations/{crc.reference}")
    for said in (
        "Company number",
        "08802528",
        "Owner",
        "North (contract package area), prime (tier 1) in TR",
    ):
        assert said in shown
    assert "not-for-show" not in shown
    assert "No agreement of this organisation is recorded" in shown
    assert "North CRC" in page(client, f"/organisations/{owner.reference}")
    assert "Alliance" in page(client, f"/organisations/{one.reference}")
    assert "One" in page(client, f"/organisations/{alliance.reference}")


@pytest.mark.asks("S4")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("", ["Kite", "Lark", "Wren Centre"], id="everybody"),
        pytest.param("&position=prime", ["Kite", "Lark"], id="primes"),
        pytest.param("&position=below", ["Lark", "Wren Centre"], id="below others"),
        pytest.param("&position=both", ["Lark"], id="both"),
        pytest.param("&area=pcc%3Agwent", ["Lark", "Wren Centre"], id="in an area"),
        pytest.param("&words=wren", ["Wren Centre"], id="by name"),
        pytest.param("&as_at=2016-01-01", [], id="before any agreement"),
    ],
)
def test_the_chain_lists_each_organisation_once(
    client: Client, lark_and_wren: Chain, query: str, names: list[str]
) -> None:
    found = rows(client, f"/supply-chain?format=csv{query}")
    assert [row["Organisation"] for row in found] == names


def test_each_figure_of_the_chain_opens_as_many_as_it_says(client: Client, lark_and_wren: Chain) -> None:
    shown = client.get("/supply-chain").content.decode()
    figures = re.findall(r'tl-figure__number"><a class="govuk-link" href="([^"]+)">(\d+)<', shown)
    assert [value for _, value in figures] == ["2", "2", "2", "2", "1"]
    for href, value in figures:
        assert len(rows(client, f"{unescape(href)}&format=csv")) == int(value), href


@pytest.mark.asks("S4")
def test_every_provider_in_every_area_with_its_tier_is_one_download(
    client: Client, lark_and_wren: Chain
) -> None:
    found = rows(client, "/supply-chain/agreements?format=csv&area=pcc%3Agwent")
    assert [(row["Provider"], row["Tier"], row["Works for"], row["Where"]) for row in found] == [
        ("Lark", "1", "Ministry", "Gwent"),
        ("Wren Centre", "2", "Lark", "Gwent"),
    ]


def test_pages_stand_where_nothing_is_recorded(client: Client) -> None:
    for address in ("/services", "/supply-chain", "/supply-chain/agreements", "/words-used"):
        page(client, address)


@pytest.mark.parametrize("address", ["/services", "/supply-chain", "/supply-chain/agreements"])
def test_a_list_takes_as_many_queries_for_many_as_for_few(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scheme = SchemeFactory()
    for _ in range(12):
        parties = OrganisationFactory.create_batch(3)
        link = chain(*parties, scheme=scheme)[-1]
        service = ServiceFactory(scheme=scheme, deliverer=parties[-1], agreement=link)
        AgreementAreaFactory(agreement=link)
        ServiceAreaFactory(service=service)
        ServiceNeedFactory(service=service)
        ServiceRouteFactory(service=service)
    with django_assert_max_num_queries(15):
        page(client, address)


@pytest.mark.asks("S1")
@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("sub sub", "Tier 3"),
        ("Lead provider", "Prime"),
        ("RAR", "RAR day"),
        ("brochure", "Service directory"),
    ],
)
def test_other_words_find_the_word_used_here(client: Client, asked: str, word: str) -> None:
    assert word in {term.word for term in terms_like(asked)}
    shown = page(client, f"/words-used?word={asked}")
    assert f">{word}</dt>" in shown
    assert "Clawback" not in shown


def test_words_are_in_order_and_once() -> None:
    words = [term.word for term in TERMS]
    assert words == sorted(set(words), key=str.casefold)
