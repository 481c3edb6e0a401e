"""A buyer, a prime and its providers with prices, and referrals that go down their chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tests.factories import (
    NOW,
    AppointmentFactory,
    AttendanceFactory,
    BudgetFactory,
    OrganisationFactory,
    PriceFactory,
    RateCardItemFactory,
    ReferralFactory,
    SchemeFactory,
    ServiceFactory,
    chain,
)
from throughline.core.events import announce
from throughline.core.models import Area, Organisation, User
from throughline.core.money import Money
from throughline.line.events import (
    AppointmentBooking,
    AttendanceRecorded,
    ReferralAccepted,
    ReferralEnded,
    ReferralSent,
)
from throughline.line.models import Attendance, Referral
from throughline.money.models import LedgerEntry
from throughline.supply.models import Agreement, RateCardItem, Scheme, Service


@dataclass
class PricedChain:
    """One service at the end of a chain, what each link pays for it, and what happens to its referrals."""

    prices: Sequence[str] = ("1200", "900", "700")
    unit: str = "session"
    usual_minutes: int = 60
    scheme: Scheme = field(default_factory=SchemeFactory)
    buyer: Organisation = field(default_factory=lambda: OrganisationFactory(name="North division"))
    prime: Organisation = field(default_factory=lambda: OrganisationFactory(name="Northern CRC"))

    def __post_init__(self) -> None:
        state = OrganisationFactory(name="The Ministry")
        below = [OrganisationFactory(name=f"Tier {tier}") for tier in range(2, len(self.prices) + 1)]
        self.providers: list[Organisation] = [self.prime, *below]
        self.links: list[Agreement] = chain(state, *self.providers, scheme=self.scheme)
        self.service: Service = ServiceFactory(
            scheme=self.scheme, agreement=self.links[-1], deliverer=self.providers[-1]
        )
        self.item: RateCardItem = RateCardItemFactory(
            service=self.service, unit=self.unit, usual_minutes=self.usual_minutes
        )
        for link, amount in zip(self.links, self.prices, strict=True):
            PriceFactory(item=self.item, agreement=link, amount=Money(amount))

    def budget(self, amount: str = "100000") -> Any:
        """The buyer's budget of 2017/18 in this scheme."""
        return BudgetFactory(scheme=self.scheme, buyer=self.buyer, amount=Money(amount))

    def refer(
        self,
        *,
        sent_at: datetime = NOW,
        route: str = "rate_card",
        planned_sessions: int = 10,
        lives_in: Area | None = None,
    ) -> Referral:
        """A referral that was sent, with its prices fixed."""
        referral: Referral = ReferralFactory(
            requirement__sentence__person__home_area=lives_in,
            service=self.service,
            state="sent",
            sent_at=sent_at,
            route=route,
            planned_sessions=planned_sessions,
            agreement=self.links[-1],
            prime=self.prime,
            buyer=self.buyer,
        )
        with transaction.atomic():
            announce(ReferralSent(referral.pk, referral.referred_by_id, sent_at))
        referral.refresh_from_db()
        return referral


def accept(referral: Referral, at: datetime = NOW) -> None:
    """What follows when the provider takes the referral on."""
    with transaction.atomic():
        announce(ReferralAccepted(referral.pk, referral.referred_by_id, at))


def end(referral: Referral, at: datetime = NOW) -> None:
    """What follows when the referral is over."""
    with transaction.atomic():
        announce(ReferralEnded(referral.pk, referral.referred_by_id, at))


def book(referral: Referral, at: datetime = NOW) -> None:
    """What follows when an activity is about to be booked."""
    with transaction.atomic():
        announce(AppointmentBooking(referral.pk, referral.referred_by_id, at))


def deliver(
    referral: Referral, *, day: int = 0, happened: str = "attended", worker: User | None = None
) -> Attendance:
    """A session `day` days after NOW, recorded as `happened`."""
    by = {"worker": worker} if worker else {}
    appointment = AppointmentFactory(referral=referral, starts_at=NOW + timedelta(days=day), **by)
    attendance: Attendance = AttendanceFactory(appointment=appointment, happened=happened)
    _recorded(attendance, referral)
    return attendance


def correct(attendance: Attendance, happened: str) -> Attendance:
    """The record that supersedes `attendance`."""
    corrected: Attendance = AttendanceFactory(
        appointment=attendance.appointment,
        happened=happened,
        supersedes=attendance,
        why_corrected="Wrong day",
    )
    referral = attendance.appointment.referral
    assert referral is not None
    _recorded(corrected, referral)
    return corrected


def _recorded(attendance: Attendance, referral: Referral) -> None:
    with transaction.atomic():
        announce(
            AttendanceRecorded(
                attendance_id=attendance.pk,
                referral_id=referral.pk,
                supersedes_id=attendance.supersedes_id,
                by_id=attendance.recorded_by_id,
                at=attendance.recorded_at,
            )
        )


def standing_of(referral: Referral) -> dict[tuple[int, int | None], Money]:
    """What stands in the ledger for a referral, by attendance and tier."""
    entries = LedgerEntry.objects.filter(referral=referral, reverses=None, reversed_by=None)
    found = {(entry.cause_id, entry.tier): entry.amount for entry in entries}
    assert len(found) == len(entries), "one cause stands entered twice"
    return found
