"""Recording that the person has seen their plan, and whether they know what is in it (S116)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.people.actions.plans import keep_first_version
from throughline.people.models import Plan, PlanAnswer, Supervision
from throughline.people.refusals import PlanChangedSince
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def answer_about_plan(
    *, plan: Plan, number: int, answer: str, how: str, by: User, at: datetime
) -> PlanAnswer:
    """
    Record that the person has seen the version called `number` (0 before any was kept), and what they say.

    The person answers on their own screen; their officer records how else they were asked.

    :raises PlanChangedSince: another version stands by now, which they have not seen
    :raises NotAllowed: the current actor is neither the person nor supervises people
    """
    is_theirs = how == PlanAnswer.How.ON_SCREEN
    may = Permission.OWN_PLAN if is_theirs else Permission.SUPERVISE
    require(current_actor(), may, within=None, to="answer about this plan")
    before = plan.versions.order_by("-number").first()
    if (before.number if before else 0) != number:
        raise PlanChangedSince("The plan has changed since it was shown: read it again, and answer then")
    keep_first_version(plan, at=at)
    version = plan.versions.order_by("-number").first()
    if version is None:
        raise PlanChangedSince("Nothing stands in the plan yet: answer once something is agreed")
    supervising = Supervision.objects.filter(person=plan.person_id, during__contains=london_day(at)).first()
    return PlanAnswer.objects.create(
        version=version,
        person_id=plan.person_id,
        organisation_id=supervising.organisation_id if supervising else None,
        answer=answer,
        how=how,
        recorded_by=by,
        recorded_at=at,
    )
