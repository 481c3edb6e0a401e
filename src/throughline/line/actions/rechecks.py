"""Looking again at open referrals when a risk grows, or is raised after they were sent (S108)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.line.actions.referrals import BECAUSE, withdraw_referral
from throughline.line.actions.risks import go_on_against, share_risks
from throughline.line.events import NewRisksDecided, RecheckDecided
from throughline.line.models import RecheckDecision, Referral, RiskRecheck
from throughline.line.queries.late_conflicts import late_conflicts
from throughline.line.queries.rechecks import ruled_out
from throughline.line.queries.risks import as_live, new_risks
from throughline.line.refusals import DecidedBefore, ReasonForDecisionMissing
from throughline.line.rules.conflicts import GoingOn
from throughline.line.rules.risk_sharing import Decision
from throughline.line.states import HOLDS_A_PLACE, STARTED
from throughline.people.actions.access import share_more
from throughline.people.actions.risks import (
    RiskSays,
    correct_risk_flag,
    end_risk_flag,
    raise_risk_flag,
)
from throughline.people.models import Person, RiskFlag, RiskLevelChange
from throughline.vocabulary.permissions import Permission

REPLACED = "It stands in other words now"
FITS_AGAIN = "The risk changed again, and the service takes it"


@transaction.atomic
def change_risk(*, flag: RiskFlag, by: User, at: datetime, **says: Unpack[RiskSays]) -> RiskFlag:
    """
    Say a risk in other words. Where nobody decided on it yet, it is put right as it stands.

    Otherwise it ends and is raised anew: what a provider was told stays as they read it, and each open
    referral is decided on again.

    :raises NotAllowed: the current actor does not supervise people
    :raises RiskIsOver: it is live no longer
    """
    if not flag.sharing.exists():
        return correct_risk_flag(flag=flag, by=by, at=at, **says)
    end_risk_flag(flag=flag, reason=REPLACED, by=by, at=at)
    return raise_risk_flag(person=flag.person, by=by, at=at, **says)


@transaction.atomic
def decide_on_new_risks(
    *,
    referral: Referral,
    decisions: Mapping[int, Decision],
    going_on: Mapping[int, GoingOn],
    by: User,
    at: datetime,
) -> list[int]:
    """
    Decide on risks raised since a referral was sent: what is shared, the provider's people read at once.

    Gives the ids of the flags that are shared. The worker is asked to read again. Where the service has begun
    to involve what a shared risk forbids, `going_on` says why it goes on (S96).

    :raises NotAllowed: the current actor does not supervise people
    :raises DecidedBefore: somebody decided meanwhile, or the referral is over
    :raises RiskNotDecided: one is neither shared nor withheld with a reason
    :raises RiskMustBeShared: one that this service has to be told of is withheld
    :raises ConflictNotDecided: one forbids what the service involves, and not both reasons are recorded
    :raises ConversationOutOfTime: the conversation about it was before the risk was raised, or is to come
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="decide on this risk")
    locked = Referral.objects.select_for_update(of=("self",)).select_related("service").get(pk=referral.pk)
    flags = [as_live(flag) for flag in new_risks(locked, on=london_day(at))]
    shown = Referral.objects.filter(pk=locked.pk)
    late = [one for one in late_conflicts(shown, on=london_day(at)) if one.sharing.shared]
    if not (flags or late) or locked.state not in HOLDS_A_PLACE:
        raise DecidedBefore("No new risk waits for a decision under this referral any more")
    shared = share_risks(locked, locked.service, flags, decisions, going_on, by=by, at=at)
    go_on_against(late, locked.service, going_on, by=by, at=at)
    share_more(because=BECAUSE, because_id=locked.pk, flags=shared)
    announce(NewRisksDecided(referral_id=locked.pk, shared=tuple(shared), by_id=by.pk, at=at))
    return shared


@transaction.atomic
def look_again_at_referrals(*, change: RiskLevelChange, by: User, at: datetime) -> list[RiskRecheck]:
    """
    Hold each open referral of a person against the risk they are found to be now.

    One that its service rules out waits on the officer; one that waited and fits again waits no longer.
    """
    person = Person.objects.get(pk=change.person_id)
    out = ruled_out(person, on=london_day(at))
    waiting = list(RiskRecheck.objects.filter(person=person, decision=None))
    RecheckDecision.objects.bulk_create(
        RecheckDecision(
            recheck=one,
            person=person,
            decided=RecheckDecision.Decided.FITS,
            reason=FITS_AGAIN,
            decided_by=by,
            decided_at=at,
        )
        for one in waiting
        if one.referral_id not in {referral.pk for referral in out}
    )
    held = {one.referral_id for one in waiting}
    return RiskRecheck.objects.bulk_create(
        RiskRecheck(referral=referral, person=person, change=change, why=why, found_at=at)
        for referral, why in out.items()
        if referral.pk not in held
    )


@transaction.atomic
def decide_on_recheck(
    *, recheck: RiskRecheck, decided: str, reason: str, by: User, at: datetime
) -> RecheckDecision:
    """
    Keep a referral that a grown risk rules out, or end it; with the reason.

    Before work has started it is withdrawn. Afterwards its provider is asked to end it, with its outcomes.

    :raises NotAllowed: the current actor does not supervise people
    :raises ReasonForDecisionMissing: no reason was given
    :raises DecidedBefore: somebody decided before
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="decide on this referral")
    if not reason.strip():
        raise ReasonForDecisionMissing("Say why you decided so")
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=recheck.referral_id)
    before = RecheckDecision.objects.filter(recheck=recheck).select_related("decided_by").first()
    if before is not None:
        raise DecidedBefore(f"{before.decided_by} decided on this referral on {before.decided_at:%-d %B %Y}")
    made = RecheckDecision.objects.create(
        recheck=recheck,
        person_id=recheck.person_id,
        decided=decided,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    if decided == RecheckDecision.Decided.END and referral.state != STARTED:
        withdraw_referral(referral=referral, why=reason, by=by, at=at)
    announce(RecheckDecided(recheck_id=recheck.pk, by_id=by.pk, at=at))
    return made
