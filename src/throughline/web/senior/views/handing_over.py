"""Handing a case over to another officer, also of another organisation (S108)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.line.models import Referral
from throughline.line.states import OVER
from throughline.people.actions.supervision import hand_case_over
from throughline.people.models import Person, Supervision
from throughline.people.queries.people import people_managed_by
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.senior.finding import managed_person
from throughline.web.senior.forms import HandOverForm
from throughline.web.words import service_by


@page_for(Permission.MANAGE_CASES)
def hand_over(request: PageRequest, reference: str) -> HttpResponse:
    """Make another officer responsible from today; the page says first what goes along."""
    person = managed_person(request, reference)
    form = HandOverForm(request.POST if request.method == "POST" else None, today=today(request))
    if form.is_valid() and form.user is not None and form.body is not None:
        with refusals_shown_on(form):
            hand_case_over(
                person=person, officer=form.user, organisation=form.body, by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"{form.user.full_name} is responsible for {person.name} from now")
            return redirect(_where_to(request, person))
    page = FormPage(
        "Hand this case over",
        person.name,
        Link(person.name, reverse("officer_person", args=[reference])),
        "Hand over",
        said=[
            "The new officer sees the whole record from now, and answers for what is open. The present one "
            "sees it no longer. Whoever works with the person is told."
        ],
        facts=_what_goes_along(request, person),
        is_final=True,
    )
    return page.shown(request, form)


def _what_goes_along(request: PageRequest, person: Person) -> list[Fact]:
    held = Supervision.objects.filter(person=person, during__contains=today(request))
    now = held.select_related("officer", "organisation").first()
    open_ones = Referral.objects.filter(person=person).exclude(state__in=OVER)
    named = open_ones.select_related("service", "deliverer").order_by("pk")
    referrals = [service_by(one.service.name, one.deliverer.name) for one in named]
    return [
        Fact("Responsible now", f"{now.officer.full_name}, {now.organisation.name}" if now else "Nobody"),
        Fact("Referrals that go along", referrals or "None is open"),
    ]


def _where_to(request: PageRequest, person: Person) -> str:
    """Back to the person, where whoever handed the case over still manages it."""
    still = people_managed_by(request.actor, request.now).filter(pk=person.pk).exists()
    return reverse("officer_person", args=[person.reference]) if still else reverse("senior_people")
