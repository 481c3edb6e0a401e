"""How long it takes from a signed agreement to a listing in the directory, and what is overdue (S61)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.supply.models import Agreement, ServiceMove
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.states import AgreementState
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Listing:
    """A signed agreement: by when a service under it had to be in the directory, and when the first was."""

    agreement: Agreement
    signed_on: date
    due_on: date | None
    listed_on: date | None
    pk: int

    @property
    def provider_name(self) -> str:
        """Who provides under it, to sort by."""
        return self.agreement.provider.name

    @property
    def days(self) -> int | None:
        """Days from signing to the listing, none below nothing; nothing while there is no listing."""
        return None if self.listed_on is None else max((self.listed_on - self.signed_on).days, 0)

    def days_overdue(self, on: date) -> int:
        """Days past the deadline on a day without a listing; nothing where it is listed, or still in time."""
        if self.due_on is None or self.listed_on is not None:
            return 0
        return max((on - self.due_on).days, 0)


def listing_times(actor: Actor, *, on: date) -> Sequence[Listing]:
    """
    Each signed agreement in force on the day `on`, with its first listing by then, by when it was signed.

    For whoever oversees the scheme, and of the prime's own chain for the prime. A service counts for the
    agreement it is delivered under and for those above it. Three queries, and one for each scheme.
    """
    agreements = list(
        Agreement.objects.filter(
            Q(scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
            | Q(parties__overlap=sorted(actor.holds(Permission.PROPOSE_PRICES))),
            state=AgreementState.SIGNED,
            signed_on__lte=on,
            during__contains=on,
        )
        .select_related("payer", "provider", "scheme")
        .order_by("signed_on", "pk")
    )
    first = _first_listed({one.scheme_id for one in agreements}, on)
    days: dict[int, int | None] = {
        scheme: rule_in_force(scheme, "publication_days", on=on)
        for scheme in {one.scheme_id for one in agreements}
    }
    return [
        Listing(
            one,
            one.signed_on,
            None if (allowed := days[one.scheme_id]) is None else one.signed_on + timedelta(days=allowed),
            first.get(one.pk),
            one.pk,
        )
        for one in agreements
        if one.signed_on is not None
    ]


def overdue_listings(actor: Actor, *, on: date) -> list[Listing]:
    """Signed agreements whose deadline has passed without a service in the directory, the longest first."""
    late = [one for one in listing_times(actor, on=on) if one.days_overdue(on)]
    return sorted(late, key=lambda one: (one.due_on or on, one.pk))


def _first_listed(schemes: set[int], on: date) -> dict[int, date]:
    """By agreement: the day on which a service under it was first published, by the day `on`."""
    first: dict[int, date] = {}
    published = ServiceMove.objects.filter(
        name="publish", subject__scheme__in=schemes, subject__agreement__isnull=False
    )
    for path, at in published.values_list("subject__agreement__path", "happened_at"):
        day = london_day(at)
        if day <= on:
            for agreement in path:
                first[agreement] = min(day, first.get(agreement, day))
    return first
