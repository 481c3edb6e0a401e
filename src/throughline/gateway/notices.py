"""
Messages to people when something waits for them: that it does and where, nothing of any person on probation.

Listeners, wired in `throughline/subscriptions.py`; each message is written in the transaction of its cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from throughline.core.access.actor import as_system
from throughline.core.models import User
from throughline.core.outbox import write_message
from throughline.core.queries.team import holders_of
from throughline.core.time import london_day
from throughline.line.events import (
    FeedbackAnswered,
    FeedbackMissed,
    ReferralAccepted,
    ReferralAllocated,
    ReferralAmended,
    ReferralDeclined,
    ReferralEnded,
    ReferralSent,
    ReferralWithdrawn,
    RiskConcernDecided,
    RiskConcernRaised,
)
from throughline.line.models import FeedbackAsked, Referral, RiskConcern
from throughline.money.events import ChoiceAsked, ChoiceDecided
from throughline.money.models import ChoiceApproval
from throughline.people.queries.people import officers_of
from throughline.supply.events import NeedAnswered, OfferAnswered, OfferMade
from throughline.supply.models import Offer, StatedNeed
from throughline.vocabulary.messages import MessageKind
from throughline.vocabulary.permissions import Permission


def tell_the_provider(event: ReferralSent) -> None:
    """A referral was sent: whoever decides on referrals for the provider is told."""
    referral = Referral.objects.get(pk=event.referral_id)
    deciders = _who_may(Permission.DECIDE_REFERRALS, referral.deliverer_id, event.at)
    _tell(deciders, referral, "A referral waits for your decision", "sent", event.at)


def tell_the_officer(event: ReferralAccepted | ReferralDeclined) -> None:
    """A provider decided: the officer whose referral it is now is told, and whoever covers (S108)."""
    referral = Referral.objects.get(pk=event.referral_id)
    decided = "accepted" if isinstance(event, ReferralAccepted) else "declined"
    with as_system():  # a provider need not know who covers
        officers = list(User.objects.filter(pk__in=officers_of(referral.person_id, event.at)))
    _tell(officers, referral, f"Your referral was {decided}", decided, event.at)


def tell_the_other_side(event: ReferralWithdrawn | ReferralEnded) -> None:
    """A referral was withdrawn, handed back or is over: whoever did not do it is told."""
    referral = Referral.objects.select_related("worker").get(pk=event.referral_id)
    if referral.sent_at is None:
        return
    with as_system():  # a provider need not know who covers
        officers = list(User.objects.filter(pk__in=officers_of(referral.person_id, event.at)))
    deciders = _who_may(Permission.DECIDE_REFERRALS, referral.deliverer_id, event.at)
    provider = [referral.worker] if referral.worker is not None else deciders
    by_officer = event.by_id in {one.pk for one in officers}
    people = [one for one in (provider if by_officer else officers) if one.pk != event.by_id]
    _tell(people, referral, f"A referral: {referral.get_state_display().lower()}", referral.state, event.at)


def tell_of_the_amendment(event: ReferralAmended) -> None:
    """What is wanted of a referral was changed: its worker is told, or whoever decides where none is."""
    referral = Referral.objects.select_related("worker").get(pk=event.referral_id)
    deciders = _who_may(Permission.DECIDE_REFERRALS, referral.deliverer_id, event.at)
    people = [referral.worker] if referral.worker is not None else deciders
    _tell(people, referral, "What is wanted of a referral was changed", f"amended {event.at}", event.at)


def tell_the_worker(event: ReferralAllocated) -> None:
    """A referral was given to a worker, who is told unless they took it themselves."""
    if event.worker_id == event.by_id:
        return
    referral = Referral.objects.get(pk=event.referral_id)
    worker = User.objects.get(pk=event.worker_id)
    _tell([worker], referral, "A referral was given to you", f"given to {worker.pk}", event.at)


def tell_of_the_concern(event: RiskConcernRaised) -> None:
    """New risk information: the responsible officer and whoever covers are told at once (S97)."""
    concern = RiskConcern.objects.get(pk=event.concern_id)
    subject = "Somebody may be in danger: read this now" if concern.in_danger else "A concern about risk"
    with as_system():  # whoever raises it need not know who covers
        officers = list(User.objects.filter(pk__in=officers_of(concern.person_id, event.at)))
    _say(
        officers,
        MessageKind.RISK,
        concern.reference,
        subject,
        f"/concerns/{concern.reference}",
        "raised",
        event.at,
    )


def tell_who_raised_the_concern(event: RiskConcernDecided) -> None:
    """The officer decided on a concern: whoever raised it is told, and the providers it was copied to."""
    concern = RiskConcern.objects.select_related("raised_by").get(pk=event.concern_id)
    path = f"/concerns/{concern.reference}"
    _say(
        [concern.raised_by],
        MessageKind.RISK,
        concern.reference,
        "What follows from your concern",
        path,
        "decided",
        event.at,
    )
    for referral in Referral.objects.filter(pk__in=event.told).select_related("worker"):
        deciders = _who_may(Permission.DECIDE_REFERRALS, referral.deliverer_id, event.at)
        people = [referral.worker] if referral.worker is not None else deciders
        _say(
            people,
            MessageKind.RISK,
            concern.reference,
            "A concern about risk",
            path,
            f"told {referral.pk}",
            event.at,
        )


def tell_who_owes_feedback(event: FeedbackMissed) -> None:
    """A review missed what a provider has to say: its worker is told, or where there is none its manager."""
    asked = FeedbackAsked.objects.select_related("referral__worker").get(pk=event.asked_id)
    referral = asked.referral
    deciders = _who_may(Permission.DECIDE_REFERRALS, referral.deliverer_id, event.at)
    people = [referral.worker] if referral.worker is not None else deciders
    _say(people, MessageKind.REVIEW, referral.reference, "A review waits for your feedback",
         f"/referrals/{referral.reference}/feedback", f"feedback {asked.pk}", event.at)  # fmt: skip


def tell_who_missed_the_feedback(event: FeedbackAnswered) -> None:
    """A provider answered what a review asked: the officer who asked is told."""
    asked = FeedbackAsked.objects.select_related("asked_by", "referral").get(pk=event.asked_id)
    _say([asked.asked_by], MessageKind.REVIEW, asked.referral.reference, "Feedback for your review has come",
         "/officer", f"feedback given {asked.pk}", event.at)  # fmt: skip


def tell_who_holds_the_budget(event: ChoiceAsked) -> None:
    """A choice waits for approval: whoever holds the buyer's budget is told (S240)."""
    asked = ChoiceApproval.objects.get(pk=event.approval_id)
    holders = _who_may(Permission.HOLD_BUDGET, asked.buyer_id, event.at)
    path = f"/choices/{asked.reference}"
    _say(
        holders,
        MessageKind.CHOICE,
        asked.reference,
        "A choice waits for your approval",
        path,
        "asked",
        event.at,
    )


def tell_who_chose(event: ChoiceDecided) -> None:
    """A choice was allowed or refused: the officer who asked is told (S240)."""
    asked = ChoiceApproval.objects.select_related("asked_by").get(pk=event.approval_id)
    subject = f"Your choice: {asked.get_state_display().lower()}"
    path = f"/referrals/{asked.referral_reference}"
    _say([asked.asked_by], MessageKind.CHOICE, asked.reference, subject, path, asked.state, event.at)


def tell_who_was_offered(event: OfferMade) -> None:
    """An offer was made: whoever answers offers there is told, and whoever stated the need it is made to."""
    offer = Offer.objects.select_related("need__stated_by").get(pk=event.offer_id)
    people = _who_may(Permission.ANSWER_OFFERS, offer.to_id, event.at)
    if offer.need is not None and offer.need.stated_by not in people:
        people.append(offer.need.stated_by)
    _say(people, MessageKind.NOTICEBOARD, offer.reference, "An offer waits for an answer",
         f"/noticeboard/offers/{offer.reference}", "made", event.at)  # fmt: skip


def tell_who_offered(event: OfferAnswered) -> None:
    """An offer was answered: whoever made it is told."""
    offer = Offer.objects.select_related("made_by").get(pk=event.offer_id)
    subject = f"Your offer: {offer.get_state_display().lower()}"
    _say([offer.made_by], MessageKind.NOTICEBOARD, offer.reference, subject,
         f"/noticeboard/offers/{offer.reference}", offer.state, event.at)  # fmt: skip


def tell_who_asked(event: NeedAnswered) -> None:
    """Somebody said that a stated need cannot be met now: whoever stated it is told."""
    need = StatedNeed.objects.select_related("stated_by").get(pk=event.need_id)
    _say([need.stated_by], MessageKind.NOTICEBOARD, need.reference, "The need you stated cannot be met now",
         f"/noticeboard/needs/{need.reference}", f"answered {event.at:%Y-%m-%d}", event.at)  # fmt: skip


def _who_may(permission: Permission, organisation_id: int, at: datetime) -> list[User]:
    return list(holders_of(permission, organisation_id, london_day(at)))


def _say(
    people: Iterable[User],
    kind: MessageKind,
    reference: str,
    subject: str,
    path: str,
    about: str,
    at: datetime,
) -> None:
    text = f"{reference}: {settings.PUBLIC_ADDRESS}{path}"
    for person in people:
        write_message(to=person, kind=kind, subject=subject, text=text, about=f"{reference} {about}", at=at)


def _tell(people: Iterable[User], referral: Referral, subject: str, about: str, at: datetime) -> None:
    text = f"Referral {referral.reference}: {settings.PUBLIC_ADDRESS}/referrals/{referral.reference}"
    for person in people:
        write_message(
            to=person, kind=MessageKind.REFERRAL, subject=subject, text=text,
            about=f"{referral.reference} {about}", at=at,
        )  # fmt: skip
