"""Ending a referral before its work is done, for a reason of the list; and referring again (D15, S99)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.models import User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.line.actions.outcomes import Achieved, record_outcomes
from throughline.line.actions.referrals import end_referral_early, ended, withdraw_referral
from throughline.line.models import Again, Referral, ReferralDetails, ReferralEnd
from throughline.line.queries.details import details_of
from throughline.line.queries.ending import may_be_referred_again, reasons_in_force
from throughline.line.refusals import EndReasonUnknown, EndSaysNotWhy, NotReferredAgain
from throughline.line.states import STARTED
from throughline.vocabulary.ending import EndSide, Reason
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Why:
    """The code of a reason that stands on the day, and what is said besides."""

    code: str
    said: str = ""


@transaction.atomic
def end_before_time(
    *,
    referral: Referral,
    why: Why,
    by: User,
    at: datetime,
    outcomes: Mapping[str, Achieved] = MappingProxyType({}),
) -> Referral:
    """
    End a referral before its work is done. What becomes of it is settled here, and by nobody else.

    Before work has begun it is withdrawn, by the officer or handed back by the provider; afterwards it has
    ended early, with what it achieved all the same (S99).

    :raises EndReasonUnknown: the reason is not in the list that stands on the London day of `at`
    :raises EndSaysNotWhy: the reason asks to say more, and nothing is said
    :raises MoveNotAllowed: the referral is over, or was never accepted by the provider who hands it back
    :raises NotAllowed: whoever acts neither refers for the officer's organisation nor works for the provider
    :raises OutcomeMissing: work has begun, and no outcome is given for the need of the objective
    """
    reason = _reason(why, at)
    locked = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    had_begun = locked.state == STARTED
    is_officer = current_actor().may(Permission.REFER, within=locked.supervisor_id)
    text = _in_words(reason, why.said)
    how = {"by": by, "at": at}
    if not had_begun and is_officer:
        withdraw_referral(referral=referral, why=text, **how)  # type: ignore[arg-type]
    elif not had_begun:
        withdraw_referral(referral=referral, why=text, move_called="hand back", **how)  # type: ignore[arg-type]
    elif is_officer:
        move(referral, "end", why=text, also={"ended_at": at}, **how)  # type: ignore[arg-type]
        record_outcomes(referral, outcomes, by=by, at=at)
        ended(referral, by=by, at=at)
    else:
        end_referral_early(referral=referral, why=text, outcomes=outcomes, by=by, at=at)
    ReferralEnd.objects.create(
        referral=referral, code=reason.code, group=reason.group, words=reason.words, said=why.said.strip(),
        side=EndSide.OFFICER if is_officer else EndSide.PROVIDER, had_begun=had_begun,
        ended_by=by, ended_at=at,
    )  # fmt: skip
    return referral


@transaction.atomic
def link_again(*, referral: Referral, former: Referral, by: User, at: datetime) -> Again:
    """
    Link a draft to the referral that it follows, and take over what was wanted of that one.

    A day by which it was to be finished is taken over while it is to come.

    :raises NotReferredAgain: they are of two people, or the former is open, was completed, or was followed
    """
    if former.person_id != referral.person_id or not may_be_referred_again(former):
        raise NotReferredAgain(
            f"Referral {former.reference} cannot be followed by another: refer from the person’s page instead"
        )
    wanted = details_of(former)
    if wanted is not None:
        finish_by = wanted.finish_by if wanted.finish_by and wanted.finish_by >= london_day(at) else None
        ReferralDetails.objects.create(
            referral=referral, outcomes=wanted.outcomes, complexity=wanted.complexity,
            days_wanted=wanted.days_wanted, finish_by=finish_by,
        )  # fmt: skip
    return Again.objects.create(referral=referral, former=former, linked_by=by, linked_at=at)


def _reason(why: Why, at: datetime) -> Reason:
    found = next((one for one in reasons_in_force(london_day(at)) if one.code == why.code), None)
    if found is None:
        raise EndReasonUnknown("Select a reason of the list")
    if found.asks_more and not why.said.strip():
        raise EndSaysNotWhy(f"Say more about why: “{found.words}” does not say it")
    return found


def _in_words(reason: Reason, said: str) -> str:
    return f"{reason.words}: {said.strip()}" if said.strip() else reason.words
