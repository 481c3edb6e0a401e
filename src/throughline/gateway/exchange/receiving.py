"""
Files in order: one that came before does nothing, one that came early waits for those before it (S122).

A stream is locked while a file of it is taken in, so that of two who bring the same file one finds it done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from throughline.core.access.actor import acting_as, as_system, current_actor
from throughline.core.access.permissions import NotAllowed, actor_for, require
from throughline.core.files import FileRefused, LoadReport
from throughline.core.models import Organisation, ReceivedFile, Stream, User, WaitingContent
from throughline.core.refusals import Refusal
from throughline.core.time import london_day
from throughline.gateway.exchange.importing import TakenIn, take_in
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.memory import Memory
from throughline.gateway.exchange.streams import organisations_exchanging
from throughline.vocabulary.permissions import Permission


class WhichOrganisation(Refusal):
    """Whoever acts exchanges files for several organisations, or not for the one named."""

    field = "organisation"


@dataclass(frozen=True)
class Received:
    """
    What came of a file: what taking it in came to, and a sentence about its place in the order.

    `waits` says that it was kept and not taken in; `followed` are the numbers of files that had waited and
    were taken in after it.
    """

    taken: TakenIn
    stream: Stream
    waits: bool = False
    followed: tuple[int, ...] = ()

    @property
    def says(self) -> str:
        """A sentence or two for whoever brought it."""
        report = self.taken.report
        if self.waits:
            would = "would wait" if report.dry_run else "waits"
            return f"{report.name} {would} for file {self.stream.taken_to + 1}, which has not come yet"
        said = report.sentence
        if self.followed:
            would = "would be" if report.dry_run else "were"
            numbers = ", ".join(map(str, self.followed))
            said += f". Files that had waited {would} taken in after it: {numbers}"
        return said


def organisation_for(reference: str = "") -> Organisation:
    """
    The organisation for which the current actor exchanges files; by its reference where there are several.

    :raises WhichOrganisation: there are several and none is named, or they do not exchange files for it
    """
    found = organisations_exchanging(current_actor())
    if reference:
        found = found.filter(reference=reference)
    named = list(found)
    if len(named) == 1:
        return named[0]
    listed = ", ".join(f"{one.reference} ({one.name})" for one in named) or "none of yours"
    raise WhichOrganisation(f"Say for which organisation you exchange files: {listed}")


def stream_of(
    mapping: CaseMapping, text: str, *, organisation: Organisation, by: User, at: datetime
) -> Stream:
    """
    The stream of a mapping, locked; begun with the first file, and brought to the mapping as it is now.

    :raises NotAllowed: whoever acts does not exchange files for the organisation
    """
    require(
        current_actor(),
        Permission.EXCHANGE_FILES,
        within=organisation.pk,
        to="exchange files with a case system",
    )
    with as_system():  # read by whoever exchanges files there, and written here alone
        stream, _ = Stream.objects.select_for_update().get_or_create(
            organisation=organisation, system=mapping.system, record=mapping.record,
            defaults={"title": mapping.title, "mapping": text, "kept_by": by, "kept_at": at},
        )  # fmt: skip
        if stream.mapping != text:
            stream.title, stream.mapping, stream.kept_by, stream.kept_at = mapping.title, text, by, at
            stream.save(update_fields=["title", "mapping", "kept_by", "kept_at"])
    return stream


def receive(
    content: bytes,
    mapping: CaseMapping,
    text: str,
    *,
    organisation: Organisation,
    name: str,
    by: User,
    at: datetime,
    dry_run: bool,
    progress: Callable[[int], object] | None = None,
    keep_rejects_at: Path | None = None,
) -> Received:
    """
    Take a file in at its place in the order, with the mapping that `text` was read as, or keep it waiting.

    The same file again does nothing. Where files are numbered, one that comes before its turn waits; when
    those before it have come it follows, in the name and with the rights of whoever brought it.

    :raises NotAllowed: whoever acts does not exchange files for the organisation
    :raises MappingRefused: files are numbered, and the name of this one says no number
    :raises FileRefused: nothing of it can be used, or another file came under its number
    """
    number = mapping.number_of(name)
    with transaction.atomic():
        stream = stream_of(mapping, text, organisation=organisation, by=by, at=at)
        file = _kept(stream, content, number, name, by, at)
        is_early = number is not None and number > stream.taken_to + 1
        if file.applied_at is not None:
            received = Received(_done_before(file, dry_run), stream)
        elif is_early:
            # Looked through all the same, so that a file which cannot be used is not kept to wait.
            found = _taken(file, content, mapping, by, at, dry_run=True, keep_rejects_at=keep_rejects_at)
            looked = replace(found, report=replace(found.report, dry_run=dry_run))
            received = Received(looked, stream, waits=True)
            if not dry_run:
                _let_wait(file, content)
        else:
            found = _taken(
                file, content, mapping, by, at, dry_run=dry_run, progress=progress,
                keep_rejects_at=keep_rejects_at,
            )  # fmt: skip
            if dry_run:
                received = Received(found, stream, followed=_would_follow(stream, number))
            else:
                _applied(file, found, at)
                received = Received(found, stream, followed=_what_follows(stream, mapping, at))
        transaction.set_rollback(dry_run)
    return received


def _kept(
    stream: Stream, content: bytes, number: int | None, name: str, by: User, at: datetime
) -> ReceivedFile:
    digest = sha256(content).hexdigest()
    with as_system():
        known = ReceivedFile.objects.filter(stream=stream, number=number)
        same = known.filter(sha256=digest).first()
        if same is not None:
            return same
        if number is not None and known.exists():
            raise FileRefused(
                f"File {number} has come before with other content. A correction gets a number of its own: "
                "the next after the last"
            )
        return ReceivedFile.objects.create(
            stream=stream, number=number, name=name, sha256=digest, received_by=by, received_at=at
        )


def _done_before(file: ReceivedFile, dry_run: bool) -> TakenIn:
    return TakenIn(LoadReport(file.name, 0, 0, 0, (), 0, dry_run, file.applied_at), ())


def _taken(
    file: ReceivedFile, content: bytes, mapping: CaseMapping, by: User, at: datetime, *, dry_run: bool,
    progress: Callable[[int], object] | None = None, keep_rejects_at: Path | None = None,
) -> TakenIn:  # fmt: skip
    return take_in(
        content, mapping, name=file.name, by=by, at=at, dry_run=dry_run, memory=Memory(file.stream),
        number=file.number, progress=progress, keep_rejects_at=keep_rejects_at,
    )  # fmt: skip


def _applied(file: ReceivedFile, found: TakenIn, at: datetime) -> None:
    stream = file.stream
    with as_system():
        file.applied_at, file.loaded = at, found.report.file
        file.save(update_fields=["applied_at", "loaded"])
        WaitingContent.objects.filter(file=file).delete()
        if file.number is not None:
            stream.taken_to = file.number
            stream.save(update_fields=["taken_to"])


def _let_wait(file: ReceivedFile, content: bytes) -> None:
    with as_system():
        WaitingContent.objects.get_or_create(file=file, defaults={"content": content})


def _what_follows(stream: Stream, mapping: CaseMapping, at: datetime) -> tuple[int, ...]:
    """Take in what waited for the file that was just taken in, each as whoever brought it."""
    followed = []
    while (file := _next_waiting(stream)) is not None:
        with as_system():
            content, brought_by = bytes(file.waiting.content), file.received_by
            actor = actor_for(brought_by, london_day(at))
        file.stream = stream
        try:
            with acting_as(actor), transaction.atomic():
                found = _taken(file, content, mapping, brought_by, at, dry_run=False)
        except (NotAllowed, FileRefused):
            break  # it stays, and is said to wait: whoever brought it may no longer, or the mapping changed
        _applied(file, found, at)
        assert file.number is not None
        followed.append(file.number)
    return tuple(followed)


def _next_waiting(stream: Stream) -> ReceivedFile | None:
    with as_system():
        waiting = ReceivedFile.objects.filter(stream=stream, number=stream.taken_to + 1, applied_at=None)
        return waiting.select_related("waiting", "received_by").first()


def _would_follow(stream: Stream, number: int | None) -> tuple[int, ...]:
    if number is None:
        return ()
    with as_system():
        waiting = set(
            ReceivedFile.objects.filter(stream=stream, applied_at=None).values_list("number", flat=True)
        )
    followed = []
    while number + 1 in waiting:
        number += 1
        followed.append(number)
    return tuple(followed)
