"""Supervision: arranging to meet the person. What happened is recorded where all attendance is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.core.time import LONDON
from throughline.line.actions.appointments import book_supervision
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called, supervisor_of
from throughline.web.officer.forms import SupervisionForm
from throughline.web.page_request import PageRequest, today
from throughline.web.referrals.whereabouts import where_they_are
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.SUPERVISE)
def book(request: PageRequest, reference: str) -> HttpResponse:
    """Book a supervision appointment with the person."""
    person = person_called(request, reference)
    organisation = supervisor_of(request, person)
    form = SupervisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        begins = _begins(form.cleaned_data)
        with refusals_shown_on(form), form.asking_about_clashes():
            book_supervision(
                person=person,
                organisation=organisation,
                starts_at=begins,
                ends_at=begins + timedelta(minutes=form.cleaned_data["minutes"]),
                mode=form.cleaned_data["mode"],
                place=form.cleaned_data["place"],
                clash_reason=form.clash_reason,
                in_prison=form.in_prison,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Supervision of {person.name} booked for {words.moment(begins)}")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Book supervision",
        person.name,
        link_to(person),
        "Book",
        said=["Supervision is not a RAR day."],
        facts=where_they_are(person, today(request)),
    )
    return page.shown(request, form)


def _begins(given: dict[str, Any]) -> datetime:
    return datetime.combine(given["day"], given["begins"], LONDON)
