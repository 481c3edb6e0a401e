"""What of the noticeboard waits on whoever looks, as their home shows it."""

from __future__ import annotations

from datetime import date

from throughline.core.access import Actor
from throughline.supply.queries.noticeboard import needs_to_answer, offers_to_answer, patience_of
from throughline.web.noticeboard.presenters import board_waiting
from throughline.web.pieces import Waiting


def waiting_on_the_noticeboard(actor: Actor, *, on: date) -> list[Waiting]:
    """Offers to answer, and needs that could be said to be ones that cannot be met now."""
    needs, offers = needs_to_answer(actor), list(offers_to_answer(actor))
    schemes = {one.scheme_id for one in needs} | {one.scheme_id for one in offers}
    return board_waiting(needs, offers, {one: patience_of(one, on=on) for one in schemes}, on)
