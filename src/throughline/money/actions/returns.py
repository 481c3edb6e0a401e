"""Taking in a provider's return of what it delivered (D26)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection

from throughline.core.access import as_system, current_actor, require
from throughline.core.files import FileKind, Format, Line, LoadReport, Outcome, RowRefused, cells, load_file
from throughline.core.files.text_lines import Readable
from throughline.core.models import ImportedFile, Organisation, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money.models import ProviderReturn
from throughline.supply.models import Scheme
from throughline.vocabulary.permissions import Permission

PROVIDER_RETURN: Final = FileKind(
    "provider-return",
    Format.CSV,
    columns=("referral", "delivered_on", "amount"),
    may_have=("service", "note"),
)
"""One line for each session delivered; `service` may be left out, as the referral says which it was."""

_INSERT = """
INSERT INTO money_returnline
       (provider_return_id, number, referral_reference, service_reference, delivered_on, amount, note)
SELECT %s, * FROM unnest(%s::int[], %s::varchar[], %s::varchar[], %s::date[], %s::numeric[], %s::varchar[])
"""


@dataclass(frozen=True)
class ReturnFor:
    """Whose return it is: what `provider` says it delivered for `payer` in a scheme over a period."""

    scheme: Scheme
    payer: Organisation
    provider: Organisation
    period: Period

    @property
    def code(self) -> str:
        """Tells this return from one of other parties or of another period in the same bytes."""
        return f"{self.scheme.code} {self.payer.reference} {self.provider.reference} {self.period}"


@dataclass(frozen=True)
class DeliveredLine:
    """One session as the provider returned it."""

    referral: str
    service: str
    delivered_on: date
    amount: Money
    note: str


@dataclass(frozen=True)
class ReturnLoaded:
    """What came of loading a return; `provider_return` is empty on a dry run and when nothing was loaded."""

    report: LoadReport
    provider_return: ProviderReturn | None


def load_return(
    source: Path | Readable,
    whose: ReturnFor,
    *,
    by: User | None,
    at: datetime,
    dry_run: bool,
    name: str = "",
    progress: Callable[[int], object] | None = None,
    keep_rejects_at: Path | None = None,
) -> ReturnLoaded:
    """
    Take a return in, or on a dry run say what taking it in would do.

    A line outside the period, or that cannot be read, is rejected with its reason and the rest goes in.
    The same file for the same parties and period changes nothing.

    :raises NotAllowed: whoever acts neither files returns for the provider nor reconciles for the payer
        or the scheme's steward
    :raises FileRefused: nothing of the file can be used
    """
    require_party(whose.scheme, payer_id=whose.payer.pk, provider_id=whose.provider.pk, to="load this return")
    with as_system():
        taking = _TakingIn(whose)
        report = load_file(
            source, PROVIDER_RETURN, read_row=read_line, load_rows=taking.load, by=by, at=at, dry_run=dry_run,
            name=name, scope=whose.code, progress=progress, keep_rejects_at=keep_rejects_at,
        )  # fmt: skip
        if report.already_loaded is not None and report.file is not None:
            return ReturnLoaded(report, ProviderReturn.objects.filter(file=report.file).first())
        return ReturnLoaded(report, None if dry_run else taking.provider_return)


def require_party(scheme: Scheme, *, payer_id: int, provider_id: int, to: str) -> None:
    """
    Refuse unless whoever acts files returns for the provider, or reconciles for the payer or the steward.

    :raises NotAllowed: with a sentence ended by `to`
    """
    actor = current_actor()
    if not actor.may(Permission.FILE_RETURNS, within=provider_id):
        require(actor, Permission.RECONCILE, within=(payer_id, scheme.steward_id), to=to)


def read_line(row: Mapping[str, Any]) -> DeliveredLine:
    """
    Give one session from one line of the file.

    :raises RowRefused: a field is missing or cannot be read, or the amount is not above £0.00
    """
    amount = cells.money(row, "amount")
    if amount <= Money.zero():
        raise RowRefused("Column “amount”: amount must be more than £0.00")
    service = cells.text(row, "service", limit=60, optional=True)
    return DeliveredLine(
        referral=cells.reference(row, "referral", "RF"),
        service=cells.reference(row, "service", "SV") if service else "",
        delivered_on=cells.day(row, "delivered_on"),
        amount=amount,
        note=cells.text(row, "note", limit=250, optional=True),
    )


@dataclass
class _TakingIn:
    whose: ReturnFor
    provider_return: ProviderReturn | None = None

    def load(self, lines: Sequence[Line[DeliveredLine]], file: ImportedFile) -> Outcome:
        """Keep those lines that lie in the period."""
        if self.provider_return is None:
            self.provider_return = self._begin(file)
        period = self.whose.period
        inside = [line for line in lines if line.row.delivered_on in period]
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [self.provider_return.pk, *_columns(inside)])
        outside = {
            line.number: f"{line.row.delivered_on:%-d %B %Y} is not in the period of this return, which is "
            f"{period.from_:%-d %B %Y} to {period.last_day:%-d %B %Y}"
            for line in lines
            if line.row.delivered_on not in period
        }
        return Outcome(loaded=len(inside), refused=outside)

    def _begin(self, file: ImportedFile) -> ProviderReturn:
        made: ProviderReturn = ProviderReturn.objects.create(
            scheme=self.whose.scheme,
            payer=self.whose.payer,
            provider=self.whose.provider,
            period=self.whose.period,
            file=file,
        )
        return made


def _columns(lines: Sequence[Line[DeliveredLine]]) -> list[list[Any]]:
    return [
        [line.number for line in lines],
        [line.row.referral for line in lines],
        [line.row.service for line in lines],
        [line.row.delivered_on for line in lines],
        [line.row.amount.pounds for line in lines],
        [line.row.note for line in lines],
    ]
