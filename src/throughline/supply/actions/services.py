"""Keeping the directory true: publish, suspend, withdraw and confirm an entry (D4, S5, S63, S66)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from throughline.core.models import User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.supply.actions.versions import keep_first_versions, keep_version, require_keeper
from throughline.supply.models import Service
from throughline.supply.queries.completeness import missing_before_publishing
from throughline.supply.refusals import ConfirmedSince, ServiceNotComplete, ServiceNotOpen
from throughline.supply.states import ServiceState


@transaction.atomic
def publish_service(*, service: Service, by: User, at: datetime) -> Service:
    """
    Put a draft or suspended entry into the directory; who publishes it confirms it on the London day of `at`.

    Whoever publishes an entry that nobody owns becomes its owner.

    :raises ServiceNotComplete: it lacks something without which nobody could find or reach it; says what
    :raises MoveNotAllowed: it is published already, or withdrawn
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    require_keeper(service, to="publish this service")
    if missing := missing_before_publishing(service, on=london_day(at)):
        raise ServiceNotComplete(service.name, missing)
    also: dict[str, Any] = {"confirmed_on": london_day(at)}
    if service.owner_id is None:
        also["owner_id"] = by.pk
    return _moved(service, "publish", by=by, at=at, also=also)


@transaction.atomic
def suspend_service(*, service: Service, by: User, at: datetime, why: str) -> Service:
    """
    Take a published entry out of the directory for a while; it takes no referrals on any route meanwhile.

    :raises MoveNotAllowed: it is not published
    :raises ReasonMissing: `why` is empty
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    require_keeper(service, to="suspend this service")
    return _moved(service, "suspend", by=by, at=at, why=why)


@transaction.atomic
def withdraw_service(*, service: Service, by: User, at: datetime, why: str) -> Service:
    """
    Take an entry out of the directory for good: no referrals from that moment, on any route (D4).

    Referrals under way go on.

    :raises MoveNotAllowed: it was withdrawn before
    :raises ReasonMissing: `why` is empty
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    require_keeper(service, to="withdraw this service")
    return _moved(service, "withdraw", by=by, at=at, why=why)


@transaction.atomic
def confirm_service(*, service: Service, by: User, at: datetime) -> Service:
    """
    Say that an entry is true on the London day of `at`; who confirms it becomes its owner (D4, S63).

    :raises ServiceNotOpen: it is not published
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    require_keeper(service, to="confirm this service")
    locked = _locked(service)
    if locked.state != ServiceState.PUBLISHED:
        said = ServiceState(locked.state).label.lower()
        raise ServiceNotOpen(f"You cannot confirm {locked.name}, because it is {said}. Publish it first")
    return _confirmed(service, london_day(at), by.pk)


@transaction.atomic
def take_back_confirmation(
    *, service: Service, confirmed_on: date | None, owner_id: int | None, by: User, at: datetime
) -> Service:
    """
    Undo one's own confirmation of the London day of `at`: the day and owner there were before stand again.

    :raises ConfirmedSince: the entry was not confirmed by `by` that day, or somebody else did so since
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    require_keeper(service, to="take back that this service is confirmed")
    locked = _locked(service)
    if (locked.confirmed_on, locked.owner_id) != (london_day(at), by.pk):
        raise ConfirmedSince(
            f"{locked.name} is not as you left it: somebody confirmed it since, or you did on another day"
        )
    return _confirmed(service, confirmed_on, owner_id)


def _confirmed(service: Service, on: date | None, owner_id: int | None) -> Service:
    service.confirmed_on, service.owner_id = on, owner_id
    service.save(update_fields=["confirmed_on", "owner"])
    return service


def _moved(
    service: Service,
    name: str,
    *,
    by: User,
    at: datetime,
    why: str = "",
    also: Mapping[str, Any] | None = None,
) -> Service:
    _locked(service)
    keep_first_versions([service.pk], at=at)
    move(service, name, by=by, at=at, why=why, also=also)
    keep_version(service, by=by, at=at, why=why)
    return service


def _locked(service: Service) -> Service:
    locked: Service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    return locked
