"""`./throughline messages`: what is sent once a day, sent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from throughline.core.outbox.digest import send_digests


class Command(BaseCommand):
    """Send each reader what came for them since, as one message; run again it finds nothing new."""

    help = "Send what people have once a day: every morning"

    def handle(self, **options: Any) -> None:
        """Send it, and tell to how many."""
        self.stdout.write(f"Sent to {send_digests(at=timezone.now()):,}")
