"""The smallest valid thing of each kind. Only what a test is about is written in it; the rest stands here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import factory
from factory.django import DjangoModelFactory

from throughline.core import models as core
from throughline.core.access.actor import Actor
from throughline.core.access.permissions import actor_for
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.line import models as line
from throughline.money import models as money
from throughline.open_data import models as open_data
from throughline.people import models as people
from throughline.supply import models as supply

START = date(2017, 4, 1)
"""Where the dates of tests begin unless a test says otherwise."""

NOW = datetime(2017, 6, 1, 9, 0, tzinfo=UTC)
"""The moment at which tests act unless a test says otherwise: ten in the morning in London."""


def ever(start: date = START) -> Period:
    """From `start` and still open."""
    return Period(start, None)


class OrganisationFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Organisation {n}")

    class Meta:
        model = core.Organisation


class OrganisationIdentifierFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    scheme = "GB-COH"
    value = factory.Sequence(lambda n: f"{n:08d}")

    class Meta:
        model = core.OrganisationIdentifier


class OrganisationMemberFactory(DjangoModelFactory):
    consortium = factory.SubFactory(OrganisationFactory)
    member = factory.SubFactory(OrganisationFactory)
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.OrganisationMember


class AreaFactory(DjangoModelFactory):
    kind = "cpa"
    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.Sequence(lambda n: f"Area {n}")
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.Area


class AreaParentFactory(DjangoModelFactory):
    area = factory.SubFactory(AreaFactory)
    parent = factory.SubFactory(AreaFactory, kind="division")
    parent_kind = "division"
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.AreaParent


class UserFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"user{n}@example.org")
    full_name = factory.Sequence(lambda n: f"User {n}")
    password = "!"

    class Meta:
        model = core.User


class MembershipFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "responsible_officer"
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.Membership


def member(role: str, organisation: core.Organisation, **user: Any) -> core.User:
    """A user who holds `role` in `organisation` from the beginning of the tests' time."""
    made: core.User = MembershipFactory(role=role, organisation=organisation, user=UserFactory(**user)).user
    return made


def acting(user: core.User, on: date | None = None) -> Actor:
    """The actor that `user` is on a day, that of `NOW` unless said, for `with acting_as(acting(user)):`."""
    return actor_for(user, on or NOW.date())


class MessageFactory(DjangoModelFactory):
    to = factory.SubFactory(UserFactory)
    subject = "A referral waits for you"
    text = "Sign in to read it"
    about = factory.Sequence(lambda n: f"referral {n}")
    written_at = NOW

    class Meta:
        model = core.Message


class ImportedFileFactory(DjangoModelFactory):
    kind = "provider-return"
    name = "return.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    loaded_at = NOW
    rows_read = 1
    rows_loaded = 1

    class Meta:
        model = core.ImportedFile


class RejectedRowFactory(DjangoModelFactory):
    file = factory.SubFactory(ImportedFileFactory)
    number = 2
    reason = "The date is missing"
    content = "RF-,,"

    class Meta:
        model = core.RejectedRow


class ReadingFactory(DjangoModelFactory):
    by = factory.SubFactory(UserFactory)
    at = NOW
    subject = "people.person"
    subject_id = 1
    page = "person"

    class Meta:
        model = core.Reading


class SchemeFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"scheme-{n}")
    name = "A scheme"
    during = factory.LazyFunction(ever)
    steward = factory.SubFactory(OrganisationFactory, kind="public")

    class Meta:
        model = supply.Scheme


class SchemeRuleFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    name = "days_to_decide"
    value = 5
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.SchemeRule


class AreaRoleFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    area = factory.SubFactory(AreaFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "prime"
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.AreaRole


class OwnershipFactory(DjangoModelFactory):
    owner = factory.SubFactory(OrganisationFactory)
    owned = factory.SubFactory(OrganisationFactory)
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.Ownership


class AgreementFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)
    title = "An agreement"
    during = factory.LazyFunction(ever)
    state = "signed"
    signed_on = START

    class Meta:
        model = supply.Agreement


def chain(*organisations: core.Organisation, scheme: supply.Scheme) -> list[supply.Agreement]:
    """Agreements from the payer, the first organisation, down to the deliverer, the last."""
    made: list[supply.Agreement] = []
    for payer, provider in pairwise(organisations):
        above = made[-1] if made else None
        one = AgreementFactory(scheme=scheme, payer=payer, provider=provider, above=above)
        one.refresh_from_db()
        made.append(one)
    return made


class AgreementAreaFactory(DjangoModelFactory):
    agreement = factory.SubFactory(AgreementFactory)
    area = factory.SubFactory(AreaFactory)

    class Meta:
        model = supply.AgreementArea


class ServiceKindFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    code = factory.Sequence(lambda n: f"KIND{n}")
    name = "Women's services"
    nsi_code = factory.Sequence(lambda n: f"NSI{n:03d}")

    class Meta:
        model = supply.ServiceKind


class ServiceFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    kind = factory.SubFactory(ServiceKindFactory, scheme=factory.SelfAttribute("..scheme"))
    name = factory.Sequence(lambda n: f"Service {n}")
    deliverer = factory.SubFactory(OrganisationFactory)
    state = "published"
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.Service


class ServiceAreaFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    area = factory.SubFactory(AreaFactory)

    class Meta:
        model = supply.ServiceArea


class ServiceNeedFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    need = "wellbeing"

    class Meta:
        model = supply.ServiceNeed


class ServiceActivityFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    activity = "A group on Tuesdays"

    class Meta:
        model = supply.ServiceActivity


class ServiceRouteFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    route = "rate_card"
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.ServiceRoute


class RateCardItemFactory(DjangoModelFactory):
    service = factory.SubFactory(ServiceFactory)
    name = "Session"
    unit = "session"
    usual_sessions = 10

    class Meta:
        model = supply.RateCardItem


class PriceFactory(DjangoModelFactory):
    item = factory.SubFactory(RateCardItemFactory)
    agreement = factory.SubFactory(AgreementFactory)
    amount = Money("46.50")
    during = factory.LazyFunction(ever)

    class Meta:
        model = supply.Price


class PersonFactory(DjangoModelFactory):
    first_names = "Charlene"
    last_name = factory.Sequence(lambda n: f"Example {n}")
    born_on = date(1984, 5, 2)
    sex = "female"
    case_number = factory.Sequence(lambda n: f"X{n:06d}")

    class Meta:
        model = people.Person


class SupervisionFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    officer = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    during = factory.LazyFunction(ever)

    class Meta:
        model = people.Supervision


class SentenceFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    kind = "community"
    passed_on = date(2017, 5, 2)
    during = Period(date(2017, 5, 2), date(2018, 5, 2))

    class Meta:
        model = people.Sentence


class RequirementFactory(DjangoModelFactory):
    sentence = factory.SubFactory(SentenceFactory)
    kind = "rar"
    rar_days = 15

    class Meta:
        model = people.Requirement


class AssessmentFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    depth = "full"
    made_on = date(2017, 5, 10)

    class Meta:
        model = people.Assessment


class AssessedNeedFactory(DjangoModelFactory):
    assessment = factory.SubFactory(AssessmentFactory)
    need = "wellbeing"
    level = "severe"

    class Meta:
        model = people.AssessedNeed


class RiskFlagFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    kind = "domestic_abuse"
    detail = "A history of violence towards a former partner"
    during = factory.LazyFunction(ever)

    class Meta:
        model = people.RiskFlag


class RestrictionFactory(DjangoModelFactory):
    flag = factory.SubFactory(RiskFlagFactory)
    text = "Not to go within 100 metres of Mill Street"

    class Meta:
        model = people.Restriction


class PlanFactory(DjangoModelFactory):
    sentence = factory.SubFactory(SentenceFactory)
    person = factory.SelfAttribute("sentence.person")
    made_on = date(2017, 5, 10)

    class Meta:
        model = people.Plan


class ObjectiveFactory(DjangoModelFactory):
    plan = factory.SubFactory(PlanFactory)
    need = "wellbeing"
    words = "Feel less anxious and meet new people"

    class Meta:
        model = people.Objective


class PersonAccessFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    user = factory.SubFactory(UserFactory)
    scope = "supervise"
    because = "supervision"
    because_id = factory.Sequence(lambda n: n)
    since = NOW - timedelta(days=30)

    class Meta:
        model = people.PersonAccess


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


class RiskSharingFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    flag = factory.SubFactory(RiskFlagFactory, person=factory.SelfAttribute("..referral.person"))
    shared = True
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW

    class Meta:
        model = line.RiskSharing


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


class FixedPriceFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    tier = 1
    price = factory.SubFactory(PriceFactory, item__service=factory.SelfAttribute("...referral.service"))
    item = factory.SelfAttribute("price.item")
    agreement = factory.SelfAttribute("price.agreement")
    payer = factory.SelfAttribute("agreement.payer")
    provider = factory.SelfAttribute("agreement.provider")
    unit = factory.SelfAttribute("item.unit")
    amount = factory.SelfAttribute("price.amount")
    fixed_on = NOW.date()

    class Meta:
        model = money.FixedPrice


class BudgetFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    buyer = factory.SubFactory(OrganisationFactory)
    name = "Rate card 2017/18"
    amount = Money("100000.00")
    during = Period(date(2017, 4, 1), date(2018, 4, 1))

    class Meta:
        model = money.Budget


class CommitmentFactory(DjangoModelFactory):
    referral = factory.SubFactory(ReferralFactory)
    budget = factory.SubFactory(BudgetFactory)
    amount = Money("465.00")
    made_at = NOW
    state = "held"

    class Meta:
        model = money.Commitment


class AccountFactory(DjangoModelFactory):
    kind = "owed"
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = money.Account


class LedgerEntryFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)
    debit = factory.SubFactory(
        AccountFactory,
        kind="cost",
        scheme=factory.SelfAttribute("..scheme"),
        payer=factory.SelfAttribute("..payer"),
        provider=factory.SelfAttribute("..provider"),
    )
    credit = factory.SubFactory(
        AccountFactory,
        kind="owed",
        scheme=factory.SelfAttribute("..scheme"),
        payer=factory.SelfAttribute("..payer"),
        provider=factory.SelfAttribute("..provider"),
    )
    amount = Money("46.50")
    cause = "attendance"
    cause_id = factory.Sequence(lambda n: 1_000_000 + n)
    tier = 1
    happened_on = NOW.date()
    recorded_at = NOW

    class Meta:
        model = money.LedgerEntry


class ProviderReturnFactory(DjangoModelFactory):
    scheme = factory.SubFactory(SchemeFactory)
    payer = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(OrganisationFactory)
    period = Period(date(2017, 4, 1), date(2017, 7, 1))
    file = factory.SubFactory(ImportedFileFactory)

    class Meta:
        model = money.ProviderReturn


class ReturnLineFactory(DjangoModelFactory):
    provider_return = factory.SubFactory(ProviderReturnFactory)
    number = factory.Sequence(lambda n: n + 2)
    referral_reference = "RF-4K7Q2M"
    delivered_on = NOW.date()
    amount = Money("46.50")

    class Meta:
        model = money.ReturnLine


class ReconciliationFactory(DjangoModelFactory):
    provider_return = factory.SubFactory(ProviderReturnFactory)
    made_at = NOW

    class Meta:
        model = money.Reconciliation


class ReconciledLineFactory(DjangoModelFactory):
    reconciliation = factory.SubFactory(ReconciliationFactory)
    return_line = factory.SubFactory(ReturnLineFactory)
    result = "not_recorded"

    class Meta:
        model = money.ReconciledLine


class PublicationFactory(DjangoModelFactory):
    kind = "return"
    scheme = factory.SubFactory(SchemeFactory)
    period = "2017-18 Q1"
    published_at = NOW
    content = "buyer,provider\r\n"
    content_type = "text/csv"
    sha256 = "0" * 64

    class Meta:
        model = open_data.Publication
