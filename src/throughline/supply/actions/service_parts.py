"""The lists of an entry: needs, activities, information asked for, evidence, wordings (S17, S64, S98)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from throughline.core.models import User
from throughline.supply.actions.service_text import CHANGE
from throughline.supply.actions.versions import changing
from throughline.supply.models import (
    Service,
    ServiceActivity,
    ServiceEvidence,
    ServiceInformation,
    ServiceNeed,
    ServiceWording,
)
from throughline.supply.refusals import AskedForAlready, WordingIsTheEntry
from throughline.vocabulary.delivery import Language, Reading


def set_needs(*, service: Service, needs: Collection[str], by: User, at: datetime) -> Service:
    """Say which needs the service answers; it is found under each of them and counted once (S17)."""
    with changing(service, by=by, at=at, to="say which needs this service answers"):
        service.needs.exclude(need__in=needs).delete()
        there = set(service.needs.values_list("need", flat=True))
        ServiceNeed.objects.bulk_create(
            ServiceNeed(service=service, need=need) for need in sorted(set(needs) - there)
        )
    return service


def write_activity(
    *,
    service: Service,
    activity: ServiceActivity | None,
    need_area: str,
    words: str,
    method: str,
    place: str,
    by: User,
    at: datetime,
) -> ServiceActivity:
    """Add one thing that happens in the service, or say something else of `activity`."""
    with changing(service, by=by, at=at, to=CHANGE):
        written = activity or ServiceActivity(service=service)
        written.need_area, written.activity, written.method, written.place = need_area, words, method, place
        written.save()
    return written


def write_information(
    *,
    service: Service,
    asked: ServiceInformation | None,
    what: str,
    why: str,
    is_essential: bool,
    by: User,
    at: datetime,
) -> ServiceInformation:
    """
    Say what has to be told with a referral and why, or put `asked` right (S98).

    :raises AskedForAlready: the entry asks for this
    """
    with changing(service, by=by, at=at, to="say what has to be told with a referral"):
        there = service.information.filter(what=what).first()
        if there is not None and there != asked:
            raise AskedForAlready(f"This service asks for “{what}” already. Change that one")
        written = asked or ServiceInformation(service=service)
        written.what, written.why, written.is_essential = what, why, is_essential
        written.save()
    return written


def write_evidence(
    *,
    service: Service,
    evidence: ServiceEvidence | None,
    finding: str,
    source: str,
    address: str,
    published_on: date | None,
    by: User,
    at: datetime,
) -> ServiceEvidence:
    """Say what is known of whether the work helps and where that can be read, or put `evidence` right."""
    with changing(service, by=by, at=at, to=CHANGE):
        written = evidence or ServiceEvidence(service=service)
        written.finding, written.source = finding, source
        written.address, written.published_on = address, published_on
        written.save()
    return written


def write_wording(
    *,
    service: Service,
    language: str,
    reading: str,
    name: str,
    summary: str,
    what_happens: str,
    by: User,
    at: datetime,
) -> ServiceWording:
    """
    Say what the service is in another language, or so that it is easy to read; leaflets are made of it (S64).

    :raises WordingIsTheEntry: plain English is what the entry itself says
    """
    if (language, reading) == (Language.ENGLISH, Reading.PLAIN):
        raise WordingIsTheEntry("Plain English is the entry itself: change its text")
    with changing(service, by=by, at=at, to=CHANGE):
        wording, _ = ServiceWording.objects.update_or_create(
            service=service,
            language=language,
            reading=reading,
            defaults={"name": name, "summary": summary, "what_happens": what_happens},
        )
    return wording


Part = ServiceActivity | ServiceInformation | ServiceEvidence | ServiceWording
"""What can be taken out of an entry again."""


def remove_part(*, part: Part, by: User, at: datetime) -> Service:
    """Take an activity, a piece of information asked for, evidence or a wording out of its entry."""
    service = part.service
    with changing(service, by=by, at=at, to=CHANGE):
        part.delete()
    return service
