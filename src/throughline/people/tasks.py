"""Jobs of people: what takes too long for whoever asked for it to wait."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.core.access.actor import as_system
from throughline.people.actions.carrying_transfers import carry_out_in_its_turn


@app.task(name="carry out transfer", retry=3)
def carry_out_transfer_later(transfer_id: int) -> None:
    """Carry out a transfer that was confirmed, all of it or nothing."""
    with transaction.atomic(), as_system():
        carry_out_in_its_turn(transfer_id=transfer_id, at=timezone.now())
