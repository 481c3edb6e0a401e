"""Deciding on a missed appointment (D19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.line.actions.breach import tell_of_breach
from throughline.line.models import Attendance, MissedDecision
from throughline.line.refusals import DecidedBefore, ReasonForDecisionMissing
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def decide_on_missed(
    *, attendance: Attendance, decided: str, reason: str, by: User, at: datetime
) -> MissedDecision:
    """
    Decide, as the responsible officer, what follows from a missed appointment (D19, S118).

    Everybody who works with the person is told of breach action (S107).

    :raises DecidedBefore: the record was corrected meanwhile, or somebody decided on it before
    :raises ReasonForDecisionMissing: no reason was given
    :raises NotAllowed: the current actor does not supervise people
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="decide on a missed appointment")
    if not reason.strip():
        raise ReasonForDecisionMissing("Say why you decided so")
    if Attendance.objects.filter(supersedes=attendance).exists():
        raise DecidedBefore("This record was corrected meanwhile: read the appointment again")
    before = MissedDecision.objects.filter(attendance=attendance).select_related("decided_by").first()
    if before is not None:
        raise DecidedBefore(
            f"{before.decided_by} decided on this appointment on {before.decided_at:%-d %B %Y}"
        )
    made = MissedDecision.objects.create(
        attendance=attendance,
        person_id=attendance.person_id,
        decided=decided,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    if made.decided == MissedDecision.Decided.BREACH:
        tell_of_breach(made)
    return made
