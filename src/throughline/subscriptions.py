"""Every listener of the whole system, on one page: what happens, and what follows in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.core.actions.memberships import RoleEnding
from throughline.core.events import Listener
from throughline.gateway import notices, price_notices
from throughline.line import events as line
from throughline.line.listeners import refuse_while_referrals_are_theirs
from throughline.money import listeners as money
from throughline.supply import events as supply

SUBSCRIPTIONS: dict[type, Sequence[Listener]] = {
    supply.OfferMade: (notices.tell_who_was_offered,),
    supply.OfferAnswered: (notices.tell_who_offered,),
    supply.NeedAnswered: (notices.tell_who_asked,),
    supply.PriceSet: (price_notices.tell_of_the_price,),
    supply.ChangeMoved: (price_notices.tell_who_acts_next,),
    RoleEnding: (refuse_while_referrals_are_theirs,),
    line.ReferralSent: (money.fix_the_prices, notices.tell_the_provider),
    line.ReferralAccepted: (money.commit_the_cost, notices.tell_the_officer),
    line.ReferralDeclined: (notices.tell_the_officer,),
    line.ReferralAllocated: (notices.tell_the_worker,),
    line.AppointmentBooking: (money.refuse_booking_beyond_the_budget,),
    line.AttendanceRecorded: (money.enter_the_delivery,),
    line.RarDayDecided: (money.enter_the_decided_day,),
    line.ReferralWithdrawn: (money.release_the_rest,),
    line.ReferralEnded: (money.enter_the_end, money.release_the_rest),
}
