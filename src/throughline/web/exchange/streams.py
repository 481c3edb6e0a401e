"""What is exchanged with case systems, in order: what came and waits, what went out and is acknowledged."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import ReceivedFile, Stream
from throughline.gateway.exchange.mapping import read_mapping
from throughline.gateway.exchange.records import RECORDS
from throughline.gateway.exchange.sending import acknowledge, write_next
from throughline.gateway.exchange.streams import (
    files_received,
    files_to_hand_over,
    missing_before,
    streams_visible_to,
)
from throughline.line.queries.case_systems import differences_visible_to
from throughline.vocabulary.permissions import Permission
from throughline.web.exchange.downloads import as_download
from throughline.web.exchange.forms import AcknowledgeForm
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link, Shown, Tag
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import and_list, plural


@page_for(Permission.EXCHANGE_FILES)
def exchange(request: PageRequest) -> HttpResponseBase:
    """Every kind of file that is exchanged, with what is missing; how many things are held differently."""
    table = listing(
        request, streams_visible_to(request.actor), STREAMS, sort="title", name="case-system-files",
        title="Kinds of file", noun=("kind of file", "kinds of file"),
        empty="A kind of file appears here when the first is taken in.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    differing = differences_visible_to(request.actor, request.now).count()
    return render(request, "exchange/exchange.html", {"differing": differing, "table": table})


@page_for(Permission.EXCHANGE_FILES)
def stream(request: PageRequest, number: int) -> HttpResponseBase:
    """One kind of file: what came and what waits for which, and what went out and waits to be handed over."""
    found = _stream(request, number)
    table = listing(
        request, files_received(found), RECEIVED, sort="", name="files-received", title="Files that came",
        noun=("file", "files"), empty="A file appears here when it is taken in.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    missing = missing_before(found)
    shown = {
        "stream": found,
        "facts": _facts(found),
        "missing": and_list(map(str, missing)) if missing else "",
        "several": len(missing) > 1,
        "to_hand_over": [
            Link(f"File {one.number}: {one.name}, {plural(one.rows, 'line')}",
                 reverse("exchange_file", args=[found.pk, one.number]))
            for one in files_to_hand_over(found, request.actor)
        ],
        "table": table,
    }  # fmt: skip
    return render(request, "exchange/stream.html", shown)


@page_for(Permission.EXCHANGE_FILES)
def write_next_file(request: PageRequest, number: int) -> HttpResponse:
    """Write the next file: what changed since the last."""
    found = _stream(request, number)
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            mapping = read_mapping(found.mapping.encode())
            sent = write_next(stream=found, mapping=mapping, by=request.user, at=request.now)
            if sent is None:
                messages.info(request, "Nothing has changed since the last file, so none was written")
            else:
                said = f"File {sent.number} was written, {plural(sent.rows, 'line')}: download it below"
                messages.success(request, said)
            return redirect("exchange_stream", found.pk)
    page = FormPage(
        title=f"Write file {found.sent_to + 1}", caption=found.title, button="Write the file",
        back=Link(found.title, reverse("exchange_stream", args=[found.pk])),
        said=["It holds the records that you may exchange and that have changed since they last went out."],
    )  # fmt: skip
    return page.shown(request, form)


@page_for(Permission.EXCHANGE_FILES)
def hand_over(request: PageRequest, number: int, file: int) -> HttpResponse:
    """A file that whoever asks wrote and that is not acknowledged."""
    sent = files_to_hand_over(_stream(request, number), request.actor).filter(number=file).first()
    if sent is None:
        raise Http404("no such file waits to be handed over by this person")
    return as_download(bytes(sent.content or b""), sent.name)


@page_for(Permission.EXCHANGE_FILES)
def acknowledged(request: PageRequest, number: int) -> HttpResponse:
    """Note up to which file the other side has them."""
    found = _stream(request, number)
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            acknowledge(stream=found, number=form.cleaned_data["number"], at=request.now)
            messages.success(request, f"Acknowledged up to file {found.acknowledged_to}")
            return redirect("exchange_stream", found.pk)
    page = FormPage(
        title="Which files have they?", caption=found.title, button="Acknowledge",
        back=Link(found.title, reverse("exchange_stream", args=[found.pk])), facts=_facts(found),
        said=["Files up to this number are kept no longer. What changes from now on goes into the next."],
    )  # fmt: skip
    return page.shown(request, form)


def _stream(request: PageRequest, number: int) -> Stream:
    found = streams_visible_to(request.actor).filter(pk=number).first()
    if found is None:
        raise Http404("nothing that this person exchanges has this number")
    return found


def _facts(found: Stream) -> list[Fact]:
    return [
        Fact("Organisation", found.organisation.name),
        Fact("Case system", found.system),
        Fact("Records", RECORDS[found.record].title),
        Fact("Last file taken in", _number(found.taken_to)),
        Fact("Last file written", _number(found.sent_to)),
        Fact("Acknowledged up to", _number(found.acknowledged_to)),
    ]


def _number(number: int) -> Shown:
    return f"File {number}" if number else "None"


def _waits_for(one: Stream) -> Shown:
    return f"File {one.taken_to + 1}" if one.waiting else ""  # type: ignore[attr-defined]


STREAMS = (
    Column[Stream](
        "title", "Kind of file", lambda one: Link(one.title, reverse("exchange_stream", args=[one.pk])),
        order="title", download=lambda one: one.title,
    ),
    Column[Stream](
        "organisation", "Organisation", lambda one: one.organisation.name, order="organisation__name"
    ),
    Column[Stream]("taken", "Taken in up to", lambda one: _number(one.taken_to), order="taken_to"),
    Column[Stream]("missing", "Waits for", _waits_for, order="waiting"),
    Column[Stream]("sent", "Written up to", lambda one: _number(one.sent_to), order="sent_to"),
    Column[Stream](
        "acknowledged", "Acknowledged up to", lambda one: _number(one.acknowledged_to),
        order="acknowledged_to",
    ),
)  # fmt: skip


def _stands(one: ReceivedFile) -> Tag:
    return Tag("Taken in", "green") if one.applied_at else Tag("Waits", "yellow")


def _counts(one: ReceivedFile) -> Shown:
    if one.applied_at is None:
        return ""
    # The counts of a file are for whoever loaded it, with its rejected rows.
    return f"{one.loaded.rows_loaded:,} of {one.loaded.rows_read:,}" if one.loaded else ""


RECEIVED = (
    Column[ReceivedFile]("number", "Number", lambda one: one.number or "", order="number", nullable=True),
    Column[ReceivedFile]("name", "File", lambda one: one.name, order="name"),
    Column[ReceivedFile]("came", "Came", lambda one: one.received_at, order="received_at"),
    Column[ReceivedFile]("by", "Brought by", lambda one: one.received_by.full_name),
    Column[ReceivedFile]("stands", "Stands", _stands, download=lambda one: _stands(one).text),
    Column[ReceivedFile]("taken", "Lines that changed something", _counts),
)  # fmt: skip
