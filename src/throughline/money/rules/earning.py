"""What the delivery of one referral has earned at each tier (D22, D24; docs/rules/prices.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from throughline.core.money import Money
from throughline.supply.rules.costs import price_of_minutes
from throughline.vocabulary.routes import PriceUnit


class EarnedBy(StrEnum):
    """What kind of record earns: a record of attendance, the end of the referral, an outcome of it."""

    ATTENDANCE = "attendance"
    COMPLETION = "completion"
    OUTCOME = "outcome"


class Earning(NamedTuple):
    """One thing that is paid for: the record that earns it, and the tier that pays."""

    by: str
    record_id: int
    tier: int


@dataclass(frozen=True)
class Delivery:
    """
    One attendance that holds (nothing supersedes it), when its appointment began and how long it was booked.

    `rar_day` is the day of the order that this activity makes count, if it does (D17).
    """

    attendance_id: int
    began_at: datetime
    took_part: bool
    minutes: int = 60
    rar_day: date | None = None


@dataclass(frozen=True)
class Ending:
    """How a referral ended: the move that completed it, and the outcome it was made for, where achieved."""

    completed_by: int | None = None
    achieved_by: int | None = None


@dataclass(frozen=True)
class TierPrice:
    """What one link of the chain pays for this referral, by which unit."""

    tier: int
    unit: str
    amount: Money


NOT_ENDED = Ending()


def earned(
    deliveries: Iterable[Delivery], prices: Iterable[TierPrice], ending: Ending = NOT_ENDED
) -> dict[Earning, Money]:
    """
    Give what is earned, by the record that earns it and by tier (S178).

    * by the session: each attendance at which the person took part;
    * by the hour: the same, for the minutes that were booked, to the nearest penny;
    * by the start: once, at the first of them by the time the appointment began (of two at one time,
      the one recorded first);
    * by the RAR day: each day that counts, once, at the first activity by which it counts;
    * by the completion: once, when the referral is completed and not ended early;
    * by the outcome: once, when the outcome for the need of the referral's objective is recorded as achieved.

    A price of nothing earns nothing.
    """
    held = sorted(
        (one for one in deliveries if one.took_part), key=lambda one: (one.began_at, one.attendance_id)
    )
    wanted: dict[Earning, Money] = {}
    for price in prices:
        for by, record_id, amount in _charged(price, held, ending):
            if amount:
                wanted[Earning(by, record_id, price.tier)] = amount
    return wanted


def _charged(price: TierPrice, held: list[Delivery], ending: Ending) -> list[tuple[EarnedBy, int, Money]]:
    match price.unit:
        case PriceUnit.COMPLETION:
            return _once(EarnedBy.COMPLETION, ending.completed_by, price)
        case PriceUnit.OUTCOME:
            return _once(EarnedBy.OUTCOME, ending.achieved_by, price)
        case PriceUnit.HOUR:
            return [
                (EarnedBy.ATTENDANCE, one.attendance_id, price_of_minutes(price.amount, one.minutes))
                for one in held
            ]
        case PriceUnit.START:
            held = held[:1]
        case PriceUnit.RAR_DAY:
            held = _first_of_each_day(held)
    return [(EarnedBy.ATTENDANCE, one.attendance_id, price.amount) for one in held]


def _once(by: EarnedBy, record_id: int | None, price: TierPrice) -> list[tuple[EarnedBy, int, Money]]:
    return [] if record_id is None else [(by, record_id, price.amount)]


def _first_of_each_day(held: list[Delivery]) -> list[Delivery]:
    first: dict[date, Delivery] = {}
    for one in held:
        if one.rar_day is not None:
            first.setdefault(one.rar_day, one)
    return list(first.values())
