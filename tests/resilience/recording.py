"""
A process of its own that records attendance until its database goes away.

Prints one line for each record once its transaction has committed: the key it was sent with. Run by
`test_power_cut.py` with the address of a server that will be killed.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from uuid import uuid4

import django


def arrange(appointments: int) -> None:
    """One referral under way, with its appointments booked, all committed before anything is recorded."""
    from django.db import transaction

    from tests.world import charlenes_world
    from throughline.core.access.actor import SYSTEM, acting_as

    with acting_as(SYSTEM), transaction.atomic():
        world = charlenes_world(budget="10000000.00")
        referral = world.allocated()
        for number in range(appointments):
            world.booked(
                referral,
                world.now + timedelta(days=1, minutes=number),
                clash_reason="They are held together",
            )


def record() -> None:
    """Record every appointment in turn, each in its own transaction, and say so when it is done."""
    from django.db import transaction

    from throughline.core.access.actor import SYSTEM, acting_as
    from throughline.core.access.permissions import actor_for
    from throughline.core.models import User
    from throughline.line.actions.attendance import record_attendance
    from throughline.line.models import Appointment

    with acting_as(SYSTEM), transaction.atomic():
        found = list(Appointment.objects.order_by("starts_at"))
        worker = User.objects.get(pk=found[0].worker_id)
        actor = actor_for(worker, found[0].starts_at.date())
    with acting_as(actor):
        for appointment in found:
            key = uuid4()
            record_attendance(
                appointment=appointment, happened="attended", by=worker, at=appointment.ends_at, key=key
            )
            print(key, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings")
    django.setup()
    if sys.argv[1] == "arrange":
        arrange(int(sys.argv[2]))
    else:
        record()
