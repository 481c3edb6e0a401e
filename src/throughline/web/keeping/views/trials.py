"""Putting a service on trial, and deciding what becomes of it (S235)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.line.queries.trials import people_on_trial
from throughline.supply.actions.pilots import begin_pilot, change_pilot, decide_pilot, may_decide
from throughline.supply.models import Pilot, Service
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.keeping.found import KEEPERS, back_to, found, record_of
from throughline.web.keeping.trial_forms import DecisionForm, TrialForm
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact
from throughline.web.public.labels import period
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day, plural

USUAL = timedelta(days=183)


@page_for(*KEEPERS)
def begin(request: PageRequest, reference: str) -> HttpResponse:
    """Put a service on trial."""
    service = found(request, reference)
    begins = {"from_on": today(request), "last_day": today(request) + USUAL}
    form = TrialForm(_sent(request), initial=begins)
    if form.is_valid():
        with refusals_shown_on(form):
            begin_pilot(service=service, **form.cleaned_data, by=request.user, at=request.now)
            messages.success(request, f"{service.name} is on trial")
            return redirect(record_of(service, "trial"))
    return _page(service, f"Put {service.name} on trial", "Put on trial").shown(request, form)


@page_for(*KEEPERS)
def change(request: PageRequest, reference: str) -> HttpResponse:
    """Put right what is said of a trial."""
    service = found(request, reference)
    pilot = _undecided(service)
    now = {name: getattr(pilot, name) for name in ("purpose", "rules", "most_people")}
    dates = {"from_on": pilot.during.from_, "last_day": pilot.during.last_day}
    form = TrialForm(_sent(request), initial=now | dates)
    if form.is_valid():
        with refusals_shown_on(form):
            change_pilot(pilot=pilot, **form.cleaned_data, by=request.user, at=request.now)
            messages.success(request, "Trial changed")
            return redirect(record_of(service, "trial"))
    return _page(service, "Change this trial", "Save").shown(request, form)


@page_for(*KEEPERS)
def decide(request: PageRequest, reference: str) -> HttpResponse:
    """Decide what becomes of a trial: for those above the deliverer, and who oversees the scheme."""
    service = found(request, reference)
    pilot = _undecided(service)
    actor = request.actor
    if not may_decide(
        service,
        holds_edit=actor.holds(Permission.EDIT_SERVICES),
        oversees=actor.holds(Permission.OVERSEE_SCHEME),
    ):
        raise Http404("whoever looks does not decide on this trial")
    form = DecisionForm(_sent(request))
    if form.is_valid():
        with refusals_shown_on(form):
            decide_pilot(pilot=pilot, **form.cleaned_data, by=request.user, at=request.now)
            messages.success(request, f"The trial of {service.name}: {pilot.get_decision_display().lower()}")
            return redirect(record_of(service, "trial"))
    page = _page(service, f"Decide on the trial of {service.name}", "Decide", facts=_facts(pilot))
    return page.shown(request, form)


def _facts(pilot: Pilot) -> list[Fact]:
    people = people_on_trial(pilot)
    most = f" of at most {pilot.most_people}" if pilot.most_people is not None else ""
    last = pilot.during.last_day
    return [
        Fact("Tried for", pilot.purpose),
        Fact("When", period(pilot.during)),
        Fact("Last day", day(last) if last else None),
        Fact("People referred", f"{plural(people.referred, 'person', 'people')}{most}"),
        Fact("Completed", f"{people.completed} of {plural(people.referred, 'person', 'people')} referred"),
        Fact("Outcomes achieved", f"{people.achieved} of {plural(people.outcomes, 'outcome')} recorded"),
    ]


def _undecided(service: Service) -> Pilot:
    pilot = service.pilots.filter(decision="").select_related("service__scheme", "service__agreement").first()
    if pilot is None:
        raise Http404("this service is not on trial")
    return pilot


def _page(service: Service, title: str, button: str, facts: list[Fact] | None = None) -> FormPage:
    return FormPage(
        title=title,
        caption=service.name,
        back=back_to(service, "trial"),
        button=button,
        facts=facts or (),
    )


def _sent(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None
