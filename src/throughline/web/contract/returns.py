"""A return that waits to be matched with the record, as homes show it."""

from __future__ import annotations

from datetime import date

from throughline.money.models import ProviderReturn
from throughline.web import words
from throughline.web.navigation import address_of
from throughline.web.pieces import Link, Waiting


def return_waiting(one: ProviderReturn, on: date) -> Waiting:
    """It waits since the day after the period it is for."""
    last = one.period.last_day
    return Waiting(
        Link(f"Match return {one.reference} with the record", address_of("reconciliations") or "/"),
        on,
        f"From {one.provider.name} to {one.payer.name}, for {words.day(one.period.from_)}"
        + (f" to {words.day(last)}" if last else " on"),
        one.period.to,
    )
