"""The one function that makes any move, and what the database refuses beside it."""

from __future__ import annotations

import pytest

from tests import factories as make
from throughline.core.states import MoveNotAllowed, ReasonMissing, available_moves, move, move_named
from throughline.supply.models import Service
from throughline.supply.states import SERVICE_MOVES


def test_a_move_writes_the_state_and_the_row_that_records_it(db: None) -> None:
    service = make.ServiceFactory(state="draft")
    by = make.UserFactory(full_name="Owen Clark")
    move(service, "publish", by=by, at=make.NOW)
    row = service.moves.get()
    assert (service.state, row.from_state, row.to_state, row.by) == ("published", "draft", "published", by)
    assert Service.objects.get(pk=service.pk).state == "published"


def test_a_move_from_another_state_says_what_happened_instead(db: None) -> None:
    service = make.ServiceFactory(state="published")
    move(service, "withdraw", by=make.UserFactory(full_name="Owen Clark"), at=make.NOW, why="Closed")
    with pytest.raises(MoveNotAllowed, match="Owen Clark made the move “withdraw” on 1 June 2017"):
        move(service, "suspend", by=None, at=make.NOW, why="Ill")


def test_a_move_that_needs_a_reason_is_refused_without(db: None) -> None:
    service = make.ServiceFactory(state="published")
    with pytest.raises(ReasonMissing, match="Say why you want to suspend this service"):
        move(service, "suspend", by=None, at=make.NOW, why="   ")


def test_a_page_offers_the_moves_of_the_state_and_no_other(db: None) -> None:
    service = make.ServiceFactory(state="published")
    assert [one.name for one in available_moves(service)] == ["suspend", "withdraw"]


def test_a_move_nobody_named_is_a_mistake_in_the_code() -> None:
    with pytest.raises(LookupError):
        move_named(SERVICE_MOVES, "explode")
