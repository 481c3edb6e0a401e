"""Who works with how many people at a provider, and with whom a worker works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from throughline.core.access.actor import Actor
from throughline.core.models import User
from throughline.core.queries.team import holders_of
from throughline.core.time import london_day
from throughline.line.models import Appointment, Attendance, CaseloadLimit, OverCaseload, Referral
from throughline.line.queries.rar import RarPosition, rar_positions
from throughline.line.queries.referrals import referrals_delivered_by, referrals_worked_by
from throughline.line.states import ALLOCATED, HOLDS_A_PLACE, STARTED, AppointmentState
from throughline.people.queries.limits import kept_out
from throughline.supply.models import Service
from throughline.vocabulary.permissions import Permission

WITH_A_WORKER = (ALLOCATED, STARTED)


@dataclass(frozen=True)
class Workload:
    """
    One person who can be given referrals, how many they have that are not over, and how many are agreed.

    `most` is nothing where none is agreed.
    """

    worker: User
    open_referrals: int
    most: int | None = None

    @property
    def full_name(self) -> str:
        """What a list is sorted by."""
        return self.worker.full_name

    @property
    def is_full(self) -> bool:
        """Whether one more would be above what is agreed (S110)."""
        return self.most is not None and self.open_referrals >= self.most


@dataclass(frozen=True)
class WorkWithSomebody:
    """One referral that a worker works on: whose, the next appointment, and the days of the order."""

    referral: Referral
    next_at: datetime | None
    position: RarPosition | None

    @property
    def last_name(self) -> str:
        """What the list is sorted by."""
        return self.referral.person.last_name


def workloads(actor: Actor, referral: Referral, at: datetime) -> Sequence[Workload]:
    """
    Who can be given the referral on the London day of `at`, by name, each with their other open ones.

    Counts the referrals that `actor` sees: for whoever sees every case of the provider, all. Somebody from
    whom a limit hides the person is not among them (S111).
    """
    found = list(holders_of(Permission.DELIVER, referral.deliverer_id, london_day(at)))
    out = kept_out(referral.person_id, found, at)
    workers = [one for one in found if one.pk not in out]
    return _with_numbers(actor, workers, referral.deliverer_id, london_day(at), besides=referral)


def workloads_at(actor: Actor, organisation_id: int, on: date) -> Sequence[Workload]:
    """Everybody who works with people for a provider on the day `on`, by name, each with their open ones."""
    workers = list(holders_of(Permission.DELIVER, organisation_id, on))
    return _with_numbers(actor, workers, organisation_id, on)


def workload_of(actor: Actor, worker: User, referral: Referral, on: date) -> Workload:
    """How many referrals besides this one a worker of its provider has on the day `on`."""
    return _with_numbers(actor, [worker], referral.deliverer_id, on, besides=referral)[0]


def _with_numbers(
    actor: Actor, workers: Sequence[User], organisation_id: int, on: date, besides: Referral | None = None
) -> list[Workload]:
    held = referrals_delivered_by(actor).filter(deliverer=organisation_id, state__in=WITH_A_WORKER)
    if besides is not None:
        held = held.exclude(pk=besides.pk)
    counts = dict(held.values_list("worker").annotate(number=Count("pk")).order_by())
    limits = CaseloadLimit.objects.filter(organisation=organisation_id, during__contains=on)
    agreed: dict[int | None, int] = dict(limits.values_list("worker", "most"))
    return [Workload(one, counts.get(one.pk, 0), agreed.get(one.pk, agreed.get(None))) for one in workers]


def given_above(actor: Actor) -> QuerySet[OverCaseload]:
    """Each time a referral that `actor` sees was given to somebody who had as many as agreed (S110)."""
    found = OverCaseload.objects.filter(referral__in=referrals_delivered_by(actor))
    return found.select_related("referral", "worker", "given_by")


def still_with(actor: Actor, worker: User, organisation_id: int) -> QuerySet[Referral]:
    """The referrals of the organisation on which `worker` works, of those that `actor` sees."""
    theirs = referrals_delivered_by(actor).filter(deliverer=organisation_id, worker=worker)
    return _named(theirs.filter(state__in=WITH_A_WORKER)).order_by("pk")


def places_taken(actor: Actor, service: Service) -> int:
    """How many places of a service its provider's referrals take up, those not decided on included (D15)."""
    return referrals_delivered_by(actor).filter(service=service, state__in=HOLDS_A_PLACE).count()


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many referrals the actor's provider has in each state."""
    rows = referrals_delivered_by(actor).values_list("state").annotate(number=Count("pk")).order_by()
    return dict(rows)


def given_to(actor: Actor) -> QuerySet[Referral]:
    """Referrals given to the actor on which work has not begun, with what a list shows."""
    return _named(referrals_worked_by(actor).filter(state=ALLOCATED))


def people_worked_with(actor: Actor, at: datetime) -> Sequence[WorkWithSomebody]:
    """The people the actor works with at `at`, with the next appointment and RAR days (two queries)."""
    unrecorded = ~Exists(Attendance.objects.filter(appointment=OuterRef("pk")))
    coming = Appointment.objects.filter(
        unrecorded, referral=OuterRef("pk"), starts_at__gt=at, state=AppointmentState.BOOKED
    ).order_by("starts_at")
    working = list(
        _named(referrals_worked_by(actor).filter(state__in=WITH_A_WORKER))
        .select_related("requirement__sentence")
        .annotate(next_at=Subquery(coming.values("starts_at")[:1]))
        .order_by("person__last_name", "person__first_names", "pk")
    )
    positions = rar_positions([one.requirement for one in working], at=at)
    return [WorkWithSomebody(one, one.next_at, positions.get(one.requirement_id)) for one in working]


def _named(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    return referrals.select_related("person", "service", "supervisor")
