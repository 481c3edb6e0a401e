"""Tiers follow from where an organisation stands (D1): of one service, and of a whole scheme."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    NOW,
    AgreementAreaFactory,
    AgreementFactory,
    AreaFactory,
    OrganisationFactory,
    SchemeFactory,
    SchemeRuleFactory,
    ServiceFactory,
    chain,
)
from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.supply.models import Scheme
from throughline.supply.queries.chain import chain_of, organisations_in_chain, tier_name, tier_names
from throughline.supply.queries.landscape import Landscape, landscape

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme() -> Scheme:
    made: Scheme = SchemeFactory()
    return made


def organisation(name: str) -> Organisation:
    made: Organisation = OrganisationFactory(name=name)
    return made


@pytest.mark.asks("S5")
def test_a_service_shows_its_chain_up_to_who_pays_and_down_to_who_works_below(
    scheme: Scheme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ministry, prime, centre, mentors = map(organisation, ("Ministry", "Prime", "Centre", "Mentors"))
    links = chain(ministry, prime, centre, mentors, scheme=scheme)
    AgreementFactory(scheme=scheme, payer=prime, provider=organisation("Elsewhere"), above=links[0])
    service = ServiceFactory(scheme=scheme, deliverer=centre, agreement=links[1])
    with django_assert_num_queries(3):
        found = chain_of(service, on=NOW.date())
    assert [(one.tier, one.payer.name, one.provider.name) for one in found.above] == [
        (1, "Ministry", "Prime"),
        (2, "Prime", "Centre"),
    ]
    assert [one.provider.name for one in found.below] == ["Mentors"]
    assert found.payer == ministry


@pytest.mark.asks("S21")
def test_a_voluntary_service_stands_outside_every_chain() -> None:
    found = chain_of(ServiceFactory(agreement=None), on=NOW.date())
    assert (found.above, found.below, found.payer) == ((), (), None)


@pytest.mark.asks("S1")
def test_an_organisation_is_prime_here_and_tier_two_there(scheme: Scheme) -> None:
    ministry, kite, lark = map(organisation, ("Ministry", "Kite", "Lark"))
    north, south = AreaFactory(name="North"), AreaFactory(name="South")
    (own,) = chain(ministry, kite, scheme=scheme)
    _, below = chain(ministry, lark, kite, scheme=scheme)
    AgreementAreaFactory(agreement=own, area=north)
    AgreementAreaFactory(agreement=below, area=south)
    found = {one.name: one for one in organisations_in_chain(scheme)}
    assert (found["Kite"].tiers, found["Kite"].contracts, found["Kite"].below) == ((1, 2), 1, 1)
    assert (found["Kite"].is_both, found["Kite"].areas) == (True, ("North", "South"))
    assert found["Lark"].is_both is False
    assert [one.name for one in organisations_in_chain(scheme, tier=2)] == ["Kite"]
    assert [one.tiers for one in organisations_in_chain(scheme, area_id=north.pk)] == [(1,)]
    assert "Ministry" not in found


@pytest.mark.asks("S4")
def test_the_chain_is_counted_as_at_a_day_and_each_organisation_once(scheme: Scheme) -> None:
    ministry, kite, lark, wren = map(organisation, ("Ministry", "Kite", "Lark", "Wren"))
    chain(ministry, kite, wren, scheme=scheme)
    chain(ministry, lark, wren, scheme=scheme)
    chain(ministry, lark, kite, scheme=scheme)
    AgreementFactory(
        scheme=scheme, payer=ministry, provider=wren, during=Period(date(2019, 4, 1), date(2020, 4, 1))
    )
    AgreementFactory(scheme=scheme, payer=ministry, provider=wren, state="abandoned", signed_on=None)
    assert landscape(scheme.pk) == Landscape(contracts=4, primes=3, subcontractors=2, links=3, both=2)
    assert landscape(scheme.pk, on=date(2018, 1, 1)) == Landscape(3, 2, 2, 3, 1)
    assert landscape(scheme.pk, on=date(2019, 4, 1)).primes == 3
    assert landscape(scheme.pk, on=date(2020, 4, 1)).primes == 2
    assert landscape(scheme.pk).organisations == len(organisations_in_chain(scheme)) == 3


def test_the_list_of_a_chain_takes_the_same_queries_however_long(
    scheme: Scheme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        AgreementAreaFactory(agreement=chain(*OrganisationFactory.create_batch(3), scheme=scheme)[-1])
    with django_assert_num_queries(3):
        assert len(organisations_in_chain(scheme)) == 10


def test_tiers_are_called_what_the_scheme_calls_them_on_the_day(scheme: Scheme) -> None:
    SchemeRuleFactory(
        scheme=scheme,
        name="tier_names",
        value={"1": "Owner"},
        during=Period(date(2017, 4, 1), date(2018, 4, 1)),
    )
    SchemeRuleFactory(
        scheme=scheme, name="tier_names", value={"1": "Prime"}, during=Period(date(2018, 4, 1), None)
    )
    assert tier_name(tier_names(scheme.pk, on=date(2018, 3, 31)), 1) == "Owner"
    assert tier_name(tier_names(scheme.pk, on=date(2018, 4, 1)), 1) == "Prime"
    assert tier_name(tier_names(scheme.pk, on=date(2018, 4, 1)), 3) == "Tier 3"
