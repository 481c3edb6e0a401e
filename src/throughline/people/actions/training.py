"""Offering training and guidance on working with providers, and saying that it was taken (S119)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Organisation, User
from throughline.core.time import london_day
from throughline.people.models import Training
from throughline.people.refusals import TakenBeforeOffered
from throughline.vocabulary.permissions import Permission

GUIDE = "Working with providers"
"""The guidance that stands in place, on the pages on which officers refer and review."""


@transaction.atomic
def offer_training(
    *, users: Iterable[User], organisation: Organisation, kind: str, title: str, by: User, at: datetime
) -> list[Training]:
    """
    Offer training or guidance to officers of an organisation; what waits for somebody already waits once.

    :raises NotAllowed: the current actor does not manage cases there
    """
    require(current_actor(), Permission.MANAGE_CASES, within=organisation.pk, to="offer training")
    on = london_day(at)
    return [
        Training.objects.get_or_create(
            user=user,
            organisation=organisation,
            title=title.strip(),
            taken_on=None,
            defaults={"kind": kind, "offered_on": on, "offered_by": by},
        )[0]
        for user in users
    ]


@transaction.atomic
def take_training(*, training: Training, taken_on: date, by: User, at: datetime) -> Training:
    """
    Say that somebody took what they were offered: they themselves, or whoever manages cases there.

    :raises TakenBeforeOffered: the day is before it was offered
    :raises NotAllowed: it is somebody else's, and the current actor does not manage cases there
    """
    if training.user_id != by.pk:
        require(
            current_actor(), Permission.MANAGE_CASES, within=training.organisation_id, to="record training"
        )
    held = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if taken_on < held.offered_on:
        raise TakenBeforeOffered(
            f"It was offered on {held.offered_on:%-d %B %Y}: enter that day or a later one"
        )
    held.taken_on = held.taken_on or taken_on
    held.save(update_fields=["taken_on"])
    return held


@transaction.atomic
def read_the_guide(*, organisation: Organisation, by: User, at: datetime) -> Training:
    """
    Record that an officer has read the guidance that stands in place; once in an organisation.

    :raises NotAllowed: the current actor does not supervise people there
    """
    require(
        current_actor(), Permission.SUPERVISE, within=organisation.pk, to="record that you have read this"
    )
    mine = Training.objects.filter(user=by, organisation=organisation, title=GUIDE)
    before = mine.order_by("taken_on").first()  # what waits comes last
    if before is not None:
        return take_training(training=before, taken_on=london_day(at), by=by, at=at)
    on = london_day(at)
    return Training.objects.create(
        user=by, organisation=organisation, kind=Training.Kind.GUIDANCE, title=GUIDE,
        offered_on=on, offered_by=by, taken_on=on,
    )  # fmt: skip
