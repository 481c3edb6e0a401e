"""Lines on the rate card in a Change Notification, while the prime writes it (D6, S59)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.money import Money
from throughline.supply.actions.prices import check_price
from throughline.supply.models import Agreement, ChangeLine, ChangeNotification, RateCardItem, Service
from throughline.supply.queries.prices import price_of
from throughline.supply.refusals import (
    NotBeingWritten,
    PriceBelowNothing,
    PriceNotOfThisChain,
    PriceOutsideAgreement,
    PriceStaysAsItIs,
    ProposedAlready,
)
from throughline.supply.rules.costs import AN_HOUR
from throughline.supply.states import BEING_WRITTEN, ChangeState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import CardPart, ChangeKind


@dataclass(frozen=True)
class NewItem:
    """What a new item would be; `buyers` and `areas` are ids, empty for all that routes allow."""

    name: str
    unit: str
    part: str = CardPart.TWO
    usual_sessions: int = 1
    usual_minutes: int = AN_HOUR
    buyers: Sequence[int] = field(default=())
    areas: Sequence[int] = field(default=())


@transaction.atomic
def propose_item(
    *,
    notification: ChangeNotification,
    service: Service,
    item: NewItem,
    amount: Money,
    from_on: date,
    why: str = "",
) -> ChangeLine:
    """
    Propose a new item of a service and its price. Until it is approved it stands here and nowhere else.

    :raises PriceNotOfThisChain: the prime does not hold the contract the service is delivered under
    :raises PriceOutsideAgreement: the contract is not in force on `from_on`
    :raises ProposedAlready: the service has an item of this name
    """
    top = _top_of(notification, service)
    if from_on not in top.during:
        raise PriceOutsideAgreement(
            f"“{top.title}” is not in force on {_day(from_on)}. Choose a day on which it is"
        )
    if amount < Money.zero():
        raise PriceBelowNothing("Price must be £0.00 or more")
    if service.items.filter(name=item.name).exists():
        raise ProposedAlready(
            f"{service.name} has an item called “{item.name}”. Propose a price for it, or choose another name"
        )
    return add_line(
        notification,
        ChangeKind.NEW_ITEM,
        service=service,
        agreement=top,
        name=item.name,
        unit=item.unit,
        part=item.part,
        usual_sessions=item.usual_sessions,
        usual_minutes=item.usual_minutes,
        buyer_ids=sorted(item.buyers),
        area_ids=sorted(item.areas),
        amount=amount,
        from_on=from_on,
        why=why,
    )


@transaction.atomic
def propose_price(
    *, notification: ChangeNotification, item: RateCardItem, amount: Money, from_on: date, why: str = ""
) -> ChangeLine:
    """
    Propose what the rate card price of an item should be from a day on.

    :raises PriceStaysAsItIs: that is the price in force on that day
    :raises ProposedAlready: the notification has a line for this item
    :raises PriceNotOfThisChain: and what else a price is refused for whatever is there before
    """
    top = _top_of(notification, item.service)
    check_price(item=item, agreement=top, amount=amount, from_on=from_on)
    _refuse_a_second(notification, item)
    former = price_of(item, top, on=from_on)
    if former is not None and former.amount == amount:
        raise PriceStaysAsItIs(f"The price is {amount.display()} already. Enter another")
    return add_line(
        notification,
        ChangeKind.NEW_PRICE if former is None else ChangeKind.PRICE_CHANGE,
        service=item.service,
        item=item,
        agreement=top,
        amount=amount,
        from_on=from_on,
        why=why,
    )


@transaction.atomic
def propose_withdrawal(
    *, notification: ChangeNotification, item: RateCardItem, from_on: date, why: str = ""
) -> ChangeLine:
    """
    Propose that an item cannot be bought any more from a day on.

    :raises ProposedAlready: the notification has a line for this item
    :raises PriceNotOfThisChain: the item is not on this prime's rate card on that day
    """
    top = _top_of(notification, item.service)
    _refuse_a_second(notification, item)
    if price_of(item, top, on=from_on) is None:
        raise PriceNotOfThisChain(
            f"{item.name} has no price on {_day(from_on)}, so nothing is withdrawn. Choose another day"
        )
    return add_line(
        notification,
        ChangeKind.ITEM_WITHDRAWN,
        service=item.service,
        item=item,
        agreement=top,
        from_on=from_on,
        why=why,
    )


@transaction.atomic
def take_out_line(*, line: ChangeLine) -> None:
    """
    Take a line out of a notification that is being written.

    :raises NotAllowed: the current actor does not propose changes for its prime
    :raises NotBeingWritten: it was submitted, or is over
    """
    lock_to_write(line.notification, to="change this notification")
    line.delete()


def add_line(notification: ChangeNotification, kind: ChangeKind, **what: Any) -> ChangeLine:
    """Add a line to a notification that is being written, under the next number."""
    lock_to_write(notification, to="propose this change")
    last = notification.lines.aggregate(last=Max("number"))["last"] or 0
    return ChangeLine.objects.create(notification=notification, number=last + 1, kind=kind, **what)


def lock_to_write(notification: ChangeNotification, *, to: str) -> None:
    """
    Hold a notification while it is changed.

    :raises NotAllowed: the current actor does not propose changes for its prime
    :raises NotBeingWritten: it was submitted, or is over
    """
    require(current_actor(), Permission.PROPOSE_PRICES, within=notification.prime_id, to=to)
    # Locked, so that two people who write one notification give their lines different numbers.
    held = ChangeNotification.objects.select_for_update(of=("self",)).get(pk=notification.pk)
    if held.state not in BEING_WRITTEN:
        stands = ChangeState(held.state).label.lower()
        raise NotBeingWritten(f"You cannot {to}, because {held.reference} is not being written: {stands}")


def _top_of(notification: ChangeNotification, service: Service) -> Agreement:
    chain = service.agreement
    top = Agreement.objects.filter(pk=chain.path[0]).first() if chain else None
    if top is None or top.provider_id != notification.prime_id or top.scheme_id != notification.scheme_id:
        raise PriceNotOfThisChain(
            f"{service.name} is not delivered under a contract of {notification.prime}. Choose one that is"
        )
    return top


def _refuse_a_second(notification: ChangeNotification, item: RateCardItem) -> None:
    if notification.lines.filter(item=item).exists():
        raise ProposedAlready(
            f"This notification has a line for {item.name} of {item.service.name} already: take it out first"
        )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
