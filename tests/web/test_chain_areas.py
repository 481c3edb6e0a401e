"""The public chain: by area on a map and in a table, by other words for a tier, and with alliances."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    NOW,
    AgreementAreaFactory,
    AreaFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    SchemeFactory,
    ServiceAreaFactory,
    ServiceFactory,
    chain,
)
from tests.web.reading import words_of
from tests.web.test_public_pages import page, rows
from throughline.core.models import Area, Organisation
from throughline.core.periods import Period
from throughline.supply.actions.reference import load_reference
from throughline.supply.models import Scheme
from throughline.supply.queries.landscape import landscape
from throughline.web.public.glossary import TERMS, tiers_called

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme() -> Scheme:
    """Kite is prime for itself; Lark, Wren below Lark, and Robin below Wren, in Gwent."""
    load_reference(NOW)
    made: Scheme = SchemeFactory(code="ours", name="Ours", during=Period(date(2022, 4, 1), None))
    ministry, kite, lark, wren, robin = (
        OrganisationFactory(name=name) for name in ("Ministry", "Kite", "Lark", "Wren", "Robin")
    )
    chain(ministry, kite, scheme=made)
    for link in chain(ministry, lark, wren, robin, scheme=made):
        AgreementAreaFactory(agreement=link, area=Area.objects.get(code="gwent"))
    return made


def listed(client: Client, query: str) -> list[str]:
    return [row["Organisation"] for row in rows(client, f"/supply-chain?format=csv&scheme=ours&{query}")]


@pytest.mark.asks("S1")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("sub sub", ["Robin"]),
        ("Lead provider", ["Kite", "Lark"]),
        ("rate card provider", ["Wren"]),
        ("subcontractors", ["Robin", "Wren"]),
        ("tier 2", ["Wren"]),
        ("kit", ["Kite"]),
        ("falcon", []),
    ],
)
def test_other_words_for_a_tier_find_whoever_stands_there(
    client: Client, scheme: Scheme, words: str, names: list[str]
) -> None:
    assert listed(client, f"words={words}") == names


@pytest.mark.asks("S1")
def test_the_page_says_what_the_word_was_taken_for(client: Client, scheme: Scheme) -> None:
    assert "“sub sub” is a word for Tier 3" in page(client, "/supply-chain?words=sub+sub")
    assert "“partner” is a word for Tier 2 or Tier 3" in page(
        client, "/supply-chain/agreements?words=partner"
    )
    assert "is a word for" not in page(client, "/supply-chain?words=Kite")


@pytest.mark.asks("S1")
@pytest.mark.parametrize(
    ("words", "tiers"),
    [
        ("prime owner parent-organisation", set()),
        ("owning company", {1}), ("in-house provider", {1}), ("probation provider", {1}),
        ("delivery organisation", {2}), ("front-line service deliverer", {2}),
        ("discretionary service provider", {2}), ("material subcontractor", {2}),
        ("subcontractor", {2, 3}), ("partner", {2, 3}), ("SUB  SUB", {3}), ("", set()),
    ],
)  # fmt: skip
def test_the_words_of_the_field_name_their_tiers(words: str, tiers: set[int]) -> None:
    assert tiers_called(words) == tiers


def test_every_tier_has_its_word() -> None:
    assert sorted(term.tier for term in TERMS if term.tier) == [1, 2, 3]


@pytest.mark.asks("S1")
def test_an_organisation_prime_here_and_tier_two_there_shows_both(client: Client, scheme: Scheme) -> None:
    kite = Organisation.objects.get(name="Kite")
    owl = OrganisationFactory(name="Owl")
    chain(OrganisationFactory(name="Board"), owl, kite, scheme=scheme)
    (row,) = rows(client, "/supply-chain?format=csv&scheme=ours&words=kite")
    assert (row["Tier"], row["Contracts"], row["Below others"]) == ("1 and 2", "1", "1")
    assert "Kite" in listed(client, "words=lead+provider")
    assert "Kite" in listed(client, "words=tier+2")


@pytest.mark.asks("S2")
def test_an_alliance_of_three_counts_once_at_its_tier_with_its_members_seen(
    client: Client, scheme: Scheme
) -> None:
    before = landscape(scheme.pk)
    alliance = OrganisationFactory(name="Alliance", kind="consortium")
    members = [OrganisationMemberFactory(consortium=alliance, member__name=f"Member {n}") for n in (1, 2, 3)]
    top = Organisation.objects.get(name="Lark").provides_under.get()
    AgreementAreaFactory(
        agreement=chain(OrganisationFactory(), alliance, scheme=scheme)[0],
        area=Area.objects.get(code="gwent"),
    )
    after = landscape(scheme.pk)
    assert (after.primes, after.subcontractors) == (before.primes + 1, before.subcontractors)
    (row,) = rows(client, "/supply-chain?format=csv&scheme=ours&words=alliance")
    assert (row["Tier"], row["Members"]) == ("1", "3")
    assert len(listed(client, "")) == 5
    shown = page(client, f"/organisations/{alliance.reference}")
    for one in members:
        assert one.member.name in shown
    assert "Alliance" in page(client, f"/organisations/{members[0].member.reference}")
    assert top.tier == 1


@pytest.mark.asks("S2")
def test_members_are_those_of_the_day(client: Client, scheme: Scheme) -> None:
    alliance = Organisation.objects.get(name="Kite")
    OrganisationMemberFactory(consortium=alliance, during=Period(date(2017, 4, 1), date(2018, 4, 1)))
    OrganisationMemberFactory(consortium=alliance, during=Period(date(2018, 4, 1), None))
    counts = {
        day: rows(client, f"/supply-chain?format=csv&scheme=ours&words=kite{day}")[0]["Members"]
        for day in ("", "&as_at=2017-05-01", "&as_at=2019-05-01")
    }
    assert counts == {"": "2", "&as_at=2017-05-01": "1", "&as_at=2019-05-01": "1"}


@pytest.mark.asks("S6")
def test_a_provider_that_calls_itself_national_and_serves_two_regions_is_shown_as_regional(
    client: Client, scheme: Scheme
) -> None:
    national = OrganisationFactory(name="National Lark")
    service = ServiceFactory(deliverer=national)
    for code in ("gwent", "dorset"):
        ServiceAreaFactory(service=service, area=Area.objects.get(kind="pcc", code=code))
    words = words_of(client.get(f"/organisations/{national.reference}?as_at=2022-05-01"))
    assert "Works Regional In South West and Wales: 2 of 12 regions or divisions" in words
    assert "From where it gives services" in words
    robin = Organisation.objects.get(name="Robin")
    words = words_of(client.get(f"/organisations/{robin.reference}?as_at=2022-05-01"))
    assert "Works Local In Wales: 1 of 12 regions or divisions From where its agreements reach" in words
    nowhere = OrganisationFactory()
    assert "Works" not in words_of(client.get(f"/organisations/{nowhere.reference}"))


@pytest.mark.asks("S4")
def test_the_map_and_the_table_say_the_same_and_each_number_opens(client: Client, scheme: Scheme) -> None:
    kent = chain(OrganisationFactory(), OrganisationFactory(name="Heron"), scheme=scheme)[0]
    AgreementAreaFactory(agreement=kent, area=Area.objects.get(kind="region", code="K"))
    shown = unescape(page(client, "/supply-chain/areas?scheme=ours"))
    on_map = re.findall(r'<a class="tl-map__link" href="([^"]+)" aria-label="(\d+): ([^"]+)"', shown)
    assert [(number, name) for _, number, name in on_map] == [
        ("1", "Gwent"), ("2", "Kent"), ("3", "Surrey"), ("4", "Sussex"),
    ]  # fmt: skip
    found = rows(client, "/supply-chain/areas?scheme=ours&format=csv")
    assert [(row["On map"], row["Area"], row["Organisations"]) for row in found] == [
        ("1", "Gwent (police area)", "3"),
        ("2", "Kent (police area)", "1"),
        ("3", "Surrey (police area)", "1"),
        ("4", "Sussex (police area)", "1"),
    ]
    for (href, _, _), row in zip(on_map, found, strict=True):
        assert len(rows(client, f"{href}&format=csv")) == int(row["Organisations"])
    assert "Contains National Statistics data" in shown


def test_areas_that_cannot_be_drawn_have_their_table(client: Client) -> None:
    scheme = SchemeFactory()
    link = chain(*OrganisationFactory.create_batch(2), scheme=scheme)[0]
    AgreementAreaFactory(agreement=link, area=AreaFactory(kind="cpa", name="Invented Dale"))
    shown = page(client, "/supply-chain/areas")
    assert "Invented Dale" in shown
    assert "<svg" not in shown


def test_the_page_keeps_its_day_and_says_when_there_is_nothing(client: Client, scheme: Scheme) -> None:
    shown = page(client, "/supply-chain/areas?scheme=ours&as_at=2010-01-01")
    assert "No area is reached by an agreement of this scheme" in shown
    assert 'href="/supply-chain?scheme=ours&amp;as_at=2010-01-01"' in shown


def test_the_page_takes_as_many_queries_for_many_as_for_few(
    client: Client, scheme: Scheme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        link = chain(*OrganisationFactory.create_batch(2), scheme=scheme)[0]
        AgreementAreaFactory(agreement=link, area=Area.objects.get(kind="region", code="G"))
    with django_assert_max_num_queries(18):
        page(client, "/supply-chain/areas?scheme=ours")
