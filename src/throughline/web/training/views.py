"""The guidance that stands in place, and what one was offered oneself."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.people.actions.training import read_the_guide, take_training
from throughline.people.models import OfficerSupervision, Training
from throughline.people.queries.training import offered_to
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.forms import NothingAsked
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.training.forms import TakenForm
from throughline.web.training.guide import GUIDANCE
from throughline.web.words import day


@page_for(Permission.SUPERVISE)
def guide(request: PageRequest) -> HttpResponse:
    """How to work with providers, step by step; and to say that one has read it."""
    form = NothingAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ours = Organisation.objects.filter(pk__in=request.actor.holds(Permission.SUPERVISE)).order_by("pk")
        with refusals_shown_on(form):
            read_the_guide(organisation=ours[0], by=request.user, at=request.now)
            messages.success(request, "Recorded that you have read this")
            return redirect("training")
    return FormPage(
        title="Working with providers",
        caption="Guidance",
        back=Link("Your training", reverse("training")),
        button="I have read this",
        facts=[Fact(heading, said) for heading, said in GUIDANCE],
    ).shown(request, form)


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def mine(request: PageRequest) -> HttpResponse:
    """What one was offered, and what one took."""
    rows = [(one, _taken(one)) for one in offered_to(request.actor)]
    talks = OfficerSupervision.objects.filter(officer=request.user).select_related("recorded_by")
    return render(request, "training/mine.html", {"rows": rows, "talks": talks})


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def taken(request: PageRequest, number: int) -> HttpResponse:
    """Say when training or guidance was taken: one's own, or that of an officer one manages."""
    within = Q(user=request.user) | Q(organisation__in=request.actor.holds(Permission.MANAGE_CASES))
    held = Training.objects.filter(within, pk=number, taken_on=None).select_related("user").first()
    if held is None:
        raise Http404("nothing that this viewer may record waits under this number")
    form = TakenForm(request.POST if request.method == "POST" else None, today=today(request))
    is_own = held.user_id == request.user.pk
    if form.is_valid():
        with refusals_shown_on(form):
            take_training(training=held, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, f"{held.title}: taken")
            return redirect("training" if is_own else "training_report")
    back = Link("Your training", reverse("training"))
    page = FormPage(
        held.title,
        held.user.full_name,
        back if is_own else Link("Training", reverse("training_report")),
        "Save",
        facts=[Fact("Offered", held.offered_on)],
    )
    return page.shown(request, form)


def _taken(training: Training) -> Link | str:
    if training.taken_on is not None:
        return f"Taken on {day(training.taken_on)}"
    return Link("Say that you took it", reverse("training_taken", args=[training.pk]), training.title)
