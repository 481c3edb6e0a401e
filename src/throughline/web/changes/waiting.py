"""Change Notifications that wait on somebody, as homes and queues show them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from throughline.core.time import london_day
from throughline.supply.models import ChangeNotification
from throughline.web import words
from throughline.web.pieces import Link, Waiting


def review_waiting(one: ChangeNotification, on: date) -> Waiting:
    """For a contract manager: to be reviewed."""
    return _waiting(f"Review {one.title}", one, on, reverse("change_review", args=[one.reference]))


def board_waiting(one: ChangeNotification, on: date) -> Waiting:
    """For a member of the Board: to be decided line by line."""
    return _waiting(f"Decide {one.title}", one, on, reverse("change", args=[one.reference]))


def returned_waiting(one: ChangeNotification, on: date) -> Waiting:
    """For a prime: to be answered."""
    link = reverse("change_answer", args=[one.reference])
    return _waiting(f"Answer the questions on {one.title}", one, on, link)


def draft_waiting(one: ChangeNotification, on: date) -> Waiting:
    """For a prime: to be finished and submitted."""
    return Waiting(
        Link(f"Finish and submit {one.title}", reverse("change", args=[one.reference])),
        on,
        f"Draft of Change Notification {one.reference}",
        london_day(one.drafted_at),
    )


def _waiting(what: str, one: ChangeNotification, on: date, href: str) -> Waiting:
    said = f"Change Notification {one.reference} of {one.prime.name}"
    if one.submitted_at:
        said += f", submitted on {words.day(one.submitted_at)}"
    since = london_day(one.waiting_since) if one.waiting_since else None
    return Waiting(Link(what, href), on, said, since, one.due_on)
