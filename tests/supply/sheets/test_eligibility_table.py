"""Rules of eligibility from a table: values of their own list, reasons, and what is taken out."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.supply.sheets.filled import as_csv, exported, load, why_rejected
from throughline.core.models import User
from throughline.supply.models import EligibilityRule, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    made: Service = make.ServiceFactory(name="Job club")
    return made


@pytest.fixture
def manager(service: Service) -> User:
    return make.member("provider_manager", service.deliverer)


def line(service: Service, aspect: str = "risk", **says: str) -> bytes:
    return as_csv({"service": service.reference, "aspect": aspect} | says)


def test_a_rule_is_made_changed_and_taken_out(service: Service, manager: User) -> None:
    made = load("eligibility", line(service, accepts="medium; low", why="People meet alone"), manager)
    rule = service.eligibility.get()
    assert (rule.accepts, rule.refuses, rule.why) == (["low", "medium"], [], "People meet alone")
    assert made.changes.sentence == "1 new"
    changed = load("eligibility", line(service, accepts="low", refuses="high"), manager)
    rule.refresh_from_db()
    assert (rule.accepts, rule.refuses, rule.why) == (["low"], ["high"], "People meet alone")
    assert [(one.column, one.was, one.now) for one in changed.changes.listed[0].fields] == [
        ("accepts", "low; medium", "low"),
        ("refuses", "", "high"),
    ]
    assert load("eligibility", line(service, remove="yes"), manager).changes.sentence == "1 removed"
    assert not service.eligibility.exists()
    assert service.versions.count() == 4


@pytest.mark.parametrize(
    ("aspect", "says", "sentence"),
    [
        ("risk", {"accepts": "purple"}, "“purple” is no value of risk. Use these: low"),
        ("risk", {"accepts": "licence"}, "is no value of risk"),
        ("risk", {"accepts": "low", "refuses": "low"}, "not as both"),
        ("risk", {"accepts": ""}, "Select who it is for"),
        ("age", {"accepts": "18"}, "“aspect” must be risk, offence"),
    ],
)
def test_what_cannot_be_so_is_rejected(
    service: Service, manager: User, aspect: str, says: dict[str, str], sentence: str
) -> None:
    assert sentence in why_rejected(load("eligibility", line(service, aspect, **says), manager))
    assert not EligibilityRule.objects.exists()


def test_anothers_entry_is_not_found(service: Service) -> None:
    stranger = make.member("provider_manager", make.OrganisationFactory())
    assert "among those you keep" in why_rejected(load("eligibility", line(service, accepts="low"), stranger))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_loaded_again_without_a_change(
    service: Service, manager: User, ending: str
) -> None:
    make.EligibilityRuleFactory(service=service, accepts=["medium", "low"], why="=because\nof it")
    make.EligibilityRuleFactory(service=service, aspect="offence", accepts=[], refuses=["sexual", "arson"])
    make.EligibilityRuleFactory(service__name="Another's")
    loaded = load("eligibility", exported("eligibility", manager, ending), manager)
    assert (loaded.report.rejected, loaded.report.loaded, loaded.report.unchanged) == ((), 0, 2)
