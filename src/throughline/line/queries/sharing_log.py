"""What was shared about a person: with whom, what, on which basis, and who read it first."""

from __future__ import annotations

from django.db.models import Min, OuterRef, QuerySet, Subquery

from throughline.line.models import RiskReading, Shared
from throughline.people.models import Person


def shared_of(person: Person) -> QuerySet[Shared]:
    """
    The log of one person, for whoever supervises them, with what each row names.

    Each has `first_read_at`, when somebody of the provider first read a shared risk; nothing for the rest.
    """
    readings = RiskReading.objects.filter(
        sharing__referral=OuterRef("referral"), sharing__flag=OuterRef("flag")
    )
    first = readings.order_by().values("sharing__flag").annotate(first=Min("read_at")).values("first")
    return (
        Shared.objects.filter(person=person)
        .select_related("referral", "organisation", "flag", "concern", "by")
        .annotate(first_read_at=Subquery(first))
    )
