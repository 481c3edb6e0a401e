"""What the line does when something happens below it; see `throughline/subscriptions.py`."""

from __future__ import annotations

from datetime import timedelta

from throughline.core.access.actor import as_system
from throughline.core.access.permissions import roles
from throughline.core.actions.memberships import RoleEnding
from throughline.core.models import Membership, User
from throughline.core.time import london_day
from throughline.line.actions.handing_over import hand_over_referrals
from throughline.line.actions.plans import follow_referral, put_into_plan
from throughline.line.actions.rechecks import look_again_at_referrals
from throughline.line.actions.release import follow_day_of_release
from throughline.line.events import (
    AttendanceRecorded,
    ReferralDeclined,
    ReferralEnded,
    ReferralSent,
    ReferralWithdrawn,
)
from throughline.line.models import PlannedReferral, Referral
from throughline.line.queries.clocks import plan_review_days
from throughline.line.refusals import ReferralsStillTheirs, WorkIsAReferral, WorkNoLongerFits
from throughline.line.states import ALLOCATED, HOLDS_A_PLACE, OVER, STARTED
from throughline.people.events import (
    CaseHandedOver,
    CasesTransferred,
    CustodyBegan,
    PlanBegun,
    PlannedWorkChanging,
    PlannedWorkMoving,
    ReleaseDateSaid,
    RiskLevelChanged,
)
from throughline.people.models import Plan, PlannedWork, ReleaseDate, RiskLevelChange, Supervision
from throughline.people.queries.transfers import that_went
from throughline.supply.events import SubcontractorChanged
from throughline.supply.models import ChangeLine
from throughline.vocabulary.permissions import Permission


def refuse_while_referrals_are_theirs(event: RoleEnding) -> None:
    """
    Refuse to end the role by which somebody works with people while referrals are open with them.

    :raises ReferralsStillTheirs: nobody would work on them any more
    """
    ending = Membership.objects.select_related("user").get(pk=event.membership_id)
    delivering = [code for code, role in roles().items() if Permission.DELIVER in role.permissions]
    others = Membership.objects.filter(
        user=ending.user_id,
        organisation=ending.organisation_id,
        role__in=delivering,
        during__contains=london_day(event.at),
    ).exclude(pk=ending.pk)
    if ending.role not in delivering or others.exists():
        return
    open_ones = Referral.objects.filter(
        worker=ending.user_id, deliverer=ending.organisation_id, state__in=(ALLOCATED, STARTED)
    ).count()
    if open_ones:
        raise ReferralsStillTheirs(ending.user.full_name, open_ones)


def put_the_referral_into_the_plan(event: ReferralSent) -> None:
    """See that the plan holds the work that the referral carries out (D13)."""
    referral = Referral.objects.select_related("objective__plan", "service").get(pk=event.referral_id)
    put_into_plan(referral=referral, by=User.objects.get(pk=event.by_id), at=event.at)


def keep_the_plan_in_step(
    event: AttendanceRecorded | ReferralDeclined | ReferralWithdrawn | ReferralEnded,
) -> None:
    """Move planned work to where the referral that carries it out stands."""
    if event.referral_id is not None:
        follow_referral(event.referral_id, by=User.objects.get(pk=event.by_id), at=event.at)


def refuse_to_move_work_of_a_referral(event: PlannedWorkMoving) -> None:
    """
    Refuse to move work by hand that a referral carries out.

    :raises WorkIsAReferral: it stands where that referral stands
    """
    found = Referral.objects.filter(in_plan__work=event.work_id, state__in=HOLDS_A_PLACE).first()
    if found is not None:
        raise WorkIsAReferral(found.reference)


def refuse_to_change_work_away_from_its_referral(event: PlannedWorkChanging) -> None:
    """
    Refuse to give work another objective or another provider while a referral carries it out.

    :raises WorkNoLongerFits: the referral serves that objective, with that provider
    """
    for one in PlannedReferral.objects.filter(work=event.work_id).select_related("referral"):
        held = one.referral
        is_same = event.who == PlannedWork.Who.PROVIDER and event.organisation_id == held.deliverer_id
        if not is_same or event.objective_id != held.objective_id:
            raise WorkNoLongerFits(held.reference)


def hand_the_referrals_over(event: SubcontractorChanged) -> None:
    """Hand over the referrals on which work has not started to who delivers their service now (S232)."""
    line = ChangeLine.objects.select_related(
        "notification", "organisation", "replaces__provider", "made"
    ).get(pk=event.line_id)
    hand_over_referrals(line=line, by=User.objects.get(pk=event.by_id), at=event.at)


def set_the_first_review(event: PlanBegun) -> None:
    """Say when a new plan is first looked at again, by the rule of the scheme it is made in."""
    plan = Plan.objects.get(pk=event.plan_id)
    day = london_day(event.at)
    if (days := plan_review_days(plan.person_id, on=day)) is not None:
        plan.review_on = day + timedelta(days)
        plan.save(update_fields=["review_on"])


def look_again_at_the_referrals(event: RiskLevelChanged) -> None:
    """Hold the open referrals of a person against the risk they are found to be now (S108)."""
    change = RiskLevelChange.objects.get(pk=event.change_id)
    look_again_at_referrals(change=change, by=User.objects.get(pk=event.by_id), at=event.at)


def hand_the_referrals_to_the_new_officer(event: CaseHandedOver) -> None:
    """
    Let the organisation that supervises a person from now on answer for their referrals that are not over.

    Who buys what was sent stays as it was on the day of sending (D22).
    """
    with as_system():  # whoever hands a case over sees it no longer
        held = Supervision.objects.get(pk=event.supervision_id)
        open_ones = Referral.objects.filter(person=held.person_id).exclude(state__in=OVER)
        open_ones.update(supervisor=held.organisation_id)


def move_what_hangs_on_the_release(event: CustodyBegan | ReleaseDateSaid) -> None:
    """Move what hangs on a day of release with it, and say what stays and why (S222)."""
    release = ReleaseDate.objects.select_related("custody").get(pk=event.release_id)
    follow_day_of_release(release=release, by=User.objects.get(pk=event.by_id), at=event.at)


def let_the_referrals_follow(event: CasesTransferred) -> None:
    """Let the organisation that supervises many from now on answer for their open referrals (S223)."""
    with as_system():  # whoever transfers cases sees them no longer
        people = that_went(event.transfer_id, event.at).values("person")
        moving = Referral.objects.filter(person__in=people).exclude(state__in=OVER)
        moving.exclude(supervisor=event.organisation_id).update(supervisor=event.organisation_id)
