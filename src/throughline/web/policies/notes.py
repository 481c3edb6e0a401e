"""Writing a local note, and ending one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.supply.actions.referral_policies import end_note, write_note
from throughline.supply.queries.referral_policies import kinds_known_to, notes_visible_to, teams_of
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.policies.forms import NoteForm, WhyForm
from throughline.web.policies.presenters import NoteRow, policy_address
from throughline.web.policies.subjects import about, stance_tag
from throughline.web.policies.views import organisation_called
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.WRITE_LOCAL_NOTES)
def new(request: PageRequest, organisation: str) -> HttpResponse:
    """Write a note to a team, or to everybody in one's organisation."""
    whose = organisation_called(organisation)
    if not request.actor.may(Permission.WRITE_LOCAL_NOTES, within=whose.pk):
        raise Http404("whoever looks writes no notes in this organisation")
    kinds = kinds_known_to(whose)
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        teams=list(teams_of([whose.pk])),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            write_note(
                organisation=whose,
                team=form.team_called,
                about=about(form.cleaned_data["subject"], kinds),
                stance=form.cleaned_data["stance"],
                text=form.cleaned_data["text"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, "Your note is written. Whoever keeps the policy reads it too")
            return redirect("referral_policy", organisation=whose.reference)
    return FormPage(
        title="Write a local note",
        caption=whose.name,
        back=Link("Referral policy", reverse("referral_policy", args=[whose.reference])),
        button="Write this note",
        said=[
            "Whoever refers in your organisation reads it beside the policy, with your name and the day. "
            "Where it says otherwise than the policy, the policy’s owner is shown both."
        ],
    ).shown(request, form)


@page_for(Permission.WRITE_LOCAL_NOTES, Permission.KEEP_REFERRAL_POLICY)
def end(request: PageRequest, reference: str) -> HttpResponse:
    """End a note: one's own, or any under the policy one keeps."""
    note = notes_visible_to(request.actor).filter(reference=reference).first()
    if note is None or NoteRow(note, request.actor).end is None:
        raise Http404("no note that whoever looks may end has this reference")
    back = Link("Referral policy", policy_address(note.organisation))
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            end_note(note=note, why=form.cleaned_data["why"], by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, "The note has ended")
            return redirect(policy_address(note.organisation))
    row = NoteRow(note, request.actor)
    return FormPage(
        title="End this note",
        caption=row.heading,
        back=back,
        button="End this note",
        said=["From now on nobody is shown it. It stays in the record, with your reason."],
        facts=[
            Fact("It says", stance_tag(note)),
            Fact("In words", note.text),
            Fact("By", row.by),
        ],
        is_final=True,
    ).shown(request, form)
