"""Taking a case system's file in, in two steps; writing one; and what the systems hold differently."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.files import FileRefused
from throughline.core.refusals import Refusal
from throughline.gateway.exchange.exporting import as_their_file, rows_for
from throughline.gateway.exchange.importing import TakenIn, take_in
from throughline.gateway.exchange.mapping import CaseMapping, read_mapping
from throughline.gateway.exchange.reading import title_of
from throughline.line.models import CaseDifference
from throughline.line.queries.case_systems import differences_visible_to
from throughline.vocabulary.permissions import Permission
from throughline.web.exchange.forms import MappingForm, TakeInForm
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.refusals import refusals_shown_on

SHOWN = 50
"""Rejected lines and differences that a page shows; the file of rejected lines has them all."""


@page_for(Permission.EXCHANGE_FILES)
def exchange(request: PageRequest) -> HttpResponse:
    """What can be done here, and how many things are held differently."""
    differing = differences_visible_to(request.actor, request.now).count()
    return render(request, "exchange/exchange.html", {"differing": differing})


@page_for(Permission.EXCHANGE_FILES)
def take_file_in(request: PageRequest) -> HttpResponse:
    """Check a file, say what taking it in would do, and on the second step take it in."""
    if "content" in request.POST:
        return _second_step(request)
    posted = request.method == "POST"
    form = TakeInForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        content, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
        try:
            found = _take_in(request, content, form.case_mapping, name, dry_run=True)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            again = {
                "name": name,
                "content": base64.b64encode(content).decode(),
                "by_mapping": base64.b64encode(form.mapping_content).decode(),
            }
            return render(request, "exchange/checked.html", _checked(form.case_mapping, found, again))
    page = FormPage(
        title="Take a file in", caption="Case system", button="Check the file",
        back=Link("Case system", reverse("exchange")),
        said=["Nothing is written until you have seen what it would do."],
    )  # fmt: skip
    return page.shown(request, form)


@page_for(Permission.EXCHANGE_FILES)
def write_file(request: PageRequest) -> HttpResponse:
    """Write what can be exchanged as the mapping says."""
    posted = request.method == "POST"
    form = MappingForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        mapping = form.case_mapping
        with refusals_shown_on(form):
            written = as_their_file(mapping, rows_for(mapping, request.now))
            return _as_download(written, f"{mapping.system}-{mapping.record}-{today(request):%Y-%m-%d}.csv")
    page = FormPage(
        title="Write a file for a case system", caption="Case system", button="Write the file",
        back=Link("Case system", reverse("exchange")),
        said=["The file holds the records that you may exchange, in the columns that the mapping names."],
    )  # fmt: skip
    return page.shown(request, form)


@page_for(Permission.EXCHANGE_FILES)
def differences(request: PageRequest) -> HttpResponseBase:
    """What case systems hold differently of referrals, each to be put right over there."""
    table = listing(
        request, differences_visible_to(request.actor, request.now), DIFFERENCES, sort="-noticed",
        name="case-differences", title="What is held differently", noun=("difference", "differences"),
        empty="A line appears here when a file says something else of a referral than is recorded.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    return render(request, "exchange/differences.html", {"table": table})


def _opened(reference: str) -> Link:
    return Link(reference, reverse("referral", args=[reference]))


DIFFERENCES = (
    Column[CaseDifference](
        "referral", "Referral", lambda one: _opened(one.referral.reference), order="reference",
        download=lambda one: one.referral.reference,
    ),
    Column[CaseDifference](
        "service", "Service", lambda one: one.referral.service.name, order="referral__service__name"
    ),
    Column[CaseDifference]("what", "What", lambda one: one.get_aspect_display(), order="aspect"),
    Column[CaseDifference]("ours", "Recorded here", lambda one: one.ours),
    Column[CaseDifference]("theirs", "In the case system", lambda one: one.theirs),
    Column[CaseDifference]("system", "Case system", lambda one: one.system, order="system"),
    Column[CaseDifference]("noticed", "Noticed", lambda one: one.noticed_at, order="noticed_at"),
)  # fmt: skip


def _second_step(request: PageRequest) -> HttpResponse:
    try:
        content = base64.b64decode(request.POST["content"], validate=True)
        mapping = read_mapping(base64.b64decode(request.POST.get("by_mapping", ""), validate=True))
    except (ValueError, Refusal):
        raise Http404("what was checked did not come back whole") from None
    name = request.POST.get("name", "")[:100] or "file.csv"
    try:
        if "rejected" in request.POST:
            return _rejected(request, content, mapping, name)
        found = _take_in(request, content, mapping, name, dry_run=False)
    except (FileRefused, Refusal) as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange_import")
    messages.success(request, found.report.sentence)
    return redirect("exchange_differences" if found.told else "exchange")


def _rejected(request: PageRequest, content: bytes, mapping: CaseMapping, name: str) -> HttpResponse:
    with TemporaryDirectory() as folder:
        at = Path(folder) / "rejected.csv"
        _take_in(request, content, mapping, name, dry_run=True, keep_rejects_at=at)
        return _as_download(at.read_bytes() if at.exists() else b"", f"{Path(name).stem}.rejected.csv")


def _take_in(request: PageRequest, content: bytes, mapping: CaseMapping, name: str, **more: Any) -> TakenIn:
    return take_in(content, mapping, name=name, by=request.user, at=request.now, **more)


def _checked(mapping: CaseMapping, found: TakenIn, again: Mapping[str, str]) -> dict[str, object]:
    return {
        "title": mapping.title,
        "of": title_of(mapping),
        "report": found.report,
        "rejected": found.report.rejected[:SHOWN],
        "told": found.told[:SHOWN],
        "told_more": max(0, len(found.told) - SHOWN),
        "again": again,
    }


def _as_download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name.replace(chr(34), "")}"'},
    )
