"""Saying why an eligible service is not used for somebody, and taking that back (S69)."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.line.actions import taking_back
from throughline.line.actions.not_referring import record_not_referred
from throughline.line.queries.not_referring import not_referred_of, services_not_used
from throughline.people.models import Person
from throughline.people.queries.people import needs_recorded_of
from throughline.supply.models import Service
from throughline.vocabulary.needs import Need
from throughline.vocabulary.not_referring import NotReferredBecause
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, LongTextField, PageForm
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called, supervisor_of
from throughline.web.officer.forms import NothingAsked
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day, service_by

AT_MOST = 200
"""How many services the menu holds."""


class NotReferredForm(PageForm):
    """Which eligible service is not used, and why."""

    service = ChoiceField(
        label="Which service do you not use?", ask="Select the service you do not use", menu=True
    )
    reason = ChoiceField(
        label="Why not?",
        ask="Select why you do not use it",
        choices=NotReferredBecause.choices,
        hints={str(one): one.hint for one in NotReferredBecause},
    )
    details = LongTextField(
        label="More about it",
        thing="the details",
        hint="Read by whoever supervises this person, and by nobody else",
        limit=1000,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, services: list[tuple[Service, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.services = {f"{one.reference}:{need}": (one, need) for one, need in services}
        cast(ChoiceField, self.fields["service"]).choices = [
            (key, f"{service_by(one.name, one.deliverer.name)} ({Need(need).label.lower()})")
            for key, (one, need) in self.services.items()
        ]


@page_for(Permission.REFER)
def not_referred(request: PageRequest, reference: str) -> HttpResponse:
    """Say why an eligible service is not used; what was said before stands below."""
    person = person_called(request, reference)
    supervisor = supervisor_of(request, person)
    form = NotReferredForm(
        request.POST if request.method == "POST" else None,
        services=_offered(request, person, supervisor),
        initial={"service": request.GET.get("service", "")},
    )
    if form.is_valid():
        service, need = form.services[form.cleaned_data["service"]]
        with refusals_shown_on(form):
            record_not_referred(
                person=person,
                service=service,
                need=need,
                organisation=supervisor,
                reason=form.cleaned_data["reason"],
                details=form.cleaned_data["details"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Recorded why {service.name} is not used")
            return redirect("officer_not_referred", reference=reference)
    said = [
        (one, _take_back(request, person, one.pk) if one.recorded_by_id == request.user.pk else None)
        for one in not_referred_of(person)
    ]
    about = {"person": person, "back": link_to(person), "form": form, "said": said}
    return render(request, "officer/not_referred.html", about)


@page_for(Permission.REFER)
def take_back(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Take back a record made by mistake, or that is no longer true."""
    person = person_called(request, reference)
    found = not_referred_of(person).filter(pk=number, recorded_by=request.user).first()
    if found is None:
        raise Http404("nothing that this officer recorded of the person has this number")
    form = NothingAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            taking_back.take_back(record=found, by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"Taken back: why {found.service.name} is not used")
            return redirect("officer_not_referred", reference=reference)
    return FormPage(
        title="Take this back",
        caption=person.name,
        back=Link("Services not used", reverse("officer_not_referred", args=[person.reference])),
        button="Take it back",
        said=["It is counted nowhere from now on."],
        facts=[
            Fact("Service", service_by(found.service.name, found.service.deliverer.name)),
            Fact("Reason", found.get_reason_display()),
            Fact("Recorded", day(found.recorded_at)),
        ],
    ).shown(request, form)


def _offered(request: PageRequest, person: Person, supervisor: Organisation) -> list[tuple[Service, str]]:
    """Services for the needs of the plan and of the latest assessment, nothing being asked twice."""
    needs = needs_recorded_of(person)
    return services_not_used(person, buyer_id=supervisor.pk, needs=needs, on=today(request))[:AT_MOST]


def _take_back(request: PageRequest, person: Person, number: int) -> Link:
    return Link("Take it back", reverse("officer_take_back_not_referred", args=[person.reference, number]))
