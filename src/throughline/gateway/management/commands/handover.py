"""`./throughline handover`: what was decided for a day that has come."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from throughline.core.time import london_day
from throughline.people.actions.carrying_transfers import carry_out_due as carry_out_due_transfers
from throughline.supply.actions.chain_changes import carry_out_due


class Command(BaseCommand):
    """Carry out changes of subcontractors and transfers whose day has come; again it finds nothing to do."""

    help = "Carry out changes of subcontractors and transfers of cases whose day has come: once a day"

    def handle(self, **options: Any) -> None:
        """Carry out, and tell what."""
        now = timezone.now()
        done = carry_out_due(on=london_day(now), at=now)
        for line in done:
            self.stdout.write(f"{line.notification.reference}, line {line.number}: {line}")
        self.stdout.write(f"Carried out: {len(done)}")
        transfers = carry_out_due_transfers(on=london_day(now), at=now)
        for one in transfers:
            self.stdout.write(f"Transfer {one.reference}: {one.get_state_display()}")
        self.stdout.write(f"Transfers carried out: {len(transfers)}")
