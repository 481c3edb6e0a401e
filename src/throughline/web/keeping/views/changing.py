"""Changing one part of a record, and adding, changing and taking out what it has several of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.supply.models import Service
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import page_for
from throughline.web.keeping.forms import NothingAsked
from throughline.web.keeping.found import KEEPERS, back_to, found, record_of
from throughline.web.keeping.items import ITEMS, Item
from throughline.web.keeping.parts import PARTS
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on


@page_for(*KEEPERS)
def change_part(request: PageRequest, reference: str, part: str) -> HttpResponse:
    """Say something else of one part of an entry."""
    service = found(request, reference)
    wanted = PARTS.get(part)
    if wanted is None:
        raise Http404("a record has no such part")
    form = wanted.form(_sent(request), initial=wanted.now(service), today=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            wanted.act(service=service, **wanted.takes(form.cleaned_data), by=request.user, at=request.now)
            messages.success(request, f"{wanted.title}: changed")
            return redirect(record_of(service, wanted.anchor))
    page = FormPage(
        title=wanted.title,
        caption=service.name,
        back=back_to(service, wanted.anchor),
        button="Save",
        said=wanted.said,
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def add_item(request: PageRequest, reference: str, kind: str) -> HttpResponse:
    """Add one thing to what a record has several of."""
    service, item = found(request, reference), _item(kind)
    begins: dict[str, Any] = {"from_on": today(request)}
    form = (item.new_form or item.form)(_sent(request), initial=begins, today=today(request))
    return _written(request, service, item, None, form, f"Add {item.one}", "Add")


@page_for(*KEEPERS)
def change_item(request: PageRequest, reference: str, kind: str, number: int) -> HttpResponse:
    """Say something else of one of several things."""
    service, item = found(request, reference), _item(kind)
    row = _row(service, item, number)
    if item.now is None:
        raise Http404("such a thing is added and taken out, and not changed")
    form = item.form(_sent(request), initial=item.now(row), today=today(request))
    return _written(request, service, item, row, form, f"Change {item.called(row)}", "Save")


@page_for(*KEEPERS)
def remove_item(request: PageRequest, reference: str, kind: str, number: int) -> HttpResponse:
    """Take one of several things out of the record."""
    service, item = found(request, reference), _item(kind)
    row = _row(service, item, number)
    if item.removes is None:
        raise Http404("such a thing is ended, and not taken out")
    form, called = NothingAsked(_sent(request)), item.called(row)
    if form.is_valid():
        with refusals_shown_on(form):
            item.removes(row, by=request.user, at=request.now)
            messages.success(request, f"{called} removed")
            return redirect(record_of(service, item.anchor))
    page = FormPage(
        title=f"Remove {called}",
        caption=service.name,
        back=back_to(service, item.anchor),
        button="Remove",
        said=["It no longer stands in the entry from now on. Versions kept before still have it."],
        is_final=True,
    )
    return page.shown(request, form)


def _written(
    request: PageRequest,
    service: Service,
    item: Item,
    row: Any,
    form: PageForm,
    title: str,
    button: str,
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            item.writes(service, row, form.cleaned_data, by=request.user, at=request.now)
            messages.success(request, "Added" if row is None else "Changed")
            return redirect(record_of(service, item.anchor))
    page = FormPage(
        title=title,
        caption=service.name,
        back=back_to(service, item.anchor),
        button=button,
        said=item.said,
    )
    return page.shown(request, form)


def _item(kind: str) -> Item:
    if kind not in ITEMS:
        raise Http404("a record has nothing of this kind")
    return ITEMS[kind]


def _row(service: Service, item: Item, number: int) -> Any:
    row = item.rows(service).filter(pk=number).first()
    if row is None:
        raise Http404("this record has no such thing, or it is withheld from whoever asks")
    return row


def _sent(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None
