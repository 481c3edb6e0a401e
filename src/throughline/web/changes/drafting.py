"""Beginning a Change Notification."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.supply.actions.changes import draft_notification
from throughline.supply.models import ChangeNotification, Scheme
from throughline.supply.queries.proposing import primes_of, schemes_of_primes
from throughline.vocabulary.permissions import Permission
from throughline.web.changes.forms import DraftForm
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.PROPOSE_PRICES)
def new(request: PageRequest) -> HttpResponse:
    """Begin a notification for one of the contracts held; its lines are added on its page."""
    held = _contracts(request)
    if not held:
        raise Http404("no organisation for which the viewer proposes holds a contract today")
    form = DraftForm(
        request.POST or None,
        choices={"scheme": [(key, _named(scheme, prime)) for key, (scheme, prime) in held.items()]},
        initial={"scheme": next(iter(held))},
    )
    if len(held) == 1:
        del form.fields["scheme"]
    made: ChangeNotification | None = None
    if form.is_valid():
        with refusals_shown_on(form):
            made = _drafted(request, held, form.cleaned_data)
        if made is not None:
            messages.success(request, f"Change Notification {made.reference} kept as a draft")
            return redirect(_goes_on(request, made))
    return FormPage(
        "Propose a change",
        "Change Notification",
        Link("Change Notifications", reverse("changes")),
        "Save and add lines",
        said=["It is kept as a draft that only your organisation sees, until you submit it."],
    ).shown(request, form)


def _goes_on(request: PageRequest, made: ChangeNotification) -> str:
    """To the line that the viewer came to propose, or to the page of the notification."""
    for asked, name in (("item", "change_price"), ("service", "change_item")):
        if wanted := request.GET.get(asked, ""):
            return f"{reverse(name, args=[made.reference])}?{urlencode({asked: wanted})}"
    return reverse("change", args=[made.reference])


def _contracts(request: PageRequest) -> dict[str, tuple[Scheme, Organisation]]:
    on = today(request)
    return {
        f"{scheme.code}:{prime.reference}": (scheme, prime)
        for scheme in schemes_of_primes(request.actor, on=on)
        for prime in primes_of(request.actor, scheme, on=on)
    }


def _named(scheme: Scheme, prime: Organisation) -> str:
    return f"{scheme.name}, {prime.name}"


def _drafted(
    request: PageRequest, held: dict[str, tuple[Scheme, Organisation]], given: dict[str, Any]
) -> ChangeNotification:
    scheme, prime = held[given.get("scheme") or next(iter(held))]
    return draft_notification(
        scheme=scheme, prime=prime, title=given["title"], case=given["case"], by=request.user, at=request.now
    )
