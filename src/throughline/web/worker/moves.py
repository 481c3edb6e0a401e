"""Finding the referral that a form is about to move."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from throughline.core.states import move_named
from throughline.line.queries.record import ReferralRecord, referral_record
from throughline.line.states import REFERRAL_MOVES
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link


class NotYourMove(Http404):
    """Whoever asks may see the referral perhaps, but not move it so: the form is not there for them."""


@dataclass(frozen=True)
class Moving:
    """One referral before a move: the record as its mover sees it, and whether the move is open now."""

    record: ReferralRecord
    is_open: bool

    @property
    def address(self) -> str:
        """The referral's own page."""
        return reverse("referral", args=[self.record.referral.reference])

    @property
    def back(self) -> Link:
        """The way back to it."""
        return Link(f"Referral {self.record.referral.reference}", self.address)

    @property
    def name(self) -> str:
        """Whom it is about, where the mover may know."""
        return self.record.person.name if self.record.person else "this person"

    @property
    def caption(self) -> str:
        """The line above the heading."""
        return f"{self.record.referral.service.name} · {self.record.referral.reference}"


def moving(request: PageRequest, reference: str, name: str) -> Moving:
    """
    The referral called `reference`, for the form of the move called `name`.

    :raises NotYourMove: there is none for this actor, or the actor lacks the move's permission on it
    """
    record = referral_record(request.actor, reference, at=request.now)
    chosen = move_named(REFERRAL_MOVES, name)
    if record is None:
        raise NotYourMove(reference)
    referral = record.referral
    if request.actor.holds(chosen.may).isdisjoint(referral.organisations_for(chosen.may)):
        raise NotYourMove(reference)
    return Moving(record, is_open=referral.state in chosen.frm)
