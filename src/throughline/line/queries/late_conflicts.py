"""Open referrals to a service that has begun to involve what a risk forbids since they were sent (S96)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from throughline.core.time import london_day
from throughline.line.models import Referral, RiskSharing
from throughline.line.queries.risks import as_live
from throughline.line.rules.conflicts import Conflict, conflicts
from throughline.line.states import HOLDS_A_PLACE
from throughline.supply.models import ServiceVersion


@dataclass(frozen=True)
class LateConflict:
    """A risk decided on for a referral before its service involved what it forbids; `since` is a day."""

    sharing: RiskSharing
    conflict: Conflict
    since: date


def late_conflicts(referrals: QuerySet[Referral], *, on: date) -> list[LateConflict]:
    """What live risks forbid of what services of open referrals involve, where nobody decided to go on."""
    # By their numbers, few as they are: else the database would look at the flags of everybody.
    open_ones = list(referrals.filter(state__in=HOLDS_A_PLACE).values_list("pk", flat=True))
    versions = ServiceVersion.objects.filter(service=OuterRef("referral__service")).order_by("-kept_at")
    held = RiskSharing.objects.filter(
        referral__in=open_ones, flag__during__contains=on, flag__why_ended=""
    ).exclude(flag__limits=[])
    named = held.select_related("flag", "referral__person", "referral__service", "referral__deliverer")
    said = named.annotate(said_at=Subquery(versions.values("kept_at")[:1]))
    found = []
    for one in said.prefetch_related("going_on").order_by("pk"):
        decided = {thing for made in one.going_on.all() for thing in made.things}
        left = [thing for thing in one.referral.service.everything_involved if thing not in decided]
        said_at: datetime | None = one.said_at
        since = london_day(max(one.decided_at, said_at or one.decided_at))
        found += [LateConflict(one, conflict, since) for conflict in conflicts([as_live(one.flag)], left)]
    return found
