"""Referring somebody: to what, for which objective, under which requirement, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.line.actions.ending import link_again
from throughline.line.actions.sending import draft_referral
from throughline.line.models import Referral
from throughline.line.queries.circumstances import circumstances_of
from throughline.line.queries.ending import may_be_referred_again
from throughline.line.queries.gate import Gate
from throughline.line.queries.outside import outside_home
from throughline.line.queries.referring import AT_MOST, services_open_to
from throughline.line.queries.risks import conflicts_of, flags_that_limit
from throughline.people.models import Objective, Person, Requirement
from throughline.people.queries.people import people_supervised_by, sentences_of
from throughline.supply.models import Service
from throughline.supply.queries.finding import Search, found_of
from throughline.vocabulary.involved import in_a_sentence
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.navigation import address_of
from throughline.web.officer.finding import link_to, person_called, referral_called, supervisor_of
from throughline.web.officer.forms import ChoosePersonForm, ReferForm
from throughline.web.officer.searching import home_of, standing_facts
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.policies.presenters import policy_facts
from throughline.web.referrals.risks import conflict_in_words
from throughline.web.referrals.whereabouts import gate_facts, where_they_are
from throughline.web.refusals import refusals_shown_on
from throughline.web.training.guide import guidance_for
from throughline.web.words import service_by


@page_for(Permission.REFER)
def choose_person(request: PageRequest) -> HttpResponse:
    """Choose whom to refer to the service in the address, and go on to the referral."""
    people = people_supervised_by(request.actor, request.now).order_by("last_name", "first_names")
    form = ChoosePersonForm(
        request.POST if request.method == "POST" else None,
        people=[(one.reference, one.name) for one in people],
    )
    service = request.GET.get("service", "")
    if form.is_valid():
        address = reverse("referral_draft", args=[form.cleaned_data["person"]])
        return redirect(f"{address}?{urlencode({'service': service})}" if service else address)
    back = Link("Find a service", address_of("public_services") or reverse("officer_home"))
    return FormPage("Refer somebody", "Referral", back, "Continue").shown(request, form)


@page_for(Permission.REFER)
def refer(request: PageRequest, reference: str) -> HttpResponse:
    """Draft a referral of this person; its risks are decided on the next page, and nothing is sent before."""
    person = person_called(request, reference)
    supervisor = supervisor_of(request, person)
    former = _former(request, person)
    choices = _Choices(request, person, supervisor, former)
    if missing := choices.what_is_missing:
        about = {"person": person, "back": link_to(person), "missing": missing}
        return render(request, "officer/cannot_refer.html", about)
    inside = where_they_are(person, today(request))
    form = ReferForm(
        request.POST if request.method == "POST" else None,
        choices=choices.offered,
        asks_for_exception=bool(choices.outside),
        asks_when_it_begins=bool(inside),
        initial=choices.initial,
    )
    if form.is_valid():
        draft: Referral | None = None
        with refusals_shown_on(form), transaction.atomic():  # the draft and its link, or neither
            draft = _drafted(request, person, supervisor, choices, form.cleaned_data)
            if former is not None:
                link_again(referral=draft, former=former, by=request.user, at=request.now)
        if form.is_valid():
            assert draft is not None
            return redirect("referral_send", reference=draft.reference)
    page = FormPage(
        "Refer again" if former is not None else "Refer to a service",
        person.name,
        Link("Find a service", reverse("officer_services", args=[reference])),
        "Save and decide on risks",
        said=["Nothing is sent yet. The service settles the NSI code: nobody is asked for it."],
        facts=[
            *_what_was(former),
            *inside,
            *choices.standing,
            *policy_facts(supervisor, request.actor, on=today(request), service=choices.wanted),
        ],
        guidance=guidance_for(request.actor),
    )
    return page.shown(request, form)


class _Choices:
    """What the form of a referral offers for one person."""

    def __init__(
        self, request: PageRequest, person: Person, supervisor: Organisation, former: Referral | None
    ) -> None:
        self._former = former
        sentences = list(sentences_of(person))
        self.objectives: dict[str, Objective] = {
            str(one.pk): one
            for sentence in sentences
            if hasattr(sentence, "plan")
            for one in sentence.plan.objectives.all()
        }
        self.requirements: dict[str, Requirement] = {
            str(one.pk): one
            for sentence in sentences
            if today(request) in sentence.during
            for one in sentence.requirements.all()
        }
        needs = {one.need for one in self.objectives.values()}
        open_to = services_open_to(person, buyer_id=supervisor.pk, needs=needs, on=today(request))
        self.services = {one.reference: one for one in open_to[:AT_MOST]}
        asked = request.GET.get("service", "") or (former.service.reference if former is not None else "")
        self.wanted = _service_called(asked)
        if self.wanted is not None:
            self.services.setdefault(self.wanted.reference, self.wanted)
        self._person, self._on, self._buyer_id = person, today(request), supervisor.pk
        self._limiting = flags_that_limit(person, on=self._on)
        self.outside = outside_home(person, [one.pk for one in self.services.values()], on=self._on)

    @property
    def what_is_missing(self) -> str:
        """Why nobody can be referred yet, and what to do about it."""
        if not self.requirements:
            return (
                "No sentence that runs today has a requirement, so a referral has nothing to be made under."
            )
        if not self.objectives:
            return "The plan has no objective yet. Add one first: a referral serves an objective."
        if not self.services:
            return "No service in the directory answers a need of this plan for this person today."
        return ""

    @property
    def offered(self) -> dict[str, list[tuple[str, str]]]:
        """The choices of each question."""
        return {
            "objective": [
                (pk, f"{one.get_need_display()}: {one.words}") for pk, one in self.objectives.items()
            ],
            "service": [(one.reference, self._offered(one)) for one in self.services.values()],
            "requirement": [(pk, str(one)) for pk, one in self.requirements.items()],
        }

    @property
    def standing(self) -> list[Fact]:
        """Whether the service that was found is for the person, has places, and how far it is (S57, S65)."""
        if self.wanted is None:
            return []
        search = Search(
            where=home_of(self._person, on=self._on), person=circumstances_of(self._person, on=self._on)
        )
        found = found_of(self.wanted.pk, search, on=self._on)
        forbidden = [
            conflict_in_words(one, self.wanted.name) for one in conflicts_of(self.wanted, self._limiting)
        ]
        facts = standing_facts(found) if found is not None else []
        facts += gate_facts(Gate(self._person.pk, self._buyer_id, on=self._on), self.wanted)
        return [*facts, *([Fact("What a risk forbids", forbidden)] if forbidden else [])]

    def _offered(self, service: Service) -> str:
        named = service_by(service.name, service.deliverer.name)
        forbidden = [thing for one in conflicts_of(service, self._limiting) for thing in one.things]
        return f"{named} (a risk forbids or limits {in_a_sentence(forbidden)})" if forbidden else named

    @property
    def initial(self) -> dict[str, Any]:
        """What is filled in from the referral that this follows, or from the service that was found first."""
        if self._former is not None and self.wanted is not None:
            return {
                "service": self.wanted.reference,
                "objective": str(self._former.objective_id),
                "requirement": str(self._former.requirement_id),
                "sessions": self._former.planned_sessions,
                "reason": self._former.reason,
                "exception_reason": self._former.exception_reason,
            }
        if self.wanted is None:
            return {}
        item = self.wanted.items.first()
        return {"service": self.wanted.reference, "sessions": item.usual_sessions if item else None}


def _former(request: PageRequest, person: Person) -> Referral | None:
    """The referral that a new one is to follow, when the address names one that can be followed."""
    reference = request.GET.get("again", "")
    if not reference:
        return None
    former = referral_called(request, reference)
    if former.person_id != person.pk or not may_be_referred_again(former):
        raise Http404("no referral of this person that can be followed has this reference")
    return former


def _what_was(former: Referral | None) -> list[Fact]:
    if former is None:
        return []
    last = former.moves.last()
    return [
        Fact("Follows", Link(f"Referral {former.reference}", reverse("referral", args=[former.reference]))),
        Fact("What became of it", [former.get_state_display(), last.reason if last else ""]),
    ]


def _service_called(reference: str) -> Service | None:
    if not reference:
        return None
    found = Service.objects.select_related("deliverer").filter(reference=reference).first()
    if found is None:
        raise Http404("no service has this reference")
    return found


def _drafted(
    request: PageRequest, person: Person, supervisor: Organisation, choices: _Choices, given: dict[str, Any]
) -> Referral:
    return draft_referral(
        person=person,
        requirement=choices.requirements[given["requirement"]],
        objective=choices.objectives[given["objective"]],
        service=choices.services[given["service"]],
        supervisor=supervisor,
        planned_sessions=given["sessions"],
        reason=given["reason"],
        exception_reason=given.get("exception_reason", ""),
        begins=given.get("begins", ""),
        by=request.user,
        at=request.now,
    )
