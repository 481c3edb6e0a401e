"""What people agreed to beyond their supervision: as it stands, and every answer (S219)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import OuterRef, QuerySet, Subquery

from throughline.people.models import Consent, Person
from throughline.vocabulary.consents import Use


def answers_of(person: Person) -> QuerySet[Consent]:
    """Every answer of one person, the latest first."""
    return Consent.objects.filter(person=person).select_related("recorded_by")


def standing_of(person: Person) -> Mapping[str, Consent | None]:
    """The answer that holds for each use, or nothing where nobody asked."""
    found: dict[str, Consent | None] = dict.fromkeys(Use.values)
    for one in answers_of(person).reverse():
        found[one.use] = one
    return found


def agreed_to(people: QuerySet[Person], use: str) -> QuerySet[Person]:
    """Those of `people` whose latest answer about one use is that they agree."""
    latest = Consent.objects.filter(person=OuterRef("pk"), use=use).values("given")[:1]
    return people.annotate(agreed=Subquery(latest)).filter(agreed=True)
