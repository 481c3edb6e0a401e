"""Deciding on each risk, and sending a referral (D14, S94, S96)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.line.actions.sending import send_referral
from throughline.line.queries.risks import as_live, conflicts_of
from throughline.line.states import DRAFT
from throughline.people.queries.people import live_risk_flags
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.officer.finding import referral_called
from throughline.web.officer.presenters.sending import SendingPage
from throughline.web.officer.risk_forms import RisksForm
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.REFER)
def send(request: PageRequest, reference: str) -> HttpResponse:
    """Share each live risk or say why not, see what leaves and who will read it, and send."""
    referral = referral_called(request, reference)
    if referral.state != DRAFT:
        return redirect("referral", reference=reference)
    flags = list(live_risk_flags(referral.person, today(request)))
    found = conflicts_of(referral.service, [as_live(one) for one in flags])
    form = RisksForm(
        request.POST if request.method == "POST" else None,
        flags=flags,
        conflicts=found,
        service=referral.service.name,
        provider=referral.deliverer.name,
        today=today(request),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            send_referral(
                referral=referral,
                decisions=form.decisions,
                going_on=form.going_on,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Referral sent to {referral.deliverer.name}")
            return redirect("referral", reference=reference)
    page = SendingPage(referral, flags, found, request.actor, today(request))
    return render(request, "officer/send.html", {"page": page, "form": form})
