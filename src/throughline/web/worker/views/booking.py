"""Booking an appointment under a referral."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.line.actions.appointments import book_activity
from throughline.line.queries.rar import rar_position
from throughline.line.states import STARTED
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact
from throughline.web.referrals.whereabouts import where_they_are
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import moment
from throughline.web.worker.forms import BookingForm
from throughline.web.worker.moves import moving
from throughline.web.worker.rar_words import days_in_words, warning_of_too_many


@page_for(Permission.DELIVER)
def book(request: PageRequest, reference: str) -> HttpResponse:
    """Book an appointment: when, how long, how, where, and whether it is planned as RAR activity (D17)."""
    about = moving(request, reference, "start")
    referral, requirement = about.record.referral, about.record.requirement
    if request.method != "POST" and not (about.is_open or referral.state == STARTED):
        messages.info(request, "An appointment can be booked when the referral is with a worker")
        return redirect(about.address)
    position = rar_position(requirement, at=request.now) if requirement is not None else None
    form = BookingForm(
        request.POST if request.method == "POST" else None,
        today=today(request),
        under_rar=position is not None,
        count_in_words=days_in_words(position) if position else "",
    )
    if form.is_valid():
        with refusals_shown_on(form), form.asking_about_clashes():
            booked = book_activity(
                referral=referral,
                starts_at=form.starts_at,
                ends_at=form.ends_at,
                mode=form.cleaned_data["mode"],
                place=form.cleaned_data["place"],
                counts_as_rar=bool(form.cleaned_data.get("counts_as_rar")),
                clash_reason=form.clash_reason,
                in_prison=form.in_prison,
                by=request.user,
                at=request.now,
            )
            said = f"Appointment booked for {moment(booked.starts_at)}"
            if booked.planned_as_rar_at and booked.starts_at <= request.now:
                said += ". It had begun, so it counts as a RAR day only if the responsible officer accepts it"
            messages.success(request, said)
            return redirect(about.address)
    page = FormPage(
        title=f"Book an appointment with {about.name}",
        caption=about.caption,
        back=about.back,
        button="Book appointment",
        facts=[
            Fact("Worker", referral.worker.full_name if referral.worker else None),
            *where_they_are(referral.person, today(request)),
        ],
        warning=warning_of_too_many(position) if position else "",
    )
    return page.shown(request, form)
