"""What the database refuses of a service's record, whoever writes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories as make
from throughline.core.money import Money
from throughline.supply.models import RouteContribution

pytestmark = pytest.mark.django_db

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "closed, and nothing said of what instead": ({"intake": "closed"}, "closed_service_says_what_instead"),
    "capped without a number": ({"intake": "capped"}, "capped_service_says_how_many"),
    "open with a number": ({"intake_cap": 5}, "capped_service_says_how_many"),
    "a day of a wait nobody stated": ({"waiting_said_on": date(2017, 5, 1)}, "stated_wait_has_its_day"),
    "a wait nobody stated on a day": ({"waiting_days": 3}, "stated_wait_has_its_day"),
    "no session at all": ({"sessions": 0}, "service_dose_and_interval_above_nothing"),
    "confirmed every nought days": ({"review_days": 0}, "service_dose_and_interval_above_nothing"),
}


@pytest.mark.parametrize(("written", "by"), REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(written: dict[str, Any], by: str) -> None:
    with pytest.raises(IntegrityError, match=by):
        make.ServiceFactory(**written)


def test_a_closed_service_names_an_alternative_or_says_why() -> None:
    other = make.ServiceFactory()
    make.ServiceFactory(intake="closed", alternative=other)
    make.ServiceFactory(intake="closed", intake_note="The worker left; opens again in June")


def test_a_withheld_place_is_no_probation_office() -> None:
    with pytest.raises(IntegrityError, match="withheld_place_is_no_office"):
        make.ServicePlaceFactory(is_withheld=True, in_office="Northmoor probation office")


def test_a_place_has_both_its_degrees_or_neither() -> None:
    with pytest.raises(IntegrityError, match="place_has_both_its_degrees"):
        make.ServicePlaceFactory(latitude=50.5)


def test_what_a_route_costs_is_of_a_unit() -> None:
    make.ServiceRouteFactory(unit_cost=Money("31.00"), cost_unit="session")
    for lacking in ({"unit_cost": Money("31.00")}, {"cost_unit": "session"}):
        with pytest.raises(IntegrityError, match="cost_of_a_route_has_its_unit"), transaction.atomic():
            make.ServiceRouteFactory(**lacking)


def test_a_rule_looks_at_nothing_that_stands_on_the_service() -> None:
    with pytest.raises(IntegrityError, match="rule_looks_at_what_is_not_on_the_service"):
        make.EligibilityRuleFactory(aspect="sex", accepts=["female"])


def test_a_rule_that_lets_in_all_and_keeps_out_none_is_no_rule() -> None:
    with pytest.raises(IntegrityError, match="rule_lets_in_or_keeps_out"):
        make.EligibilityRuleFactory(accepts=[], refuses=[])


class TestContributions:
    """A co-commissioned service is paid for by several, whose shares make the whole (S20)."""

    @pytest.mark.parametrize(
        "shares", [(10_000,), (6_000, 4_000), (3_333, 3_333, 3_334)], ids=["one", "two", "three"]
    )
    def test_shares_that_make_the_whole_are_kept(self, shares: tuple[int, ...]) -> None:
        self._contributed(shares)
        connection.check_constraints()
        assert RouteContribution.objects.count() == len(shares)

    @pytest.mark.parametrize("shares", [(9_999,), (6_000, 4_001), (5_000,)], ids=["less", "more", "half"])
    def test_anything_else_is_refused_at_the_end_of_the_transaction(self, shares: tuple[int, ...]) -> None:
        with pytest.raises(IntegrityError, match="make up the whole"), transaction.atomic():
            self._contributed(shares)
            connection.check_constraints()

    def _contributed(self, shares: tuple[int, ...]) -> None:
        route = make.ServiceRouteFactory(route="co_commissioned")
        for share in shares:
            make.RouteContributionFactory(route=route, share=share)


def test_one_trial_at_a_time_is_undecided() -> None:
    pilot = make.PilotFactory()
    with pytest.raises(IntegrityError, match="one_undecided_pilot_of_a_service"):
        make.PilotFactory(service=pilot.service)
