"""Pages for what hangs on one thing of a record: hours, contributors, ends, rules, wordings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.supply.actions.service_contacts import end_contact
from throughline.supply.actions.service_eligibility import remove_rule, set_rule
from throughline.supply.actions.service_parts import write_wording
from throughline.supply.actions.service_places import set_hours
from throughline.supply.actions.service_routes import Part, end_route, set_contributions
from throughline.supply.models import EligibilityRule, ServiceContact, ServicePlace, ServiceRoute
from throughline.supply.rules.eligibility_in_words import values_of
from throughline.vocabulary.delivery import Language, Reading
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.routes import FundingRoute
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import page_for
from throughline.web.keeping.forms import NothingAsked, RuleForm
from throughline.web.keeping.found import KEEPERS, back_to, found, record_of
from throughline.web.keeping.item_forms import (
    SHARES,
    EndContactForm,
    HoursForm,
    LastDayForm,
    SharesForm,
    WordingForm,
)
from throughline.web.keeping.wordings import WORDINGS
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on


@page_for(*KEEPERS)
def hours(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Say when the service is given at a place."""
    service = found(request, reference)
    place = ServicePlace.objects.filter(service=service, pk=number).select_related("service__scheme").first()
    if place is None:
        raise Http404("this record has no such place, or it is withheld from whoever asks")
    form = HoursForm(_sent(request), initial=_hours_now(place))
    if form.is_valid():
        with refusals_shown_on(form):
            set_hours(place=place, hours=form.hours, by=request.user, at=request.now)
            messages.success(request, f"Times at {place.name} changed")
            return redirect(record_of(service, "where"))
    page = FormPage(
        title=f"When is it given at {place.name}?",
        caption=service.name,
        back=back_to(service, "where"),
        button="Save",
        said=["Leave every day empty where times are by arrangement."],
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def contributors(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Say what each contributor pays of a co-commissioned route."""
    service = found(request, reference)
    route = _route(service.pk, number)
    if route.route != FundingRoute.CO_COMMISSIONED:
        raise Http404("only a co-commissioned route has contributors")
    form = SharesForm(_sent(request), initial=_shares_now(route))
    if form.is_valid():
        said = form.cleaned_data
        parts = [
            Part(said[f"who_{one}"], said[f"share_{one}"], said[f"terms_{one}"])
            for one in range(1, SHARES + 1)
            if said[f"who_{one}"] and said[f"share_{one}"]
        ]
        with refusals_shown_on(form):
            set_contributions(route=route, parts=parts, by=request.user, at=request.now)
            messages.success(request, "Contributors changed")
            return redirect(record_of(service, "routes"))
    page = FormPage(
        title="Who contributes to this route?",
        caption=service.name,
        back=back_to(service, "routes"),
        button="Save",
        said=["The shares must make 100%."],
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def end_a_route(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """End a funding route."""
    service = found(request, reference)
    route = _route(service.pk, number)
    form = LastDayForm(_sent(request), initial={"last_day": today(request)})
    if form.is_valid():
        with refusals_shown_on(form):
            end_route(route=route, last_day=form.cleaned_data["last_day"], by=request.user, at=request.now)
            messages.success(request, "Route ended")
            return redirect(record_of(service, "routes"))
    buyer = route.buyer.name if route.buyer else "any buyer"
    page = FormPage(
        title="End this route",
        caption=f"{route.get_route_display()}, {buyer}",
        back=back_to(service, "routes"),
        button="End route",
        said=["No referral is sent by it after that day. Those sent before go on."],
        is_final=True,
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def end_a_contact(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Say when somebody stops, and who follows."""
    service = found(request, reference)
    rows = ServiceContact.objects.filter(service=service).select_related("service__scheme")
    contact = rows.filter(pk=number).first()
    if contact is None:
        raise Http404("this record has no such contact")
    others = {str(one.pk): one for one in rows.exclude(pk=number)}
    form = EndContactForm(
        _sent(request),
        initial={"last_day": contact.during.last_day, "successor": contact.successor_id},
        others=[(key, one.name) for key, one in others.items()],
    )
    if form.is_valid():
        with refusals_shown_on(form):
            end_contact(
                contact=contact,
                last_day=form.cleaned_data["last_day"],
                successor=others.get(form.cleaned_data["successor"]),
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"{contact.name} stops on that day")
            return redirect(record_of(service, "contacts"))
    page = FormPage(
        title=f"When does {contact.name} stop?",
        caption=service.name,
        back=back_to(service, "contacts"),
        button="Save",
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def rule(request: PageRequest, reference: str, aspect: str) -> HttpResponse:
    """Say whom the service takes by one thing it looks at."""
    service, about = found(request, reference), _aspect(aspect)
    there = EligibilityRule.objects.filter(service=service, aspect=about).first()
    now = {"accepts": there.accepts, "refuses": there.refuses, "why": there.why} if there else {}
    form = RuleForm(_sent(request), initial=now, choices=values_of(about))
    if form.is_valid():
        with refusals_shown_on(form):
            set_rule(service=service, aspect=about, **form.cleaned_data, by=request.user, at=request.now)
            messages.success(request, f"{about.label}: changed")
            return redirect(record_of(service, "whom"))
    page = FormPage(
        title=str(about.label),
        caption=service.name,
        back=back_to(service, "whom"),
        button="Save",
        said=["Officers see for each person whether they can come, and by which rule they cannot."],
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def remove_a_rule(request: PageRequest, reference: str, aspect: str) -> HttpResponse:
    """Let everybody in whatever a rule looked at."""
    service, about = found(request, reference), _aspect(aspect)
    there = (
        EligibilityRule.objects.filter(service=service, aspect=about)
        .select_related("service__scheme")
        .first()
    )
    if there is None:
        raise Http404("this record has no rule about that")
    form: PageForm = NothingAsked(_sent(request))
    if form.is_valid():
        with refusals_shown_on(form):
            remove_rule(rule=there, by=request.user, at=request.now)
            messages.success(request, f"{about.label}: no rule any more")
            return redirect(record_of(service, "whom"))
    page = FormPage(
        title=f"Remove the rule about {str(about.label).lower()}",
        caption=service.name,
        back=back_to(service, "whom"),
        button="Remove rule",
        said=["The service is then open to everybody as far as this goes."],
        is_final=True,
    )
    return page.shown(request, form)


@page_for(*KEEPERS)
def wording(request: PageRequest, reference: str, language: str, reading: str) -> HttpResponse:
    """Say what the service is in another language, or so that it is easy to read."""
    service = found(request, reference)
    if (language, reading) not in WORDINGS:
        raise Http404("an entry has no such wording")
    there = service.wordings.filter(language=language, reading=reading).first()
    now = {name: getattr(there, name) for name in WordingForm.base_fields} if there else {}
    form = WordingForm(_sent(request), initial=now)
    called = f"{Language(language).label}, {str(Reading(reading).label).lower()}"
    if form.is_valid():
        with refusals_shown_on(form):
            write_wording(
                service=service,
                language=language,
                reading=reading,
                **form.cleaned_data,
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"{called}: changed")
            return redirect(record_of(service, "wordings"))
    page = FormPage(
        title=called,
        caption=service.name,
        back=back_to(service, "wordings"),
        button="Save",
        said=_how_to_write(reading),
    )
    return page.shown(request, form)


def _how_to_write(reading: str) -> list[str]:
    if reading == Reading.EASY:
        return ["Write short sentences, with one thing in each, in words that everybody uses."]
    return ["Have it written by somebody who speaks the language. Leaflets are printed from it as it stands."]


def _hours_now(place: ServicePlace) -> dict[str, Any]:
    now: dict[str, Any] = {}
    for one in place.hours.all():
        now.setdefault(f"day_{one.weekday}", []).append((one.opens, one.closes))
    return now


def _shares_now(route: ServiceRoute) -> dict[str, Any]:
    now: dict[str, Any] = {}
    for number, one in enumerate(route.contributions.select_related("organisation"), start=1):
        now |= {
            f"who_{number}": one.organisation,
            f"share_{number}": one.share,
            f"terms_{number}": one.terms,
        }
    return now


def _route(service_id: int, number: int) -> ServiceRoute:
    rows = ServiceRoute.objects.filter(service=service_id, pk=number)
    route = rows.select_related("service__scheme", "buyer").first()
    if route is None:
        raise Http404("this record has no such route")
    return route


def _aspect(written: str) -> Aspect:
    if written not in EligibilityRule.LOOKS_AT:
        raise Http404("no rule looks at that")
    return Aspect(written)


def _sent(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None
