"""Models of supply: schemes, who answers for an area, agreements, services, prices."""

from throughline.supply.models.agreements import Agreement, AgreementArea, AgreementMove, Chain
from throughline.supply.models.prices import Price, RateCardItem
from throughline.supply.models.schemes import AreaRole, Ownership, Scheme, SchemeRule
from throughline.supply.models.services import (
    Service,
    ServiceActivity,
    ServiceArea,
    ServiceKind,
    ServiceMove,
    ServiceNeed,
    ServiceRoute,
)

__all__ = [
    "Agreement",
    "AgreementArea",
    "AgreementMove",
    "AreaRole",
    "Chain",
    "Ownership",
    "Price",
    "RateCardItem",
    "Scheme",
    "SchemeRule",
    "Service",
    "ServiceActivity",
    "ServiceArea",
    "ServiceKind",
    "ServiceMove",
    "ServiceNeed",
    "ServiceRoute",
]
