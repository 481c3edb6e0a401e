"""What supply announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from throughline.core.money import Money


@dataclass(frozen=True)
class ChangeMoved:
    """A Change Notification took a step: it waits on somebody else now, or is over."""

    notification_id: int
    name: str
    by_id: int
    at: datetime


@dataclass(frozen=True)
class PriceSet:
    """A price is in force from a day, or an item withdrawn (`price_id` nothing); `was` held before."""

    item_id: int
    agreement_id: int
    price_id: int | None
    was: Money | None
    from_on: date
    by_id: int
    at: datetime


@dataclass(frozen=True)
class SubcontractorChanged:
    """The day of an approved line on a subcontractor has come: the chain is as it says from now on (S232)."""

    line_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class OfferMade:
    """Somebody offers something on the noticeboard, to a stated need or unasked (S76)."""

    offer_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class OfferAnswered:
    """Whom an offer was made to took it up, declined it or wants to talk about it."""

    offer_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class NeedAnswered:
    """A stated need was said to be one that cannot be met now."""

    need_id: int
    by_id: int
    at: datetime
