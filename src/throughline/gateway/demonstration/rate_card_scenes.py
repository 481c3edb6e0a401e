"""Changes of the rate card in the demonstration: before the Board, to review, returned, and a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from throughline.core.access import acting_as
from throughline.core.access.actor import Actor
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.time import london_day
from throughline.gateway.demonstration.cast import Cast
from throughline.supply.actions.board import find_suitable, return_with_questions
from throughline.supply.actions.changes import draft_notification, submit_notification
from throughline.supply.actions.proposing import NewItem, propose_item, propose_price
from throughline.supply.models import Agreement, ChangeNotification, RateCardItem
from throughline.supply.queries.prices import price_of
from throughline.supply.queries.proposing import items_of_the_prime
from throughline.vocabulary.routes import PriceUnit

ActorOf = Callable[[User], Actor]

_CASES = (
    ("Rents and fuel", "What we pay for rooms and travel rose since the rate card was agreed"),
    ("A course that is paid for when it is completed", "Buyers asked for it at the last review"),
    ("Smaller groups", "Groups of six go better than groups of ten, and cost more"),
    ("Prices of the coming year", "Wages rise in April"),
)


def propose_changes(cast: Cast, now: datetime, actor_of: ActorOf) -> None:
    """The prime's manager proposes; what the contract manager and the Board do next is left to them."""
    manager, reviewer = cast.users["supply_chain_manager"], cast.users["contract_manager"]
    drafted = [
        _drafted(cast, manager, title, case, now - timedelta(days=days), actor_of)
        for (title, case), days in zip(_CASES, (30, 20, 12, 3), strict=True)
    ]
    for change, days in zip(drafted[:3], (28, 17, 9), strict=True):
        with acting_as(actor_of(manager)):
            submit_notification(notification=change, by=manager, at=now - timedelta(days=days))
    board, _, returned, _ = drafted
    with acting_as(actor_of(reviewer)):
        find_suitable(notification=board, by=reviewer, at=now - timedelta(days=16))
        return_with_questions(
            notification=returned,
            questions="How many people does a group of six leave waiting?",
            by=reviewer,
            at=now - timedelta(days=4),
        )


def _drafted(
    cast: Cast, manager: User, title: str, case: str, at: datetime, actor_of: ActorOf
) -> ChangeNotification:
    from_on = london_day(at) + timedelta(days=90)
    with acting_as(actor_of(manager)):
        agreement = cast.service.agreement
        assert agreement is not None
        top = Agreement.objects.select_related("provider").get(pk=agreement.path[0])
        change = draft_notification(
            scheme=cast.scheme, prime=top.provider, title=title, case=case, by=manager, at=at
        )
        if title.startswith("A course"):
            propose_item(
                notification=change,
                service=cast.service,
                item=NewItem("Course", PriceUnit.COMPLETION, usual_sessions=8),
                amount=Money("420.00"),
                from_on=from_on,
                why="Eight sessions, paid for once",
            )
        for item in _priced(change, top, at)[:2]:
            held = price_of(item, top, on=from_on)
            assert held is not None
            propose_price(notification=change, item=item, amount=held.amount + Money("2.50"), from_on=from_on)
        return change


def _priced(change: ChangeNotification, top: Agreement, at: datetime) -> list[RateCardItem]:
    day = london_day(at)
    return [one for one in items_of_the_prime(change) if price_of(one, top, on=day) is not None]
