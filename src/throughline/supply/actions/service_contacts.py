"""Whom to ask about an entry, over which days, and who follows them (S63, S66)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from throughline.core.models import User
from throughline.core.periods import Period
from throughline.supply.actions.versions import changing
from throughline.supply.models import Service, ServiceContact
from throughline.supply.refusals import ContactNotClear

CONTACTS = "say whom to ask about this service"


@dataclass(frozen=True)
class Who:
    """What is said of one contact. `user` is their account, where they have one."""

    name: str
    job: str = ""
    telephone: str = ""
    email: str = ""
    is_public: bool = False
    user: User | None = None


def add_contact(*, service: Service, who: Who, from_on: date, by: User, at: datetime) -> ServiceContact:
    """
    Add somebody to ask from the day `from_on` on.

    :raises ContactNotClear: neither a telephone number nor an email address is given
    """
    _refuse_unreachable(who)
    with changing(service, by=by, at=at, to=CONTACTS):
        return ServiceContact.objects.create(service=service, during=Period(from_on, None), **vars(who))


def change_contact(*, contact: ServiceContact, who: Who, by: User, at: datetime) -> ServiceContact:
    """
    Put right what is said of a contact.

    :raises ContactNotClear: neither a telephone number nor an email address is given
    """
    _refuse_unreachable(who)
    with changing(contact.service, by=by, at=at, to=CONTACTS):
        for name, value in vars(who).items():
            setattr(contact, name, value)
        contact.save()
    return contact


def end_contact(
    *,
    contact: ServiceContact,
    last_day: date,
    successor: ServiceContact | None,
    by: User,
    at: datetime,
) -> ServiceContact:
    """
    Say that a contact stops with `last_day`, and who of the entry's contacts follows.

    Without a successor it waits on the entry's owner to name one.

    :raises ContactNotClear: the day is before their first, or the successor is themselves or of another entry
    """
    if last_day < contact.during.from_:
        raise ContactNotClear("The last day must be on or after the first", "last_day")
    if successor is not None and (successor.pk == contact.pk or successor.service_id != contact.service_id):
        raise ContactNotClear("Select another contact of this service", "successor")
    with changing(contact.service, by=by, at=at, to=CONTACTS):
        contact.during = Period(contact.during.from_, date.fromordinal(last_day.toordinal() + 1))
        contact.successor = successor
        contact.save(update_fields=["during", "successor"])
    return contact


def _refuse_unreachable(who: Who) -> None:
    if not who.telephone and not who.email:
        raise ContactNotClear("Enter a telephone number or an email address", "telephone")
