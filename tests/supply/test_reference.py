"""The facts that ship with the service: areas, companies, owners, divisions, kinds of service."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW
from throughline.core.models import Area, AreaParent, Organisation
from throughline.supply.actions.reference import load_reference
from throughline.supply.models import AreaRole, Ownership, Scheme, SchemeRule, ServiceKind
from throughline.supply.queries.rules import rule_in_force

pytestmark = pytest.mark.django_db
DAYS_OF_THE_SCHEME = st.dates(date(2014, 6, 1), date(2021, 6, 25))


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_reference(NOW)


@pytest.mark.asks("S7")
@given(DAYS_OF_THE_SCHEME)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_on_any_day_each_of_21_companies_has_one_of_8_owners_and_a_division(day: date) -> None:
    primes = AreaRole.objects.filter(scheme__code="tr", role="prime", during__contains=day)
    companies = {role.organisation_id: role.area_id for role in primes}
    assert len(companies) == 21
    owners = list(Ownership.objects.filter(owned__in=companies, during__contains=day))
    assert Counter(one.owned_id for one in owners) == dict.fromkeys(companies, 1)
    assert len({one.owner_id for one in owners}) == 8
    within = AreaParent.objects.filter(
        area__in=companies.values(), parent_kind="division", during__contains=day
    )
    assert {one.area_id for one in within} == set(companies.values())


@pytest.mark.asks("S7")
def test_owners_hold_one_to_six_companies() -> None:
    held = Counter(Ownership.objects.values_list("owner__name", flat=True))
    assert sorted(held.values()) == [1, 1, 1, 2, 2, 3, 5, 6]
    assert held["Working Links"] == 3


@pytest.mark.asks("S7")
@pytest.mark.parametrize(
    ("kind", "count"), [("division", 7), ("cpa", 21), ("region", 12), ("pcc", 42)], ids=str
)
def test_areas_ship_as_a_hierarchy(kind: str, count: int) -> None:
    assert Area.objects.filter(kind=kind).count() == count


@pytest.mark.parametrize("parent_kind", ["cpa", "region"])
def test_every_police_area_lies_in_one_contract_package_area_and_one_region(parent_kind: str) -> None:
    within = Counter(
        AreaParent.objects.filter(area__kind="pcc", parent_kind=parent_kind).values_list(
            "area__code", flat=True
        )
    )
    assert len(within) == 42
    assert set(within.values()) == {1}


@pytest.mark.parametrize(
    ("area", "larger"),
    [
        ("gwent", {"Wales"}),
        ("cleveland", {"Durham Tees Valley", "North East"}),
        ("greater-manchester", {"Cheshire and Greater Manchester", "Greater Manchester"}),
        ("lincolnshire", {"Humberside, Lincolnshire and North Yorkshire", "East Midlands"}),
    ],
)
def test_a_police_area_is_found_in_both_schemes(area: str, larger: set[str]) -> None:
    found = AreaParent.objects.filter(area__kind="pcc", area__code=area).values_list(
        "parent__name", flat=True
    )
    assert set(found) == larger


@pytest.mark.asks("S90")
@pytest.mark.parametrize(
    ("scheme", "code", "nsi", "source"),
    [
        ("crs", "ACC", "CRS01", "Published"),
        ("crs", "DNR-NEN", "CRS04", "Published"),
        ("crs", "FBD-EM", "CRS08", "Published"),
        ("crs", "FBD-B", "CRS08", "Not published for this kind of contract: the code of its family FBD"),
        ("tr", "ACC", "LDN010", "London"),
        ("tr", "FBD", "NPS006", "National Probation Service in London"),
    ],
)
def test_each_kind_of_service_has_its_code_and_says_where_from(
    scheme: str, code: str, nsi: str, source: str
) -> None:
    kind = ServiceKind.objects.get(scheme__code=scheme, code=code)
    assert kind.nsi_code == nsi
    assert source in kind.nsi_source


def test_there_are_as_many_kinds_as_the_contracts_have() -> None:
    assert ServiceKind.objects.filter(scheme__code="crs").count() == 35


@pytest.mark.asks("S8")
@pytest.mark.asks("S20")
@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("directory_confirm_days", date(2018, 1, 1), 90),
        ("areas_per_owner_cap", date(2018, 1, 1), 6),
        ("areas_per_owner_cap", date(2021, 6, 26), None),
        (
            "tier_names",
            date(2018, 1, 1),
            {"1": "Prime (Tier 1)", "2": "Tier 2 provider", "3": "Tier 3 provider"},
        ),
    ],
)
def test_rules_of_a_scheme_are_values_with_dates(name: str, day: date, value: object) -> None:
    scheme = Scheme.objects.get(code="tr")
    assert rule_in_force(scheme.pk, name, on=day) == value


def test_a_second_run_changes_nothing_and_puts_no_changed_rule_back() -> None:
    SchemeRule.objects.filter(name="days_to_decide").update(value=10)
    before = Organisation.objects.count()
    assert load_reference(NOW).sentence == "Everything was there: nothing changed"
    assert Organisation.objects.count() == before
    assert set(SchemeRule.objects.filter(name="days_to_decide").values_list("value", flat=True)) == {10}


def test_what_was_lost_is_added_again() -> None:
    ServiceKind.objects.filter(code="ETE").delete()
    assert load_reference(NOW).sentence == "Added 2 kinds of service"


def test_the_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("reference", stdout=out)
    assert out.getvalue() == "Everything was there: nothing changed\n"
    call_command("reference", stdout=out, verbosity=0)
    assert out.getvalue().count("\n") == 1
