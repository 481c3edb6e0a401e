"""What those who manage officers see of training, by organisation and role, and offering it (S119)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation, User
from throughline.people.actions.training import offer_training
from throughline.people.models import Training
from throughline.people.queries.training import TrainedOfficer, officers_trained, trained_by_role
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Figure, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.training.forms import OfferForm
from throughline.web.words import day


def _said(officer: TrainedOfficer, kind: str) -> list[str]:
    return [
        f"{one.title}: {f'taken {day(one.taken_on)}' if one.taken_on else 'offered, not taken'}"
        for one in officer.offered
        if one.kind == kind
    ] or ["Not offered"]


COLUMNS = (
    Column[TrainedOfficer]("name", "Name", lambda one: one.name, order=("name", "team")),
    Column[TrainedOfficer]("role", "Role", lambda one: one.role, order=("role", "name")),
    Column[TrainedOfficer]("team", "Team", lambda one: one.team, order=("team", "name")),
    Column[TrainedOfficer]("training", "Training", lambda one: _said(one, Training.Kind.TRAINING)),
    Column[TrainedOfficer]("guidance", "Guidance", lambda one: _said(one, Training.Kind.GUIDANCE)),
)


@page_for(Permission.MANAGE_CASES)
def by_officer(request: PageRequest) -> HttpResponseBase:
    """Who was offered training in working with providers and took it, and the share by team and role."""
    officers = officers_trained(request.actor, today(request))
    table = listing(
        request,
        officers,
        COLUMNS,
        sort="name",
        name="training",
        title="Training in working with providers",
        noun=("officer", "officers"),
        empty="Officers appear here once they have a role in your teams.",
    )
    if table.export is not None:
        return table.export
    figures = [
        Figure(
            f"{one.share}%",
            f"took training: {one.role}, {one.team}",
            of=f"{one.taken} of {one.people}",
            missing=f"{one.offered} were offered it, {one.guided} read guidance",
        )
        for one in trained_by_role(officers)
    ]
    return render(request, "training/report.html", {"table": table, "figures": figures})


@page_for(Permission.MANAGE_CASES)
def offer(request: PageRequest) -> HttpResponse:
    """Offer training or guidance to officers of one's teams."""
    teams = list(Organisation.objects.filter(pk__in=request.actor.holds(Permission.MANAGE_CASES)))
    officers = {str(one.user.pk): one for one in officers_trained(request.actor, today(request))}
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        officers=[(pk, f"{one.name}, {one.team}") for pk, one in officers.items()],
    )
    if form.is_valid():
        chosen = form.cleaned_data["users"]
        with refusals_shown_on(form):
            for team in teams:
                offer_training(
                    users=list(
                        User.objects.filter(pk__in=[p for p in chosen if officers[p].team == team.name])
                    ),
                    organisation=team,
                    kind=form.cleaned_data["kind"],
                    title=form.cleaned_data["title"],
                    by=request.user,
                    at=request.now,
                )
            messages.success(request, f"{form.cleaned_data['title']}: offered")
            return redirect("training_report")
    back = Link("Training", reverse("training_report"))
    return FormPage("Offer training or guidance", "Training", back, "Offer it").shown(request, form)
