"""What is needed: the list, one need, stating one, and what becomes of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.states import available_moves, move_named
from throughline.supply.actions.noticeboard import move_need, state_need
from throughline.supply.models import Scheme, StatedNeed
from throughline.supply.queries.directory import areas_touching
from throughline.supply.queries.noticeboard import (
    askers_for,
    needs_on_the_board,
    offers_on_the_board,
    patience_of,
    prices_seen,
    schemes_of,
    unanswered,
)
from throughline.supply.states import NEED_MOVES, NeedState
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.noticeboard.forms import NeedFilters, NeedForm, WhyForm
from throughline.web.noticeboard.presenters import NEED_BUTTONS, NeedPage, need_columns
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Figure, Link
from throughline.web.public.lists import area_choices, chosen_area
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import plural

SAID = {
    "meet": "Say how, so that others learn from it. No more offers are asked for.",
    "answer": "Whoever asked is told, with your reason. They can ask again.",
    "ask_again": "It stands on the noticeboard again and waits for an answer from today.",
    "withdraw": "It takes no more offers. Offers made to it stay to be answered.",
}


@page_for(Permission.SEE_NOTICEBOARD)
def needs(request: PageRequest) -> HttpResponseBase:
    """Every need of one's schemes, and how many have waited too long for an answer."""
    day = today(request)
    found = needs_on_the_board(request.actor)
    late = unanswered(found, on=day)
    filters = NeedFilters(request.GET, areas=area_choices())
    chosen = filters.chosen
    shown = late if chosen.get("unanswered") else found
    if chosen.get("unanswered") is False:
        shown = found.exclude(pk__in=late.order_by().values("pk"))
    if area := chosen.get("area"):
        number = chosen_area(area)
        shown = shown.filter(area__in=areas_touching(number, on=day) if number else ())
    shown = shown.filter(**{name: chosen[name] for name in ("need", "state") if name in chosen})
    schemes = list(schemes_of(request.actor))
    table = listing(
        request,
        shown,
        need_columns({one.pk: patience_of(one.pk, on=day) for one in schemes}),
        sort="stated",
        name="needs",
        title="What is needed",
        empty="What bodies need and do not find appears here once they state it.",
    )
    if table.export is not None:
        return table.export
    waiting = found.filter(state=NeedState.WAITING).count()
    figures = [
        Figure(
            late.count(),
            "unanswered for too long",
            "?unanswered=yes",
            of=f"of {plural(waiting, 'need')} waiting for an answer",
        )
    ]
    new = [
        Link("State a need" + (f" in {one.name}" if len(schemes) > 1 else ""), _new(one))
        for one in schemes
        if askers_for(request.actor, one)
    ]
    return render(
        request,
        "noticeboard/needs.html",
        {"table": table, "filters": filters, "figures_shown": figures, "new": new},
    )


@page_for(Permission.SEE_NOTICEBOARD)
def need(request: PageRequest, reference: str) -> HttpResponse:
    """One need, the offers to it, and what can be done."""
    found = _on_the_board(request, reference)
    offers = list(offers_on_the_board(request.actor).filter(need=found).order_by("made_at", "pk"))
    page = NeedPage(
        found,
        request.actor,
        offers,
        prices_seen(request.actor, offers),
        patience_of(found.scheme_id, on=today(request)),
    )
    return render(request, "noticeboard/need.html", {"page": page})


@page_for(Permission.STATE_NEEDS)
def new(request: PageRequest, scheme: str) -> HttpResponse:
    """State what one's organisation needs."""
    where = _scheme(request, scheme)
    form = NeedForm(
        request.POST if request.method == "POST" else None,
        askers=askers_for(request.actor, where),
        today=today(request),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = state_need(
                scheme=where,
                asker=form.chosen("asker", form.askers),
                wanting=form.wanting,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"{made.title} stands on the noticeboard")
            made.refresh_from_db(fields=["reference"])
            return redirect("noticeboard_need", reference=made.reference)
    return FormPage(
        title="State what you need",
        caption=where.name,
        back=Link("Needs and offers", reverse("noticeboard")),
        button="State this need",
        said=[
            "Everybody with a part in the scheme reads it: providers, primes, divisions, contract managers."
        ],
    ).shown(request, form)


@page_for(Permission.STATE_NEEDS, Permission.ANSWER_NEEDS)
def move_on(request: PageRequest, reference: str, verb: str) -> HttpResponse:
    """Say what became of a need."""
    found = _on_the_board(request, reference)
    chosen = move_named(NEED_MOVES, verb)
    if not request.actor.holds(chosen.may) & set(found.organisations_for(chosen.may)):
        raise Http404("whoever looks does not say this of this need")
    if request.method != "POST" and verb not in {one.name for one in available_moves(found, request.actor)}:
        messages.info(request, f"{found.title}: {found.get_state_display().lower()}")
        return redirect("noticeboard_need", reference=reference)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            move_need(need=found, name=verb, by=request.user, at=request.now, why=form.cleaned_data["why"])
        if form.is_valid():
            messages.success(request, f"{found.title}: {found.get_state_display().lower()}")
            return redirect("noticeboard_need", reference=reference)
    return FormPage(
        title=NEED_BUTTONS[verb],
        caption=found.title,
        back=Link(found.title, reverse("noticeboard_need", args=[found.reference])),
        button=NEED_BUTTONS[verb],
        said=[SAID[verb]],
        is_final=verb == "withdraw",
    ).shown(request, form)


def _new(scheme: Scheme) -> str:
    return reverse("noticeboard_need_new", args=[scheme.code])


def _scheme(request: PageRequest, code: str) -> Scheme:
    for one in schemes_of(request.actor, Permission.STATE_NEEDS):
        if one.code == code:
            return one
    raise Http404("whoever looks states no needs in this scheme")


def _on_the_board(request: PageRequest, reference: str) -> StatedNeed:
    found = needs_on_the_board(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("no need on the noticeboards of this viewer has this reference")
    return found
