"""Open referrals looked at again: who is told of a new risk, and whether a referral goes on (S108)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.line.actions.rechecks import decide_on_new_risks, decide_on_recheck
from throughline.line.models import Referral
from throughline.line.queries.late_conflicts import late_conflicts
from throughline.line.queries.rechecks import rechecks_to_decide
from throughline.line.queries.risks import as_live, conflicts_of, new_risks
from throughline.line.states import HOLDS_A_PLACE, STARTED
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import referral_called
from throughline.web.officer.risk_forms import RecheckForm, RisksForm
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.referrals.risks import conflict_in_words
from throughline.web.referrals.words import state_tag
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.SUPERVISE)
def decide_on_risks(request: PageRequest, reference: str) -> HttpResponse:
    """
    Share each risk raised since the referral was sent, or say why not; the provider reads it at once.

    Where the service has begun to involve what a risk forbids, say why it goes on. One that was withheld then
    is said anew first, so that it can be shared.
    """
    referral = referral_called(request, reference)
    flags = new_risks(referral, on=today(request)) if referral.state in HOLDS_A_PLACE else []
    late = late_conflicts(Referral.objects.filter(pk=referral.pk), on=today(request))
    withheld = next((one for one in late if not one.sharing.shared), None)
    if withheld is not None:
        said = conflict_in_words(withheld.conflict, referral.service.name)
        messages.warning(request, f"{said}. It was withheld: save it anew, and decide again who is told")
        return redirect("officer_risk_change", referral.person.reference, withheld.sharing.flag_id)
    if not (flags or late):
        messages.info(request, "No new risk waits for a decision under this referral")
        return redirect("referral", reference=reference)
    found = conflicts_of(referral.service, [as_live(one) for one in flags])
    found += [one.conflict for one in late]
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
            decide_on_new_risks(
                referral=referral,
                decisions=form.decisions,
                going_on=form.going_on,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Decided. {referral.deliverer.name} reads at once what you share")
            return redirect("referral", reference=reference)
    page = FormPage(
        "Decide who is told of a new risk" if flags else "Decide on what a risk forbids",
        referral.person.name,
        _back(referral),
        "Decide",
        facts=_facts(referral),
        warning=". ".join(conflict_in_words(one, referral.service.name) for one in found),
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def decide_whether_it_goes_on(request: PageRequest, reference: str) -> HttpResponse:
    """Keep a referral that the person's risk rules out now, or end it; with the reason."""
    referral = referral_called(request, reference)
    recheck = rechecks_to_decide(request.actor, request.now).filter(referral=referral).last()
    if recheck is None:
        messages.info(request, "Nothing about the risk waits for a decision under this referral")
        return redirect("referral", reference=reference)
    form = RecheckForm(request.POST if request.method == "POST" else None, started=referral.state == STARTED)
    if form.is_valid():
        with refusals_shown_on(form):
            decide_on_recheck(recheck=recheck, by=request.user, at=request.now, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, "Decided")
            return redirect("referral", reference=reference)
    page = FormPage(
        "Decide whether the referral goes on",
        referral.person.name,
        _back(referral),
        "Decide",
        facts=[
            *_facts(referral),
            Fact("Risk of serious harm now", recheck.change.get_level_display()),
            Fact("MAPPA now", recheck.change.get_mappa_display()),
        ],
        warning=recheck.why,
    )
    return page.shown(request, form)


def _back(referral: Referral) -> Link:
    return Link(f"Referral {referral.reference}", reverse("referral", args=[referral.reference]))


def _facts(referral: Referral) -> list[Fact]:
    return [
        Fact("Service", referral.service.name),
        Fact("Provider", referral.deliverer.name),
        Fact("Sent", referral.sent_at),
        Fact("Stands at", state_tag(referral.state)),
    ]
