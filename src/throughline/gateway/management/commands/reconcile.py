"""`./throughline reconcile FILE …`: a provider's return in, matched with the ledger line by line (D26)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from throughline.core.access.actor import SYSTEM, acting_as
from throughline.core.files import LoadReport
from throughline.core.files.command import add_file_arguments, load_and_tell
from throughline.core.models import Organisation
from throughline.core.references import NotAReference, read_reference
from throughline.core.time import NotAQuarter, Quarter
from throughline.money.actions.reconciliation import Reconciled, reconcile_return
from throughline.money.actions.returns import ReturnFor
from throughline.money.models import Account
from throughline.money.queries.reconciliations import ReconciliationPage
from throughline.supply.models import Scheme


class Command(BaseCommand):
    """Load a return and match it; without `--apply` say what that would find and write nothing."""

    help = "Load what a provider says it delivered in a quarter, and match it with the ledger"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the two parties, the quarter, and the options of every load."""
        parser.add_argument("file", type=Path, help="CSV with columns referral, delivered_on, amount")
        parser.add_argument("--payer", required=True, help="reference of who pays, like OR-4K7Q2M")
        parser.add_argument("--provider", required=True, help="reference of whose return it is")
        parser.add_argument("--quarter", required=True, help='like "2017-18 Q2"')
        parser.add_argument("--scheme", help="code of the scheme, when the two meet in several")
        add_file_arguments(parser)

    def handle(self, *, file: Path, **options: Any) -> None:
        """Load, match and tell."""
        with acting_as(SYSTEM):
            with transaction.atomic():
                whose = _whose(options)
            self.stdout.write(f"{whose.provider} to {whose.payer}, {options['quarter']}")
            last: list[Reconciled] = []

            def load(*, dry_run: bool, **more: Any) -> LoadReport:
                last[:] = [reconcile_return(file, whose, by=None, at=timezone.now(), dry_run=dry_run, **more)]
                return last[0].report

            def summary() -> str:
                return _told(last[0].page) if last and last[0].page else ""

            load_and_tell(self, file, options, load, summary=summary)


def _whose(options: dict[str, Any]) -> ReturnFor:
    try:
        period = Quarter.parse(options["quarter"]).period
    except NotAQuarter as refusal:
        raise CommandError(str(refusal)) from refusal
    payer, provider = _organisation(options["payer"]), _organisation(options["provider"])
    return ReturnFor(_scheme(options["scheme"], payer, provider), payer, provider, period)


def _organisation(typed: str) -> Organisation:
    try:
        return Organisation.objects.get(reference=read_reference(typed, "OR"))
    except NotAReference as refusal:
        raise CommandError(f"{typed}: {refusal}") from refusal
    except Organisation.DoesNotExist as refusal:
        raise CommandError(f"There is no organisation {typed}. Check the reference") from refusal


def _scheme(code: str | None, payer: Organisation, provider: Organisation) -> Scheme:
    if code is not None:
        found = Scheme.objects.filter(code=code)
    else:
        between = Account.objects.filter(payer=payer, provider=provider)
        found = Scheme.objects.filter(pk__in=between.values("scheme"))
    if len(found) != 1:
        codes = ", ".join(Scheme.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f"Say with --scheme in which scheme {payer} pays {provider}: one of {codes}")
    return found[0]


def _told(page: ReconciliationPage) -> str:
    lines = [f"  {one.name + ':':34}{one.lines:>10,}" for one in page.results]
    return "\n".join(
        [
            *lines,
            f"  Returned {page.returned.display()}, recorded {page.recorded.display()}; "
            f"lines to look at: {page.exceptions:,}",
        ]
    )
