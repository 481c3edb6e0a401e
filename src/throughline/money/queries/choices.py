"""Whether a choice waits, what was asked, and what waits on whom (S240)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from throughline.core.access.actor import Actor, as_system
from throughline.core.money import Money
from throughline.line.models import Referral
from throughline.line.queries.gate import Gate
from throughline.line.queries.referring import cost_ahead
from throughline.money.models import Budget, ChoiceApproval, ChoiceLimit
from throughline.money.queries.budgets import budget_position
from throughline.money.rules.choices import Limits, reasons_to_ask
from throughline.money.states import ChoiceState
from throughline.vocabulary.choices import ChoiceReason
from throughline.vocabulary.permissions import Permission

STANDS = (ChoiceState.WAITING, ChoiceState.ALLOWED)


@dataclass(frozen=True)
class Choice:
    """Why a draft's choice waits, if it does, and what it is expected to cost."""

    reasons: Sequence[ChoiceReason] = field(default=())
    expected: Money | None = None


def limit_in_force(organisation_id: int, *, on: date) -> ChoiceLimit | None:
    """What officers of an organisation choose alone on a day; nothing where it limits nothing."""
    return ChoiceLimit.objects.filter(organisation=organisation_id, during__contains=on).first()


def choice_of(referral: Referral, *, on: date) -> Choice:
    """
    Whether the choice of this draft waits for approval if it is sent on the day `on`, and why.

    Worked out by the system: whether an officer may see prices and budgets makes no difference to the answer.
    """
    with as_system():
        limit = limit_in_force(referral.supervisor_id, on=on)
        if limit is None:
            return Choice()
        ahead = cost_ahead(
            referral.service,
            buyer_id=referral.supervisor_id,
            living_in=referral.person.home_area_id,
            sessions=referral.planned_sessions,
            on=on,
            settled=Gate(referral.person_id, referral.supervisor_id, on=on).settles(referral.service),
        )
        expected = ahead.total if ahead is not None else None
        left = _left(referral, on) if limit.beyond_budget and expected is not None else None
        limits = Limits(limit.most_cost, frozenset(limit.risk_levels), limit.beyond_budget)
        risk = referral.person.risk_level
        return Choice(reasons_to_ask(limits, expected=expected, risk=risk, left=left), expected)


def standing_approval(referral: Referral) -> ChoiceApproval | None:
    """What was asked about the choice and waits or is allowed; else the last that was refused, if any."""
    asked = ChoiceApproval.objects.filter(referral=referral).exclude(state=ChoiceState.WITHDRAWN)
    return asked.filter(state__in=STANDS).first() or asked.first()


def is_approved(referral: Referral, choice: Choice) -> bool:
    """Whether the choice was allowed, for all its reasons and for no less than it costs now."""
    found = ChoiceApproval.objects.filter(referral=referral, state=ChoiceState.ALLOWED).first()
    if found is None or not set(choice.reasons) <= set(found.reasons):
        return False
    return choice.expected is None or (found.expected is not None and choice.expected <= found.expected)


def approvals_visible_to(actor: Actor) -> QuerySet[ChoiceApproval]:
    """What waits on, or was decided by, holders of the budgets that `actor` holds."""
    found = ChoiceApproval.objects.filter(buyer__in=actor.holds(Permission.HOLD_BUDGET))
    return found.select_related("service__deliverer", "buyer", "asked_by")


def approvals_waiting(actor: Actor) -> QuerySet[ChoiceApproval]:
    """What waits on `actor`, the earliest first."""
    return approvals_visible_to(actor).filter(state=ChoiceState.WAITING).order_by("asked_at", "pk")


def limits_visible_to(actor: Actor) -> QuerySet[ChoiceLimit]:
    """The limits of the organisations whose budget `actor` holds or for which they refer."""
    theirs = actor.holds(Permission.HOLD_BUDGET) | actor.holds(Permission.REFER)
    return ChoiceLimit.objects.filter(organisation__in=theirs).select_related("organisation", "set_by")


def _left(referral: Referral, on: date) -> Money | None:
    budget = Budget.objects.filter(
        Q(pot=None), buyer=referral.supervisor_id, scheme=referral.service.scheme_id, during__contains=on
    ).first()
    return None if budget is None else budget_position(budget).left
