"""What is recorded of a person decides what may be offered to them; what is not recorded keeps nobody out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import factories as make
from throughline.core.periods import Period
from throughline.line.queries.circumstances import circumstances_of
from throughline.line.queries.referring import services_open_to
from throughline.people.models import Person
from throughline.supply.models import Service
from throughline.supply.rules.eligibility import Circumstances

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 1)


@pytest.fixture
def service() -> Service:
    service = make.ServiceFactory()
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, route="core")
    return service


def is_offered(service: Service, person: Person) -> bool:
    buyer = make.OrganisationFactory()
    return service in services_open_to(person, buyer_id=buyer.pk, needs=["wellbeing"], on=DAY)


def test_of_somebody_of_whom_nothing_is_recorded_nothing_is_known() -> None:
    person = make.PersonFactory(sex="unknown", born_on=None, home_area=None)
    assert circumstances_of(person, on=DAY) == Circumstances()


def test_all_that_is_recorded() -> None:
    area, around, within = make.AreaFactory(), make.AreaFactory(kind="division"), make.AreaFactory(kind="la")
    make.AreaParentFactory(area=area, parent=around)
    make.AreaParentFactory(area=within, parent=area, parent_kind="cpa")
    person = make.PersonFactory(
        sex="female", born_on=date(1987, 6, 2), home_area=area, risk_level="high", mappa="2", language="cy"
    )
    make.SentenceFactory(person=person, kind="community", offence_kind="theft", during=make.ever())
    make.SentenceFactory(person=person, kind="licence", offence_kind="", during=make.ever())
    over = Period(date(2016, 1, 1), DAY)
    make.SentenceFactory(person=person, kind="suspended", offence_kind="arson", during=over)
    assessment = make.AssessmentFactory(person=person)
    for need, level, self_reported in (
        ("wellbeing", "some", False),
        ("drugs", "none", False),
        ("finance", "severe", True),
    ):
        make.AssessedNeedFactory(assessment=assessment, need=need, level=level, self_reported=self_reported)
    assert circumstances_of(person, on=DAY) == Circumstances(
        sex="female",
        age=29,
        lives_in=frozenset({area.pk, around.pk}),
        perhaps_in=frozenset({within.pk}),
        risk="high",
        offences=frozenset({"theft"}),
        offence_missing=True,
        orders=frozenset({"community", "licence"}),
        needs=frozenset({"wellbeing"}),
        assessed=frozenset({"wellbeing", "drugs"}),
        language="cy",
        mappa="2",
    )


RULES: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "risk of serious harm": ({"aspect": "risk", "accepts": ["low"]}, "risk_level", "low", "high"),
    "language": ({"aspect": "language", "accepts": ["en"]}, "language", "en", "pl"),
}


@pytest.mark.asks("S65")
@pytest.mark.parametrize(("rule", "field", "fits", "does_not"), RULES.values(), ids=RULES)
def test_a_rule_of_the_service_decides_what_is_offered(
    service: Service, rule: dict[str, Any], field: str, fits: str, does_not: str
) -> None:
    make.EligibilityRuleFactory(service=service, **rule)
    assert is_offered(service, make.PersonFactory(**{field: fits}))
    assert not is_offered(service, make.PersonFactory(**{field: does_not}))
    assert is_offered(service, make.PersonFactory())


@pytest.mark.asks("S246")
def test_to_somebody_under_mappa_only_what_is_cleared_is_offered(service: Service) -> None:
    person = make.PersonFactory(mappa="1")
    assert not is_offered(service, person)
    make.HighRiskClearanceFactory(service=service)
    assert is_offered(service, person)


def test_for_no_need_nothing_is_offered(service: Service) -> None:
    found = services_open_to(make.PersonFactory(), buyer_id=1, needs=[], on=DAY)
    assert list(found) == []


def test_what_is_given_elsewhere_is_offered_all_the_same(service: Service) -> None:
    make.ServiceAreaFactory(service=service)
    assert is_offered(service, make.PersonFactory(home_area=make.AreaFactory()))
