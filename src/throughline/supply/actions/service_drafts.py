"""A new entry: from scratch, or as a copy of another; and who keeps one true (D4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Organisation, User
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.supply.actions.versions import changing, keep_version, require_keeper
from throughline.supply.models import (
    Agreement,
    EligibilityRule,
    Scheme,
    Service,
    ServiceActivity,
    ServiceArea,
    ServiceHours,
    ServiceInformation,
    ServiceKind,
    ServiceNeed,
    ServicePlace,
    ServicePopulation,
)
from throughline.supply.queries.keepers import may_own
from throughline.supply.refusals import AgreementOfAnother, OwnerKeepsNoEntry
from throughline.supply.states import AgreementState, ServiceState
from throughline.vocabulary.delivery import Language
from throughline.vocabulary.permissions import Permission

COPIED = (
    "scheme", "kind", "summary", "service_type", "what_happens", "mode", "channels", "languages", "sessions",
    "session_minutes", "weeks", "deliverer", "agreement", "for_women", "for_men", "youngest", "oldest",
    "indicative_rar_days", "places", "meets_children", "involves",
    "review_days",
)  # fmt: skip
"""What a copy says like its original. What must be looked at anew (routes, contacts, waits) is left."""


@transaction.atomic
def draft_service(
    *,
    scheme: Scheme,
    kind: ServiceKind,
    name: str,
    deliverer: Organisation,
    agreement: Agreement | None,
    by: User,
    at: datetime,
) -> Service:
    """
    Begin an entry, which nobody finds in the directory before it is published. Who begins it owns it.

    :raises NotAllowed: the current actor keeps no services for the deliverer, nor above it in the chain
    :raises AgreementOfAnother: the agreement is of another scheme, over, or of another provider
    """
    if agreement is not None:
        _refuse_wrong_agreement(agreement, scheme, deliverer)
    keepers = {deliverer.pk, *(agreement.parties[1:] if agreement else [])}
    actor = current_actor()
    if scheme.steward_id not in actor.holds(Permission.OVERSEE_SCHEME):
        require(actor, Permission.EDIT_SERVICES, within=keepers, to="add a service for this provider")
    service = Service.objects.create(
        scheme=scheme,
        kind=kind,
        name=name,
        deliverer=deliverer,
        agreement=agreement,
        state=ServiceState.DRAFT,
        during=Period(london_day(at), None),
        languages=[Language.ENGLISH],
        owner=by,
    )
    service.refresh_from_db(fields=["reference"])
    keep_version(service, by=by, at=at, why="Begun")
    return service


@transaction.atomic
def copy_service(*, service: Service, name: str, by: User, at: datetime) -> Service:
    """
    Begin an entry that says what `service` says of the work, for whom it is and where it is given.

    How it is paid for, whom to ask, its wait and its wordings are left to be said anew. Withheld places are
    copied as withheld, by those who see them.

    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    require_keeper(service, to="copy this service")
    made = Service.objects.create(
        **{field: getattr(service, field) for field in COPIED},
        name=name,
        state=ServiceState.DRAFT,
        during=Period(london_day(at), None),
        owner=by,
    )
    made.refresh_from_db(fields=["reference"])
    parts: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
        (ServiceArea, ("area",)),
        (ServiceNeed, ("need",)),
        (ServicePopulation, ("population", "is_main")),
        (ServiceActivity, ("need_area", "activity", "method", "place")),
        (ServiceInformation, ("what", "why", "is_essential")),
        (EligibilityRule, ("aspect", "accepts", "refuses", "why")),
    )
    for part, fields in parts:
        rows = part._default_manager.filter(service=service).order_by("pk")
        part._default_manager.bulk_create(
            part(service=made, **{field: getattr(row, field) for field in fields}) for row in rows
        )
    _copy_places(service, made)
    keep_version(made, by=by, at=at, why=f"Begun as a copy of {service.reference}")
    return made


def hand_over_service(*, service: Service, to: User, by: User, at: datetime) -> Service:
    """
    Make somebody else the owner of an entry: what has to be confirmed or put right waits on them (D4, S63).

    :raises OwnerKeepsNoEntry: they keep no services for the deliverer or anybody above it, on the day of `at`
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    if not may_own(service, on=london_day(at)).filter(pk=to.pk).exists():
        raise OwnerKeepsNoEntry(f"{to.full_name} does not keep this service. Select somebody who does")
    with changing(service, by=by, at=at, to="hand this service over"):
        service.owner = to
        service.save(update_fields=["owner"])
    return service


def set_review_interval(*, service: Service, days: int | None, by: User, at: datetime) -> Service:
    """Say after how many days an entry is to be confirmed anew; nothing leaves it to its scheme (S63)."""
    with changing(service, by=by, at=at, to="say how often this service is confirmed"):
        service.review_days = days
        service.save(update_fields=["review_days"])
    return service


def _copy_places(service: Service, made: Service) -> None:
    for place in ServicePlace.objects.filter(service=service).prefetch_related("hours"):
        hours = list(place.hours.all())
        place.pk, place.service = None, made
        place._state.adding = True
        place.save()
        for one in hours:
            ServiceHours.objects.create(place=place, weekday=one.weekday, opens=one.opens, closes=one.closes)


def _refuse_wrong_agreement(agreement: Agreement, scheme: Scheme, deliverer: Organisation) -> None:
    over = (AgreementState.ENDED, AgreementState.ABANDONED)
    fits = agreement.scheme_id == scheme.pk and agreement.provider_id == deliverer.pk
    if not fits or agreement.state in over:
        raise AgreementOfAnother(
            f"{deliverer.name} does not work under “{agreement.title}” now. Select another agreement, or none"
        )
