"""What of a person's risks is to be decided on for a referral, and what they forbid (D14, S96, S108)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from throughline.line.models import Referral, RiskSharing
from throughline.line.rules.conflicts import Conflict, conflicts
from throughline.line.rules.risk_sharing import LiveFlag
from throughline.line.states import HOLDS_A_PLACE
from throughline.people.models import Person, RiskFlag
from throughline.people.queries.people import live_risk_flags
from throughline.supply.models import Service


def flags_to_decide(referral: Referral, on: date) -> list[LiveFlag]:
    """The live flags of the person that the officer has to decide on before the referral is sent (D14)."""
    return [as_live(flag) for flag in live_risk_flags(referral.person, on)]


def as_live(flag: RiskFlag) -> LiveFlag:
    """A flag as the rules take it."""
    return LiveFlag(flag.pk, flag.kind, flag.get_kind_display(), flag.during.from_, frozenset(flag.limits))


def flags_that_limit(person: Person, *, on: date) -> list[LiveFlag]:
    """The live flags of the person that forbid or limit anything, to be held against services."""
    return [as_live(flag) for flag in person.risk_flags.filter(during__contains=on).exclude(limits=[])]


def conflicts_of(service: Service, flags: list[LiveFlag]) -> list[Conflict]:
    """What of these flags forbids or limits something that the service involves (S96)."""
    return conflicts(flags, service.everything_involved)


def new_risks(referral: Referral, *, on: date) -> list[RiskFlag]:
    """The live flags that nobody decided on for a referral that was sent already (S108)."""
    decided = RiskSharing.objects.filter(referral=referral).values("flag")
    return list(live_risk_flags(referral.person, on).filter(why_ended="").exclude(pk__in=decided))


def with_new_risks(referrals: QuerySet[Referral], *, on: date, at_most: int) -> list[tuple[Referral, date]]:
    """Those of open referrals with a live risk not yet decided on, with its first day, the oldest first."""
    decided = RiskSharing.objects.filter(flag=OuterRef("pk"), referral=OuterRef(OuterRef("pk")))
    new = RiskFlag.objects.filter(
        ~Exists(decided), person=OuterRef("person"), during__contains=on, why_ended=""
    )
    first = Subquery(new.order_by("during__startswith").values("during__startswith")[:1])
    found = referrals.filter(Exists(new), state__in=HOLDS_A_PLACE).annotate(risk_since=first)
    return [(one, one.risk_since) for one in found.order_by("risk_since", "pk")[:at_most]]
