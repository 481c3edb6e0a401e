"""A provider's queues: which there are, one of them in order, and changing somebody's turn."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.line.actions.queue import change_turn
from throughline.line.queries.queue import (
    WAITS,
    queue_of,
    queue_rule,
    services_with_a_queue,
    waiting_as,
    with_turns,
)
from throughline.line.queries.referrals import referrals_delivered_by
from throughline.supply.models import Service
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.queues import Turn
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, LongTextField, PageForm
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.queues.presenters import place_columns, rule_in_words
from throughline.web.refusals import refusals_shown_on

PUT = ((Turn.FIRST, "Put first"), (Turn.LAST, "Put last"), (Turn.BACK, "Put back in turn, by the rule"))


class TurnForm(PageForm):
    """Where somebody is put in the queue, and why."""

    turn = ChoiceField(
        label="Where do you put them?",
        ask="Select where you put them",
        choices=[(str(turn.value), text) for turn, text in PUT],
    )
    why = LongTextField(
        label="Why?", ask="Say why", hint="The buyers concerned read it. Name nobody", limit=500, rows=3
    )


@page_for(Permission.DECIDE_REFERRALS)
def queues(request: PageRequest) -> HttpResponse:
    """The services for which somebody waits."""
    found = services_with_a_queue(request.actor)
    return render(request, "queues/queues.html", {"services": found})


@page_for(Permission.DECIDE_REFERRALS)
def queue(request: PageRequest, service: str) -> HttpResponseBase:
    """The queue for one service, the next one first, and the rule it follows."""
    found = _service(request, service)
    on = today(request)
    table = listing(
        request,
        queue_of(found, request.actor, on=on),
        place_columns(on),
        sort="",
        name="queue",
        title=f"Queue for {found.name}",
        noun=("person waits", "people wait"),
        empty="People wait here from the moment their referral is sent until it is given to a worker.",
        per_page=100,
    )
    if table.export is not None:
        return table.export
    rule = rule_in_words(queue_rule(found.scheme_id, on=on))
    return render(request, "queues/queue.html", {"service": found, "table": table, "rule": rule})


@page_for(Permission.DECIDE_REFERRALS)
def turn(request: PageRequest, reference: str) -> HttpResponse:
    """Put a referral first or last in its queue, or back in turn."""
    waiting = with_turns(referrals_delivered_by(request.actor).filter(state__in=WAITS))
    referral = waiting.filter(reference=reference).select_related("service", "person").first()
    if referral is None:
        raise Http404("no referral that waits with this provider has this reference")
    back = Link("Queue", reverse("queue_of_service", args=[referral.service.reference]))
    form = TurnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            made = change_turn(
                referral=referral,
                turn=Turn(form.cleaned_data["turn"]),
                why=form.cleaned_data["why"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"{referral.person.name}: {Turn(made.turn).label.lower()}")
            return redirect(back.href)
    placed = waiting_as(referral).placed
    return FormPage(
        title=f"Change the turn of {referral.person.name}",
        caption=f"{referral.service.name}, referral {referral.reference}",
        back=back,
        button="Change the turn",
        said=[
            "The rule of the scheme does not ask who buys. What you change is recorded with your reason, and "
            "read by the buyers it concerns and by whoever oversees the scheme."
        ],
        facts=[
            Fact("The rule", rule_in_words(queue_rule(referral.service.scheme_id, on=today(request)))),
            Fact("Now", str(placed.label) if placed else "In turn, by the rule"),
        ],
    ).shown(request, form)


def _service(request: PageRequest, reference: str) -> Service:
    for one, _ in services_with_a_queue(request.actor):
        if one.reference == reference:
            return one
    ours = Service.objects.filter(
        reference=reference, deliverer__in=request.actor.holds(Permission.SEE_ALL_CASES)
    ).select_related("deliverer")
    if (found := ours.first()) is None:
        raise Http404("no service of this provider has this reference")
    return found
