"""Joint cases that need a look, and what was agreed with each officer about them (S120)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Membership, User
from throughline.line.queries.joint_cases import JointCase, joint_cases
from throughline.people.actions.officer_supervision import record_officer_supervision
from throughline.people.models import OfficerSupervision
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import DateField, LongTextField, PageForm, When
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.officer.finding import link_to
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Figure, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import plural

COLUMNS = (
    Column[JointCase](
        "person",
        "Person",
        lambda one: link_to(one.person),
        order="last_name",
        download=lambda one: one.person.name,
    ),
    Column[JointCase](
        "officer",
        "Officer",
        lambda one: Link(one.officer, reverse("senior_officer", args=[one.officer_id])),
        order=("officer", "last_name"),
        download=lambda one: one.officer,
    ),
    Column[JointCase]("quiet", "Gone quiet", lambda one: one.quiet),
    Column[JointCase]("unlinked", "Not in the plan", lambda one: one.unlinked),
    Column[JointCase](
        "review", "Review was due", lambda one: one.review_was_due, order="review_was_due", nullable=True
    ),
)


class TalkForm(PageForm):
    """When the talk was, what was looked at, and what was agreed."""

    held_on = DateField(thing="the day of the talk", label="When did you talk?", when=When.TODAY_OR_PAST)
    discussed = LongTextField(
        label="Which joint cases did you look at, and what did you see?",
        ask="Say what you looked at and saw",
        hint="Name cases by their references",
        limit=4000,
        rows=5,
    )
    agreed = LongTextField(
        label="What did you agree?",
        ask="Say what you agreed",
        hint="Who does what by when",
        limit=2000,
        rows=3,
    )


@page_for(Permission.MANAGE_CASES)
def cases(request: PageRequest) -> HttpResponseBase:
    """Joint cases in which a provider has gone quiet, work is not in the plan, or a review is overdue."""
    found = joint_cases(request.actor, request.now)
    table = listing(
        request,
        [one for one in found if one.needs_a_look],
        COLUMNS,
        sort="person",
        name="joint-cases",
        title="Joint cases that need a look",
        noun=("case", "cases"),
        empty="A case appears here when a provider goes quiet, work is unplanned, or a review is overdue.",
    )
    if table.export is not None:
        return table.export
    return render(request, "senior/joint.html", {"table": table, "figures": _figures(found)})


@page_for(Permission.MANAGE_CASES)
def officer(request: PageRequest, number: int) -> HttpResponse:
    """One officer's joint cases, and what was agreed with them."""
    held = _officer(request, number)
    mine = [one for one in joint_cases(request.actor, request.now) if one.officer_id == number]
    table = listing(
        request,
        [one for one in mine if one.needs_a_look],
        COLUMNS,
        sort="person",
        name="joint-cases",
        title=f"Joint cases of {held.user.full_name}",
        noun=("case", "cases"),
        downloads=False,
        empty="None of their joint cases needs a look today.",
    )
    talks = OfficerSupervision.objects.filter(
        officer=held.user, organisation__in=request.actor.holds(Permission.MANAGE_CASES)
    ).select_related("recorded_by")
    about = {"officer": held.user, "table": table, "figures": _figures(mine), "talks": talks}
    return render(request, "senior/officer.html", about)


@page_for(Permission.MANAGE_CASES)
def record(request: PageRequest, number: int) -> HttpResponse:
    """Record what was agreed with an officer about working with providers."""
    held = _officer(request, number)
    form = TalkForm(request.POST if request.method == "POST" else None, today=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            record_officer_supervision(
                officer=held.user,
                organisation=held.organisation,
                by=request.user,
                at=request.now,
                **form.cleaned_data,
            )
            messages.success(request, f"Recorded. {held.user.full_name} can read it")
            return redirect("senior_officer", number=number)
    mine = [one for one in joint_cases(request.actor, request.now) if one.officer_id == number]
    page = FormPage(
        "Record supervision of joint working",
        held.user.full_name,
        Link(held.user.full_name, reverse("senior_officer", args=[number])),
        "Save record",
        facts=[Fact(one.label, f"{one.value} {one.of}") for one in _figures(mine)],
    )
    return page.shown(request, form)


def _officer(request: PageRequest, number: int) -> Membership:
    found = Membership.objects.filter(
        user=User.objects.filter(pk=number).first(),
        organisation__in=request.actor.holds(Permission.MANAGE_CASES),
        role="responsible_officer",
        during__contains=today(request),
    )
    held = found.select_related("user", "organisation").first()
    if held is None:
        raise Http404("no officer whom this viewer manages has this number")
    return held


def _figures(found: list[JointCase]) -> list[Figure]:
    of = f"of {plural(len(found), 'joint case')}"
    return [
        Figure(sum(bool(one.quiet) for one in found), "with a provider gone quiet", of=of),
        Figure(sum(bool(one.unlinked) for one in found), "with work that is not in the plan", of=of),
        Figure(sum(one.review_was_due is not None for one in found), "with an overdue review", of=of),
    ]
