"""Recording what has to be arranged for a person, once for everybody who meets them (S29)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.people.models import Person, PracticalNeeds
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def say_practical_needs(
    *, person: Person, interpreter: str, access: str, not_free: str, by: User, at: datetime
) -> PracticalNeeds:
    """
    Record what has to be arranged for a person; whatever is left empty is not needed.

    :raises NotAllowed: the current actor does not supervise people
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="record practical needs")
    held, _ = PracticalNeeds.objects.update_or_create(
        person=person,
        defaults={
            "interpreter": interpreter,
            "access": access.strip(),
            "not_free": not_free.strip(),
            "said_by": by,
            "said_at": at,
        },
    )
    return held
