"""Every listener of the whole system, on one page: what happens, and what follows in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.core.actions.memberships import RoleEnding
from throughline.core.events import Listener
from throughline.gateway import (
    chain_notices,
    notices,
    price_notices,
    quiet_notices,
    risk_notices,
    transfer_notices,
)
from throughline.line import events as line
from throughline.line import listeners as plans
from throughline.line.listeners import refuse_while_referrals_are_theirs
from throughline.money import events as choices
from throughline.money import listeners as money
from throughline.people import events as people
from throughline.supply import events as supply

SUBSCRIPTIONS: dict[type, Sequence[Listener]] = {
    supply.OfferMade: (notices.tell_who_was_offered,),
    supply.OfferAnswered: (notices.tell_who_offered,),
    supply.NeedAnswered: (notices.tell_who_asked,),
    supply.PriceSet: (price_notices.tell_of_the_price,),
    supply.ChangeMoved: (price_notices.tell_who_acts_next,),
    supply.SubcontractorChanged: (plans.hand_the_referrals_over, chain_notices.tell_of_the_subcontractor),
    RoleEnding: (refuse_while_referrals_are_theirs,),
    people.PlanBegun: (plans.set_the_first_review,),
    people.PlannedWorkChanging: (plans.refuse_to_change_work_away_from_its_referral,),
    people.PlannedWorkMoving: (plans.refuse_to_move_work_of_a_referral,),
    people.RiskLevelChanged: (plans.look_again_at_the_referrals, risk_notices.tell_of_the_risk_level),
    people.RiskEnded: (risk_notices.tell_of_the_ended_risk,),
    people.CaseHandedOver: (
        plans.hand_the_referrals_to_the_new_officer,
        risk_notices.tell_of_the_new_officer,
    ),
    people.CustodyBegan: (plans.move_what_hangs_on_the_release,),
    people.ReleaseDateSaid: (plans.move_what_hangs_on_the_release,),
    people.CasesTransferred: (
        plans.let_the_referrals_follow,
        transfer_notices.tell_of_the_transfer,
    ),
    choices.ChoiceAsked: (notices.tell_who_holds_the_budget,),
    choices.ChoiceDecided: (notices.tell_who_chose,),
    line.ReferralSent: (
        money.refuse_an_unapproved_choice,
        money.fix_the_prices,
        plans.put_the_referral_into_the_plan,
        notices.tell_the_provider,
    ),
    line.ReferralAccepted: (money.commit_the_cost, notices.tell_the_officer),
    line.ReferralDeclined: (plans.keep_the_plan_in_step, notices.tell_the_officer),
    line.ReferralHandedOver: (money.fix_the_prices_below,),
    line.ReferralAmended: (notices.tell_of_the_amendment,),
    line.ReferralAllocated: (notices.tell_the_worker,),
    line.RiskConcernRaised: (notices.tell_of_the_concern,),
    line.RiskConcernDecided: (notices.tell_who_raised_the_concern,),
    line.FeedbackMissed: (notices.tell_who_owes_feedback,),
    line.FeedbackAnswered: (notices.tell_who_missed_the_feedback,),
    line.MovedByRelease: (risk_notices.tell_of_the_release,),
    line.NewRisksDecided: (risk_notices.tell_of_the_new_risks,),
    line.RecheckDecided: (risk_notices.tell_who_is_to_end_it,),
    line.WentQuiet: (quiet_notices.tell_both_sides,),
    line.CoverNamed: (quiet_notices.tell_who_covers,),
    line.AppointmentBooking: (money.refuse_booking_beyond_the_budget,),
    line.AttendanceRecorded: (money.enter_the_delivery, plans.keep_the_plan_in_step),
    line.RarDayDecided: (money.enter_the_decided_day,),
    line.ReferralWithdrawn: (
        money.withdraw_the_question,
        money.release_the_rest,
        plans.keep_the_plan_in_step,
        notices.tell_the_other_side,
    ),
    line.ReferralEnded: (
        money.enter_the_end,
        money.release_the_rest,
        plans.keep_the_plan_in_step,
        notices.tell_the_other_side,
    ),
}
