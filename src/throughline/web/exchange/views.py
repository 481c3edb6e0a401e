"""Taking a case system's file in, in two steps; writing one; and what the systems hold differently."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.files import FileRefused
from throughline.core.models import Organisation
from throughline.core.refusals import Refusal
from throughline.gateway.exchange.exporting import as_their_file, rows_for
from throughline.gateway.exchange.mapping import CaseMapping, read_mapping
from throughline.gateway.exchange.reading import title_of
from throughline.gateway.exchange.receiving import Received, receive
from throughline.gateway.exchange.streams import organisations_exchanging
from throughline.line.models import CaseDifference
from throughline.line.queries.case_systems import differences_visible_to
from throughline.vocabulary.permissions import Permission
from throughline.web.exchange.downloads import as_download
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
def take_file_in(request: PageRequest) -> HttpResponse:
    """Check a file, say what taking it in would do, and on the second step take it in."""
    if "content" in request.POST:
        return _second_step(request)
    posted = request.method == "POST"
    form = TakeInForm(request.POST if posted else None, request.FILES if posted else None, request=request)
    if posted and form.is_valid():
        content, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
        what = _Which(form.case_mapping, form.mapping_text, form.chosen, name)
        try:
            found = what.receive(request, content, dry_run=True)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            again = {
                "name": name,
                "content": base64.b64encode(content).decode(),
                "by_mapping": base64.b64encode(form.mapping_text.encode()).decode(),
                "organisation": str(form.chosen.pk),
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
    form = MappingForm(request.POST if posted else None, request.FILES if posted else None, request=request)
    if posted and form.is_valid():
        mapping = form.case_mapping
        with refusals_shown_on(form):
            written = as_their_file(mapping, rows_for(mapping, request.now))
            return as_download(written, f"{mapping.system}-{mapping.record}-{today(request):%Y-%m-%d}.csv")
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


@dataclass(frozen=True)
class _Which:
    """Which file: by which mapping, for whom, and what it is called."""

    mapping: CaseMapping
    text: str
    organisation: Organisation
    name: str

    def receive(self, request: PageRequest, content: bytes, **more: Any) -> Received:
        """Take it in, or on a dry run say what that would do."""
        return receive(
            content, self.mapping, self.text, organisation=self.organisation, name=self.name,
            by=request.user, at=request.now, **more,
        )  # fmt: skip


def _second_step(request: PageRequest) -> HttpResponse:
    organisations = {str(one.pk): one for one in organisations_exchanging(request.actor)}
    organisation = organisations.get(request.POST.get("organisation", ""))
    if organisation is None:
        raise Http404("the organisation is not one for which this person exchanges files")
    try:
        content = base64.b64decode(request.POST["content"], validate=True)
        text = base64.b64decode(request.POST.get("by_mapping", ""), validate=True)
        what = _Which(
            read_mapping(text), text.decode(), organisation, request.POST.get("name", "")[:100] or "file.csv"
        )
    except (ValueError, Refusal):
        raise Http404("what was checked did not come back whole") from None
    try:
        if "rejected" in request.POST:
            return _rejected(request, content, what)
        found = what.receive(request, content, dry_run=False)
    except (FileRefused, Refusal) as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange_import")
    messages.success(request, found.says)
    if found.taken.told and not found.waits:
        return redirect("exchange_differences")
    return redirect("exchange_stream", found.stream.pk)


def _rejected(request: PageRequest, content: bytes, what: _Which) -> HttpResponse:
    with TemporaryDirectory() as folder:
        at = Path(folder) / "rejected.csv"
        what.receive(request, content, dry_run=True, keep_rejects_at=at)
        return as_download(at.read_bytes() if at.exists() else b"", f"{Path(what.name).stem}.rejected.csv")


def _checked(mapping: CaseMapping, found: Received, again: Mapping[str, str]) -> dict[str, object]:
    report, told = found.taken.report, found.taken.told
    return {
        "title": mapping.title,
        "of": title_of(mapping),
        "says": found.says,
        "report": report,
        "takes": report.already_loaded is None and (report.loaded or report.unchanged),
        "waits": found.waits,
        "rejected": report.rejected[:SHOWN],
        "told": told[:SHOWN],
        "told_more": max(0, len(told) - SHOWN),
        "again": again,
    }
