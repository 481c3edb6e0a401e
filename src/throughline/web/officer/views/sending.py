"""Deciding on each risk, and sending a referral (D14, S94)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.line.actions.sending import send_referral
from throughline.line.rules.risk_sharing import Decision
from throughline.line.states import DRAFT
from throughline.people.models import RiskFlag
from throughline.people.queries.people import live_risk_flags
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import Reason
from throughline.web.guards import page_for
from throughline.web.officer.finding import referral_called
from throughline.web.officer.forms import RisksForm
from throughline.web.officer.presenters.sending import SendingPage
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.REFER)
def send(request: PageRequest, reference: str) -> HttpResponse:
    """Share each live risk or say why not, see what leaves and who will read it, and send."""
    referral = referral_called(request, reference)
    if referral.state != DRAFT:
        return redirect("referral", reference=reference)
    flags = list(live_risk_flags(referral.person, today(request)))
    form = RisksForm(
        request.POST if request.method == "POST" else None, flags=flags, provider=referral.deliverer.name
    )
    if form.is_valid():
        with refusals_shown_on(form):
            send_referral(
                referral=referral, decisions=_decisions(form, flags), by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"Referral sent to {referral.deliverer.name}")
            return redirect("referral", reference=reference)
    page = SendingPage(referral, flags, request.actor, today(request))
    return render(request, "officer/send.html", {"page": page, "form": form})


def _decisions(form: RisksForm, flags: list[RiskFlag]) -> dict[int, Decision]:
    given: dict[int, Reason] = {flag.pk: form.cleaned_data[f"risk_{flag.pk}"] for flag in flags}
    return {pk: Decision(shared=one.code == "share", reason=one.details) for pk, one in given.items()}
