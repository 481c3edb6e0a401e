"""`./throughline publish WHAT --as-at DATE --out DIR`: open data out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from throughline.core.access.actor import SYSTEM, acting_as
from throughline.core.time import NotAQuarter, Quarter, london_day
from throughline.open_data.actions.publications import AmendmentSaysNothing, keep
from throughline.open_data.documents import Document, What, documents_for
from throughline.open_data.ocds.package import PackageHasFaults
from throughline.open_data.queries.window import QuarterNotOver, Window
from throughline.open_data.rules.quarters import quarter_as_at
from throughline.supply.models import Scheme


def day(written: str) -> date:
    """A day as it is written on the command line, like 2017-06-30."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"write a day like 2017-06-30, not {written!r}") from None


def quarter(written: str) -> Quarter:
    """A quarter as it is written on the command line, like "2017-18 Q1"."""
    try:
        return Quarter.parse(written)
    except NotAQuarter as refusal:
        raise argparse.ArgumentTypeError(str(refusal)) from None


class Command(BaseCommand):
    """
    Write a publication to files and, with `--record`, keep it as an edition that `/open/` serves.

    The quarter is the latest that was over by the end of the day `--as-at`; the files hold what was
    recorded by then, so that the same day always gives the same files.
    """

    help = "Write open data to files: the quarterly supply chain return, or the same chain as OCDS."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what the command takes."""
        parser.add_argument("what", choices=[what.value for what in What], help="what to publish")
        parser.add_argument(
            "--as-at", type=day, help="as recorded by the end of this day; today when not given"
        )
        parser.add_argument(
            "--quarter", type=quarter, help='another quarter than the latest over by then, like "2017-18 Q1"'
        )
        parser.add_argument("--out", type=Path, required=True, help="folder for the files")
        parser.add_argument("--scheme", help="code of one scheme; every scheme when not given")
        parser.add_argument("--record", action="store_true", help="keep it as the next edition as well")
        parser.add_argument("--why", default="", help="why an earlier edition is amended, with --record")

    def handle(self, **options: Any) -> None:
        """Write the files of each scheme, and say what was written."""
        now = timezone.now()
        as_at: date = options["as_at"] or london_day(now)
        if as_at > london_day(now):
            raise CommandError(f"Nothing is known as at {as_at} yet. Give today or a day before.")
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        with acting_as(SYSTEM), transaction.atomic():
            for scheme in _schemes(options["scheme"]):
                try:
                    window = Window(scheme, options["quarter"] or quarter_as_at(as_at), as_at)
                    documents = documents_for(What(options["what"]), window)
                    written = [self._write(out, document) for document in documents]
                    kept = self._keep(documents, window, options) if options["record"] else ""
                except (QuarterNotOver, AmendmentSaysNothing, PackageHasFaults) as refusal:
                    raise CommandError(str(refusal)) from refusal
                self.stdout.write(f"{scheme.name}, {window.quarter.label}, as at {as_at:%-d %B %Y}{kept}")
                for path in written:
                    self.stdout.write(f"  {path}")

    def _write(self, out: Path, document: Document) -> Path:
        path = out / document.file_name
        path.write_bytes(document.text.encode())
        return path

    def _keep(self, documents: tuple[Document, ...], window: Window, options: dict[str, Any]) -> str:
        kept = keep(
            documents=documents,
            scheme=window.scheme,
            period=str(window.quarter),
            by=None,
            at=timezone.now(),
            why_amended=options["why"].strip(),
        )
        return f", edition {kept[0].edition}"


def _schemes(code: str | None) -> Iterator[Scheme]:
    found = Scheme.objects.order_by("code")
    if code is None:
        yield from found
        return
    one = found.filter(code=code).first()
    if one is None:
        codes = ", ".join(found.values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no scheme {code}. The schemes are: {codes}.")
    yield one
