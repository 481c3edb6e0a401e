"""What protects a person, recorded in their latest assessment (S121)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.people.actions.assessments import record_protective_factors
from throughline.people.queries.people import factors_of, latest_assessment
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.protective import ProtectiveFactor
from throughline.web.form_page import FormPage
from throughline.web.forms import LongTextField, ManyChoicesField, PageForm
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called
from throughline.web.page_request import PageRequest
from throughline.web.refusals import refusals_shown_on


class FactorsForm(PageForm):
    """What the assessment found that helps the person."""

    factors = ManyChoicesField(
        label="What helps this person to stay out of trouble?",
        ask="Select what helps, or that nothing was found",
        choices=ProtectiveFactor.choices,
    )
    note = LongTextField(
        thing="more about it", label="What more is there to know?", limit=1000, rows=3, required=False
    )


@page_for(Permission.SUPERVISE)
def factors(request: PageRequest, reference: str) -> HttpResponse:
    """Record protective factors; what was recorded before is the beginning."""
    person = person_called(request, reference)
    before = factors_of(latest_assessment(person))
    initial = {"factors": before.factors, "note": before.note} if before else None
    form = FactorsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            record_protective_factors(person=person, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, f"Protective factors of {person.name} recorded")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "What protects this person",
        person.name,
        link_to(person),
        "Save",
        said=["Ask about it as you ask about needs: what already works is what a plan is built on."],
    )
    return page.shown(request, form)
