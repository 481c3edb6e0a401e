"""A scheme that asks for approvals, a prime with its rate card, and those who have a part in changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tests import factories as make
from tests.factories import NOW, START, acting, chain, member
from throughline.core.access import acting_as
from throughline.core.models import Area, Organisation, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.supply.actions import board, changes, proposing
from throughline.supply.models import (
    Agreement,
    BoardMeeting,
    ChangeLine,
    ChangeNotification,
    Price,
    RateCardItem,
    Scheme,
    Service,
)

JULY = date(2017, 7, 1)
AUGUST = date(2017, 8, 1)


@dataclass
class Card:
    """One service on a prime's rate card at £46.50, of which the prime pays its provider £38.00."""

    scheme: Scheme
    area: Area
    division: Organisation
    prime: Organisation
    centre: Organisation
    links: list[Agreement]
    service: Service
    item: RateCardItem
    manager: User
    reviewer: User
    member: User

    @property
    def top(self) -> Agreement:
        """The contract, whose price is the rate card price."""
        return self.links[0]

    def draft(self, title: str = "Prices of the coming year") -> ChangeNotification:
        """The prime's manager begins a notification."""
        with acting_as(acting(self.manager)):
            return changes.draft_notification(
                scheme=self.scheme, prime=self.prime, title=title, case="Rents rose", by=self.manager, at=NOW
            )

    def proposes(
        self,
        amount: str = "50.00",
        from_on: date = JULY,
        item: RateCardItem | None = None,
        draft: ChangeNotification | None = None,
    ) -> ChangeLine:
        """The manager proposes a price, in a draft of its own unless one is given."""
        notification = draft or self.draft()
        with acting_as(acting(self.manager)):
            return proposing.propose_price(
                notification=notification, item=item or self.item, amount=Money(amount), from_on=from_on
            )

    def submitted(self, notification: ChangeNotification, at: datetime = NOW) -> ChangeNotification:
        """The manager submits it."""
        with acting_as(acting(self.manager)):
            return changes.submit_notification(notification=notification, by=self.manager, at=at)

    def suitable(self, notification: ChangeNotification, at: datetime = NOW) -> ChangeNotification:
        """Submitted, and found suitable by the contract manager."""
        self.submitted(notification, at)
        with acting_as(acting(self.reviewer)):
            return board.find_suitable(notification=notification, by=self.reviewer, at=at)

    def meeting(self, held_on: date | None = None) -> BoardMeeting:
        """A meeting of the Change Board."""
        with acting_as(acting(self.member)):
            return board.hold_meeting(
                scheme=self.scheme, held_on=held_on or NOW.date(), chair=self.member, by=self.member, at=NOW
            )

    def approves(
        self, line: ChangeLine, in_force_on: date | None = None, at: datetime = NOW, reason: str = ""
    ) -> ChangeLine:
        """The Board approves a line, in a meeting of its own."""
        meeting = self.meeting()
        with acting_as(acting(self.member)):
            return board.approve_line(
                line=line,
                meeting=meeting,
                in_force_on=in_force_on or line.from_on,
                by=self.member,
                at=at,
                reason=reason,
            )

    def rejects(self, line: ChangeLine, reason: str = "Above the market", at: datetime = NOW) -> ChangeLine:
        """The Board rejects a line, in a meeting of its own."""
        meeting = self.meeting()
        with acting_as(acting(self.member)):
            return board.reject_line(line=line, meeting=meeting, reason=reason, by=self.member, at=at)

    def prices(self) -> list[tuple[str, Period]]:
        """The rate card prices of the item, in the order of time."""
        found = Price.objects.filter(item=self.item, agreement=self.top).order_by("during__startswith")
        return [(str(one.amount.pounds), one.during) for one in found]


def a_rate_card() -> Card:
    """The card, made by the system before anybody acts."""
    ministry = make.OrganisationFactory(name="Ministry", kind="public")
    division = make.OrganisationFactory(name="NPS Ridgeway", kind="public")
    prime = make.OrganisationFactory(name="Northmoor CRC", kind="company")
    centre = make.OrganisationFactory(name="Northmoor Women's Centre", kind="charity")
    scheme = make.SchemeFactory(steward=ministry)
    for name, value in (
        ("price_approvals", ["suitability_review", "change_board"]),
        ("officers_see_prices", True),
        ("change_review_days", 10),
        ("change_answer_days", 5),
        ("change_board_days", 20),
    ):
        make.SchemeRuleFactory(scheme=scheme, name=name, value=value)
    area = make.AreaFactory()
    make.AreaRoleFactory(scheme=scheme, area=area, organisation=prime, role="prime")
    make.AreaRoleFactory(scheme=scheme, area=area, organisation=division, role="division")
    links = chain(ministry, prime, centre, scheme=scheme)
    service = make.ServiceFactory(
        name="Change programme", scheme=scheme, deliverer=centre, agreement=links[-1], for_men=False
    )
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, route="rate_card", buyer=division)
    item = make.RateCardItemFactory(service=service)
    approved_price(item, links[0], "46.50")
    make.PriceFactory(item=item, agreement=links[1], amount=Money("38.00"))
    return Card(
        scheme=scheme,
        area=area,
        division=division,
        prime=prime,
        centre=centre,
        links=links,
        service=service,
        item=item,
        manager=member("supply_chain_manager", prime, full_name="Owen Clark"),
        reviewer=member("contract_manager", ministry, full_name="Imran Shah"),
        member=member("board_member", ministry, full_name="Dorothy Lane"),
    )


def approved_price(
    item: RateCardItem, agreement: Agreement, amount: str, from_on: date = START, to: date | None = None
) -> Price:
    """A price that was approved before the test begins, with the line that it is there because of."""
    notification = make.ChangeNotificationFactory(
        scheme=agreement.scheme, prime=agreement.provider, state="decided", submitted_at=NOW
    )
    line = make.ChangeLineFactory(
        notification=notification,
        kind="new_price",
        item=item,
        agreement=agreement,
        amount=Money(amount),
        from_on=from_on,
        in_force_on=from_on,
        state="approved",
        decided_at=NOW,
    )
    made: Price = make.PriceFactory(
        item=item, agreement=agreement, amount=Money(amount), during=Period(from_on, to), line=line
    )
    return made
