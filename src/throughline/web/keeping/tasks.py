"""What waits on whoever keeps entries true, as their home shows it (S63)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.supply.models import Service
from throughline.supply.queries.confirmation import Unconfirmed, services_to_confirm
from throughline.supply.queries.keepers import services_changed_by
from throughline.supply.queries.keeping_tasks import (
    ContactEnding,
    LongClosed,
    TrialEnding,
    contacts_without_successor,
    long_closed,
    trials_undecided,
)
from throughline.web.keeping.found import record_of
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link, Waiting
from throughline.web.words import day

TO_UNDO = "services_confirmed"
"""Under which name the session keeps what stood before one's own confirmations, to undo them."""


@dataclass(frozen=True)
class ToConfirm:
    """An entry to be confirmed in one touch, or changed where it is not true any more."""

    waiting: Waiting
    confirm_href: str
    name: str


@dataclass(frozen=True)
class Keeping:
    """What the home of a keeper shows: entries to confirm, what else to put right, what can be undone."""

    request: PageRequest

    @property
    def here(self) -> str:
        """The page to come back to."""
        return self.request.path

    @cached_property
    def to_confirm(self) -> list[ToConfirm]:
        """Entries nobody has confirmed for as long as their interval allows, oldest first."""
        on = today(self.request)
        return [_to_confirm(one, on) for one in services_to_confirm(self.request.actor, on=on)]

    @cached_property
    def undoable(self) -> list[tuple[str, str]]:
        """Names of entries confirmed today in this session, each with where that is undone."""
        references = list(self.request.session.get(TO_UNDO, {}))
        if not references:
            return []
        mine: list[Service] = list(
            services_changed_by(self.request.actor).filter(
                reference__in=references, owner=self.request.user, confirmed_on=today(self.request)
            )
        )
        return [(one.name, reverse("service_confirm_undo", args=[one.reference])) for one in mine]

    @property
    def to_put_right(self) -> list[Waiting]:
        """Contacts that nobody follows, trials nobody has decided on, an intake that is closed for long."""
        return keeping_tasks(self.request.actor, today(self.request))


def keeping_tasks(actor: Actor, on: date) -> list[Waiting]:
    """What else than confirming waits on whoever keeps entries or oversees a scheme, the oldest first."""
    found = [
        *(_contact(one, on) for one in contacts_without_successor(actor, on=on)),
        *(trial_waiting(one, on) for one in trials_undecided(actor, on=on)),
        *(_closed(one, on) for one in long_closed(actor, on=on)),
    ]
    return sorted(found, key=lambda one: one.due or on)


def trial_waiting(one: TrialEnding, on: date) -> Waiting:
    """A trial on which somebody has to decide."""
    service = one.pilot.service
    over = "ended" if one.is_over(on) else "ends"
    return Waiting(
        Link(f"Decide what becomes of the trial of {service.name}", record_of(service, "trial")),
        on,
        f"Given by {service.deliverer.name}. It {over} on {day(one.last_day)}, and nobody has decided",
        due=one.last_day,
    )


def _to_confirm(one: Unconfirmed, on: date) -> ToConfirm:
    service = one.service
    last = f"Last confirmed on {day(service.confirmed_on)}" if service.confirmed_on else "Never confirmed"
    return ToConfirm(
        Waiting(
            Link(service.name, record_of(service)),
            on,
            f"Given by {service.deliverer.name}. {last}",
            one.since,
            one.due_on,
        ),
        reverse("service_confirm", args=[service.reference]),
        service.name,
    )


def _contact(one: ContactEnding, on: date) -> Waiting:
    contact, service = one.contact, one.contact.service
    stops = "stopped" if one.last_day < on else "stops"
    return Waiting(
        Link(f"Name who follows {contact.name} at {service.name}", record_of(service, "contacts")),
        on,
        f"{contact.name} {stops} on {day(one.last_day)}, and nobody else can be asked after that",
        due=one.last_day,
    )


def _closed(one: LongClosed, on: date) -> Waiting:
    return Waiting(
        Link(
            f"Open {one.service.name} to referrals, or say what becomes of it",
            record_of(one.service, "intake"),
        ),
        on,
        f"Closed to new referrals since {day(one.since)}",
        one.since,
        one.due_on,
    )
