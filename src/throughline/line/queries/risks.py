"""What of a person's risks is still to be decided on for a referral, and what they forbid (D14, S96)."""

from __future__ import annotations

from datetime import date

from throughline.line.models import Referral
from throughline.line.rules.conflicts import Conflict, conflicts
from throughline.line.rules.risk_sharing import LiveFlag
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
