"""The cases that came to an officer by a transfer, read and acknowledged in one go (S223)."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from throughline.people.actions.transfers import acknowledge_cases
from throughline.people.models import TransferLine
from throughline.people.queries.transfers import received_by
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import link_to
from throughline.web.page_request import PageRequest
from throughline.web.words import plural

COLUMNS = (
    Column[TransferLine](
        "person",
        "Person",
        lambda one: link_to(one.person),
        order=("person__last_name", "person__first_names"),
    ),
    Column[TransferLine](
        "from", "From", lambda one: one.from_officer.full_name, order="from_officer__full_name"
    ),
    Column[TransferLine]("came", "Came", lambda one: one.moved_at, order="moved_at"),
)


@page_for(Permission.SUPERVISE)
def received(request: PageRequest) -> HttpResponseBase:
    """Whom the viewer has taken over and not acknowledged yet; sent, it acknowledges all of them."""
    if request.method == "POST":
        number = acknowledge_cases(by=request.user, at=request.now)
        messages.success(request, f"You have acknowledged {plural(number, 'case')}")
        return redirect("officer_received")
    table = listing(
        request,
        received_by(request.actor).select_related("person", "from_officer"),
        COLUMNS,
        sort="person",
        name="cases-received",
        title="Cases you have taken over",
        noun=("case", "cases"),
        empty="Cases that come to you by a transfer appear here until you say that you have read of them.",
    )
    if table.export is not None:
        return table.export
    return render(request, "officer/received.html", {"table": table})
