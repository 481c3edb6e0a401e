"""Saying why an eligible service is not used for somebody (S69)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Organisation, User
from throughline.core.time import london_day
from throughline.line.models import NotReferred, Referral
from throughline.line.queries.referring import services_open_to
from throughline.line.refusals import LineRefusal
from throughline.line.states import OVER
from throughline.people.models import Person
from throughline.supply.models import Service
from throughline.vocabulary.permissions import Permission


class NotEligibleAnyway(LineRefusal):
    """The service is not one that the person could be referred to for this need, so it is not passed over."""

    field = "service"


class ReferredAlready(LineRefusal):
    """A referral to the service is under way, or the reason stands recorded."""

    field = "service"


@transaction.atomic
def record_not_referred(
    *,
    person: Person,
    service: Service,
    need: str,
    organisation: Organisation,
    reason: str,
    details: str,
    by: User,
    at: datetime,
) -> NotReferred:
    """
    Record that a person is not referred to an eligible service that answers `need`, and why.

    It is counted for `organisation`, which supervises the person, on the London day of `at`.

    :raises NotAllowed: whoever acts does not refer for the organisation
    :raises NotEligibleAnyway: the service is not open to the person for this need on that day
    :raises ReferredAlready: a referral to it is under way, or a reason stands recorded
    """
    require(current_actor(), Permission.REFER, within=organisation.pk, to="say why this service is not used")
    day = london_day(at)
    open_to = services_open_to(person, buyer_id=organisation.pk, needs=[need], on=day)
    if not open_to.filter(pk=service.pk).exists():
        raise NotEligibleAnyway(f"{service} is not open to this person for this need. Choose another service")
    if Referral.objects.filter(person=person, service=service).exclude(state__in=OVER).exists():
        raise ReferredAlready(f"A referral to {service} is under way. Withdraw it first")
    if NotReferred.objects.filter(person=person, service=service, taken_back_at=None).exists():
        raise ReferredAlready(f"Why {service} is not used is recorded. Take that back first")
    return NotReferred.objects.create(
        person=person,
        need=need,
        service=service,
        organisation=organisation,
        reason=reason,
        details=details,
        decided_on=day,
        recorded_by=by,
        recorded_at=at,
    )
