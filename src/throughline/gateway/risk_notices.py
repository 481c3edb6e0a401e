"""
Messages when a risk, a day of release or a person's officer changes: to whom it is news, and no word of it.

Asked for by S108 and S222.

Listeners, wired in `throughline/subscriptions.py`. Each leads to a page that shows what its reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from throughline.core.access.actor import as_system
from throughline.core.models import User
from throughline.core.outbox import write_message
from throughline.core.time import london_day
from throughline.gateway.price_notices import who_may
from throughline.line.events import MovedByRelease, NewRisksDecided, RecheckDecided
from throughline.line.models import RecheckDecision, Referral, RiskRecheck
from throughline.line.states import HOLDS_A_PLACE, STARTED
from throughline.people.events import CaseHandedOver, RiskEnded, RiskLevelChanged
from throughline.people.models import RiskFlag, RiskLevelChange, Supervision
from throughline.vocabulary.messages import MessageKind
from throughline.vocabulary.permissions import Permission


def tell_of_the_risk_level(event: RiskLevelChanged) -> None:
    """How grave harm is held to be has changed: whoever works with the person is told."""
    change = RiskLevelChange.objects.get(pk=event.change_id)
    open_ones = Referral.objects.filter(person=change.person_id, state__in=HOLDS_A_PLACE)
    _tell_providers(
        open_ones, "The risk of somebody you work with has changed", f"risk {change.pk}", event.at
    )


def tell_of_the_new_risks(event: NewRisksDecided) -> None:
    """A risk was shared after the referral was sent: whoever works with the person is asked to read it."""
    if event.shared:
        about = f"risks {', '.join(str(pk) for pk in event.shared)}"
        found = Referral.objects.filter(pk=event.referral_id)
        _tell_providers(found, "A new risk is shared with you: read it now", about, event.at)


def tell_of_the_ended_risk(event: RiskEnded) -> None:
    """A risk has ended, or stands in other words: those who were told of it are told."""
    flag = RiskFlag.objects.get(pk=event.flag_id)
    told = Referral.objects.filter(
        risk_decisions__flag=flag, risk_decisions__shared=True, state__in=HOLDS_A_PLACE
    )
    _tell_providers(told, "A risk you were told of has ended", f"risk {flag.pk} ended", event.at)


def tell_who_is_to_end_it(event: RecheckDecided) -> None:
    """The officer decided to end a referral on which work has started: its provider is asked to."""
    recheck = RiskRecheck.objects.select_related("decision").get(pk=event.recheck_id)
    if recheck.decision.decided == RecheckDecision.Decided.END:
        started = Referral.objects.filter(pk=recheck.referral_id, state=STARTED)
        _tell_providers(started, "The officer asks you to end a referral", f"recheck {recheck.pk}", event.at)


def tell_of_the_new_officer(event: CaseHandedOver) -> None:
    """Somebody else is responsible for a person: they are told, and whoever works with the person."""
    with as_system():  # whoever hands a case over sees it no longer
        held = Supervision.objects.select_related("officer", "person").get(pk=event.supervision_id)
        path = f"{settings.PUBLIC_ADDRESS}/people/{held.person.reference}"
        write_message(
            to=held.officer,
            kind=MessageKind.RISK,
            subject="Somebody is yours to supervise now",
            text=path,
            about=f"supervision {held.pk}",
            at=event.at,
        )
        open_ones = Referral.objects.filter(person=held.person_id, state__in=HOLDS_A_PLACE)
        _tell_providers(open_ones, "The responsible officer has changed", f"supervision {held.pk}", event.at)


def tell_of_the_release(event: MovedByRelease) -> None:
    """A day of release moved what is arranged, or left it where it cannot be held: its workers are told."""
    found = Referral.objects.filter(pk__in=event.referral_ids, state__in=HOLDS_A_PLACE)
    _tell_providers(found, "A day of release has changed", f"release {event.release_id}", event.at)


def _tell_providers(referrals: QuerySet[Referral], subject: str, about: str, at: datetime) -> None:
    """Tell the worker of each referral, or who decides for the provider while it has none."""
    for one in referrals.select_related("worker").order_by("pk"):
        people: Iterable[User] = (
            [one.worker]
            if one.worker is not None
            else who_may(Permission.DECIDE_REFERRALS, [one.deliverer_id], london_day(at))
        )
        text = f"Referral {one.reference}: {settings.PUBLIC_ADDRESS}/referrals/{one.reference}"
        for person in people:
            write_message(
                to=person,
                kind=MessageKind.RISK,
                subject=subject,
                text=text,
                about=f"{one.reference} {about}",
                at=at,
            )
