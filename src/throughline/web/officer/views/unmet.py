"""Saying that nothing in the directory fits what somebody needs, and taking that back (S72)."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Area
from throughline.line.actions import taking_back
from throughline.line.actions.unmet import record_unmet_need
from throughline.line.queries.unmet import unmet_needs_of
from throughline.people.models import Person
from throughline.people.queries.people import needs_recorded_of
from throughline.vocabulary.needs import Need
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.populations import Population
from throughline.vocabulary.unmet import NothingFits
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, LongTextField, PageForm
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called, supervisor_of
from throughline.web.officer.forms import NothingAsked
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.public.labels import in_full
from throughline.web.public.lists import area_choices, chosen_area
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day


class NothingFitsForm(PageForm):
    """What is needed, why nothing does, where, and for whom."""

    need = ChoiceField(label="Which need?", ask="Select the need", menu=True)
    wanted = LongTextField(
        label="What is needed?",
        ask="Say what is needed",
        hint="As you would ask for it. For example, a tenancy with support for six months. "
        "Do not name the person",
        limit=1000,
        rows=3,
    )
    reason = ChoiceField(
        label="Why does nothing fit?",
        ask="Select why nothing fits",
        choices=NothingFits.choices,
        hints={str(one): one.hint for one in NothingFits},
    )
    area = ChoiceField(label="Where is it needed?", menu=True, nothing="Not known", required=False)
    population = ChoiceField(
        label="For whom would it have to be made?",
        choices=Population.choices,
        menu=True,
        nothing="For anybody",
        required=False,
    )

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        recorded = needs_recorded_of(person)
        home = person.home_area
        key = f"{home.kind}:{home.code}" if home else ""
        initial = {"need": next(iter(recorded), "") if len(recorded) == 1 else "", "area": key}
        initial |= {name: value for name, value in more.pop("initial", {}).items() if value}
        super().__init__(*args, initial=initial, **more)
        first = [one for one in Need if one in recorded]
        self._offer(
            "need",
            [(str(one), str(one.label)) for one in (*first, *(one for one in Need if one not in recorded))],
        )
        others = [one for one in area_choices() if one[0] != key]
        self._offer("area", [*([(key, in_full(home))] if home else []), *others])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(ChoiceField, self.fields[name]).choices = choices


@page_for(Permission.REFER)
def nothing_fits(request: PageRequest, reference: str) -> HttpResponse:
    """Say that nothing fits, with what the search asked for filled in; what was said before stands below."""
    person = person_called(request, reference)
    supervisor = supervisor_of(request, person)
    form = NothingFitsForm(
        request.POST if request.method == "POST" else None,
        person=person,
        initial={name: request.GET.get(name, "") for name in ("need", "area", "population")},
    )
    if form.is_valid():
        given = form.cleaned_data
        with refusals_shown_on(form):
            record_unmet_need(
                person=person,
                need=given["need"],
                wanted=given["wanted"],
                reason=given["reason"],
                area=_area(given["area"]),
                population=given["population"],
                organisation=supervisor,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Recorded that nothing fits: {Need(given['need']).label}")
            return redirect("officer_nothing_fits", reference=reference)
    said = [
        (one, _take_back(person, one.pk) if one.recorded_by_id == request.user.pk else None)
        for one in unmet_needs_of(person)
    ]
    about = {"person": person, "back": link_to(person), "form": form, "said": said}
    return render(request, "officer/nothing_fits.html", about)


@page_for(Permission.REFER)
def take_back(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Take back a record made by mistake, or that is no longer true."""
    person = person_called(request, reference)
    found = unmet_needs_of(person).filter(pk=number, recorded_by=request.user).first()
    if found is None:
        raise Http404("nothing that this officer recorded of the person has this number")
    form = NothingAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            taking_back.take_back(record=found, by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"Taken back: {found.get_need_display()}")
            return redirect("officer_nothing_fits", reference=reference)
    return FormPage(
        title="Take this back",
        caption=person.name,
        back=Link("Needs that nothing fits", reverse("officer_nothing_fits", args=[person.reference])),
        button="Take it back",
        said=["It is counted nowhere from now on."],
        facts=[
            Fact("Need", found.get_need_display()),
            Fact("What was needed", found.wanted),
            Fact("Why nothing fitted", found.get_reason_display()),
            Fact("Recorded", day(found.recorded_at)),
        ],
    ).shown(request, form)


def _area(written: str) -> Area | None:
    found = chosen_area(written)
    return None if found is None else Area.objects.get(pk=found)


def _take_back(person: Person, number: int) -> Link:
    return Link("Take it back", reverse("officer_take_back_nothing_fits", args=[person.reference, number]))
