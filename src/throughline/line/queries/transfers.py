"""What goes along with people who are transferred, and who is told of it (S223)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from throughline.core.access.permissions import roles
from throughline.core.models import Membership, User
from throughline.core.time import london_day
from throughline.line.models import Appointment, Referral
from throughline.line.states import HOLDS_A_PLACE, OVER, AppointmentState
from throughline.people.models import TransferLine
from throughline.people.queries.limits import kept_out_of
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Told:
    """Somebody who is told of a transfer, and as what."""

    full_name: str
    as_what: str


def referrals_along(lines: QuerySet[TransferLine]) -> QuerySet[Referral]:
    """The referrals that are not over, drafts among them, of the people of these lines."""
    return Referral.objects.filter(person__in=lines.values("person")).exclude(state__in=OVER)


def appointments_along(lines: QuerySet[TransferLine], at: datetime) -> QuerySet[Appointment]:
    """What is booked with the people of these lines after `at`: it stays as it is, with whom it is."""
    return Appointment.objects.filter(
        person__in=lines.values("person"), starts_at__gt=at, state=AppointmentState.BOOKED
    )


def told_at_providers(lines: QuerySet[TransferLine], at: datetime) -> list[User]:
    """
    Who works at providers with the people of these lines: their workers, or who decides while there is none.

    Nobody of whose people there all are hidden from them by a limit.
    """
    open_ones = referrals_along(lines).filter(state__in=HOLDS_A_PLACE)
    facts: list[tuple[int, int | None, int]] = [
        (one.person_id, one.worker_id, one.deliverer_id)
        for one in open_ones.only("person", "worker", "deliverer")
    ]
    deciding = _who_decides({deliverer for _, worker, deliverer in facts if worker is None}, at)
    knows: dict[int, set[int]] = {}
    for person, worker, deliverer in facts:
        for user in [worker] if worker is not None else deciding.get(deliverer, ()):
            knows.setdefault(user, set()).add(person)
    users = User.objects.filter(pk__in=knows, is_active=True).order_by("full_name", "pk")
    hidden = kept_out_of({person for person, _, _ in facts}, users, at)
    return [user for user in users if any(user.pk not in hidden.get(person, ()) for person in knows[user.pk])]


def _who_decides(organisations: Iterable[int], at: datetime) -> Mapping[int, list[int]]:
    codes = [code for code, role in roles().items() if Permission.DECIDE_REFERRALS in role.permissions]
    held = Membership.objects.filter(
        organisation__in=organisations, role__in=codes, during__contains=london_day(at)
    )
    found: dict[int, list[int]] = {}
    for organisation, user in held.values_list("organisation", "user").distinct():
        found.setdefault(organisation, []).append(user)
    return found
