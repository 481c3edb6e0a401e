"""What is wanted of a referral, and amending it; what has to be arranged for a person (S104, S29)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.line.actions.details import Wanted, say_what_is_wanted
from throughline.line.models import Referral
from throughline.line.queries.details import details_of, practical_needs_of
from throughline.line.states import DRAFT, OVER
from throughline.people.actions.practical import say_practical_needs
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called, referral_called
from throughline.web.officer.wanted_forms import PracticalNeedsForm, WantedForm
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link
from throughline.web.referrals.wanted import practical_facts
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import plural


@page_for(Permission.REFER)
def wanted(request: PageRequest, reference: str) -> HttpResponse:
    """Say what is wanted of a referral. Of one that was sent it says why, and the provider is told."""
    referral = referral_called(request, reference)
    if referral.state in OVER:
        messages.info(request, "This referral is over: nothing about it can be changed any more")
        return redirect("referral", reference=reference)
    form = WantedForm(
        request.POST if request.method == "POST" else None, referral=referral, initial=_as_it_stands(referral)
    )
    if form.is_valid():
        made = None
        with refusals_shown_on(form):
            made = say_what_is_wanted(
                referral=referral,
                wanted=_wanted(form.cleaned_data),
                why=form.cleaned_data.get("why", ""),
                by=request.user,
                at=request.now,
            )
        if made is not None:
            return _on_from(request, referral, len(made))
    is_draft = referral.state == DRAFT
    page = FormPage(
        "What do you want of it?" if is_draft else "Change what you want of it",
        f"Referral of {referral.person.name} to {referral.service.name}",
        Link(f"Referral {reference}", reverse("referral", args=[reference])),
        "Save",
        said=[
            "The provider reads all of this with the referral."
            if is_draft
            else f"{referral.deliverer.name} is told, and reads what it was before and why you changed it."
        ],
        facts=practical_facts(practical_needs_of(referral.person_id)),
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def practical(request: PageRequest, reference: str) -> HttpResponse:
    """Record what has to be arranged for a person, once for every referral."""
    person = person_called(request, reference)
    held = practical_needs_of(person.pk)
    form = PracticalNeedsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "interpreter": held.interpreter if held else _interpreter_at_a_guess(person.language),
            "access": held.access if held else "",
            "not_free": held.not_free if held else "",
        },
    )
    if form.is_valid():
        with refusals_shown_on(form):
            say_practical_needs(person=person, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, f"What has to be arranged for {person.name} is recorded")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "What has to be arranged?",
        person.name,
        link_to(person),
        "Save",
        said=["Everybody who works with them reads this. It is asked once, and not again for each referral."],
    )
    return page.shown(request, form)


def _as_it_stands(referral: Referral) -> dict[str, Any]:
    details = details_of(referral)
    return {
        "reason": referral.reason,
        "sessions": referral.planned_sessions,
        "outcomes": details.outcomes if details else [],
        "complexity": details.complexity if details else "",
        "days_wanted": details.days_wanted if details else None,
        "finish_by": details.finish_by if details else None,
    }


def _wanted(given: dict[str, Any]) -> Wanted:
    return Wanted(
        reason=given["reason"],
        sessions=given["sessions"],
        outcomes=tuple(given["outcomes"]),
        complexity=given["complexity"],
        days_wanted=given.get("days_wanted"),
        finish_by=given["finish_by"],
    )


def _on_from(request: PageRequest, referral: Referral, amendments: int) -> HttpResponse:
    if referral.state == DRAFT:
        messages.success(request, "Saved with the draft")
        return redirect("referral_send", reference=referral.reference)
    if amendments:
        said = f"{plural(amendments, 'change')} saved, and {referral.deliverer.name} is told"
        messages.success(request, said)
    else:
        messages.info(request, "Nothing was changed")
    return redirect("referral", reference=referral.reference)


def _interpreter_at_a_guess(language: str) -> str:
    """The language a person is best spoken to in, unless that is English or Welsh."""
    return language if language not in ("en", "cy") else ""
