"""Keeping the directory true: publish, suspend, withdraw and confirm an entry (D4, S5, S63)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.supply.models import Service
from throughline.supply.refusals import ServiceNotComplete, ServiceNotOpen
from throughline.supply.states import ServiceState
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def publish_service(*, service: Service, by: User, at: datetime) -> Service:
    """
    Put a draft or suspended entry into the directory; who publishes it confirms it on the London day of `at`.

    :raises ServiceNotComplete: it names no area, need or funding route; says which
    :raises MoveNotAllowed: it is published already, or withdrawn
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    _require_keeper(service, to="publish this service")
    missing = [
        says
        for says, there in (
            ("where it is given", service.areas.exists()),
            ("which need it answers", service.needs.exists()),
            ("how it is paid for", service.routes.exists()),
        )
        if not there
    ]
    if missing:
        raise ServiceNotComplete(f"Say {' and '.join(missing)} before you publish {service.name}")
    move(service, "publish", by=by, at=at, also={"confirmed_on": london_day(at)})
    return service


@transaction.atomic
def suspend_service(*, service: Service, by: User, at: datetime, why: str) -> Service:
    """
    Take a published entry out of the directory for a while; it takes no referrals on any route meanwhile.

    :raises MoveNotAllowed: it is not published
    :raises ReasonMissing: `why` is empty
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    _require_keeper(service, to="suspend this service")
    move(service, "suspend", by=by, at=at, why=why)
    return service


@transaction.atomic
def withdraw_service(*, service: Service, by: User, at: datetime, why: str) -> Service:
    """
    Take an entry out of the directory for good: no referrals from that moment, on any route (D4).

    Referrals under way go on.

    :raises MoveNotAllowed: it was withdrawn before
    :raises ReasonMissing: `why` is empty
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    _require_keeper(service, to="withdraw this service")
    move(service, "withdraw", by=by, at=at, why=why)
    return service


@transaction.atomic
def confirm_service(*, service: Service, by: User, at: datetime) -> Service:
    """
    Say that an entry is true on the London day of `at`; who confirms it becomes its owner (D4, S63).

    :raises ServiceNotOpen: it is not published
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    _require_keeper(service, to="confirm this service")
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if locked.state != ServiceState.PUBLISHED:
        said = ServiceState(locked.state).label.lower()
        raise ServiceNotOpen(f"You cannot confirm {locked.name}, because it is {said}. Publish it first")
    service.confirmed_on, service.owner = london_day(at), by
    service.save(update_fields=["confirmed_on", "owner"])
    return service


def _require_keeper(service: Service, *, to: str) -> None:
    # Before the row is locked: the database shows rows to lock only to those who may write them.
    keepers = list(service.organisations_for(Permission.EDIT_SERVICES))
    require(current_actor(), Permission.EDIT_SERVICES, within=keepers, to=to)
