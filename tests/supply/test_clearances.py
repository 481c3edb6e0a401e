"""Clearing a service for people managed under MAPPA (S246)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from throughline.core.access import NotAllowed, acting_as
from throughline.core.access.actor import NOBODY
from throughline.core.models import User
from throughline.supply.actions.clearances import end_clearance, give_clearance
from throughline.supply.models import HighRiskClearance, Service
from throughline.supply.refusals import ClearanceNotClear

pytestmark = pytest.mark.django_db
CHECKS = "Two workers vetted; agreement on information signed"


@pytest.fixture
def service() -> Service:
    made: Service = make.ServiceFactory(name="Circles")
    return made


@pytest.fixture
def steward(service: Service) -> User:
    return make.member("contract_manager", service.scheme.steward)


def given(service: Service, by: User, **said: Any) -> HighRiskClearance:
    usual: dict[str, Any] = {"from_on": date(2017, 6, 1), "last_day": None, "checks": CHECKS}
    with acting_as(make.acting(by)):
        return give_clearance(service=service, **usual | said, by=by, at=make.NOW)


def ended(clearance: HighRiskClearance, by: User, last_day: date, why: str = "Vetting lapsed") -> None:
    with acting_as(make.acting(by)):
        end_clearance(clearance=clearance, last_day=last_day, why=why, by=by, at=make.NOW + timedelta(days=9))


@pytest.mark.asks("S246")
def test_given_with_what_was_checked_and_ended_with_why(service: Service, steward: User) -> None:
    clearance = given(service, steward)
    ended(clearance, steward, date(2017, 6, 30))
    clearance.refresh_from_db()
    assert (clearance.checks, clearance.given_by, clearance.given_at) == (CHECKS, steward, make.NOW)
    assert (clearance.during.last_day, clearance.why_ended, clearance.ended_by) == (
        date(2017, 6, 30),
        "Vetting lapsed",
        steward,
    )
    given(service, steward, from_on=date(2017, 7, 1))


@pytest.mark.parametrize(
    "role", ["provider_manager", "supply_chain_manager", "contract_manager", "inspector"]
)
def test_nobody_else_clears_a_service(service: Service, steward: User, role: str) -> None:
    organisation = service.deliverer if role == "provider_manager" else make.OrganisationFactory()
    other = make.member(role, organisation)
    with pytest.raises(NotAllowed):
        given(service, other)
    clearance = given(service, steward)
    with pytest.raises(NotAllowed):
        ended(clearance, other, date(2017, 6, 30))


@pytest.mark.parametrize(
    "said",
    [{"checks": " "}, {"last_day": date(2017, 5, 31)}],
    ids=["nothing checked", "ends before it begins"],
)
def test_what_is_half_said_is_refused(service: Service, steward: User, said: dict[str, Any]) -> None:
    with pytest.raises(ClearanceNotClear):
        given(service, steward, **said)


def test_two_hold_on_no_day_together(service: Service, steward: User) -> None:
    given(service, steward)
    with pytest.raises(ClearanceNotClear, match="cleared already from 1 June 2017"):
        given(service, steward, from_on=date(2018, 1, 1))
    with pytest.raises(IntegrityError, match="one_clearance_at_a_time"), transaction.atomic():
        make.HighRiskClearanceFactory(service=service)


@pytest.mark.parametrize(
    ("last_day", "why"), [(date(2017, 5, 31), "x"), (date(2017, 6, 30), "")], ids=["too early", "no reason"]
)
def test_an_end_is_a_day_of_it_with_a_reason(
    service: Service, steward: User, last_day: date, why: str
) -> None:
    clearance = given(service, steward)
    with pytest.raises(ClearanceNotClear):
        ended(clearance, steward, last_day, why)


def test_nobody_signed_in_sees_no_clearance(service: Service, steward: User) -> None:
    given(service, steward)
    with acting_as(NOBODY):
        assert not HighRiskClearance.objects.exists()
