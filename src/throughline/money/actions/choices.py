"""Setting what officers choose alone, asking for approval, and deciding (S240)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.states import move, move_named
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.queries.clocks import Clock
from throughline.line.states import DRAFT
from throughline.money.events import ChoiceAsked, ChoiceDecided
from throughline.money.models import ChoiceApproval, ChoiceLimit
from throughline.money.queries.choices import STANDS, choice_of, is_approved
from throughline.money.refusals import (
    AskedBefore,
    ChoiceNeedsApproval,
    LimitBeginsTooSoon,
    NothingToApprove,
)
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def set_choice_limit(
    *,
    organisation: Organisation,
    most_cost: Money | None,
    risk_levels: Collection[str],
    beyond_budget: bool,
    from_on: date,
    by: User,
    at: datetime,
) -> ChoiceLimit:
    """
    Say what officers of an organisation choose alone from a day on; what held before ends that day.

    :raises NotAllowed: whoever acts does not hold the organisation's budget
    :raises LimitBeginsTooSoon: the day is before today in London, or not after the last limit's first day
    """
    require(
        current_actor(), Permission.HOLD_BUDGET, within=organisation.pk, to="set what officers choose alone"
    )
    if from_on < london_day(at):
        raise LimitBeginsTooSoon("Choose today or a later day: what was chosen before stays as it was")
    last = ChoiceLimit.objects.select_for_update(of=("self",)).filter(organisation=organisation).first()
    if last is not None and last.during.from_ >= from_on:
        raise LimitBeginsTooSoon(
            f"Choose a day after {last.during.from_:%-d %B %Y}, when the last one begins"
        )
    if last is not None and from_on in last.during:
        last.during = Period(last.during.from_, from_on)
        last.save(update_fields=["during"])
    return ChoiceLimit.objects.create(
        organisation=organisation,
        during=Period(from_on, None),
        most_cost=most_cost,
        risk_levels=list(risk_levels),
        beyond_budget=beyond_budget,
        set_by=by,
        set_at=at,
    )


@transaction.atomic
def ask_for_approval(*, referral: Referral, case: str, by: User, at: datetime) -> ChoiceApproval:
    """
    Ask the budget holder to allow the choice of a draft; the referral waits, and a clock runs.

    :raises NotAllowed: whoever acts does not refer for the organisation
    :raises NothingToApprove: the referral is sent, or may be sent without approval
    :raises AskedBefore: the question stands, or was allowed
    """
    require(current_actor(), Permission.REFER, within=referral.supervisor_id, to="ask for approval")
    day = london_day(at)
    choice = choice_of(referral, on=day)
    if referral.state != DRAFT or not choice.reasons:
        raise NothingToApprove("This referral needs no approval. Send it")
    if ChoiceApproval.objects.filter(referral=referral, state__in=STANDS).exists():
        raise AskedBefore("You asked already. Wait for the answer, or withdraw the question first")
    made = ChoiceApproval.objects.create(
        referral=referral,
        buyer_id=referral.supervisor_id,
        service_id=referral.service_id,
        reasons=list(choice.reasons),
        expected=choice.expected,
        sessions=referral.planned_sessions,
        case=case.strip(),
        asked_by=by,
        asked_at=at,
        due_on=Clock("choice_approval_days").after(day, referral.service.scheme_id),
    )
    made.refresh_from_db(fields=["reference", "referral_reference"])
    announce(ChoiceAsked(approval_id=made.pk, at=at))
    return made


@transaction.atomic
def decide_on_choice(
    *, approval: ChoiceApproval, allows: bool, why: str, by: User, at: datetime
) -> ChoiceApproval:
    """
    Allow or refuse a choice, as the holder of the buyer's budget; refusing takes a reason.

    :raises NotAllowed: whoever acts does not hold this budget
    :raises MoveNotAllowed: it does not wait
    :raises ReasonMissing: it is refused without a reason
    """
    name = "allow" if allows else "refuse"
    # Asked before the move: to whoever does not hold the budget, the database hides the row to be locked.
    says = move_named(approval.MOVES, name).says
    require(current_actor(), Permission.HOLD_BUDGET, within=approval.buyer_id, to=says)
    move(approval, name, by=by, at=at, why=why)
    announce(ChoiceDecided(approval_id=approval.pk, at=at))
    return approval


@transaction.atomic
def withdraw_question(*, referral_id: int, by_id: int, at: datetime) -> None:
    """Withdraw what was asked about a referral that is taken back; nothing happens where nothing stands."""
    with as_system():
        found = ChoiceApproval.objects.filter(referral=referral_id, state__in=STANDS).first()
        if found is not None:
            move(found, "withdraw", by=User.objects.get(pk=by_id), at=at)


def refuse_unapproved(*, referral_id: int, at: datetime) -> None:
    """
    Refuse to send a referral whose choice needs an approval it does not have.

    :raises ChoiceNeedsApproval: it was not asked for, waits, was refused, or covers less than this
    """
    referral = Referral.objects.select_related("service", "person").get(pk=referral_id)
    choice = choice_of(referral, on=london_day(at))
    if choice.reasons and not is_approved(referral, choice):
        raise ChoiceNeedsApproval(
            "This choice needs approval before the referral is sent. Ask for it from the page of the referral"
        )
