"""Appendix 3 and Tables 2 and 3 of the inspection report come out of records exactly (S12, S13, S15–S17)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.supply.inspected import ON, Landscape, appendix_3, tables_2_and_3
from throughline.supply.queries.figures import FactsOfChain
from throughline.supply.rules.figure_facts import AgreementFacts, Counted, ProviderFacts, Section
from throughline.supply.rules.figures_of_agreements import (
    agreements_in_figures,
    average_for_each_prime,
    women_by_area,
)
from throughline.supply.rules.figures_of_providers import providers_in_figures

COUNTED = dict[str, tuple[int, int | None, int]]


def counted(sections: list[Section]) -> COUNTED:
    """Each figure by its key: how many, per cent, of how many."""
    return {one.key: (one.count, one.percent, one.of) for part in sections for one in part.figures}


def missing(sections: list[Section]) -> dict[str, int]:
    """Of how many more than its whole each figure cannot say, by its key."""
    return {one.key: one.missing for part in sections for one in part.figures}


@pytest.mark.django_db
class TestAppendix3:
    @pytest.fixture
    def facts(self) -> FactsOfChain:
        return FactsOfChain(appendix_3().scheme, ON)

    @pytest.mark.asks("S13")
    @pytest.mark.asks("S12")
    @pytest.mark.asks("S15")
    def test_the_published_counts(
        self, facts: FactsOfChain, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(12):
            sections = agreements_in_figures(facts.agreements)
        found = counted(sections)
        assert found == {
            "agreements": (126, 100, 126),
            "providers": (90, 100, 90),
            "providers-one": (72, 80, 90),
            "providers-several": (18, 20, 90),
            "agreements-several": (54, 43, 126),
            "generic": (64, 51, 126),
            "specialist": (67, 53, 126),
            "provision-unknown": (0, 0, 126),
            "ispa": (84, 69, 121),
            "lite": (0, 0, 121),
            "grant": (33, 27, 121),
            "trial": (4, 3, 121),
            "other-form": (0, 0, 121),
            "form-unknown": (5, 4, 126),
            "term-12": (21, 17, 126),
            "term-24": (10, 8, 126),
            "term-36": (62, 49, 126),
            "term-other": (33, 26, 126),
            "term-unknown": (0, 0, 126),
            "women": (32, 25, 126),
            "women-Accommodation": (12, 38, 32),
            "women-Mentoring and peer support": (12, 38, 32),
            "women-Women’s services": (8, 25, 32),
        }
        of_forms = ("ispa", "lite", "grant", "trial", "other-form")
        assert missing(sections) == dict.fromkeys(found, 0) | dict.fromkeys(of_forms, 5)
        said = {one.title: (one.missing, one.note) for one in sections}
        assert {one for one, (says, _) in said.items() if says} == {"Form of agreement"}
        assert said["Form of agreement"][0] == "5 not stated, of 126"
        assert said["Kind of provision"][1] == "5 are both, so the two make more than the whole"
        assert average_for_each_prime(facts.agreements) == (Decimal("6.0"), 21)

    @pytest.mark.asks("S15")
    def test_an_area_without_provision_for_women_is_listed(self, facts: FactsOfChain) -> None:
        areas = {one.pk: one.name for one in facts.of_scheme}
        assert len(areas) == 21
        found = women_by_area(facts.agreements, areas)
        assert [areas[pk] for pk, agreements in found.items() if not agreements] == ["Area 20"]
        assert sum(len(agreements) for agreements in found.values()) == 32


@pytest.mark.django_db
class TestTables2And3:
    @pytest.fixture
    def made(self) -> Landscape:
        return tables_2_and_3()

    def figures(self, made: Landscape, areas: int) -> tuple[COUNTED, list[Section]]:
        chosen = frozenset(one.pk for one in made.areas[:areas])
        facts = FactsOfChain(made.scheme, ON, chosen if areas < 10 else frozenset())
        sections = providers_in_figures(facts.agreements, facts.providers)
        return counted(sections), sections

    @pytest.mark.asks("S16")
    def test_table_2_of_the_eight_areas(self, made: Landscape) -> None:
        found, sections = self.figures(made, 8)
        assert set(missing(sections).values()) == {0}
        assert {of for key, (_, _, of) in found.items() if key != "without-ispa-2"} == {26}
        assert {key: count for key, (count, _, _) in found.items() if not key.startswith("need-")} == {
            "all": 26,
            "tier-1": 4,
            "tier-2": 21,
            "tier-3": 1,
            "alliances": 2,
            "third-sector": 24,
            "private": 2,
            "public": 0,
            "mixed": 0,
            "kind-unknown": 0,
            "with-ispa": 21,
            "without-ispa": 5,
            "without-ispa-2": 4,
            "several-primes": 1,
            "by-results": 9,
        }

    @pytest.mark.asks("S17")
    def test_table_3_of_the_eight_areas(self, made: Landscape) -> None:
        found, sections = self.figures(made, 8)
        assert {key: (count, of) for key, (count, _, of) in found.items() if key.startswith("need-")} == {
            "need-Mentoring and peer support": (8, 26),
            "need-Accommodation": (6, 26),
            "need-Women's services": (6, 26),
            "need-Education, training and employment": (3, 26),
            "need-Practical support and advocacy": (2, 26),
            "need-Emotional well-being": (1, 26),
            "need-Family and relationships": (1, 26),
            "need-Restorative justice": (1, 26),
            "need-Thinking and behaviour": (1, 26),
            "need-unknown": (0, 26),
        }
        assert sections[-1].note == "29 answers over 26 providers: one may answer several"

    @pytest.mark.asks("S16")
    def test_any_set_of_areas_has_its_own(self, made: Landscape) -> None:
        first, _ = self.figures(made, 1)
        assert (first["tier-1"][0], first["tier-2"][0], first["tier-3"][0]) == (1, 3, 1)
        everywhere, _ = self.figures(made, 10)
        assert (everywhere["all"][0], everywhere["private"][0], everywhere["several-primes"][0]) == (27, 3, 2)
        assert "need-Finance, benefit and debt" in everywhere


FACTS = st.builds(
    AgreementFacts,
    pk=st.integers(1, 10**6),
    provider=st.integers(1, 8),
    prime=st.integers(1, 3),
    tier=st.integers(1, 3),
    form=st.sampled_from(["ispa", "lite", "grant", "contract", "unknown"]),
    on_trial=st.booleans(),
    months=st.none() | st.sampled_from([12, 18, 24, 36]),
    generic=st.booleans(),
    specialist=st.booleans(),
    for_women=st.booleans(),
    types=st.frozensets(st.sampled_from(["Housing", "Mentoring"])),
    needs=st.frozensets(st.sampled_from(["Drugs", "Home"])),
    delivers=st.booleans(),
)
SEVERAL = st.lists(FACTS, max_size=20, unique_by=lambda one: one.pk)


@given(SEVERAL)
def test_what_is_known_and_what_is_not_make_the_whole(facts: list[AgreementFacts]) -> None:
    parts = {
        one.title: {figure.key: figure for figure in one.figures} for one in agreements_in_figures(facts)
    }
    below = {one.pk for one in facts if one.tier > 1}
    for title, exclusive in (("Kind of provision", False), ("Form of agreement", True), ("Term", True)):
        figures = parts[title]
        assert frozenset().union(*(one.members for one in figures.values())) == below
        if exclusive:
            assert sum(one.count for one in figures.values()) == len(below)
        for one in figures.values():
            if not one.key.endswith("unknown"):
                assert one.of + one.missing == len(below)
                assert one.count <= one.of


@given(SEVERAL, st.data())
def test_each_provider_is_counted_once_whatever_it_answers(
    facts: list[AgreementFacts], data: st.DataObject
) -> None:
    kinds = st.sampled_from(["charity", "company", "consortium", "unknown"])
    providers = {one.provider: ProviderFacts(one.provider, data.draw(kinds)) for one in facts}
    found = {one.key: one for part in providers_in_figures(facts, providers) for one in part.figures}
    everybody = found["all"].members
    assert everybody == {one.provider for one in facts if one.tier > 1 or one.delivers}
    assert found["tier-1"].members | found["tier-2"].members | found["tier-3"].members == everybody
    assert found["with-ispa"].count + found["without-ispa"].count == len(everybody)
    answered = [one for key, one in found.items() if key.startswith("need-")]
    assert frozenset().union(*(one.members for one in answered)) == everybody


@pytest.mark.parametrize(
    ("kind", "members", "sector"),
    [
        ("charity", (), "charity"),
        ("consortium", ("charity", "charity"), "charity"),
        ("consortium", ("charity", "company"), "mixed"),
        ("consortium", ("charity", "unknown"), "unknown"),
        ("consortium", (), "unknown"),
    ],
)
def test_a_consortium_is_of_the_kind_of_its_members(kind: str, members: tuple[str, ...], sector: str) -> None:
    assert ProviderFacts(1, kind, members).sector == sector


@pytest.mark.parametrize(
    ("count", "of", "percent"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (0, 5, 0), (0, 0, None)]
)
def test_halves_of_a_per_cent_are_rounded_up(count: int, of: int, percent: int | None) -> None:
    assert Counted("x", "x", frozenset(range(count)), of).percent == percent
