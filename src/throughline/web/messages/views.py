"""The messages of whoever looks, read and new, and the choice of how each kind comes by email."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.actions.messages import choose_messages, mark_read
from throughline.core.models import Message
from throughline.core.queries.messages import choices_of, messages_of
from throughline.line.queries.withheld import in_sight
from throughline.vocabulary.messages import MessageKind
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, FilterForm, PageForm
from throughline.web.guards import signed_in_page
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link, Shown, Tag
from throughline.web.words import plural

CHOSEN = [kind for kind in MessageKind if not kind.must_be_told]


class MessageFilters(FilterForm):
    """What messages can be narrowed by."""

    kind = ChoiceField(label="About", choices=MessageKind.choices, menu=True, nothing="Anything")
    read = ChoiceField(
        label="Read", choices=[("no", "New"), ("yes", "Read")], menu=True, nothing="New and read"
    )


class MessageChoices(PageForm):
    """How each kind comes by email, but for those that nobody can turn off."""

    def __init__(self, *arguments: object, chosen: dict[str, str], **more: object) -> None:
        super().__init__(*arguments, **more)  # type: ignore[arg-type]
        for kind in CHOSEN:
            self.fields[kind.value] = ChoiceField(
                label=str(kind.label), choices=Message.ByMail.choices,
                ask=f"Select how they come: {kind.label}", initial=chosen.get(kind.value, kind.usually),
            )  # fmt: skip


@signed_in_page
def inbox(request: PageRequest) -> HttpResponseBase:
    """What was written, the latest first; on sending, what was seen is marked as read."""
    if request.method == "POST":
        up_to = request.POST.get("up_to", "")
        if up_to.isascii() and up_to.isdecimal() and len(up_to) < 19:
            count = mark_read(up_to=int(up_to), by=request.user, at=request.now)
            messages.success(request, f"{plural(count, 'message')} marked as read")
        return redirect("messages")
    filters = MessageFilters(request.GET)
    every = in_sight(messages_of(request.user), request.actor)
    found = every.filter(kind=filters.chosen["kind"]) if filters.chosen.get("kind") else every
    if read := filters.chosen.get("read"):
        found = found.filter(read_at__isnull=read == "no")
    table = listing(
        request, found, COLUMNS, sort="-written", name="messages", title="Messages",
        noun=("message", "messages"),
        empty="A message appears here when something waits for you, or has changed.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    newest = every.filter(read_at=None).order_by("-pk").values_list("pk", flat=True).first()
    shown = {"table": table, "filters": filters, "up_to": newest}
    return render(request, "messages/messages.html", shown)


@signed_in_page
def choices(request: PageRequest) -> HttpResponse:
    """Choose how each kind of message comes by email."""
    chosen = dict(choices_of(request.user))
    form = MessageChoices(request.POST if request.method == "POST" else None, chosen=chosen)
    if form.is_valid():
        choose_messages(chosen=form.cleaned_data, by=request.user)
        messages.success(request, "Your choice is kept")
        return redirect("messages")
    page = FormPage(
        title="How messages reach you", caption="Messages", button="Keep this",
        back=Link("Messages", reverse("messages")),
        said=["Every message stands under Messages. Here you choose what comes by email as well."],
        facts=[Fact(str(one.label), "Always at once") for one in MessageKind if one.must_be_told],
    )  # fmt: skip
    return page.shown(request, form)


def _subject(one: Message) -> Shown:
    # What is about an account can hold an address by which a password is set: it is for the email alone.
    if one.kind == MessageKind.ACCOUNT:
        return one.subject
    found = re.search(re.escape(settings.PUBLIC_ADDRESS) + r"(/[A-Za-z0-9/_-]+)", one.text)
    return Link(one.subject, found[1]) if found else one.subject


def _kind(one: Message) -> str:
    return str(MessageKind(one.kind).label) if one.kind in MessageKind.values else ""


COLUMNS = (
    Column[Message]("subject", "Message", _subject, order="subject", download=lambda one: one.subject),
    Column[Message]("kind", "About", _kind, order="kind"),
    Column[Message]("written", "Written", lambda one: one.written_at, order=("written_at", "pk")),
    Column[Message](
        "read", "Read", lambda one: Tag("Read", "grey") if one.read_at else Tag("New", "blue"),
        download=lambda one: "Read" if one.read_at else "New",
    ),
)  # fmt: skip
