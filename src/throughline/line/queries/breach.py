"""Whom to tell that breach action began, what was told under a referral, and who has not read it (S107)."""

from __future__ import annotations

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from throughline.core.models import User
from throughline.line.models import BreachNotice, BreachReading, Referral
from throughline.line.states import HOLDS_A_PLACE


def to_tell_of_breach(person_id: int) -> QuerySet[Referral]:
    """The person's referrals that are open with a provider: everybody who works with them, or is about to."""
    return (
        Referral.objects.filter(person=person_id, state__in=HOLDS_A_PLACE)
        .select_related("deliverer", "service")
        .order_by("pk")
    )


def breach_notices_of(referral: Referral) -> QuerySet[BreachNotice]:
    """What the provider was told under a referral, the latest last, with who read it when."""
    readings = BreachReading.objects.select_related("read_by")
    return (
        BreachNotice.objects.filter(referral=referral)
        .select_related("made_by")
        .prefetch_related(Prefetch("readings", readings))
    )


def unread_by(user: User | None) -> QuerySet[BreachNotice]:
    """Notices that this user has not read."""
    return BreachNotice.objects.exclude(readings__read_by=user)


def with_breach_unread(referrals: QuerySet[Referral], notices: QuerySet[BreachNotice]) -> QuerySet[Referral]:
    """Those of `referrals` under which one of `notices` was given, with `breach_at`, when the first was."""
    first = notices.filter(referral=OuterRef("pk")).order_by("made_at").values("made_at")[:1]
    return referrals.annotate(breach_at=Subquery(first)).filter(breach_at__isnull=False)
