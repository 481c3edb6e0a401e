"""Raising, changing and ending a risk, and saying how grave harm is held to be (S95, S96, S108)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.line.actions.rechecks import change_risk
from throughline.people.actions.risks import change_risk_level, end_risk_flag, raise_risk_flag
from throughline.people.models import Person, RiskFlag
from throughline.people.queries.people import live_risk_flags
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.risks import called
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import link_to, person_called
from throughline.web.officer.risk_forms import EndRiskForm, RiskForm, RiskLevelForm
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact
from throughline.web.referrals.risks import flag_facts
from throughline.web.refusals import refusals_shown_on

AS_RECORDED = ("kind", "detail", "limits", "who_is_protected", "signs_to_watch", "what_to_do")
"""The questions about a risk that its record answers as they are."""


@page_for(Permission.SUPERVISE)
def risk(request: PageRequest, reference: str) -> HttpResponse:
    """Raise a risk flag, live from today, with its restrictions."""
    person = person_called(request, reference)
    form = RiskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            raise_risk_flag(person=person, by=request.user, at=request.now, **_says(form))
        if form.is_valid():
            messages.success(request, f"Risk raised for {person.name}")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Raise a risk",
        person.name,
        link_to(person),
        "Raise risk",
        said=[
            "It is live from today. With each referral you decide whether the provider is told. Those that "
            "were sent already wait on your home for it."
        ],
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def change(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Say a risk in other words; whoever was told of it is told anew, once that is decided."""
    person = person_called(request, reference)
    flag = _live(request, person, number)
    recorded = {name: getattr(flag, name) for name in AS_RECORDED}
    recorded["restrictions"] = "\n".join(str(one) for one in flag.restrictions.all())
    form = RiskForm(request.POST if request.method == "POST" else None, initial=recorded)
    if form.is_valid():
        with refusals_shown_on(form):
            change_risk(flag=flag, by=request.user, at=request.now, **_says(form))
        if form.is_valid():
            messages.success(request, f"Risk changed for {person.name}")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Change a risk",
        person.name,
        link_to(person),
        "Change risk",
        said=[
            "Once it was decided on for a referral, what was read then stays as it was. You decide again "
            "whether each provider is told of what you write here."
        ],
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def end(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """End a risk, with the reason; whoever was told of it is told."""
    person = person_called(request, reference)
    flag = _live(request, person, number)
    form = EndRiskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            end_risk_flag(flag=flag, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"Risk ended for {person.name}. Whoever was told of it is told")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        f"End {called(flag.kind)}", person.name, link_to(person), "End risk", facts=flag_facts(flag)
    )
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def level(request: PageRequest, reference: str) -> HttpResponse:
    """Say that the risk of serious harm or the MAPPA level is another now; open referrals are looked at."""
    person = person_called(request, reference)
    form = RiskLevelForm(
        request.POST if request.method == "POST" else None,
        initial={"level": person.risk_level, "mappa": person.mappa},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            change_risk_level(person=person, by=request.user, at=request.now, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, f"Risk of {person.name} changed. Whoever works with them is told")
            return redirect("officer_person", reference=reference)
    page = FormPage(
        "Change the risk level",
        person.name,
        link_to(person),
        "Change",
        said=["Every open referral is held against it at once. Those it rules out wait on you."],
        facts=_history(person),
    )
    return page.shown(request, form)


def _says(form: RiskForm) -> Any:
    given = dict(form.cleaned_data)
    return given | {"restrictions": given["restrictions"].splitlines()}


def _live(request: PageRequest, person: Person, number: int) -> RiskFlag:
    found = live_risk_flags(person, today(request)).filter(pk=number, why_ended="").first()
    if found is None:
        raise Http404("no live risk of this person has this number")
    return found


def _history(person: Person) -> list[Fact]:
    changes = person.risk_level_changes.select_related("changed_by")
    return [
        Fact(words.day(one.changed_at), [str(one), one.reason, f"By {one.changed_by.full_name}"])
        for one in changes
    ]
