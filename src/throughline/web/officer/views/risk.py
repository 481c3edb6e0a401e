"""Raising a risk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.people.actions.risks import raise_risk_flag
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called
from throughline.web.officer.risk_forms import RiskForm
from throughline.web.page_request import PageRequest
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.SUPERVISE)
def risk(request: PageRequest, reference: str) -> HttpResponse:
    """Raise a risk flag, live from today, with its restrictions."""
    person = person_called(request, reference)
    form = RiskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            given = dict(form.cleaned_data)
            restrictions = given.pop("restrictions").splitlines()
            raise_risk_flag(
                person=person, restrictions=restrictions, by=request.user, at=request.now, **given
            )
        if form.is_valid():
            messages.success(request, f"Risk raised for {person.name}")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Raise a risk",
        person.name,
        link_to(person),
        "Raise risk",
        said=[
            "It is live from today. With each referral from now on you decide whether the provider is told."
        ],
    )
    return page.shown(request, form)
