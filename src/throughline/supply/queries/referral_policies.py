"""Referral policies in force and before, local notes, and where they contradict each other (S69, S70)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.supply.models import (
    AreaRole,
    LocalNote,
    PolicyStance,
    ReferralPolicy,
    Service,
    ServiceKind,
    Team,
)
from throughline.supply.rules.referral_policy import Saying, Subject, contradictions, stance_on
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Differing:
    """A note, and what it differs from: the policy's stance, or another note."""

    note: LocalNote
    against: LocalNote | PolicyStance


def policies() -> QuerySet[ReferralPolicy]:
    """Every referral policy there is or was: published, and so everybody's to read who signs in."""
    return ReferralPolicy.objects.select_related("organisation", "written_by").prefetch_related(
        "stances__kind"
    )


def policy_of(organisation_id: int, *, on: date) -> ReferralPolicy | None:
    """The policy of an organisation in force on a day."""
    return policies().filter(organisation=organisation_id, during__contains=on).first()


def organisations_with_policy(actor: Actor) -> list[Organisation]:
    """The organisations that have, or should have, a policy and of which `actor` is: kept or followed."""
    ours = actor.holds(Permission.KEEP_REFERRAL_POLICY) | actor.holds(Permission.REFER)
    return list(Organisation.objects.filter(pk__in=ours).order_by("name", "pk"))


def without_policy(actor: Actor, *, on: date) -> list[Organisation]:
    """The organisations whose policy `actor` keeps and that have none in force on a day, by name."""
    in_force = ReferralPolicy.objects.filter(during__contains=on).values("organisation")
    return list(
        Organisation.objects.filter(pk__in=actor.holds(Permission.KEEP_REFERRAL_POLICY))
        .exclude(pk__in=in_force)
        .order_by("name", "pk")
    )


def notes_visible_to(actor: Actor) -> QuerySet[LocalNote]:
    """The local notes of organisations in which `actor` refers or keeps the policy, the latest first."""
    found = LocalNote.objects.select_related("organisation", "team", "kind", "written_by")
    if actor.is_system:
        return found
    ours = actor.holds(Permission.KEEP_REFERRAL_POLICY) | actor.holds(Permission.REFER)
    return found.filter(organisation__in=ours)


def in_force(notes: QuerySet[LocalNote], *, on: date) -> QuerySet[LocalNote]:
    """Those of the notes that hold on a day: begun, and not ended by now."""
    return notes.filter(from_on__lte=on, end=None)


def differing(policy: ReferralPolicy | None, notes: Iterable[LocalNote]) -> list[Differing]:
    """Where notes of one organisation contradict its policy or each other, with the records themselves."""
    found = sorted(notes, key=lambda one: (one.from_on, one.pk))
    by_number = {one.pk: one for one in found}
    said = {_saying_of_policy(one): one for one in (policy.stances.all() if policy else ())}
    return [
        Differing(
            by_number[one.saying.note or 0],
            by_number[one.against.note] if one.against.note is not None else said[one.against],
        )
        for one in contradictions(list(said), [_saying_of_note(note) for note in found])
    ]


def notes_differing(actor: Actor, *, on: date) -> list[Differing]:
    """What the owner of a policy has to settle: over all organisations whose policy `actor` keeps."""
    found = []
    for organisation in sorted(actor.holds(Permission.KEEP_REFERRAL_POLICY)):
        notes = in_force(notes_visible_to(actor), on=on).filter(organisation=organisation)
        found += differing(policy_of(organisation, on=on), notes)
    return found


def stance_on_service(policy: ReferralPolicy, service: Service, route: str = "") -> PolicyStance | None:
    """What a policy says of a service: of its kind, else of the route, else of every service."""
    said = {_saying_of_policy(one): one for one in policy.stances.all()}
    chosen = stance_on(list(said), Subject(kind=service.kind_id), Subject(route=route))
    return said[chosen] if chosen else None


def teams_of(organisation_ids: Iterable[int]) -> QuerySet[Team]:
    """The teams that notes of these organisations have named, by name."""
    return Team.objects.filter(organisation__in=list(organisation_ids)).select_related("organisation")


def kinds_known_to(organisation: Organisation) -> Sequence[ServiceKind]:
    """The kinds of service of the schemes that the organisation has a part in, by name."""
    schemes = AreaRole.objects.filter(organisation=organisation).values("scheme")
    paid = organisation.pays_under.values("scheme")
    kinds = ServiceKind.objects.filter(Q(scheme__in=schemes) | Q(scheme__in=paid))
    return list(kinds.select_related("scheme").order_by("name", "pk"))


def _saying_of_policy(one: PolicyStance) -> Saying:
    return Saying(Subject(one.kind_id, one.route), one.stance)


def _saying_of_note(one: LocalNote) -> Saying:
    return Saying(Subject(one.kind_id, one.route), one.stance, one.pk, one.team_id)
