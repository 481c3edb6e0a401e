"""Factories of referrals, appointments, attendance and outcomes."""

from __future__ import annotations

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from tests.factories.changes import SubcontractorLineFactory
from tests.factories.core import NOW, OrganisationFactory, UserFactory, ever
from tests.factories.people import (
    CustodyFactory,
    ObjectiveFactory,
    PersonFactory,
    PlannedWorkFactory,
    ReleaseDateFactory,
    RequirementFactory,
    RiskFlagFactory,
    RiskLevelChangeFactory,
)
from tests.factories.supply import ServiceFactory
from throughline.line import models as line


class ReferralFactory(DjangoModelFactory):
    """A draft; sending, accepting and the rest are the actions' work."""

    requirement = factory.SubFactory(RequirementFactory)
    person = factory.SelfAttribute("requirement.sentence.person")
    objective = factory.SubFactory(
        ObjectiveFactory, plan__sentence=factory.SelfAttribute("...requirement.sentence")
    )
    service = factory.SubFactory(ServiceFactory)
    deliverer = factory.SelfAttribute("service.deliverer")
    supervisor = factory.SubFactory(OrganisationFactory)
    referred_by = factory.SubFactory(UserFactory)
    planned_sessions = 10
    drafted_at = NOW

    class Meta:
        model = line.Referral


class HandoverFactory(DjangoModelFactory):
    """The row alone: the referral itself is moved by the action."""

    referral = factory.SubFactory(ReferralFactory)
    line = factory.SubFactory(SubcontractorLineFactory)
    state = "sent"
    from_provider = factory.SelfAttribute("line.replaces.provider")
    to_provider = factory.SelfAttribute("line.made.provider")
    on_day = factory.SelfAttribute("line.in_force_on")
    at = NOW
    by = factory.SubFactory(UserFactory)

    class Meta:
        model = line.Handover


class PlannedReferralFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    work = factory.SubFactory(
        PlannedWorkFactory,
        objective=factory.SelfAttribute("..referral.objective"),
        organisation=factory.SelfAttribute("..referral.deliverer"),
    )
    since = NOW

    class Meta:
        model = line.PlannedReferral


class RiskSharingFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    flag = factory.SubFactory(RiskFlagFactory, person=factory.SelfAttribute("..referral.person"))
    shared = True
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW

    class Meta:
        model = line.RiskSharing


class ConflictDecisionFactory(DjangoModelFactory):
    sharing = factory.SubFactory(RiskSharingFactory)
    things = factory.LazyFunction(lambda: ["computers"])
    reason = "Nothing nearer would keep him occupied, and he can do it without a computer"
    coordinator = "Dilys Rowe"
    coordinator_reason = "He works in the garden, and nobody gives him a device"
    spoke_on = NOW.date()
    decided_by = factory.SelfAttribute("sharing.decided_by")
    decided_at = NOW

    class Meta:
        model = line.ConflictDecision


class RiskRecheckFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("referral.person")
    change = factory.SubFactory(RiskLevelChangeFactory, person=factory.SelfAttribute("..person"))
    why = "Not eligible because it is not for high risk: the risk is high"
    found_at = NOW

    class Meta:
        model = line.RiskRecheck


class RecheckDecisionFactory(DjangoModelFactory):
    recheck = factory.SubFactory(RiskRecheckFactory)
    person = factory.SelfAttribute("recheck.person")
    decided = "keep"
    reason = "Two workers are with her at each session"
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW

    class Meta:
        model = line.RecheckDecision


class ReferralDetailsFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    outcomes = factory.LazyFunction(lambda: ["calm"])
    complexity = "medium"

    class Meta:
        model = line.ReferralDetails


class FromCustodyFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    custody = factory.SubFactory(CustodyFactory, person=factory.SelfAttribute("..referral.person"))
    begins = "release"

    class Meta:
        model = line.FromCustody


class AmendmentFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    topic = "complexity"
    was = "Low"
    now = "Medium"
    why = "She moved in with friends"
    made_by = factory.SubFactory(UserFactory)
    made_at = NOW

    class Meta:
        model = line.Amendment


class EndReasonFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"R{n}")
    group = "user"
    words = "Moved to another town"
    during = factory.LazyFunction(ever)

    class Meta:
        model = line.EndReason


class ReferralEndFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    code = "moved"
    group = "user"
    words = "They moved away"
    side = "officer"
    had_begun = False
    ended_by = factory.SubFactory(UserFactory)
    ended_at = NOW

    class Meta:
        model = line.ReferralEnd


class AgainFactory(DjangoModelFactory):
    """The links alone: what was wanted is the action's work."""

    referral = factory.SubFactory(ReferralFactory)
    former = factory.SubFactory(ReferralFactory)
    linked_by = factory.SubFactory(UserFactory)
    linked_at = NOW

    class Meta:
        model = line.Again


class SharedFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("referral.person")
    organisation = factory.SelfAttribute("referral.deliverer")
    items = factory.LazyFunction(lambda: ["identity"])
    basis = "supervision"
    at = NOW
    by = factory.SubFactory(UserFactory)

    class Meta:
        model = line.Shared


class RiskReadingFactory(DjangoModelFactory):
    sharing = factory.SubFactory(RiskSharingFactory)
    read_by = factory.SubFactory(UserFactory)
    read_at = NOW

    class Meta:
        model = line.RiskReading


class AppointmentFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    person = factory.SelfAttribute("referral.person")
    kind = "activity"
    worker = factory.SubFactory(UserFactory)
    organisation = factory.SelfAttribute("referral.deliverer")
    starts_at = NOW
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=1))
    booked_at = factory.LazyAttribute(lambda made: made.starts_at - timedelta(days=7))
    booked_by = factory.SelfAttribute("worker")

    class Meta:
        model = line.Appointment

    class Params:
        planned_as_rar = factory.Trait(
            rar_requirement=factory.SelfAttribute("referral.requirement"),
            planned_as_rar_at=factory.SelfAttribute("booked_at"),
        )
        supervision = factory.Trait(
            kind="supervision",
            referral=None,
            person=factory.SubFactory(PersonFactory),
            organisation=factory.SubFactory(OrganisationFactory),
        )


class MovedWithReleaseFactory(DjangoModelFactory):
    appointment = factory.SubFactory(AppointmentFactory)
    release = factory.SubFactory(
        ReleaseDateFactory, custody__person=factory.SelfAttribute("...appointment.person")
    )
    days_after = 3
    was_on = factory.LazyAttribute(lambda made: made.now_on - timedelta(days=21))
    now_on = factory.LazyAttribute(lambda made: made.appointment.starts_at.date())

    class Meta:
        model = line.MovedWithRelease


class AttendanceFactory(DjangoModelFactory):
    appointment = factory.SubFactory(AppointmentFactory)
    person = factory.SelfAttribute("appointment.person")
    organisation = factory.SelfAttribute("appointment.organisation")
    happened = "attended"
    took_part = factory.LazyAttribute(lambda made: made.happened in ("attended", "late"))
    recorded_by = factory.SelfAttribute("appointment.worker")
    recorded_at = factory.SelfAttribute("appointment.ends_at")

    class Meta:
        model = line.Attendance


class LaterDecisionFactory(DjangoModelFactory):
    appointment = factory.SubFactory(AppointmentFactory)
    person = factory.SelfAttribute("appointment.person")
    accepted = True
    reason = "Agreed by telephone on the day"
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW

    class Meta:
        model = line.LaterDecision


class MissedDecisionFactory(DjangoModelFactory):
    attendance = factory.SubFactory(AttendanceFactory, happened="missed")
    person = factory.SelfAttribute("attendance.person")
    decided = "warning"
    reason = "No word before or after"
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW

    class Meta:
        model = line.MissedDecision


class OutcomeFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    need = "wellbeing"
    achieved = "yes"
    evidence = "Goes to the group each week on her own"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = line.Outcome
