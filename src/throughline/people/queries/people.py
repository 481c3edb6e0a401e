"""The door to people's records: always from who is asking."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from throughline.core.access.actor import Actor
from throughline.core.access.permissions import roles
from throughline.core.models import Membership, Organisation, User
from throughline.people.models import (
    AssessedNeed,
    Assessment,
    FactorsRecorded,
    Objective,
    Person,
    PersonAccess,
    RiskFlag,
    Sentence,
    Supervision,
)
from throughline.people.queries.limits import hidden_from
from throughline.vocabulary.permissions import Permission

EVERY_SCOPE = (PersonAccess.Scope.SUPERVISE, PersonAccess.Scope.DELIVER, PersonAccess.Scope.SELF)


def rights_of(actor: Actor, at: datetime, scopes: Collection[str] = EVERY_SCOPE) -> QuerySet[PersonAccess]:
    """The actor's rights to see people that hold at `at`, without those that a limit takes away (S111)."""
    if actor.user is None:
        return PersonAccess.objects.none()
    mine = Q(user=actor.user) | Q(organisation__in=actor.holds(Permission.SEE_ALL_CASES))
    return PersonAccess.objects.filter(
        mine, Q(until__isnull=True) | Q(until__gt=at), ~hidden_from(actor), scope__in=scopes
    )


def people_visible_to(actor: Actor, at: datetime, scopes: Collection[str] = EVERY_SCOPE) -> QuerySet[Person]:
    """The people the actor may see at `at`, in one of `scopes`; every list and page of people starts here."""
    return Person.objects.filter(Exists(rights_of(actor, at, scopes).filter(person=OuterRef("pk"))))


def people_supervised_by(actor: Actor, at: datetime) -> QuerySet[Person]:
    """The people whose responsible officer the actor is now, or for whom they cover."""
    theirs = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(user=actor.user)
    return Person.objects.filter(Exists(theirs.filter(person=OuterRef("pk"))))


def people_in_charge_of(actor: Actor, at: datetime) -> QuerySet[Person]:
    """The people whom the actor supervises, and those supervised for organisations they manage."""
    return people_visible_to(actor, at, (PersonAccess.Scope.SUPERVISE,))


def people_managed_by(actor: Actor, at: datetime) -> QuerySet[Person]:
    """The people supervised for the organisations whose cases the actor manages."""
    theirs = rights_of(actor, at, (PersonAccess.Scope.SUPERVISE,)).filter(
        organisation__in=actor.holds(Permission.MANAGE_CASES)
    )
    return Person.objects.filter(Exists(theirs.filter(person=OuterRef("pk"))))


def with_officer(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """Each with `officer_name`, the name of the responsible officer on the day `on`, or nothing."""
    held = Supervision.objects.filter(person=OuterRef("pk"), during__contains=on)
    return people.annotate(officer_name=Subquery(held.values("officer__full_name")[:1]))


def officers_of(person_id: int, at: datetime) -> QuerySet[PersonAccess, int]:
    """The ids of the accounts that supervise a person at `at`: the officer, and whoever covers."""
    held = PersonAccess.objects.filter(Q(until__isnull=True) | Q(until__gt=at), person=person_id)
    return held.filter(scope=PersonAccess.Scope.SUPERVISE, user__isnull=False).values_list("user", flat=True)


def organisations_supervised_for(officer: User, on: date) -> QuerySet[Organisation]:
    """The organisations for which an account may supervise people on the day `on`, by name."""
    supervising = [code for code, role in roles().items() if Permission.SUPERVISE in role.permissions]
    held = Membership.objects.filter(user=officer, role__in=supervising, during__contains=on)
    return Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name")


def live_risk_flags(person: Person, on: date) -> QuerySet[RiskFlag]:
    """The risk flags live on the day `on` that the current actor may see, with their restrictions."""
    return person.risk_flags.filter(during__contains=on).prefetch_related("restrictions")


def sentences_of(person: Person) -> QuerySet[Sentence]:
    """The person's sentences, latest first, with requirements and plan in a fixed number of queries."""
    objectives = Prefetch("plan__objectives", queryset=Objective.objects.order_by("position", "pk"))
    return person.sentences.select_related("plan").prefetch_related("requirements", objectives)


def latest_assessment(person: Person) -> Assessment | None:
    """The latest assessment with what it says of each need; nothing when never assessed (D11)."""
    needs = Prefetch("needs", queryset=AssessedNeed.objects.order_by("need"))
    return person.assessments.prefetch_related(needs).first()


def factors_of(assessment: Assessment | None) -> FactorsRecorded | None:
    """The protective factors that an assessment found, as recorded last; nothing where nobody said (S121)."""
    return FactorsRecorded.objects.filter(assessment=assessment).first() if assessment else None


def needs_recorded_of(person: Person) -> set[str]:
    """The needs that objectives of the person's plans answer, and those the latest assessment found."""
    found = {
        one.need
        for sentence in sentences_of(person)
        if hasattr(sentence, "plan")
        for one in sentence.plan.objectives.all()
    }
    if (assessment := latest_assessment(person)) is not None:
        found |= {one.need for one in assessment.needs.all() if one.level != AssessedNeed.Level.NONE}
    return found
