"""
A small world: a division that buys, a prime, a women's centre below it, and Charlene.

HM Inspectorate of Probation, Probation Supply Chains (2018), section 5.5: a 12-month community order with
15 RAR days, a women's centre, started two weeks after sentence. Names of organisations and prices are
invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests import factories as make
from throughline.core.access.actor import acting_as
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.line.actions import appointments, attendance, referrals, sending
from throughline.line.models import Appointment, Attendance, Referral
from throughline.line.rules.risk_sharing import Decision
from throughline.people.models import Objective, Person, PersonAccess, Requirement
from throughline.supply.models import Agreement, RateCardItem, Scheme, Service


@dataclass
class World:
    """Everything one referral touches, and the moves of it as the people who make them."""

    ministry: Organisation
    division: Organisation
    prime: Organisation
    centre: Organisation
    scheme: Scheme
    chain: list[Agreement]
    service: Service
    item: RateCardItem
    officer: User
    senior: User
    manager: User
    worker: User
    supply_chain_manager: User
    commissioner: User
    contract_manager: User
    person: Person
    requirement: Requirement
    objective: Objective
    now: datetime = field(default=make.NOW)

    def draft(self, *, sessions: int = 15, service: Service | None = None) -> Referral:
        """The officer drafts a referral of Charlene."""
        with acting_as(make.acting(self.officer)):
            return sending.draft_referral(
                person=self.person,
                requirement=self.requirement,
                objective=self.objective,
                service=service or self.service,
                supervisor=self.division,
                planned_sessions=sessions,
                reason="Anxious and isolated",
                by=self.officer,
                at=self.now,
            )

    def sent(self, decisions: Mapping[int, Decision] | None = None, **draft: object) -> Referral:
        """The officer sends it."""
        referral = self.draft(**draft)  # type: ignore[arg-type]
        with acting_as(make.acting(self.officer)):
            sending.send_referral(referral=referral, decisions=decisions or {}, by=self.officer, at=self.now)
        return referral

    def accepted(self, **sent: object) -> Referral:
        """The centre's manager accepts it."""
        referral = self.sent(**sent)  # type: ignore[arg-type]
        with acting_as(make.acting(self.manager)):
            referrals.accept_referral(referral=referral, by=self.manager, at=self.now)
        return referral

    def allocated(self, **sent: object) -> Referral:
        """The manager gives it to the worker."""
        return self.given_to_the_worker(self.sent(**sent))  # type: ignore[arg-type]

    def given_to_the_worker(self, referral: Referral) -> Referral:
        """The manager accepts what was sent, and gives it to the worker."""
        referral.refresh_from_db()
        with acting_as(make.acting(self.manager)):
            referrals.accept_referral(referral=referral, by=self.manager, at=self.now)
            referrals.allocate_referral(referral=referral, worker=self.worker, by=self.manager, at=self.now)
        return referral

    def booked(
        self,
        referral: Referral,
        starts_at: datetime,
        *,
        rar: bool = True,
        at: datetime | None = None,
        clash_reason: str = "",
    ) -> Appointment:
        """The worker books an hour of activity, planned as RAR unless said otherwise."""
        with acting_as(make.acting(self.worker)):
            return appointments.book_activity(
                referral=referral,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
                mode="in_person",
                place="The women's centre",
                counts_as_rar=rar,
                clash_reason=clash_reason,
                by=self.worker,
                at=at or self.now,
            )

    def recorded(
        self, appointment: Appointment, happened: str = "attended", at: datetime | None = None
    ) -> Attendance:
        """The worker records what happened, at the end of the hour unless said otherwise."""
        with acting_as(make.acting(self.worker)):
            return attendance.record_attendance(
                appointment=appointment, happened=happened, by=self.worker, at=at or appointment.ends_at
            )

    def corrected(self, record: Attendance, happened: str, at: datetime | None = None) -> Attendance:
        """The worker corrects a record."""
        with acting_as(make.acting(self.worker)):
            return attendance.correct_attendance(
                attendance=record,
                happened=happened,
                why="The wrong person was ticked",
                by=self.worker,
                at=at or record.recorded_at + timedelta(hours=1),
            )

    def attended(self, referral: Referral, starts_at: datetime, *, rar: bool = True) -> Attendance:
        """Booked a week before and attended."""
        booked = self.booked(referral, starts_at, rar=rar, at=starts_at - timedelta(days=7))
        return self.recorded(booked)


def charlenes_world(
    *,
    buyer_pays: str = "46.50",
    prime_pays: str = "38.00",
    unit: str = "session",
    budget: str | None = "100000.00",
) -> World:
    """The world, made by the system before anybody acts."""
    ministry = make.OrganisationFactory(name="Ministry", kind="public")
    division = make.OrganisationFactory(name="NPS Ridgeway", kind="public")
    prime = make.OrganisationFactory(name="Northmoor CRC", kind="company")
    centre = make.OrganisationFactory(name="Northmoor Women's Centre", kind="charity")
    scheme = make.SchemeFactory(steward=ministry)
    make.SchemeRuleFactory(scheme=scheme, name="days_to_decide", value=5)
    make.SchemeRuleFactory(scheme=scheme, name="officers_see_prices", value=True)
    chain = make.chain(ministry, prime, centre, scheme=scheme)
    service = make.ServiceFactory(
        name="Change programme", scheme=scheme, deliverer=centre, agreement=chain[-1], for_men=False
    )
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, route="rate_card", buyer=division)
    item = make.RateCardItemFactory(service=service, unit=unit)
    make.PriceFactory(item=item, agreement=chain[0], amount=Money(buyer_pays))
    make.PriceFactory(item=item, agreement=chain[1], amount=Money(prime_pays))
    if budget is not None:
        make.BudgetFactory(scheme=scheme, buyer=division, amount=Money(budget))
    requirement = make.RequirementFactory(sentence__person__last_name="Example")
    person = requirement.sentence.person
    officer = make.member("responsible_officer", division, full_name="Helen Price")
    supervision = make.SupervisionFactory(person=person, officer=officer, organisation=division)
    make.PersonAccessFactory(
        person=person, user=officer, scope=PersonAccess.Scope.SUPERVISE, because_id=supervision.pk
    )
    make.PersonAccessFactory(
        person=person,
        user=None,
        organisation=division,
        scope=PersonAccess.Scope.SUPERVISE,
        because_id=supervision.pk,
    )
    return World(
        ministry=ministry,
        division=division,
        prime=prime,
        centre=centre,
        scheme=scheme,
        chain=chain,
        service=service,
        item=item,
        officer=officer,
        senior=make.member("senior_officer", division, full_name="Janet Moss"),
        manager=make.member("provider_manager", centre, full_name="Ruth Adeyemi"),
        worker=make.member("support_worker", centre, full_name="Amy Walsh"),
        supply_chain_manager=make.member("supply_chain_manager", prime, full_name="Owen Clark"),
        commissioner=make.member("commissioner", division, full_name="Grace Hughes"),
        contract_manager=make.member("contract_manager", ministry, full_name="Imran Shah"),
        person=person,
        requirement=requirement,
        objective=make.ObjectiveFactory(plan__sentence=requirement.sentence),
    )
