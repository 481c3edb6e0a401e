"""Files out, in order: what changed since the last, kept until the other side says it has them (S122)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.models import RowKept, SentFile, Stream, User
from throughline.core.refusals import Refusal
from throughline.gateway.exchange.exporting import as_their_file, rows_for
from throughline.gateway.exchange.mapping import NUMBER, CaseMapping
from throughline.gateway.exchange.memory import digest_of
from throughline.vocabulary.permissions import Permission


class NeverWritten(Refusal):
    """A file is acknowledged that was never written."""

    field = "number"


@transaction.atomic
def write_next(*, stream: Stream, mapping: CaseMapping, by: User, at: datetime) -> SentFile | None:
    """
    Write the next file: the rows the current actor may exchange that changed since they last went out.

    Nothing is written, and nothing given, where none did.

    :raises NotAllowed: whoever acts does not exchange files for the organisation
    :raises MappingRefused: a text has a character that the mapping's encoding cannot write
    """
    _require(stream)
    rows = rows_for(mapping, at)
    with as_system():
        locked = Stream.objects.select_for_update().get(pk=stream.pk)
        before = dict(RowKept.objects.filter(stream=stream, way=RowKept.Way.OUT).values_list("row", "digest"))
        digests = {row: digest_of(cells) for row, cells in rows}
        changed = [(row, cells) for row, cells in rows if before.get(row) != digests[row]]
        if not changed:
            return None
        RowKept.objects.bulk_create(
            [RowKept(stream=stream, way=RowKept.Way.OUT, row=row, digest=digests[row]) for row, _ in changed],
            update_conflicts=True,
            unique_fields=["stream", "way", "row"],
            update_fields=["digest"],
        )
        number = locked.sent_to + 1
        Stream.objects.filter(pk=stream.pk).update(sent_to=number)
        stream.sent_to = number
        return SentFile.objects.create(
            stream=stream, number=number, name=_name(mapping, number), rows=len(changed),
            content=as_their_file(mapping, changed), made_by=by, made_at=at,
        )  # fmt: skip


@transaction.atomic
def acknowledge(*, stream: Stream, number: int, at: datetime) -> int:
    """
    Note that the other side has every file up to `number`: they are kept no longer. Says how many.

    :raises NotAllowed: whoever acts does not exchange files for the organisation
    :raises NeverWritten: no file with this number was written
    """
    _require(stream)
    with as_system():
        locked = Stream.objects.select_for_update().get(pk=stream.pk)
        if not 0 < number <= locked.sent_to:
            last = f"the last is {locked.sent_to}" if locked.sent_to else "none was written yet"
            raise NeverWritten(f"There is no file {number}: {last}")
        if number <= locked.acknowledged_to:
            return 0
        Stream.objects.filter(pk=stream.pk).update(acknowledged_to=number)
        stream.acknowledged_to = number
        sent = SentFile.objects.filter(stream=stream, number__lte=number, acknowledged_at=None)
        return sent.update(acknowledged_at=at, content=None)


def _require(stream: Stream) -> None:
    require(
        current_actor(),
        Permission.EXCHANGE_FILES,
        within=stream.organisation_id,
        to="exchange files with a case system",
    )


def _name(mapping: CaseMapping, number: int) -> str:
    if mapping.numbered:
        return mapping.numbered.replace(NUMBER, str(number))
    return f"{mapping.system}-{mapping.record}-{number}.csv"
