"""Factories of persons, sentences, needs, risks and plans."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from tests.factories.core import NOW, OrganisationFactory, UserFactory, ever
from throughline.core.periods import Period
from throughline.people import models as people
from throughline.people.queries.plans import content_of


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


class FactorsRecordedFactory(DjangoModelFactory):
    assessment = factory.SubFactory(AssessmentFactory)
    person = factory.SelfAttribute("assessment.person")
    factors = ("home", "caring")
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = people.FactorsRecorded


class TrainingFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "training"
    title = "A day on working with providers"
    offered_on = date(2017, 6, 1)
    offered_by = factory.SubFactory(UserFactory)

    class Meta:
        model = people.Training


class OfficerSupervisionFactory(DjangoModelFactory):
    officer = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    held_on = date(2017, 6, 1)
    discussed = "Three cases, of which one has gone quiet"
    agreed = "Telephone the centre by Friday"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = people.OfficerSupervision


class RiskFlagFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    kind = "domestic_abuse"
    detail = "A history of violence towards a former partner"
    during = factory.LazyFunction(ever)

    class Meta:
        model = people.RiskFlag


class PracticalNeedsFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    access = "A room without stairs"
    said_by = factory.SubFactory(UserFactory)
    said_at = NOW

    class Meta:
        model = people.PracticalNeeds


class PrisonFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"P{n:03d}")
    name = factory.Sequence(lambda n: f"HMP Northmoor {n}")

    class Meta:
        model = people.Prison


class PrisonDesignationFactory(DjangoModelFactory):
    prison = factory.SubFactory(PrisonFactory)
    kind = "resettlement"
    during = factory.LazyFunction(ever)

    class Meta:
        model = people.PrisonDesignation


class CustodyFactory(DjangoModelFactory):
    """In custody for the three months before tests act, and nobody said that they are out."""

    person = factory.SubFactory(PersonFactory)
    during = Period(date(2017, 2, 1), date(2017, 5, 1))
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW - timedelta(days=100)

    class Meta:
        model = people.Custody


class HeldInFactory(DjangoModelFactory):
    custody = factory.SubFactory(CustodyFactory)
    prison = factory.SubFactory(PrisonFactory)
    held_as = "sentenced"
    from_on = factory.LazyAttribute(lambda made: made.custody.during.from_)
    recorded_by = factory.SelfAttribute("custody.recorded_by")
    recorded_at = factory.SelfAttribute("custody.recorded_at")

    class Meta:
        model = people.HeldIn


class ReleaseDateFactory(DjangoModelFactory):
    custody = factory.SubFactory(CustodyFactory)
    expected_on = factory.LazyAttribute(lambda made: made.custody.during.to)
    recorded_by = factory.SelfAttribute("custody.recorded_by")
    recorded_at = factory.SelfAttribute("custody.recorded_at")

    class Meta:
        model = people.ReleaseDate


class RestrictionFactory(DjangoModelFactory):
    flag = factory.SubFactory(RiskFlagFactory)
    text = "Not to go within 100 metres of Mill Street"

    class Meta:
        model = people.Restriction


class RiskLevelChangeFactory(DjangoModelFactory):
    """The row alone: the person's own level is the action's work."""

    person = factory.SubFactory(PersonFactory)
    was_level = "medium"
    level = "high"
    was_mappa = "none"
    mappa = "none"
    reason = "Threats to a neighbour were reported"
    changed_by = factory.SubFactory(UserFactory)
    changed_at = NOW

    class Meta:
        model = people.RiskLevelChange


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


class PlannedWorkFactory(DjangoModelFactory):
    objective = factory.SubFactory(ObjectiveFactory)
    plan = factory.SelfAttribute("objective.plan")
    what = "A group about anxiety"
    who = "provider"
    due_on = date(2017, 9, 1)

    class Meta:
        model = people.PlannedWork


class PlanVersionFactory(DjangoModelFactory):
    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyAttribute(lambda made: content_of(made.plan))
    kept_at = NOW

    class Meta:
        model = people.PlanVersion


class PlanAnswerFactory(DjangoModelFactory):
    version = factory.SubFactory(PlanVersionFactory)
    person = factory.SelfAttribute("version.plan.person")
    answer = "both"
    how = "in_person"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = people.PlanAnswer


class PersonAccessFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    user = factory.SubFactory(UserFactory)
    scope = "supervise"
    because = "supervision"
    because_id = factory.Sequence(lambda n: n)
    since = NOW - timedelta(days=30)

    class Meta:
        model = people.PersonAccess


class CaseLimitFactory(DjangoModelFactory):
    """An exclusion of one user, by somebody who manages the case; nobody else is named."""

    person = factory.SubFactory(PersonFactory)
    kind = "exclusion"
    users = factory.LazyFunction(lambda: [UserFactory().pk])
    reason = "They are related"
    since = NOW - timedelta(days=30)
    set_by = factory.SubFactory(UserFactory)

    class Meta:
        model = people.CaseLimit


class HidingFactory(DjangoModelFactory):
    """What the trigger of a limit writes; made by making one."""

    class Meta:
        model = people.Hiding

    @classmethod
    def _create(cls, model_class: type[people.Hiding], *args: object, **kwargs: object) -> people.Hiding:
        made: people.Hiding = model_class.objects.get(limit=CaseLimitFactory(**kwargs))
        return made


class TransferFactory(DjangoModelFactory):
    way = "caseload"
    chosen_by = "The whole caseload of Helen Price"
    from_organisation = factory.SubFactory(OrganisationFactory)
    to_organisation = factory.SelfAttribute("from_organisation")
    why = "Helen Price leaves"
    officers = factory.LazyFunction(list)
    on_day = factory.LazyFunction(NOW.date)
    asked_by = factory.SubFactory(UserFactory)
    asked_at = NOW

    class Meta:
        model = people.Transfer


class TransferLineFactory(DjangoModelFactory):
    transfer = factory.SubFactory(TransferFactory)
    person = factory.SubFactory(PersonFactory)
    reference = factory.SelfAttribute("person.reference")
    transfer_reference = factory.SelfAttribute("transfer.reference")
    from_officer = factory.SubFactory(UserFactory)
    to_officer = factory.SubFactory(UserFactory)

    class Meta:
        model = people.TransferLine


class ConsentFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    use = "research"
    given = True
    on_day = factory.LazyFunction(NOW.date)
    asked = "in_person"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW

    class Meta:
        model = people.Consent
