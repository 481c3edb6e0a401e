"""Models of supply: schemes, who answers for an area, agreements, services, prices."""

from throughline.supply.models.agreements import Agreement, AgreementArea, AgreementMove, Chain
from throughline.supply.models.board import BoardMeeting, RateCardReview
from throughline.supply.models.changes import ChangeLine, ChangeLineMove, ChangeMove, ChangeNotification
from throughline.supply.models.contacts import ServiceContact
from throughline.supply.models.eligibility import EligibilityRule, HighRiskClearance
from throughline.supply.models.intentions import Intention, IntentionMove
from throughline.supply.models.items import ItemArea, ItemBuyer, RateCardItem
from throughline.supply.models.noticeboard import Offer, OfferMove, OfferPrice, StatedNeed, StatedNeedMove
from throughline.supply.models.occupancy import Occupancy
from throughline.supply.models.pilots import Pilot
from throughline.supply.models.prices import Price
from throughline.supply.models.referral_policies import LocalNote, NoteEnd, PolicyStance, ReferralPolicy, Team
from throughline.supply.models.routes import RouteContribution, ServiceRoute
from throughline.supply.models.saved_searches import SavedSearch, SharedSearch
from throughline.supply.models.schemes import AreaRole, Ownership, Scheme, SchemeRule
from throughline.supply.models.service_parts import (
    ServiceActivity,
    ServiceArea,
    ServiceEvidence,
    ServiceInformation,
    ServiceNeed,
    ServicePopulation,
)
from throughline.supply.models.service_places import ServiceHours, ServicePlace
from throughline.supply.models.service_views import ServiceViews
from throughline.supply.models.services import Service, ServiceKind, ServiceMove
from throughline.supply.models.tenures import Tenure
from throughline.supply.models.versions import ServiceVersion
from throughline.supply.models.wordings import ServiceWording
from throughline.supply.models.words import Deliverer, ServiceWords

__all__ = [
    "Agreement",
    "AgreementArea",
    "AgreementMove",
    "AreaRole",
    "BoardMeeting",
    "Chain",
    "ChangeLine",
    "ChangeLineMove",
    "ChangeMove",
    "ChangeNotification",
    "Deliverer",
    "EligibilityRule",
    "HighRiskClearance",
    "Intention",
    "IntentionMove",
    "ItemArea",
    "ItemBuyer",
    "LocalNote",
    "NoteEnd",
    "Occupancy",
    "Offer",
    "OfferMove",
    "OfferPrice",
    "Ownership",
    "Pilot",
    "PolicyStance",
    "Price",
    "RateCardItem",
    "RateCardReview",
    "ReferralPolicy",
    "RouteContribution",
    "SavedSearch",
    "Scheme",
    "SchemeRule",
    "Service",
    "ServiceActivity",
    "ServiceArea",
    "ServiceContact",
    "ServiceEvidence",
    "ServiceHours",
    "ServiceInformation",
    "ServiceKind",
    "ServiceMove",
    "ServiceNeed",
    "ServicePlace",
    "ServicePopulation",
    "ServiceRoute",
    "ServiceVersion",
    "ServiceViews",
    "ServiceWording",
    "ServiceWords",
    "SharedSearch",
    "StatedNeed",
    "StatedNeedMove",
    "Team",
    "Tenure",
]
