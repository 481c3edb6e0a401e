"""
What everybody who works with a person may know of one another: who, and at which hours (S113, S114).

Read as the system, for whoever the person is in sight of: hours and organisations, never notes, places,
reasons or risks. Whether the person is in sight is asked first, by whoever calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from throughline.core.access.actor import as_system
from throughline.line.models import Appointment, Referral
from throughline.line.rules.coordination import OutOfOrder, Slot, Step, out_of_order
from throughline.line.rules.reviews import WORKED_UNDER
from throughline.line.states import AppointmentState
from throughline.people.models import Person, PlannedWork

LONGEST = timedelta(days=1)
"""No appointment lasts longer: what began before that is over."""


@dataclass(frozen=True)
class WorksWithThem:
    """One organisation that works with the person now, by whom, and their telephone number."""

    organisation: str
    worker: str
    telephone: str


def coming_for(person: Person, at: datetime) -> list[Slot]:
    """The hours that are arranged with the person and not over at `at`, of every organisation, in order."""
    with as_system():
        held = _booked(person.pk).filter(starts_at__gt=at - LONGEST, ends_at__gt=at)
        return [Slot(*row) for row in held.values_list("starts_at", "ends_at", "organisation__name")]


def clashing_with(person_id: int, starts_at: datetime, ends_at: datetime) -> list[Slot]:
    """
    What is arranged with the person already at some of the hour that is about to be booked.

    Locks the person until the end of the transaction, so that two who book at once do not miss each other.
    """
    with as_system():
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person_id)
        held = _booked(person_id).filter(
            starts_at__gt=starts_at - LONGEST, starts_at__lt=ends_at, ends_at__gt=starts_at
        )
        return [Slot(*row) for row in held.values_list("starts_at", "ends_at", "organisation__name")]


def who_works_with(person: Person) -> list[WorksWithThem]:
    """The providers that have taken a referral of the person on and are not done, by name."""
    with as_system():
        open_ones = Referral.objects.filter(person=person, state__in=WORKED_UNDER)
        rows = open_ones.values_list("deliverer__name", "worker__full_name", "worker__telephone")
        found = {WorksWithThem(name, worker or "", telephone or "") for name, worker, telephone in rows}
    return sorted(found, key=lambda one: (one.organisation, one.worker))


def steps_of(work: Sequence[PlannedWork]) -> list[OutOfOrder]:
    """What of the work of a plan does not keep the order."""
    return out_of_order([Step(one.pk, one.what, one.state, one.due_on, one.after_id) for one in work])


def _booked(person_id: int) -> QuerySet[Appointment]:
    found = Appointment.objects.filter(person=person_id, state=AppointmentState.BOOKED)
    return found.order_by("starts_at", "pk")
