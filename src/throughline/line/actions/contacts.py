"""Recording that people were in touch, and the introduction of all three (S101, D16)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.line.actions.concerns import UNDER_WAY
from throughline.line.models import Contact, Referral
from throughline.line.refusals import (
    ContactOutsideTheWork,
    IntroductionIsOfThree,
    NotTheirPersonNow,
    TooFewInTouch,
)
from throughline.vocabulary.permissions import Permission

EVERYBODY = frozenset({"person", "officer", "worker"})
"""Who can be in touch about a referral."""


@transaction.atomic
def record_contact(
    *,
    referral: Referral,
    on_day: date,
    mode: str,
    who: Collection[str],
    is_introduction: bool,
    what: str,
    by: User,
    at: datetime,
) -> Contact:
    """
    Record that `who` of the three were in touch on a day, for the provider or as the responsible officer.

    It ends a silence on the London day of `at`, when it became known, whatever day it was on (D16).

    :raises NotAllowed: whoever acts neither works for the provider nor supervises people where it came from
    :raises NotTheirPersonNow: nobody works under the referral
    :raises ContactOutsideTheWork: the day is to come, or before the referral was sent
    :raises TooFewInTouch: fewer than two were there
    :raises IntroductionIsOfThree: an introduction at which somebody was missing, or before there is a worker
    """
    actor = current_actor()
    if referral.deliverer_id not in actor.holds(Permission.DELIVER):
        require(actor, Permission.SUPERVISE, within=referral.supervisor_id, to="record a contact")
    if referral.state not in UNDER_WAY or referral.sent_at is None:
        raise NotTheirPersonNow("Nobody works under this referral now, so there is no contact to record")
    if not london_day(referral.sent_at) <= on_day <= london_day(at):
        raise ContactOutsideTheWork(
            f"Choose a day from {london_day(referral.sent_at):%-d %B %Y}, when it was sent, to today"
        )
    there = EVERYBODY & set(who)
    if len(there) < 2:
        raise TooFewInTouch("Select at least two who were in touch")
    if is_introduction and (there != EVERYBODY or referral.worker_id is None):
        raise IntroductionIsOfThree(
            "An introduction is of all three: the person, the officer and the worker. Select all three, or "
            "say that it was no introduction"
        )
    return Contact.objects.create(
        referral=referral,
        person_id=referral.person_id,
        deliverer_id=referral.deliverer_id,
        on_day=on_day,
        mode=mode,
        with_person="person" in there,
        with_officer="officer" in there,
        with_worker="worker" in there,
        is_introduction=is_introduction,
        what=what.strip(),
        recorded_by=by,
        recorded_at=at,
    )
