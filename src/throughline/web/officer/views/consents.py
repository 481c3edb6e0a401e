"""What a person agreed to beyond their supervision, each use by itself (S219)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.people.actions.consents import record_consent
from throughline.people.models import Consent
from throughline.people.queries.consents import answers_of, standing_of
from throughline.vocabulary.consents import Asked, Use
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, DateField, PageForm, When, YesNoField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import person_called, person_in_charge_of
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on

COLUMNS = (
    Column[Consent]("day", "When", lambda one: one.on_day, order="on_day"),
    Column[Consent]("use", "For what", lambda one: str(one.get_use_display()), order="use"),
    Column[Consent]("answer", "Answer", lambda one: _answer(one), order="given"),
    Column[Consent]("asked", "Asked", lambda one: str(one.get_asked_display()), order="asked"),
    Column[Consent](
        "by", "Recorded by", lambda one: one.recorded_by.full_name, order="recorded_by__full_name"
    ),
)


class ConsentForm(PageForm):
    """For what somebody was asked, what they said, when and how."""

    use = ChoiceField(
        label="What were they asked for?", ask="Select what they were asked for", choices=Use.choices
    )
    given = YesNoField(label="Do they agree?", ask="Select whether they agree")
    on_day = DateField(thing="the day they answered", label="When did they answer?", when=When.TODAY_OR_PAST)
    asked = ChoiceField(label="How were they asked?", ask="Select how they were asked", choices=Asked.choices)


@page_for(Permission.SUPERVISE, Permission.MANAGE_CASES)
def consents(request: PageRequest, reference: str) -> HttpResponseBase:
    """What stands for each use, and every answer there was."""
    person = person_in_charge_of(request, reference)
    table = listing(
        request,
        answers_of(person),
        COLUMNS,
        sort="-day",
        name="answers",
        title="Every answer",
        empty="Answers appear here when you record one. Nobody has been asked yet.",
    )
    if table.export is not None:
        return table.export
    standing = [Fact(str(Use(use).label), _standing(one)) for use, one in standing_of(person).items()]
    shown = {
        "person": person,
        "standing": standing,
        "table": table,
        "may_record": request.actor.may(Permission.SUPERVISE),
    }
    return render(request, "officer/consents.html", shown)


@page_for(Permission.SUPERVISE)
def record(request: PageRequest, reference: str) -> HttpResponse:
    """Record an answer; what was said before stays."""
    person = person_called(request, reference)
    form = ConsentForm(request.POST if request.method == "POST" else None, today=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            record_consent(person=person, by=request.user, at=request.now, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, "The answer is recorded")
            return redirect("officer_consents", reference=reference)
    page = FormPage(
        "Record what they agree to",
        person.name,
        Link("What they agreed to", reverse("officer_consents", args=[reference])),
        "Record",
        said=[
            "Ask for each use by itself. Supervision does not depend on the answer, and "
            f"{person.first_names} may take it back at any time.",
        ],
    )
    return page.shown(request, form)


def _answer(one: Consent) -> str:
    return "Agreed" if one.given else "Did not agree, or does no longer"


def _standing(one: Consent | None) -> str:
    return f"{_answer(one)}, {words.day(one.on_day)}" if one else "Not asked"
