"""Recording that people were in touch about a referral, and the introduction of all three (S101)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.line.actions.contacts import EVERYBODY, record_contact
from throughline.line.queries.record import ReferralRecord, Relation, referral_record
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.silence import ContactMode
from throughline.web.form_page import FormPage
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    PageForm,
)
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.refusals import refusals_shown_on

INTRODUCTION = "introduction"
WHO = (
    (INTRODUCTION, "All three: the officer introduced the person and the worker to each other"),
    ("person officer worker", "All three, who knew each other"),
    ("person officer", "The person and the responsible officer"),
    ("person worker", "The person and the worker"),
    ("officer worker", "The responsible officer and the worker"),
)


class ContactForm(PageForm):
    """Who was in touch, when and how."""

    on_day = DateField(thing="the day", label="On which day?")
    mode = ChoiceField(label="How?", ask="Select how they were in touch", choices=ContactMode.choices)
    who = ChoiceField(label="Who was there?", ask="Select who was there", choices=WHO)
    what = LongTextField(
        label="What was said?", thing="what was said", limit=2000, rows=3, required=False,
        hint="Everybody who works on this referral reads it",
    )  # fmt: skip


@page_for(Permission.DELIVER, Permission.SUPERVISE)
def contact(request: PageRequest, reference: str) -> HttpResponse:
    """Record a contact, as the responsible officer or for the provider."""
    record = _theirs(request, reference)
    referral = record.referral
    form = ContactForm(request.POST if request.method == "POST" else None, initial={"on_day": today(request)})
    address = reverse("referral", args=[reference])
    if form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data
            introduces = said["who"] == INTRODUCTION
            record_contact(
                referral=referral,
                on_day=said["on_day"],
                mode=said["mode"],
                who=EVERYBODY if introduces else said["who"].split(),
                is_introduction=introduces,
                what=said["what"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, "Recorded. Both sides see it")
            return redirect(address)
    return FormPage(
        title="Record a contact",
        caption=f"{referral.service.name} · {referral.reference}",
        back=Link(f"Referral {referral.reference}", address),
        button="Record contact",
        said=["A session is recorded at its appointment. Record here that two or all three were in touch."],
    ).shown(request, form)


def _theirs(request: PageRequest, reference: str) -> ReferralRecord:
    record = referral_record(request.actor, reference, at=request.now)
    if record is None or record.person is None:
        raise Http404("no referral whose people this viewer knows has this reference")
    is_officer = Relation.OFFICER in record.relations and request.actor.may(Permission.SUPERVISE)
    delivers = record.referral.deliverer_id in request.actor.holds(Permission.DELIVER) and record.delivers
    if not is_officer and not delivers:
        raise Http404("only the officer and those who deliver record contacts")
    return record
