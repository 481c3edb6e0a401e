"""What invented services involve, and what invented risks forbid or limit (S96). Settled here."""

from __future__ import annotations

from throughline.gateway.generate.world import Offered
from throughline.vocabulary.involved import Involved as I
from throughline.vocabulary.involved import in_their_order
from throughline.vocabulary.risks import RiskKind
from throughline.vocabulary.service_types import ServiceType as T

INVOLVED: dict[T, tuple[I, ...]] = {
    T.ACCOMMODATION: (I.EVENINGS,),
    T.ARTS: (I.CAMERAS, I.BLADES),
    T.DEBT_ADVICE: (I.MONEY,),
    T.EMPLOYMENT: (I.COMPUTERS,),
    T.FAMILIES: (I.HOMES,),
    T.FLOATING_SUPPORT: (I.ALONE, I.HOMES),
    T.MENTORING: (I.ALONE, I.AWAY),
    T.RESETTLEMENT: (I.ALONE, I.DRIVING),
    T.UNPAID_WORK: (I.BLADES, I.DRIVING),
    T.VOLUNTEERING: (I.COMPUTERS, I.VULNERABLE),
    T.WOMEN: (I.WOMEN_ONLY,),
}
"""What a kind of work involves; nothing else is said of those left out."""

LIMITS: dict[str, tuple[I, ...]] = {
    RiskKind.SHPO: (I.COMPUTERS, I.CAMERAS, I.CHILDREN),
    RiskKind.RISK_TO_STAFF: (I.ALONE,),
    RiskKind.CHILD_SAFEGUARDING: (I.CHILDREN,),
}
"""What a kind of risk forbids or limits."""


def forbidden(service: Offered, kind: str) -> list[I]:
    """What a risk of this kind forbids of what the service involves."""
    involved = (*service.involves, *((I.CHILDREN,) if service.meets_children else ()))
    return in_their_order(thing for thing in LIMITS.get(kind, ()) if thing in involved)
