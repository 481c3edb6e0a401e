"""Whom a limit keeps from a case: asked wherever people, or what hangs on them, are listed or counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from throughline.core.access.actor import Actor, as_system
from throughline.core.models import Membership, Organisation, User
from throughline.core.time import london_day
from throughline.people.models import CaseLimit, Hiding, Person, PersonAccess
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Party:
    """A user or an organisation that may see a case or is named by a limit; as what, where known."""

    user: User | None
    organisation: Organisation | None
    as_what: str = ""

    @property
    def name(self) -> str:
        """Whose it is."""
        return str(self.user or self.organisation)


def in_force() -> Q:
    """
    The limits that hold now, by the clock of the database.

    Row security has no other clock; by the request's own the two could disagree about somebody.
    """
    return Q(since__lte=Now()) & (Q(until__isnull=True) | Q(until__gt=Now()))


def hidings_from(actor: Actor) -> QuerySet[Hiding]:
    """The limits that hide somebody from `actor` now, one row for each."""
    if actor.is_system:
        return Hiding.objects.none()
    user = actor.user.pk if actor.user else 0
    named = Q(users__contains=[user]) | Q(organisations__overlap=sorted(actor.organisations))
    other = Q(self_id__isnull=True) | ~Q(self_id=user)
    excluded, left_out = Q(kind=CaseLimit.Kind.EXCLUSION) & named, Q(kind=CaseLimit.Kind.RESTRICTION) & ~named
    return Hiding.objects.filter(in_force(), other, excluded | left_out)


def hidden_from(actor: Actor, person: str = "person") -> Exists:
    """True of rows whose `person` (the name of the field) a limit hides from `actor` now."""
    return Exists(hidings_from(actor).filter(person=OuterRef(person)))


def is_limited(person: Person) -> bool:
    """Whether any limit holds on the case of somebody whom whoever asks may see; not which one."""
    with as_system():
        return Hiding.objects.filter(in_force(), person=person).exists()


def kept_out(person_id: int, users: Iterable[User], at: datetime) -> frozenset[int]:
    """
    The ids of those of `users` from whom a limit hides the person now; `at` is the day of their roles.

    Asked before somebody is given the case, so as the system: whoever asks may not see the limits. One query
    where no limit holds, two where one does.
    """
    with as_system():
        limits = list(Hiding.objects.filter(in_force(), person=person_id))
        if not limits:
            return frozenset()
        acting_in = _acting_in(users, at)
    return frozenset(
        user
        for user, organisations in acting_in.items()
        if any(_hides(one, user, organisations) for one in limits)
    )


def kept_out_of(people: Iterable[int], users: Iterable[User], at: datetime) -> Mapping[int, frozenset[int]]:
    """
    Which of `users` may see which of many people no longer, by the id of the person; others have no entry.

    As `kept_out` asks it of one, in as many queries.
    """
    with as_system():
        limits = list(Hiding.objects.filter(in_force(), person__in=people))
        acting_in = _acting_in(users, at) if limits else {}
    found: dict[int, frozenset[int]] = {}
    for limit in limits:
        hit = {user for user, organisations in acting_in.items() if _hides(limit, user, organisations)}
        found[limit.person_id] = found.get(limit.person_id, frozenset()) | hit
    return found


def shut_out(person_id: int, organisation: Organisation, at: datetime) -> bool:
    """
    Whether a limit hides the person now from everybody who acts in an organisation.

    A list that names one of its people lets the case come there: whoever is named sees it.
    """
    with as_system():
        limits = list(Hiding.objects.filter(in_force(), person=person_id))
        if not limits:
            return False
        members = Membership.objects.filter(organisation=organisation, during__contains=london_day(at))
        people = set(members.values_list("user_id", flat=True))
    return any(
        organisation.pk in one.organisations
        if one.kind == CaseLimit.Kind.EXCLUSION
        else organisation.pk not in one.organisations and not people & set(one.users)
        for one in limits
    )


def who_would_lose(
    person: Person,
    *,
    kind: str,
    users: Collection[User],
    organisations: Collection[Organisation],
    at: datetime,
) -> Sequence[Party]:
    """Those whose work lets them see the case at `at` and from whom such a limit would hide it."""
    limit = Hiding(
        person=person,
        kind=kind,
        users=[one.pk for one in users],
        organisations=[one.pk for one in organisations],
    )
    parties = who_may_see(person, at)
    acting_in = _acting_in([one.user for one in parties if one.user], at)
    return [
        one
        for one in parties
        if (
            _hides(limit, one.user.pk, acting_in[one.user.pk])
            if one.user
            else _hides(limit, 0, {one.organisation.pk if one.organisation else 0})
        )
    ]


def _acting_in(users: Iterable[User], at: datetime) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {one.pk: set() for one in users}
    held = Membership.objects.filter(user__in=found, during__contains=london_day(at))
    for user, organisation in held.values_list("user_id", "organisation_id"):
        found[user].add(organisation)
    return found


def _hides(limit: Hiding, user: int, organisations: set[int]) -> bool:
    named = user in limit.users or bool(organisations & set(limit.organisations))
    return limit.self_id != user and named == (limit.kind == CaseLimit.Kind.EXCLUSION)


def limits_of(person: Person) -> QuerySet[CaseLimit]:
    """Every limit that was ever set on the person's case, the latest first, for those who may lift them."""
    return CaseLimit.objects.filter(person=person).select_related("set_by", "lifted_by")


def limited_cases(actor: Actor, at: datetime) -> QuerySet[CaseLimit]:
    """The limits that hold on cases of the organisations whose cases `actor` manages, with the people."""
    rights = PersonAccess.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at),
        person=OuterRef("person"),
        scope=PersonAccess.Scope.SUPERVISE,
        organisation__in=actor.holds(Permission.MANAGE_CASES),
    )
    return (
        CaseLimit.objects.filter(in_force(), Exists(rights), ~hidden_from(actor), lifted_at=None)
        .select_related("person", "set_by")
        .annotate(last_name=F("person__last_name"))
    )


def parties_named(limit: CaseLimit) -> Sequence[Party]:
    """The users and organisations that a limit names, by name."""
    users = User.objects.filter(pk__in=limit.users).order_by("full_name", "pk")
    organisations = Organisation.objects.filter(pk__in=limit.organisations).order_by("name", "pk")
    return [*(Party(one, None) for one in users), *(Party(None, one) for one in organisations)]


def who_may_see(person: Person, at: datetime) -> Sequence[Party]:
    """
    Everybody whose work lets them see the case at `at`, kept out or not, those who supervise first.

    For whoever manages the case; the person themselves is not among them.
    """
    with as_system():
        rights = (
            PersonAccess.objects.filter(Q(until__isnull=True) | Q(until__gt=at), person=person)
            .exclude(scope=PersonAccess.Scope.SELF)
            .select_related("user", "organisation")
            .order_by("-scope", "user__full_name", "organisation__name", "pk")
        )
        found = {
            (one.user_id, one.organisation_id): Party(
                one.user, one.organisation, PersonAccess.Scope(one.scope).label
            )
            for one in rights
        }
    return list(found.values())
