"""Putting prices in force on a link of the chain, and ending them (D2, D6, D24, S179)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.supply.events import PriceSet
from throughline.supply.models import Agreement, ChangeLine, Price, RateCardItem
from throughline.supply.queries.approvals import needs_approval
from throughline.supply.queries.tenures import agreement_on
from throughline.supply.refusals import (
    PriceBelowNothing,
    PriceInThePast,
    PriceNeedsApproval,
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

    Whoever pays sets the prices below the top. That of the link at the top, the rate card itself, is set
    directly only where the scheme asks for no approval, by who oversees it; elsewhere it takes a Change
    Notification (D6).

    :raises PriceNeedsApproval: it is the rate card price of a scheme that asks for approvals
    :raises NotAllowed: the current actor does not decide this price
    :raises PriceNotOfThisChain: and what else `put_in_force` raises
    """
    if needs_approval(agreement, on=from_on):
        raise PriceNeedsApproval(
            f"{agreement.scheme} asks for approval of its rate card: propose this in a Change Notification"
        )
    _require_may_set(agreement)
    return put_in_force(item=item, agreement=agreement, amount=amount, from_on=from_on, by=by, at=at)


def put_in_force(
    *,
    item: RateCardItem,
    agreement: Agreement,
    amount: Money,
    from_on: date,
    by: User,
    at: datetime,
    line: ChangeLine | None = None,
) -> Price:
    """
    Put a price in force that somebody was allowed to set or to approve; the former one ends on that day.

    The former price holds up to and including the day before. A referral keeps the price of the day it was
    sent (D22), so a former price is never ended on a day that is over.

    :raises PriceNotOfThisChain: the service is not delivered under this agreement
    :raises PriceOutsideAgreement: the agreement is not in force on `from_on`
    :raises PriceOverlaps: a price begins on that day or later
    :raises PriceInThePast: a former price would end before the London day of `at`
    :raises PriceBelowNothing: the amount is below £0.00
    """
    locked = _locked(item)
    check_price(item=locked, agreement=agreement, amount=amount, from_on=from_on)
    former = _end_former(locked, agreement, from_on, london_day(at))
    made = Price.objects.create(
        item=locked,
        agreement=agreement,
        amount=amount,
        during=Period(from_on, agreement.during.to),
        line=line,
    )
    announce(
        PriceSet(
            item_id=locked.pk,
            agreement_id=agreement.pk,
            price_id=made.pk,
            was=former.amount if former else None,
            from_on=from_on,
            by_id=by.pk,
            at=at,
        )
    )
    return made


def check_price(*, item: RateCardItem, agreement: Agreement, amount: Money, from_on: date) -> None:
    """
    Refuse a price that could not be put in force whatever else is there: wrong chain, amount or day.

    :raises PriceNotOfThisChain: the service is not delivered under this agreement on `from_on`
    :raises PriceOutsideAgreement: the agreement is not in force on `from_on`
    :raises PriceBelowNothing: the amount is below £0.00
    """
    chain = agreement_on(item.service, from_on)
    if chain is None or agreement.pk not in chain.path:
        raise PriceNotOfThisChain(
            f"{item.service.name} is not delivered under “{agreement.title}”. "
            "Choose an agreement of its chain"
        )
    if amount < Money.zero():
        raise PriceBelowNothing("Price must be £0.00 or more")
    if from_on not in agreement.during:
        raise PriceOutsideAgreement(
            f"“{agreement.title}” is not in force on {_day(from_on)}. Choose a day on which it is"
        )


def end_prices(*, item: RateCardItem, top: Agreement, from_on: date, by: User, at: datetime) -> Money | None:
    """
    End every price of an item on the day `from_on`, on each link: it cannot be bought from then on.

    Gives the amount that held at the top until then.

    :raises PriceOverlaps: a price begins on that day or later
    :raises PriceInThePast: a price would end before the London day of `at`
    """
    locked, was = _locked(item), None
    links = Agreement.objects.filter(prices__item=locked).order_by("tier", "pk").distinct()
    for agreement in links:
        former = _end_former(locked, agreement, from_on, london_day(at))
        if former is not None and agreement.pk == top.pk:
            was = former.amount
    announce(
        PriceSet(
            item_id=locked.pk,
            agreement_id=top.pk,
            price_id=None,
            was=was,
            from_on=from_on,
            by_id=by.pk,
            at=at,
        )
    )
    return was


def _locked(item: RateCardItem) -> RateCardItem:
    # Locked, so that of two people setting its price at once one reads what the other did.
    return (
        RateCardItem.objects.select_for_update(of=("self",))
        .select_related("service__agreement")
        .get(pk=item.pk)
    )


def _require_may_set(agreement: Agreement) -> None:
    actor = current_actor()
    to = "set this price"
    if agreement.tier == 1 or actor.may(Permission.DECIDE_PRICES, within=agreement.scheme.steward_id):
        require(actor, Permission.DECIDE_PRICES, within=agreement.scheme.steward_id, to=to)
    else:
        require(actor, Permission.PROPOSE_PRICES, within=agreement.payer_id, to=to)


def _end_former(item: RateCardItem, agreement: Agreement, from_on: date, today: date) -> Price | None:
    prices = Price.objects.filter(item=item, agreement=agreement)
    later = prices.filter(during__startswith__gte=from_on).order_by("during__startswith").first()
    if later is not None:
        raise PriceOverlaps(
            f"There is already a price of {later.amount.display()} from {_day(later.during.from_)}. "
            "Choose a day after that"
        )
    former = prices.filter(during__contains=from_on).first()
    if former is None:
        return None
    if from_on < today:
        raise PriceInThePast(
            f"{former.amount.display()} held on {_day(from_on)}, and referrals sent since keep it. "
            f"Choose {_day(today)} or later"
        )
    former.during = former.during.ended_on(from_on)
    former.save(update_fields=["during"])
    return former


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
