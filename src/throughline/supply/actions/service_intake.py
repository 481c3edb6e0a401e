"""Whether an entry takes referrals now, how many, and how long people wait (S63, D15)."""

from __future__ import annotations

from datetime import datetime

from throughline.core.models import User
from throughline.core.time import london_day
from throughline.supply.actions.versions import changing
from throughline.supply.models import Service
from throughline.supply.refusals import IntakeNotClear
from throughline.vocabulary.delivery import Intake


def set_intake(
    *,
    service: Service,
    intake: str,
    cap: int | None = None,
    note: str = "",
    alternative: Service | None = None,
    by: User,
    at: datetime,
) -> Service:
    """
    Open an entry to referrals, cap how many it takes in a month, or close it to new ones.

    Referrals under way go on. A closed entry says what there is instead, or why it is closed.

    :raises IntakeNotClear: a capped one without its number; a closed one that says nothing or names itself
    """
    if intake == Intake.CAPPED and not cap:
        raise IntakeNotClear("Enter how many referrals it takes in a month", "cap")
    if intake == Intake.CLOSED and alternative is None and not note.strip():
        raise IntakeNotClear("Name another service to refer to, or say why it is closed", "note")
    if alternative is not None and alternative.pk == service.pk:
        raise IntakeNotClear("Name another service than this one", "alternative")
    with changing(service, by=by, at=at, to="say whether this service takes referrals"):
        if service.intake != intake:
            service.intake_said_on = london_day(at)
        service.intake = intake
        service.intake_cap = cap if intake == Intake.CAPPED else None
        service.intake_note = note.strip() if intake != Intake.OPEN else ""
        service.alternative = alternative if intake == Intake.CLOSED else None
        fields = ["intake", "intake_said_on", "intake_cap", "intake_note", "alternative"]
        service.save(update_fields=fields)
    return service


def set_capacity(*, service: Service, places: int | None, by: User, at: datetime) -> Service:
    """Say how many people it can work with at a time; nothing when that is not limited or not known."""
    with changing(service, by=by, at=at, to="say how many places this service has"):
        service.places = places
        service.save(update_fields=["places"])
    return service


def state_wait(*, service: Service, days: int | None, by: User, at: datetime) -> Service:
    """State how many days people wait to start, as on the London day of `at`; nothing takes it back."""
    with changing(service, by=by, at=at, to="state the wait of this service"):
        service.waiting_days = days
        service.waiting_said_on = london_day(at) if days is not None else None
        service.save(update_fields=["waiting_days", "waiting_said_on"])
    return service
