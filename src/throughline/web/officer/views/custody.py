"""Recording where a person is, and moving the day of release once what moves with it was shown (S222)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.line.queries.release import what_follows
from throughline.people.actions.custody import (
    Release,
    begin_custody,
    check_release,
    move_prison,
    say_release,
    say_time_served,
)
from throughline.people.models import Custody, Person, Sentence
from throughline.people.queries.custody import going_on
from throughline.people.queries.people import sentences_of
from throughline.people.rules.custody_dates import custody_dates
from throughline.vocabulary.orders import AFTER_CUSTODY
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.custody_forms import (
    EXPECTED,
    UNKNOWN,
    CustodyForm,
    PrisonForm,
    ReleaseForm,
    TimeServedForm,
)
from throughline.web.officer.finding import link_to, person_called
from throughline.web.officer.presenters.person import custody_facts
from throughline.web.officer.presenters.release import moving_in_words, staying_in_words
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact
from throughline.web.referrals.whereabouts import Whereabouts
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.SUPERVISE)
def begin(request: PageRequest, reference: str) -> HttpResponse:
    """Record that a person is in custody."""
    person = person_called(request, reference)
    form = CustodyForm(
        request.POST if request.method == "POST" else None,
        initial=_expected_of_the_sentence(person, request),
        today=today(request),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            begin_custody(
                person=person,
                prison=form.prison_chosen,
                held_as=form.cleaned_data["held_as"],
                from_on=form.cleaned_data["from_on"],
                release=form.release_said,
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"{person.name} is recorded in {form.prison_chosen}")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "In custody",
        person.name,
        link_to(person),
        "Save",
        said=["Everybody who works with them reads where they are and when they are expected out."],
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def prison(request: PageRequest, reference: str) -> HttpResponse:
    """Record that a person is in another prison, or held as something else; the day of release stays."""
    person = person_called(request, reference)
    custody = _inside(person, request)
    held = custody.held_in.select_related("prison").first()
    assert held is not None
    form = PrisonForm(
        request.POST if request.method == "POST" else None,
        initial={"prison": held.prison.code, "held_as": held.held_as},
        today=today(request),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            move_prison(
                custody=custody,
                prison=form.prison_chosen,
                held_as=form.cleaned_data["held_as"],
                from_on=form.cleaned_data["from_on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"{person.name} is recorded in {form.prison_chosen}")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Another prison",
        person.name,
        link_to(person),
        "Save",
        facts=Whereabouts(person, today(request), writes=False).facts,
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def release(request: PageRequest, reference: str) -> HttpResponse:
    """Say what is known of a release now: first what moves with it is shown, then it is done."""
    person = person_called(request, reference)
    custody = _inside(person, request)
    stands = custody.release_dates.first()
    assert stands is not None
    form = ReleaseForm(
        request.POST if request.method == "POST" else None,
        initial={
            "release": EXPECTED if stands.expected_on else UNKNOWN,
            "expected_on": stands.expected_on,
            "why_not_known": stands.why_not_known,
        },
        today=today(request),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            if "confirmed" not in request.POST:
                check_release(custody, form.release_said, form.cleaned_data["reason"], on=today(request))
                return _checked(request, person, custody, form)
            say_release(
                custody=custody,
                release=form.release_said,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"Day of release of {person.name} recorded")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Day of release",
        person.name,
        link_to(person),
        "Continue",
        said=["Nothing is changed until you have seen what moves with it."],
        facts=Whereabouts(person, today(request), writes=False).facts,
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def time_served(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Say how long the custody of a sentence is and how much of it was on remand; dates follow (S231)."""
    person = person_called(request, reference)
    sentence = sentences_of(person).filter(pk=number, kind__in=AFTER_CUSTODY).first()
    if sentence is None:
        raise Http404("no sentence of this person after custody has this number")
    form = TimeServedForm(
        request.POST if request.method == "POST" else None,
        initial={"custody_days": sentence.custody_days, "remand_days": sentence.remand_days},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            say_time_served(sentence=sentence, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, f"Time in custody of {person.name} recorded")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Time in custody",
        f"{person.name}, {sentence.get_kind_display().lower()} passed on {words.day(sentence.passed_on)}",
        link_to(person),
        "Save",
        said=["Release, licence and supervision after sentence are worked out from it."],
        facts=custody_facts(sentence),
    )
    return page.shown(request, form)


def _checked(request: PageRequest, person: Person, custody: Custody, form: ReleaseForm) -> HttpResponse:
    said, stands = form.release_said, custody.release_dates.first()
    assert stands is not None
    found = what_follows(custody, before=stands.expected_on, release=said.expected_on, at=request.now)
    return render(
        request,
        "officer/release_checked.html",
        {
            "person": person,
            "facts": [
                Fact("Person", person.name),
                Fact("Expected until now", stands.expected_on or "Not known"),
                Fact("Released on" if said.has_happened else "Expected from now on", _day(said)),
                Fact("Why", form.cleaned_data["reason"]),
            ],
            "moving": moving_in_words(found),
            "staying": staying_in_words(found),
            "again": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"],
        },
    )


def _day(said: Release) -> Any:
    return said.expected_on or f"Not known: {said.why_not_known}"


def _inside(person: Person, request: PageRequest) -> Custody:
    found = going_on(person, today(request))
    if found is None:
        raise Http404("nobody has recorded that this person is in custody")
    return found


def _expected_of_the_sentence(person: Person, request: PageRequest) -> dict[str, Any]:
    """What the length of custody says of the release, where it is known and still to come."""
    found: Sentence | None = sentences_of(person).filter(custody_days__isnull=False).first()
    if found is None or found.custody_days is None:
        return {}
    day = custody_dates(found.passed_on, found.custody_days, found.remand_days).released_on
    if day < today(request):
        return {}
    return {"from_on": found.passed_on, "release": EXPECTED, "expected_on": day}
