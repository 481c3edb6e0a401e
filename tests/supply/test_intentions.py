"""Stating what a body means to buy, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.intending import IN_TIME, YEAR, Intending, intending, stated
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.money import Money
from throughline.core.refusals import Refusal
from throughline.core.states import MoveNotAllowed, ReasonMissing
from throughline.supply.actions.intentions import change_intention, remove_intention, state_intention
from throughline.supply.models import Intention
from throughline.supply.queries.intentions import Commissions, areas_offered, commissions_of
from throughline.supply.refusals import IntentionPublished, NotACommissioningBody
from throughline.supply.states import INTENTION_MOVES, IntentionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Intending:
    return intending()


def test_a_commissioner_states_what_the_division_means_to_buy(who: Intending) -> None:
    made = who.stated()
    made.refresh_from_db()
    assert (made.body, made.financial_year, made.form, made.state) == (
        who.division,
        YEAR,
        "grant",
        "planned",
    )
    assert made.reference.startswith("CI-")


@pytest.mark.parametrize("role", ["responsible_officer", "contract_manager", "provider_manager"])
def test_whoever_states_none_for_the_body_does_not(who: Intending, role: str) -> None:
    user = make.member(role, who.division)
    with acting_as(make.acting(user)), pytest.raises(NotAllowed):
        state_intention(
            scheme=who.scheme, body=who.division, year=YEAR, stated=stated(who.area), by=user, at=IN_TIME
        )


def test_nor_does_a_body_that_commissions_nowhere(who: Intending) -> None:
    elsewhere = make.OrganisationFactory(name="NPS Elsewhere")
    user = make.member("commissioner", elsewhere)
    with acting_as(make.acting(user)), pytest.raises(NotACommissioningBody, match="NPS Elsewhere does not"):
        state_intention(
            scheme=who.scheme, body=elsewhere, year=YEAR, stated=stated(who.area), by=user, at=IN_TIME
        )


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        (
            {"opens_on": date(2018, 9, 2)},
            "on or before the day the work starts, 1 September 2018",
            "opens_on",
        ),
        ({"value_to": Money("49999.99")}, "must be £50,000.00 or more", "value_to"),
        ({"value_to": None}, "Enter both values", "value_to"),
    ],
)
def test_what_does_not_hang_together_is_refused(
    who: Intending, said: dict[str, Any], sentence: str, field: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        who.stated(**said)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "said",
    [
        {"opens_on": date(2018, 9, 2)},
        {"value_to": Money("49999.99")},
        {"value_to": None},
        {"needs": []},
        {"year": 1800},
    ],
)
def test_and_by_the_database(who: Intending, said: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make.IntentionFactory(**said)


@pytest.mark.parametrize("start", IntentionState.values)
@pytest.mark.parametrize("one", INTENTION_MOVES, ids=lambda one: one.name)
def test_each_move_from_each_state(who: Intending, one: Any, start: str) -> None:
    intention = make.IntentionFactory(scheme=who.scheme, body=who.division, area=who.area, state=start)
    if start not in one.frm:
        with pytest.raises(MoveNotAllowed):
            who.moved(intention, one.name, why="It changed")
        return
    if one.needs_reason:
        with pytest.raises(ReasonMissing):
            who.moved(intention, one.name)
    who.moved(intention, one.name, why="It changed")
    intention.refresh_from_db()
    assert intention.state == one.to
    assert [move.reason for move in intention.moves.all()] == ["It changed"]


def test_what_is_said_can_be_put_right(who: Intending) -> None:
    made = who.stated()
    with acting_as(make.acting(who.commissioner)):
        change_intention(
            intention=made, stated=stated(who.area, form="contract"), by=who.commissioner, at=IN_TIME
        )
    made.refresh_from_db()
    assert (made.form, made.year) == ("contract", 2018)


def test_what_nobody_else_has_read_can_be_removed(who: Intending) -> None:
    made = who.stated()
    with acting_as(make.acting(who.commissioner)):
        remove_intention(intention=made, by=who.commissioner, at=IN_TIME)
    assert not Intention.objects.exists()


def test_what_was_published_cannot_and_the_database_holds_it(who: Intending) -> None:
    made = who.stated()
    who.published()
    with (
        acting_as(make.acting(who.commissioner)),
        pytest.raises(IntentionPublished, match="no longer intended"),
    ):
        remove_intention(intention=made, by=who.commissioner, at=IN_TIME)
    with pytest.raises(DatabaseError), transaction.atomic():
        Intention.objects.filter(pk=made.pk).delete()


def test_nor_can_what_has_a_history(who: Intending) -> None:
    made = who.moved(who.stated(), "talk")
    with acting_as(make.acting(who.commissioner)), pytest.raises(IntentionPublished):
        remove_intention(intention=made, by=who.commissioner, at=IN_TIME)


def test_others_intentions_are_not_seen(who: Intending) -> None:
    who.stated()
    for user in (make.member("commissioner", who.prime), make.member("contract_manager", who.scheme.steward)):
        with acting_as(make.acting(user)):
            assert not Intention.objects.exists()


def test_a_body_states_for_the_schemes_that_ask_it(who: Intending) -> None:
    asks_nothing = make.SchemeFactory()
    make.AreaRoleFactory(scheme=asks_nothing, organisation=who.division, role="division")
    actor = make.acting(who.commissioner)
    assert [(one.scheme, one.body) for one in commissions_of(actor, on=IN_TIME.date())] == [
        (who.scheme, who.division)
    ]


def test_areas_are_offered_that_the_body_answers_for_within_or_as_a_whole(who: Intending) -> None:
    def within(parent: Any, name: str, kind: str) -> Any:
        area = make.AreaFactory(name=name, kind=kind)
        make.AreaParentFactory(area=area, parent=parent, parent_kind=parent.kind)
        return area

    whole = make.AreaFactory(name="Ridgeway", kind="division")
    wider = make.AreaFactory(name="Elsewhere too", kind="country")
    for parent in (whole, wider):
        make.AreaParentFactory(area=who.area, parent=parent, parent_kind=parent.kind)
    within(wider, "Another’s", "cpa")
    within(who.area, "Moor police", "pcc")
    offered = areas_offered(Commissions(who.scheme, who.division), on=IN_TIME.date())
    assert [area.name for area in offered] == ["Northmoor", "Ridgeway", "Moor police"]
