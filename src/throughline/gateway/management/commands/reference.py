"""`./throughline manage reference`: the facts that ship with the service, put into the records."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from throughline.core.access.actor import SYSTEM, acting_as
from throughline.supply.actions.reference import load_reference


class Command(BaseCommand):
    """Adds schemes, areas, boards, who answers for them, kinds of service; a second run changes nothing."""

    help = "Add the schemes, areas, organisations and kinds of service that ship with the service"

    def handle(self, *args: Any, **options: Any) -> None:
        """Add what is missing and say how much it was, unless asked to be silent by `--verbosity 0`."""
        with acting_as(SYSTEM):
            added = load_reference(timezone.now())
        if options["verbosity"]:
            self.stdout.write(added.sentence)
