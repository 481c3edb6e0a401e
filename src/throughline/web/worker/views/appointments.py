"""One appointment: its page, recording what happened, correcting it, cancelling it (D18)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.readings import note_reading
from throughline.line.actions.appointments import cancel_appointment
from throughline.line.actions.attendance import correct_attendance, record_attendance
from throughline.line.models import Appointment, Attendance
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import moment
from throughline.web.worker.appointment_page import AppointmentPage, Held, held_appointment
from throughline.web.worker.forms import (
    REASONS_TO_CANCEL,
    AttendanceForm,
    CancelForm,
    CorrectionForm,
    in_words,
)

SEES_APPOINTMENTS = (Permission.SEE_OWN_CASES, Permission.SEE_ALL_CASES)
RECORDS = (Permission.DELIVER, Permission.SUPERVISE)


@page_for(*SEES_APPOINTMENTS)
def appointment(request: PageRequest, reference: str) -> HttpResponse:
    """One appointment, with every record of what happened at it; that it was read is noted."""
    held = _held(request, reference)
    if held.person is not None:
        note_reading(held.person, page="appointment", at=request.now)
    page = AppointmentPage(held, request.actor, request.now)
    return render(request, "worker/appointment.html", {"page": page})


@page_for(*RECORDS)
def attendance(request: PageRequest, reference: str) -> HttpResponse:
    """Record what happened, once. `?happened=attended` chooses the answer; `&from=today` leads back there."""
    held = _held(request, reference, to_record=True)
    if request.method != "POST" and (said := held.why_not_recorded_now(request.now)):
        messages.info(request, said)
        return redirect("appointment", reference=reference)
    if request.method == "POST":
        form = AttendanceForm(request.POST)
    else:
        form = AttendanceForm(initial={"happened": _tapped(request)})
    if form.is_valid():
        with refusals_shown_on(form):
            made = record_attendance(
                appointment=held.appointment, by=request.user, at=request.now, **form.cleaned_data
            )
            messages.success(request, f"{held.name}: {made.get_happened_display().lower()}")
            return redirect("worker_home") if request.GET.get("from") == "today" else _back_from(held)
    return _form_page(held, "What happened?", "Save attendance").shown(request, form)


@page_for(*RECORDS)
def correct(request: PageRequest, reference: str) -> HttpResponse:
    """Correct the record that holds by a new one; both stay to be seen."""
    held = _held(request, reference, to_record=True)
    if held.live is None:
        raise Http404("nothing is recorded that could be corrected")
    if request.method == "POST":
        form = CorrectionForm(request.POST)
    else:
        form = CorrectionForm(initial={"note": held.live.note})
    if form.is_valid():
        answers = dict(form.cleaned_data)
        with refusals_shown_on(form):
            correct_attendance(
                attendance=held.live,
                why=answers.pop("why_corrected"),
                by=request.user,
                at=request.now,
                **answers,
            )
            messages.success(request, "Record corrected. The first one can still be read")
            return redirect("appointment", reference=reference)
    recorded = Fact("Recorded", f"{held.live.get_happened_display()}, by {held.live.recorded_by.full_name}")
    return _form_page(held, "Correct what was recorded", "Save correction", recorded).shown(request, form)


@page_for(*RECORDS)
def cancel(request: PageRequest, reference: str) -> HttpResponse:
    """Cancel an appointment at which nothing happened yet, with the reason."""
    held = _held(request, reference, to_record=True)
    if request.method != "POST" and not held.can_be_cancelled:
        messages.info(request, "This appointment can no longer be cancelled")
        return redirect("appointment", reference=reference)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            cancel_appointment(
                appointment=held.appointment,
                why=in_words(form.cleaned_data["why"], REASONS_TO_CANCEL),
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"Appointment of {moment(held.appointment.starts_at)} cancelled")
            return _back_from(held)
    return _form_page(held, "Cancel this appointment", "Cancel appointment", is_final=True).shown(
        request, form
    )


def _held(request: PageRequest, reference: str, *, to_record: bool = False) -> Held:
    held = held_appointment(request.actor, reference, at=request.now)
    if held is None or (to_record and not held.may_record(request.actor)):
        raise Http404("no appointment that this actor may see, or record, has this reference")
    return held


def _tapped(request: PageRequest) -> str:
    wanted = request.GET.get("happened", "")
    return wanted if wanted in Attendance.Happened.values else ""


def _back_from(held: Held) -> HttpResponse:
    referral = held.appointment.referral
    if referral is None:
        return redirect("appointment", reference=held.appointment.reference)
    return redirect("referral", reference=referral.reference)


def _form_page(held: Held, title: str, button: str, *facts: Fact, is_final: bool = False) -> FormPage:
    arranged: Appointment = held.appointment
    return FormPage(
        title=title,
        caption=f"{held.name} · {moment(arranged.starts_at)}",
        back=Link("Appointment", reverse("appointment", args=[arranged.reference])),
        button=button,
        facts=facts,
        is_final=is_final,
    )
