"""Every move of an entry from every state: allowed or refused by the action, by its page, by the database."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import factories as make
from throughline.core.access import NotAllowed, acting_as
from throughline.core.models import User
from throughline.core.states import MoveNotAllowed
from throughline.supply.actions.services import publish_service, suspend_service, withdraw_service
from throughline.supply.models import Service
from throughline.supply.states import SERVICE_MOVES, ServiceState

pytestmark = pytest.mark.django_db

ACTIONS: dict[str, Any] = {
    "publish": publish_service,
    "suspend": suspend_service,
    "withdraw": withdraw_service,
}
EVERY = list(product([str(state) for state in ServiceState], SERVICE_MOVES))
NAMES = [f"{move.name} what is {state}" for state, move in EVERY]
PAIRS = {(start, move.to) for move in SERVICE_MOVES for start in move.frm}


def entry(state: str) -> tuple[Service, User]:
    service = make.complete(make.ServiceFactory(state=state))
    service.refresh_from_db()
    return service, make.member("provider_manager", service.deliverer)


def asked(move: Any) -> dict[str, str]:
    return {"why": "The lease has ended"} if move.needs_reason else {}


def test_each_move_has_its_action() -> None:
    assert {move.name for move in SERVICE_MOVES} == set(ACTIONS)


@pytest.mark.parametrize(("state", "move"), EVERY, ids=NAMES)
def test_by_the_action(state: str, move: Any) -> None:
    service, manager = entry(state)
    with acting_as(make.acting(manager)):
        if state in move.frm:
            ACTIONS[move.name](service=service, by=manager, at=make.NOW, **asked(move))
        else:
            with pytest.raises(MoveNotAllowed):
                ACTIONS[move.name](service=service, by=manager, at=make.NOW, **asked(move))
    service.refresh_from_db()
    assert service.state == (move.to if state in move.frm else state)
    assert service.moves.count() == (state in move.frm)


@pytest.mark.parametrize(("state", "move"), EVERY, ids=NAMES)
def test_by_its_page(client: Client, state: str, move: Any) -> None:
    service, manager = entry(state)

    client.force_login(manager)
    address = f"/kept-services/{service.reference}/move/{move.name}"
    offered = client.get(address)
    sent = client.post(address, asked(move))
    service.refresh_from_db()
    if state in move.frm:
        assert (offered.status_code, sent.status_code, service.state) == (200, 302, move.to)
    else:
        assert (offered.status_code, sent.status_code, service.state) == (302, 200, state)
        assert b"<title>Error: " in sent.content


@pytest.mark.parametrize(("state", "move"), EVERY, ids=NAMES)
def test_by_somebody_who_keeps_no_such_entry(client: Client, state: str, move: Any) -> None:
    service, _ = entry(state)
    stranger = make.member("supply_chain_manager", make.OrganisationFactory())
    with acting_as(make.acting(stranger)), pytest.raises(NotAllowed):
        ACTIONS[move.name](service=service, by=stranger, at=make.NOW, **asked(move))
    client.force_login(stranger)
    sent = client.post(f"/kept-services/{service.reference}/move/{move.name}", asked(move))
    service.refresh_from_db()
    assert (sent.status_code, service.state) == (404, state)


@pytest.mark.parametrize(("start", "to"), list(product(ServiceState, ServiceState)))
def test_by_the_database(start: str, to: str) -> None:
    service, manager = entry(start)
    written = Service.objects.filter(pk=service.pk)
    with acting_as(make.acting(manager)):
        if start == to or (start, to) in PAIRS:
            assert written.update(state=to) == 1
        else:
            with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
                written.update(state=to)


def test_whoever_only_reads_moves_nothing_in_the_database() -> None:
    service, _ = entry("published")
    officer = make.member("responsible_officer", make.OrganisationFactory())
    with acting_as(make.acting(officer)):
        assert Service.objects.filter(pk=service.pk).update(state="suspended") == 0
