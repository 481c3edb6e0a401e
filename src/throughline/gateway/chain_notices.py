"""
Messages when a subcontractor comes, goes or is replaced, on the day it happens: once to each person (S232).

Listeners, wired in `throughline/subscriptions.py`, after the referrals were handed over. They name referrals
by number, and nobody on probation; each is told of the referrals they have a part in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings

from throughline.core.models import User
from throughline.core.outbox import write_message
from throughline.core.time import london_day
from throughline.gateway.price_notices import who_may
from throughline.line.models import Referral
from throughline.line.queries.handing_over import effects_of, open_under
from throughline.line.states import DRAFT
from throughline.people.models import Supervision
from throughline.supply.events import SubcontractorChanged
from throughline.supply.models import ChangeLine
from throughline.vocabulary.messages import MessageKind
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import ChangeKind

_Told = tuple[Iterable[User], str]


def tell_of_the_subcontractor(event: SubcontractorChanged) -> None:
    """The chain changed: officers with open referrals, and those who decide for the providers, are told."""
    line = ChangeLine.objects.select_related(
        "notification", "organisation", "agreement__provider", "replaces__provider", "made"
    ).get(pk=event.line_id)
    day = london_day(event.at)
    told: set[int] = set()
    for people, text in _concerned(line, day):
        for person in people:
            if person.pk not in told:
                told.add(person.pk)
                write_message(
                    to=person,
                    kind=MessageKind.CHAIN,
                    subject=_subject(line),
                    text=text,
                    about=f"{line.notification.reference} line {line.number}",
                    at=event.at,
                )


def _subject(line: ChangeLine) -> str:
    if line.kind == ChangeKind.SUBCONTRACTOR_REMOVED:
        return f"{line.agreement.provider} no longer delivers for {line.notification.prime}"[:200]
    if line.replaces is None:
        return f"{line.organisation} works for {line.notification.prime} now"[:200]
    return f"{line.organisation} delivers in the place of {line.replaces.provider}"[:200]


def _concerned(line: ChangeLine, day: date) -> Iterator[_Told]:
    ending = line.agreement if line.kind == ChangeKind.SUBCONTRACTOR_REMOVED else line.replaces
    effects = effects_of(line)
    began = f"From {line.in_force_on or day:%-d %B %Y}"
    services = ", ".join(one.name for one in effects.services) if effects else ""
    says = f"{began}: {_subject(line)}." + (f" Services: {services}." if services else "")
    if ending is not None and effects is not None:
        gone = [one.referral for one in line.handovers.select_related("referral").order_by("referral")]
        left = list(
            open_under(ending, [one.pk for one in effects.services]).exclude(state=DRAFT).order_by("pk")
        )
        yield from _officers(says, line, gone, left, day)
        sent = [one for one in gone if one.state != DRAFT]
        went = _numbers("Handed over, with what was booked cancelled", sent)
        yield (
            _who_decides(ending.provider_id, day),
            f"{says}{went}{_numbers('Stays with you until it ends', left)}",
        )
        if line.organisation_id is not None:
            yield _who_decides(line.organisation_id, day), f"{says}{_numbers('Yours from now on', sent)}"
    elif line.organisation_id is not None:
        yield _who_decides(line.organisation_id, day), says
    prime = who_may(Permission.PROPOSE_PRICES, [line.notification.prime_id], day)
    yield prime, f"{says} {settings.PUBLIC_ADDRESS}/changes/{line.notification.reference}"


def _officers(
    says: str, line: ChangeLine, gone: list[Referral], left: list[Referral], day: date
) -> Iterator[_Told]:
    """Each responsible officer, with the referrals of those they supervise."""
    moved: dict[User, list[Referral]] = defaultdict(list)
    stayed: dict[User, list[Referral]] = defaultdict(list)
    officers = _officers_of([*gone, *left], day)
    for ours, referrals in ((moved, gone), (stayed, left)):
        for one in referrals:
            for officer in officers.get(one.person_id, ()):
                ours[officer].append(one)
    stays = (
        "Stays with the provider until it ends; withdraw it, or ask them to end it, to refer to somebody else"
    )
    for officer in sorted({*moved, *stayed}, key=lambda one: one.pk):
        went = _numbers(f"Goes to {line.organisation}", moved[officer])
        yield [officer], f"{says}{went}{_numbers(stays, stayed[officer])}"


def _officers_of(referrals: list[Referral], day: date) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    people = {one.person_id for one in referrals}
    held = Supervision.objects.filter(person__in=people, during__contains=day, officer__is_active=True)
    for one in held.select_related("officer").order_by("pk"):
        if one.officer not in found[one.person_id]:
            found[one.person_id].append(one.officer)
    return found


def _numbers(says: str, referrals: list[Referral]) -> str:
    if not referrals:
        return ""
    return f" {says}: " + ", ".join(one.reference for one in referrals) + "."


def _who_decides(organisation_id: int, day: date) -> list[User]:
    return who_may(Permission.DECIDE_REFERRALS, [organisation_id], day)
