"""Writing the plan."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.people.models import Objective, Plan, Sentence
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def add_objective(*, sentence: Sentence, need: str, words: str, by: User, at: datetime) -> Objective:
    """
    Add an objective for one need to the plan of `sentence`, last in priority; begin the plan if need be.

    :raises NotAllowed: the current actor does not write plans
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="add an objective to this plan")
    plan, _ = Plan.objects.get_or_create(
        sentence=sentence, defaults={"person": sentence.person, "made_on": london_day(at)}
    )
    last = plan.objectives.aggregate(last=Max("position"))["last"] or 0
    return Objective.objects.create(plan=plan, need=need, words=words, position=last + 1)
