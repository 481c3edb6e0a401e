"""
Messages about rate cards: a price that changes, to everybody it concerns; a notification, to who acts next.

Listeners, wired in `throughline/subscriptions.py`; each message is written in the transaction of its cause,
once to each person. They hold nothing of anybody on probation, and a price only for those who may see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from throughline.core.access.permissions import actor_for, roles
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.outbox import write_message
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.states import OVER
from throughline.people.models import Supervision
from throughline.supply.events import ChangeMoved, PriceSet
from throughline.supply.models import (
    Agreement,
    AreaRole,
    ChangeNotification,
    ItemBuyer,
    Price,
    RateCardItem,
    ServiceRoute,
)
from throughline.supply.queries.price_visibility import sees_rate_card
from throughline.vocabulary.messages import MessageKind
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import FundingRoute


def tell_of_the_price(event: PriceSet) -> None:
    """
    A price changes from a day: buyers, officers with open referrals, and those who are paid are told (S62).

    The price at the top is told to who buys by it and to the prime; to officers where the scheme shows them
    prices, and to whoever delivers, who sees none, only that it changes and when. A price below the top
    stays between its two parties.
    """
    item = RateCardItem.objects.select_related("service__agreement", "service__scheme").get(pk=event.item_id)
    link = Agreement.objects.select_related("payer", "provider").get(pk=event.agreement_id)
    new = Price.objects.get(pk=event.price_id).amount if event.price_id is not None else None
    said = _Changed(item, link, event.was, new, event.from_on)
    told = {event.by_id}
    for people, with_amounts in _concerned(item, link, event):
        for person in people:
            if person.pk not in told:
                told.add(person.pk)
                write_message(
                    to=person,
                    kind=MessageKind.CHAIN,
                    subject=said.subject,
                    text=said.text(with_amounts=with_amounts),
                    about=f"price {item.pk} {link.pk} {event.from_on.isoformat()}",
                    at=event.at,
                )


@dataclass(frozen=True)
class _Changed:
    """What is said of one change of a price."""

    item: RateCardItem
    link: Agreement
    was: Money | None
    new: Money | None
    from_on: date

    @property
    def subject(self) -> str:
        what = "is withdrawn from the rate card" if self.new is None else "has a new price"
        return f"{self.item.name} of {self.item.service.name} {what}"[:200]

    def text(self, *, with_amounts: bool) -> str:
        address = f"{settings.PUBLIC_ADDRESS}/services/{self.item.service.reference}"
        begins = _day(self.from_on)
        if not with_amounts:
            what = "cannot be bought" if self.new is None else "has another price"
            return f"{self.item} {what} from {begins}. Referrals sent before keep what was agreed: {address}"
        until = _day(self.from_on - timedelta(days=1))
        before = f"{self.was.display()} until {until}, " if self.was is not None else ""
        after = (
            f"not to be bought from {begins}" if self.new is None else f"{self.new.display()} from {begins}"
        )
        between = f"{self.link.payer} to {self.link.provider}: " if self.link.tier > 1 else ""
        return (
            f"{self.item}. {between}{before}{after}. Referrals sent before keep the price they were sent at: "
            f"{address}"
        )


def _concerned(item: RateCardItem, link: Agreement, event: PriceSet) -> Iterable[tuple[Iterable[User], bool]]:
    """Groups of people, and whether they read the amounts; who stands in several reads as in the first."""
    day = london_day(event.at)
    if link.tier > 1:
        yield who_may(Permission.SEE_TERMS, [link.payer_id, link.provider_id], day), True
        return
    yield who_may(Permission.SEE_PRICES, _buyers(item, event.from_on), day), True
    yield who_may(Permission.PROPOSE_PRICES, [link.provider_id], day), True
    officers = _officers(item, day)
    shown = [one for one in officers if sees_rate_card(item.service, actor_for(one, day), today=day)]
    yield shown, True
    yield officers, False
    yield who_may(Permission.DECIDE_REFERRALS, [item.service.deliverer_id], day), False


def _buyers(item: RateCardItem, on: date) -> set[int]:
    """Who may buy the item on a day: those it names, else those with a route that charges, else divisions."""
    if named := set(ItemBuyer.objects.filter(item=item).values_list("buyer", flat=True)):
        return named
    charging = (FundingRoute.RATE_CARD, FundingRoute.SPOT)
    routes = ServiceRoute.objects.filter(service=item.service_id, route__in=charging, during__contains=on)
    buyers = set(routes.filter(buyer__isnull=False).values_list("buyer", flat=True))
    if not routes.filter(buyer=None).exists():
        return buyers
    divisions = AreaRole.objects.filter(
        scheme=item.service.scheme_id, role=AreaRole.Role.DIVISION, during__contains=on
    )
    return buyers | set(divisions.values_list("organisation", flat=True))


def _officers(item: RateCardItem, on: date) -> list[User]:
    """The responsible officers of people with an open referral to the service."""
    open_ones = Referral.objects.filter(service=item.service_id, person=OuterRef("person")).exclude(
        state__in=OVER
    )
    supervised = Supervision.objects.filter(Exists(open_ones), during__contains=on)
    return list(User.objects.filter(pk__in=supervised.values("officer"), is_active=True).order_by("pk"))


_NEXT = {
    "submit": (Permission.REVIEW_CHANGES, "waits for your review of its suitability"),
    "submit to the Board": (Permission.DECIDE_CHANGES, "waits for the Change Board"),
    "answer": (Permission.REVIEW_CHANGES, "was answered and waits for your review"),
    "find suitable": (Permission.DECIDE_CHANGES, "waits for the Change Board"),
    "return": (Permission.PROPOSE_PRICES, "was returned with questions"),
    "find unsuitable": (Permission.PROPOSE_PRICES, "was found not suitable"),
    "close": (Permission.PROPOSE_PRICES, "was decided"),
    "withdraw": (Permission.REVIEW_CHANGES, "was withdrawn"),
}
"""By the step that was taken: who is told, and what."""


def tell_who_acts_next(event: ChangeMoved) -> None:
    """A Change Notification took a step: whoever acts next, or waited for the decision, is told."""
    if event.name not in _NEXT:
        return
    permission, what = _NEXT[event.name]
    change = ChangeNotification.objects.select_related("scheme").get(pk=event.notification_id)
    where = list(change.organisations_for(permission))
    for person in who_may(permission, where, london_day(event.at)):
        if person.pk != event.by_id:
            write_message(
                to=person,
                kind=MessageKind.CHAIN,
                subject=f"Change Notification {change.reference} {what}",
                text=f"{change.title}: {settings.PUBLIC_ADDRESS}/changes/{change.reference}",
                about=f"{change.reference} {event.name} {event.at:%Y%m%d%H%M%S}",
                at=event.at,
            )


def who_may(permission: Permission, organisations: Iterable[int], on: date) -> list[User]:
    """Who holds a role that allows something in one of these organisations on a day."""
    codes = [role.code for role in roles().values() if permission in role.permissions]
    return list(
        User.objects.filter(
            is_active=True,
            memberships__organisation__in=list(organisations),
            memberships__role__in=codes,
            memberships__during__contains=on,
        )
        .distinct()
        .order_by("pk")
    )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
