"""Deciding on a missed appointment (D19)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.line.actions.missed import decide_on_missed
from throughline.line.models import MissedDecision
from throughline.line.queries.breach import to_tell_of_breach
from throughline.line.queries.clocks import decide_on_missed_by
from throughline.line.queries.rar import live_attendances
from throughline.line.queries.referrals import appointments_visible_to, missed
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import person_called
from throughline.web.officer.forms import MissedForm
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.SUPERVISE)
def decide(request: PageRequest, reference: str, appointment: str) -> HttpResponse:
    """Decide what follows from one missed appointment: acceptable, a warning or breach, with the reason."""
    person = person_called(request, reference)
    theirs = appointments_visible_to(request.actor, request.now).filter(person=person, reference=appointment)
    held = missed(theirs).select_related("referral__service", "worker", "organisation").first()
    if held is None:
        raise Http404("no missed appointment of this person with this reference waits for a decision")
    record = live_attendances().select_related("recorded_by").get(appointment=held)
    form = MissedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            made = decide_on_missed(
                attendance=record,
                decided=form.cleaned_data["decided"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            decided = MissedDecision.Decided(made.decided).label.lower()
            messages.success(request, f"Missed appointment of {words.day(held.starts_at)}: {decided}")
            return redirect("officer_person", reference=reference)
    due, told = decide_on_missed_by(held), to_tell_of_breach(person.pk)
    page = FormPage(
        "Decide on a missed appointment",
        person.name,
        Link(person.name, reverse("officer_person", args=[reference])),
        "Decide",
        facts=[
            Fact("When", held.starts_at),
            Fact("What", held.referral.service.name if held.referral else "Supervision"),
            Fact("With", f"{held.worker.full_name}, {held.organisation.name}"),
            Fact("Recorded", f"{record.recorded_by.full_name}, {words.moment(record.recorded_at)}"),
            *([Fact("Note", record.note)] if record.note else []),
            *([Fact("Decide by", due)] if due else []),
            Fact(
                "Told of breach action",
                [f"{one.deliverer.name}: {one.service.name}" for one in told] or "Nobody",
            ),
        ],
    )
    return page.shown(request, form)
