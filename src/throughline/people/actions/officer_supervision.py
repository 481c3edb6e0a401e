"""Recording what was agreed with an officer about working with providers (S120)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Organisation, User
from throughline.people.models import OfficerSupervision
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def record_officer_supervision(
    *,
    officer: User,
    organisation: Organisation,
    held_on: date,
    discussed: str,
    agreed: str,
    by: User,
    at: datetime,
) -> OfficerSupervision:
    """
    Record a talk with an officer of an organisation about their joint cases.

    :raises NotAllowed: the current actor does not manage cases there
    """
    require(current_actor(), Permission.MANAGE_CASES, within=organisation.pk, to="record this supervision")
    return OfficerSupervision.objects.create(
        officer=officer,
        organisation=organisation,
        held_on=held_on,
        discussed=discussed.strip(),
        agreed=agreed.strip(),
        recorded_by=by,
        recorded_at=at,
    )
