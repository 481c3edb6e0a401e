"""What waits on somebody, oldest first, with the clock it runs against (design, section 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.core.access.actor import Actor
from throughline.core.time import london_day, start_of_london_day
from throughline.line.models import Appointment, Referral, RiskSharing
from throughline.line.queries.breach import unread_by, with_breach_unread
from throughline.line.queries.clocks import Clock, decide_by, decide_on_missed_by
from throughline.line.queries.late_conflicts import late_conflicts
from throughline.line.queries.rar import awaiting_decision
from throughline.line.queries.rechecks import asked_to_end, rechecks_to_decide
from throughline.line.queries.referrals import (
    missed,
    not_yet_recorded,
    referrals_delivered_by,
    referrals_supervised_by,
    referrals_worked_by,
)
from throughline.line.queries.risks import with_new_risks
from throughline.line.states import ACCEPTED, ALLOCATED, DRAFT, QUERIED, SENT, STARTED, AppointmentState
from throughline.people.models import PersonAccess
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import rights_of

BREACH_BEGAN = "Read that breach action began"

AT_MOST = 50
"""How many things of one kind a home shows; the link to the list shows the rest."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what is to be done, on which record, since when, and by when if a clock runs."""

    what: str
    referral: Referral | None
    appointment: Appointment | None
    since: datetime
    due_on: date | None = None

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed on the day `on`."""
        return self.due_on is not None and on > self.due_on


def waiting_for_officer(actor: Actor, at: datetime) -> list[Waiting]:
    """For a responsible officer: drafts to send, questions to answer, unplanned activity to decide on."""
    referrals = _with_names(referrals_supervised_by(actor, at))
    found = [
        *_referrals("Finish and send the referral", referrals.filter(state=DRAFT), "drafted_at"),
        *_referrals("Answer the provider's question", referrals.filter(state=QUERIED), "sent_at"),
        *_decisions(referrals.filter(state__in=[ALLOCATED, STARTED])),
    ]
    return _oldest_first(found)


def waiting_for_provider(actor: Actor, at: datetime) -> list[Waiting]:
    """
    For a provider's manager: referrals to decide on within the agreed days, then to give to a worker.

    That breach action began is theirs to read as long as there is no worker.
    """
    referrals = _with_names(referrals_delivered_by(actor))
    nobodys = referrals.filter(worker=None, state__in=[SENT, QUERIED, ACCEPTED])
    clock = Clock("days_to_decide")
    return _oldest_first(
        [
            *_referrals(
                "Accept or decline the referral",
                referrals.filter(state=SENT),
                "sent_at",
                lambda referral: decide_by(referral, clock),
            ),
            *_referrals("Give the referral to a worker", referrals.filter(state=ACCEPTED), "sent_at"),
            *_referrals(BREACH_BEGAN, with_breach_unread(nobodys, unread_by(actor.user)), "breach_at"),
        ]
    )


def waiting_for_worker(actor: Actor, at: datetime) -> list[Waiting]:
    """For a worker: risks to read, first appointments to book, attendance to record."""
    mine = _with_names(referrals_worked_by(actor).filter(state__in=[ALLOCATED, STARTED]))
    unread = RiskSharing.objects.filter(shared=True).exclude(readings__read_by=actor.user).values("referral")
    held = Appointment.objects.filter(~hidden_from(actor), worker=actor.user)
    appointments = held.select_related("person", "referral__service")
    first = mine.filter(state=ALLOCATED).exclude(appointments__state=AppointmentState.BOOKED)
    return _oldest_first(
        [
            *_referrals("Read the risks shared with you", mine.filter(pk__in=unread), "sent_at"),
            *_referrals(BREACH_BEGAN, with_breach_unread(mine, unread_by(actor.user)), "breach_at"),
            *_referrals("Book the first appointment", first, "sent_at"),
            *_referrals("End it early, as the officer asks", asked_to_end(mine), "sent_at"),
            *_appointments(not_yet_recorded(appointments, at)),
        ]
    )


def missed_to_decide(actor: Actor, at: datetime) -> list[Waiting]:
    """For a responsible officer: missed appointments nobody has decided on, with their clock (D19)."""
    rights = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(
        person=OuterRef("person"), user=actor.user
    )
    found = missed(Appointment.objects.filter(Exists(rights), starts_at__lte=at))
    clock = Clock("missed_decision_days")
    named = found.select_related("person", "organisation", "referral__service").order_by("starts_at", "pk")
    return [
        Waiting(
            "Decide on a missed appointment",
            one.referral,
            one,
            one.starts_at,
            decide_on_missed_by(one, clock),
        )
        for one in named[:AT_MOST]
    ]


def new_risks_to_decide(actor: Actor, at: datetime) -> list[Waiting]:
    """For a responsible officer: open referrals with a risk raised since they were sent (S108), one each."""
    theirs = _with_names(referrals_supervised_by(actor, at))
    found = with_new_risks(theirs, on=london_day(at), at_most=AT_MOST)
    return _new_about_risk("Decide who is told of a new risk", found)


def conflicts_to_decide(actor: Actor, at: datetime) -> list[Waiting]:
    """For a responsible officer: open referrals whose service began to involve what a risk forbids (S96)."""
    late = late_conflicts(referrals_supervised_by(actor, at), on=london_day(at))
    found = {one.sharing.referral: one.since for one in reversed(late)}
    return _new_about_risk("Decide on what a risk forbids", list(found.items())[:AT_MOST])


def _new_about_risk(what: str, found: Sequence[tuple[Referral, date]]) -> list[Waiting]:
    clock = Clock("new_risk_days")
    return [
        Waiting(what, one, None, start_of_london_day(since), clock.after(since, one.service.scheme_id))
        for one, since in found
    ]


def rechecks_waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """For a responsible officer: open referrals that the person's risk rules out now (S108)."""
    clock = Clock("new_risk_days")
    return [
        Waiting(
            "Decide whether the referral goes on",
            one.referral,
            None,
            one.found_at,
            clock.after(london_day(one.found_at), one.referral.service.scheme_id),
        )
        for one in rechecks_to_decide(actor, at).order_by("found_at", "pk")[:AT_MOST]
    ]


def todays_appointments(actor: Actor, at: datetime) -> QuerySet[Appointment]:
    """The actor's own appointments of the London day of `at`, in order."""
    day = london_day(at)
    return (
        Appointment.objects.filter(
            ~hidden_from(actor),
            worker=actor.user,
            starts_at__gte=start_of_london_day(day),
            starts_at__lt=start_of_london_day(day + timedelta(days=1)),
            state=AppointmentState.BOOKED,
        )
        .select_related("person", "referral__service")
        .order_by("starts_at")
    )


def _with_names(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    return referrals.select_related("person", "service", "deliverer")


def _referrals(
    what: str,
    referrals: QuerySet[Referral],
    since: str,
    due_on: Callable[[Referral], date | None] = lambda _: None,
) -> Iterator[Waiting]:
    for one in referrals.order_by(since, "pk")[:AT_MOST]:
        yield Waiting(what, one, None, getattr(one, since), due_on(one))


def _appointments(appointments: QuerySet[Appointment]) -> Iterator[Waiting]:
    for one in appointments.order_by("starts_at")[:AT_MOST]:
        yield Waiting("Record attendance", one.referral, one, one.starts_at, london_day(one.starts_at))


def _decisions(referrals: QuerySet[Referral]) -> Iterator[Waiting]:
    undecided = awaiting_decision(Q(referral__in=referrals)).select_related("person", "referral__service")
    for one in undecided[:AT_MOST]:
        yield Waiting("Decide whether the day counts towards the RAR", one.referral, one, one.starts_at)


def _oldest_first(found: list[Waiting]) -> list[Waiting]:
    return sorted(found, key=lambda one: one.since)
