"""Setting a price on one link of the chain (D2, D24, S179)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.supply.models import Agreement, Price, RateCardItem
from throughline.supply.refusals import (
    PriceBelowNothing,
    PriceInThePast,
    PriceNotOfThisChain,
    PriceOutsideAgreement,
    PriceOverlaps,
)
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def set_price(
    *, item: RateCardItem, agreement: Agreement, amount: Money, from_on: date, by: User, at: datetime
) -> Price:
    """
    Set what `agreement` pays for `item` from the day `from_on`, and end the former price on that day.

    The former price holds up to and including the day before. A referral keeps the price of the day it was
    sent (D22), so a former price is never ended on a day that is over. The rate card itself, the price of the
    link at the top, is decided by who oversees the scheme; those below by whoever pays.

    :raises PriceNotOfThisChain: the service is not delivered under this agreement
    :raises PriceOutsideAgreement: the agreement is not in force on `from_on`
    :raises PriceOverlaps: a price begins on that day or later
    :raises PriceInThePast: a former price would end before the London day of `at`
    :raises PriceBelowNothing: the amount is below £0.00
    :raises NotAllowed: the current actor does not decide this price
    """
    _require_may_set(agreement)
    # The item is locked, so that of two people setting its price at once one reads what the other did.
    locked = (
        RateCardItem.objects.select_for_update(of=("self",))
        .select_related("service__agreement")
        .get(pk=item.pk)
    )
    chain = locked.service.agreement
    if chain is None or agreement.pk not in chain.path:
        raise PriceNotOfThisChain(
            f"{locked.service.name} is not delivered under “{agreement.title}”. "
            "Choose an agreement of its chain"
        )
    if amount < Money.zero():
        raise PriceBelowNothing("Price must be £0.00 or more")
    if from_on not in agreement.during:
        raise PriceOutsideAgreement(
            f"“{agreement.title}” is not in force on {_day(from_on)}. Choose a day on which it is"
        )
    _end_former(locked, agreement, from_on, london_day(at))
    return Price.objects.create(
        item=locked, agreement=agreement, amount=amount, during=Period(from_on, agreement.during.to)
    )


def _require_may_set(agreement: Agreement) -> None:
    actor = current_actor()
    to = "set this price"
    if agreement.tier == 1 or actor.may(Permission.DECIDE_PRICES, within=agreement.scheme.steward_id):
        require(actor, Permission.DECIDE_PRICES, within=agreement.scheme.steward_id, to=to)
    else:
        require(actor, Permission.PROPOSE_PRICES, within=agreement.payer_id, to=to)


def _end_former(item: RateCardItem, agreement: Agreement, from_on: date, today: date) -> None:
    prices = Price.objects.filter(item=item, agreement=agreement)
    later = prices.filter(during__startswith__gte=from_on).order_by("during__startswith").first()
    if later is not None:
        raise PriceOverlaps(
            f"There is already a price of {later.amount.display()} from {_day(later.during.from_)}. "
            "Choose a day after that"
        )
    former = prices.filter(during__contains=from_on).first()
    if former is None:
        return
    if from_on < today:
        raise PriceInThePast(
            f"{former.amount.display()} held on {_day(from_on)}, and referrals sent since keep it. "
            f"Choose {_day(today)} or later"
        )
    former.during = former.during.ended_on(from_on)
    former.save(update_fields=["during"])


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
