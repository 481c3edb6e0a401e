"""What an entry says of the work: its words, kind, mode and dose (S66, S164, S243)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from throughline.core.models import User
from throughline.supply.actions.versions import changing
from throughline.supply.models import Service
from throughline.supply.refusals import LanguageNotSaid

CHANGE = "change this service"


def describe_service(
    *, service: Service, name: str, summary: str, what_happens: str, by: User, at: datetime
) -> Service:
    """Give an entry its name, what it is in short, and what happens in a session."""
    return _written(service, by, at, name=name, summary=summary, what_happens=what_happens)


def set_kind_of_work(
    *,
    service: Service,
    service_type: str,
    meets_children: bool,
    involves: Sequence[str],
    by: User,
    at: datetime,
) -> Service:
    """
    Say what kind of work it is, whether children come to it or meet its workers, and what it involves.

    Risks are shared (D14), and restrictions held against it (S96), by what is said here.
    """
    return _written(
        service,
        by,
        at,
        service_type=service_type,
        meets_children=meets_children,
        involves=sorted(set(involves)),
    )


def set_delivery(
    *,
    service: Service,
    mode: str,
    channels: Sequence[str],
    languages: Sequence[str],
    by: User,
    at: datetime,
) -> Service:
    """
    Say whether it is given to one or to many, by which channels and in which languages (S164).

    :raises LanguageNotSaid: no language is named
    """
    if not languages:
        raise LanguageNotSaid("Select the languages in which it is given")
    return _written(
        service, by, at, mode=mode, channels=sorted(set(channels)), languages=sorted(set(languages))
    )


def set_dose(
    *,
    service: Service,
    sessions: int | None,
    session_minutes: int | None,
    weeks: int | None,
    indicative_rar_days: int | None,
    by: User,
    at: datetime,
) -> Service:
    """
    Say how many sessions it usually takes, how long each, over how many weeks, and how many RAR days to plan.

    The days are for planning alone: they never count as delivered (S67).
    """
    return _written(
        service,
        by,
        at,
        sessions=sessions,
        session_minutes=session_minutes,
        weeks=weeks,
        indicative_rar_days=indicative_rar_days,
    )


def _written(service: Service, by: User, at: datetime, **fields: object) -> Service:
    with changing(service, by=by, at=at, to=CHANGE):
        for name, value in fields.items():
            setattr(service, name, value)
        service.save(update_fields=list(fields))
    return service
