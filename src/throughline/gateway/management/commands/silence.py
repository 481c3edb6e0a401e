"""`./throughline silence`: what has gone quiet, kept and told."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from throughline.line.actions.silence import sweep
from throughline.vocabulary.silence import QuietKind


class Command(BaseCommand):
    """Note every silence, standstill and absence without cover, once each; run again it finds nothing new."""

    help = "Note what has gone quiet, and tell both sides: once a day, after midnight"

    def handle(self, **options: Any) -> None:
        """Note it, and tell how much is new."""
        found = Counter(one.kind for one in sweep(at=timezone.now()))
        for kind in QuietKind:
            if found[kind]:
                self.stdout.write(f"{kind.label}: {found[kind]}")
        self.stdout.write(f"New: {found.total()}")
