"""What is needed meets what is offered, each answered with a status."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.boarding import DAYS, Boarding, boarding
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import Message
from throughline.core.money import Money
from throughline.core.refusals import Refusal
from throughline.core.states import MoveNotAllowed, ReasonMissing, move, move_named
from throughline.supply.actions.noticeboard import NeedIsOver, move_need
from throughline.supply.models import Offer, OfferPrice, StatedNeed
from throughline.supply.queries.noticeboard import (
    needs_on_the_board,
    needs_to_answer,
    offers_on_the_board,
    offers_to_answer,
    prices_seen,
    unanswered,
)
from throughline.supply.states import NEED_MOVES, OFFER_MOVES, NeedState, OfferState

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Boarding:
    return boarding()


def waiting_too_long(board: Boarding, on: date) -> list[StatedNeed]:
    actor = make.acting(board.world.contract_manager)
    with acting_as(actor):
        return list(unanswered(needs_on_the_board(actor), on=on))


@pytest.mark.asks("S76")
def test_a_need_unanswered_for_30_days_is_shown(board: Boarding) -> None:
    need = board.needed()
    day = make.NOW.date()
    assert waiting_too_long(board, day + timedelta(days=DAYS - 1)) == []
    assert waiting_too_long(board, day + timedelta(days=DAYS)) == [need]


@pytest.mark.asks("S76")
def test_one_that_was_answered_is_not(board: Boarding) -> None:
    late = make.NOW.date() + timedelta(days=DAYS + 5)
    offered, unmet = board.needed(), board.needed()
    board.offered(offered)
    board.need_is(unmet, "answer", board.world.supply_chain_manager)
    assert waiting_too_long(board, late) == []


@pytest.mark.asks("S76")
def test_an_offer_links_to_the_need_it_answers_and_answers_it(board: Boarding) -> None:
    need = board.needed()
    offer = board.offered(need)
    need.refresh_from_db()
    assert (offer.need, need.state, need.waiting_since) == (need, NeedState.OFFERED, None)
    assert [(one.name, one.reason, one.by) for one in need.moves.all()] == [
        ("offer", f"Offer {offer.reference}", board.world.manager)
    ]


@pytest.mark.asks("S76")
def test_taking_up_an_offer_meets_the_need(board: Boarding) -> None:
    need = board.needed()
    offer = board.offered(need)
    board.offer_is(offer, "talk", board.world.commissioner)
    board.offer_is(offer, "take_up", board.world.commissioner)
    need.refresh_from_db()
    assert (offer.state, need.state) == (OfferState.TAKEN_UP, NeedState.MET)
    with pytest.raises(NeedIsOver, match="it is now: met"):
        board.offered(need)


def test_a_need_waits_again_when_no_offer_is_left(board: Boarding) -> None:
    need = board.needed()
    first, second = board.offered(need), board.offered(need)
    board.offer_is(first, "decline", board.world.commissioner)
    need.refresh_from_db()
    assert need.state == NeedState.OFFERED
    later = make.NOW + timedelta(days=9)
    board.offer_is(second, "withdraw", board.world.manager, at=later)
    need.refresh_from_db()
    assert (need.state, need.waiting_since) == (NeedState.WAITING, later)


def test_asked_for_again_its_offers_still_stand(board: Boarding) -> None:
    need = board.needed()
    taken, left = board.offered(need), board.offered(need)
    board.offer_is(taken, "take_up", board.world.commissioner)
    need.refresh_from_db()
    board.need_is(need, "ask_again", board.world.officer)
    need.refresh_from_db()
    assert (need.state, left.state) == (NeedState.OFFERED, OfferState.MADE)


def test_an_offer_can_be_made_unasked(board: Boarding) -> None:
    offer = board.offered()
    with acting_as(make.acting(board.world.commissioner)):
        assert list(offers_to_answer(make.acting(board.world.commissioner))) == [offer]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"proposal": ""}, "Select a service of the directory, or say what you propose"),
        ({"service": "another’s"}, "neither gives Elsewhere nor answers for it"),
    ],
)
def test_an_offer_says_what_is_offered(board: Boarding, said: dict[str, Any], sentence: str) -> None:
    if "service" in said:
        said = {"service": make.ServiceFactory(scheme=board.world.scheme, name="Elsewhere")}
    with pytest.raises(Refusal, match=sentence):
        board.offered(**said)


def test_a_prime_offers_a_service_of_its_chain(board: Boarding) -> None:
    world = board.world
    offer = board.offered(
        by=world.supply_chain_manager, offerer=world.prime, service=world.service, proposal=""
    )
    assert offer.service == world.service


def test_nobody_offers_to_themselves_and_the_database_holds_it(board: Boarding) -> None:
    world = board.world
    with pytest.raises(Refusal, match="cannot make an offer to itself"):
        board.offered(by=make.member("provider_manager", world.division), offerer=world.division)
    with pytest.raises(DatabaseError), transaction.atomic():
        make.OfferFactory(offerer=world.prime, to=world.prime)


def test_the_database_keeps_an_offer_with_who_asked(board: Boarding) -> None:
    need = board.needed()
    with pytest.raises(DatabaseError, match="made to whoever stated it"), transaction.atomic():
        make.OfferFactory(need=need, scheme=board.world.scheme, to=board.world.prime)


def test_what_is_wanted_in_the_past_is_refused(board: Boarding) -> None:
    with pytest.raises(Refusal, match="must be today or in the future") as refused:
        board.needed(wanted_by=date(2017, 5, 31))
    assert refused.value.field == "wanted_by"


@pytest.mark.parametrize("start", NeedState.values)
@pytest.mark.parametrize("one", NEED_MOVES, ids=lambda one: one.name)
def test_each_move_of_a_need_from_each_state(board: Boarding, one: Any, start: str) -> None:
    need = make.StatedNeedFactory(scheme=board.world.scheme, asker=board.world.division, state=start)
    also = {"waiting_since": make.NOW if one.to == NeedState.WAITING else None}
    if start not in one.frm:
        with pytest.raises(MoveNotAllowed):
            move(need, one.name, by=None, at=make.NOW, why="Because", also=also)
        return
    if one.needs_reason:
        with pytest.raises(ReasonMissing):
            move(need, one.name, by=None, at=make.NOW, also=also)
    move(need, one.name, by=None, at=make.NOW, why="Because", also=also)
    need.refresh_from_db()
    assert need.state == one.to


@pytest.mark.parametrize("start", OfferState.values)
@pytest.mark.parametrize("one", OFFER_MOVES, ids=lambda one: one.name)
def test_each_move_of_an_offer_from_each_state(board: Boarding, one: Any, start: str) -> None:
    offer = make.OfferFactory(scheme=board.world.scheme, state=start)
    if start not in one.frm:
        with pytest.raises(MoveNotAllowed):
            move(offer, one.name, by=None, at=make.NOW, why="Because")
        return
    if one.needs_reason:
        with pytest.raises(ReasonMissing):
            move(offer, one.name, by=None, at=make.NOW)
    move(offer, one.name, by=None, at=make.NOW, why="Because")
    offer.refresh_from_db()
    assert offer.state == one.to


MAY = [
    ("need", "meet", {"officer", "commissioner"}),
    ("need", "withdraw", {"officer", "commissioner"}),
    ("need", "answer", {"supply_chain_manager", "contract_manager"}),
    ("offer", "talk", {"commissioner"}),
    ("offer", "take_up", {"commissioner"}),
    ("offer", "decline", {"commissioner"}),
    ("offer", "withdraw", {"manager"}),
]


@pytest.mark.parametrize(("what", "name", "may"), MAY)
def test_who_may_say_what_became_of_it(board: Boarding, what: str, name: str, may: set[str]) -> None:
    for role in ("officer", "manager", "worker", "supply_chain_manager", "commissioner", "contract_manager"):
        by = getattr(board.world, role)
        need = board.needed()
        offer = board.offered(need) if what == "offer" else None
        allowed = nullcontext() if role in may else pytest.raises(NotAllowed)
        with allowed:
            if offer is not None:
                board.offer_is(offer, name, by)
            else:
                board.need_is(need, name, by)


def test_primes_around_and_within_the_area_may_answer(board: Boarding) -> None:
    world = board.world
    whole = make.AreaFactory(kind="division")
    make.AreaParentFactory(area=board.area, parent=whole)
    elsewhere = make.AreaRoleFactory(scheme=world.scheme, role="prime").organisation
    need = board.needed(area=whole)
    may = set(need.organisations_for("answer_needs"))
    assert world.prime.pk in may
    assert elsewhere.pk not in may
    with acting_as(make.acting(world.supply_chain_manager)):
        assert needs_to_answer(make.acting(world.supply_chain_manager)) == [need]


@pytest.mark.asks("S76")
def test_a_price_is_read_by_the_two_and_by_the_steward(board: Boarding) -> None:
    world = board.world
    offer = board.offered(board.needed())
    for user, sees in (
        (world.manager, True),
        (world.commissioner, True),
        (world.officer, True),
        (world.contract_manager, True),
        (world.supply_chain_manager, False),
        (world.worker, False),
    ):
        actor = make.acting(user)
        with acting_as(actor):
            assert list(offers_on_the_board(actor)) == [offer]
            assert bool(prices_seen(actor, [offer])) is sees
            assert OfferPrice.objects.exists() is sees


def test_whoever_has_no_part_in_the_scheme_reads_nothing(board: Boarding) -> None:
    board.offered(board.needed())
    for role in ("provider_manager", "commissioner", "contract_manager"):
        actor = make.acting(make.member(role, make.OrganisationFactory()))
        with acting_as(actor):
            assert not needs_on_the_board(actor).exists()
            assert not StatedNeed.objects.exists()
            assert not Offer.objects.exists()


def test_those_whom_it_concerns_are_told(board: Boarding) -> None:
    world = board.world
    need = board.needed()
    offer = board.offered(need)
    told = lambda: {(one.to, one.subject) for one in Message.objects.all()}  # noqa: E731
    assert told() == {
        (world.commissioner, "An offer waits for an answer"),
        (world.officer, "An offer waits for an answer"),
    }
    Message.objects.all().delete()
    board.offer_is(offer, "decline", world.commissioner)
    assert told() == {(world.manager, "Your offer: declined")}
    Message.objects.all().delete()
    need.refresh_from_db()
    board.need_is(need, "answer", world.supply_chain_manager)
    assert told() == {(world.officer, "The need you stated cannot be met now")}
    assert not any("4321" in one.text for one in Message.objects.all())


def test_an_answer_needs_its_reason(board: Boarding) -> None:
    need = board.needed()
    prime = board.world.supply_chain_manager
    with acting_as(make.acting(prime)), pytest.raises(ReasonMissing):
        move_need(need=need, name="answer", by=prime, at=make.NOW, why=" ")


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["offer", "talk", "take_up", "decline", "withdraw", "ask_again", "answer"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_need_waits_exactly_when_nothing_of_it_is_left(
    board: Boarding, acts: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        world, need = board.world, board.needed()
        for n, (name, which) in enumerate(acts):
            at = make.NOW + timedelta(hours=n)
            try:
                if name == "offer":
                    board.offered(need, at=at)
                elif name in ("ask_again", "answer"):
                    by = world.officer if name == "ask_again" else world.supply_chain_manager
                    board.need_is(need, name, by, at=at)
                elif offer := list(need.offers.order_by("pk"))[which : which + 1]:
                    by = world.manager if name == "withdraw" else world.commissioner
                    board.offer_is(offer[0], name, by, at=at)
            except Refusal:
                pass
            need.refresh_from_db()
            left = need.offers.filter(state__in=("made", "talking")).exists()
            assert not (need.state == NeedState.WAITING and left)
            assert not (need.state == NeedState.OFFERED and not left)
            assert (need.waiting_since is not None) == (need.state == NeedState.WAITING)
        states = ["waiting", *need.moves.values_list("to_state", flat=True)]
        for before, one in zip(states, need.moves.all(), strict=False):
            assert before in move_named(NEED_MOVES, one.name).frm
        assert all(a != b for a, b in pairwise(states))
        assert need.state == states[-1]
        transaction.set_rollback(True)


def test_the_amount_is_not_in_the_audit_that_others_read(board: Boarding) -> None:
    board.offered(amount=Money("4321.09"))
    assert not hasattr(OfferPrice, "pgh_event_model")
