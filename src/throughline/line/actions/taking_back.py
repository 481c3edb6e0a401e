"""Taking back what an officer recorded of a person by mistake, or what is no longer true (S69, S72)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.models import User
from throughline.line.models import NotReferred, UnmetNeed
from throughline.line.refusals import NotTheirsToTakeBack


@transaction.atomic
def take_back(*, record: NotReferred | UnmetNeed, by: User, at: datetime) -> None:
    """
    Take back a record, which stays and counts nowhere from now on.

    :raises NotTheirsToTakeBack: somebody else made it, or it was taken back before
    """
    locked = (
        type(record)
        .objects.select_for_update(of=("self",))
        .filter(pk=record.pk, recorded_by=by, taken_back_at=None)
        .first()
    )
    if locked is None:
        raise NotTheirsToTakeBack("Only whoever recorded this can take it back, and only once")
    record.taken_back_at = at
    record.save(update_fields=["taken_back_at"])
