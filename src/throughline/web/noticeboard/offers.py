"""What is offered: the list, one offer, making one, and answering it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.core.states import available_moves, move_named
from throughline.supply.actions.noticeboard import make_offer, move_offer
from throughline.supply.models import Offer, Scheme, StatedNeed
from throughline.supply.queries.noticeboard import (
    needs_on_the_board,
    offerers_for,
    offers_on_the_board,
    prices_seen,
    schemes_of,
    services_offered_by,
    who_buys,
)
from throughline.supply.states import OFFER_MOVES
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.noticeboard.forms import NothingAsked, OfferFilters, OfferForm, WhyForm
from throughline.web.noticeboard.presenters import (
    OFFER_BUTTONS,
    OfferPage,
    need_link,
    offer_columns,
    offer_link,
    price_in_words,
)
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on

SAID = {
    "talk": "Whoever offers is told that you want to talk about it. You can take it up or decline it later.",
    "take_up": "Whoever offers is told. The need it answers, if there is one, is met. "
    "It buys nothing yet: an agreement and a price on the rate card do.",
    "decline": "Whoever offers is told, with your reason.",
    "withdraw": "It can no longer be taken up. When it was the last to a need, the need waits again.",
}
NEEDS_REASON = {one.name for one in OFFER_MOVES if one.needs_reason}


@page_for(Permission.SEE_NOTICEBOARD)
def offers(request: PageRequest) -> HttpResponseBase:
    """Every offer of one's schemes; prices of those between oneself and another."""
    filters = OfferFilters(request.GET)
    chosen = filters.chosen
    found = offers_on_the_board(request.actor)
    if "to_a_need" in chosen:
        found = found.filter(need__isnull=not chosen["to_a_need"])
    if "state" in chosen:
        found = found.filter(state=chosen["state"])
    table = listing(
        request,
        found,
        offer_columns(prices_seen(request.actor, found)),
        sort="-made",
        name="offers",
        title="What is offered",
        empty="What providers and primes offer appears here once they make an offer.",
    )
    if table.export is not None:
        return table.export
    schemes = list(schemes_of(request.actor))
    new = [
        Link("Make an offer unasked" + (f" in {one.name}" if len(schemes) > 1 else ""), _new(one))
        for one in schemes
        if offerers_for(request.actor, one)
    ]
    return render(request, "noticeboard/offers.html", {"table": table, "filters": filters, "new": new})


@page_for(Permission.SEE_NOTICEBOARD)
def offer(request: PageRequest, reference: str) -> HttpResponse:
    """One offer, the need it answers, and what can be done."""
    found = _on_the_board(request, reference)
    page = OfferPage(found, request.actor, prices_seen(request.actor, [found]).get(found.pk))
    return render(request, "noticeboard/offer.html", {"page": page})


@page_for(Permission.OFFER_SERVICES)
def new(request: PageRequest, scheme: str) -> HttpResponse:
    """Offer something that nobody asked for, to a body that buys."""
    for one in schemes_of(request.actor, Permission.OFFER_SERVICES):
        if one.code == scheme:
            offerers = offerers_for(request.actor, one)
            buyers = [body for body in who_buys(one, on=today(request)) if [body] != offerers]
            return _offering(request, one, offerers, buyers, None)
    raise Http404("whoever looks makes no offers in this scheme")


@page_for(Permission.OFFER_SERVICES)
def to_a_need(request: PageRequest, reference: str) -> HttpResponse:
    """Offer something to a stated need."""
    need = needs_on_the_board(request.actor).filter(reference=reference).first()
    if need is None:
        raise Http404("no need on the noticeboards of this viewer has this reference")
    offerers = [one for one in offerers_for(request.actor, need.scheme) if one != need.asker]
    if not offerers:
        raise Http404("whoever looks makes no offers to this need")
    return _offering(request, need.scheme, offerers, [need.asker], need)


def _offering(
    request: PageRequest,
    scheme: Scheme,
    offerers: Iterable[Organisation],
    buyers: Iterable[Organisation],
    need: StatedNeed | None,
) -> HttpResponse:
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        offerers=offerers,
        buyers=buyers,
        services=services_offered_by(offerers, scheme),
        initial={"title": need.title} if need else {},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = make_offer(
                scheme=scheme,
                offerer=form.chosen("offerer", form.offerers),
                to=form.chosen("to", form.buyers),
                offering=form.offering,
                by=request.user,
                at=request.now,
                need=need,
            )
        if form.is_valid():
            messages.success(request, f"Your offer stands on the noticeboard, and {made.to.name} is told")
            return redirect("noticeboard_offer", reference=made.reference)
    facts = []
    if need is not None:
        facts = [
            Fact("Answers the need", need_link(need)),
            Fact("Who asks", need.asker.name),
            Fact("Where", need.area.name),
            Fact("People a year", need.people),
            Fact("Needed by", need.wanted_by),
        ]
    return FormPage(
        title="Make an offer",
        caption=scheme.name,
        back=need_link(need) if need else Link("Offers", reverse("noticeboard_offers")),
        button="Make this offer",
        said=["Everybody with a part in the scheme reads it, but for its price."],
        facts=facts,
    ).shown(request, form)


@page_for(Permission.OFFER_SERVICES, Permission.ANSWER_OFFERS)
def move_on(request: PageRequest, reference: str, verb: str) -> HttpResponse:
    """Answer an offer, or withdraw one's own."""
    found = _on_the_board(request, reference)
    chosen = move_named(OFFER_MOVES, verb)
    if not request.actor.holds(chosen.may) & set(found.organisations_for(chosen.may)):
        raise Http404("whoever looks neither answers this offer nor made it")
    if request.method != "POST" and verb not in {one.name for one in available_moves(found, request.actor)}:
        messages.info(request, f"{found.title}: {found.get_state_display().lower()}")
        return redirect("noticeboard_offer", reference=reference)
    form = (WhyForm if verb in NEEDS_REASON else NothingAsked)(
        request.POST if request.method == "POST" else None
    )
    if form.is_valid():
        with refusals_shown_on(form):
            why = str(form.cleaned_data.get("why", ""))
            move_offer(offer=found, name=verb, by=request.user, at=request.now, why=why)
        if form.is_valid():
            messages.success(request, f"{found.title}: {found.get_state_display().lower()}")
            return redirect("noticeboard_offer", reference=reference)
    return FormPage(
        title=OFFER_BUTTONS[verb],
        caption=found.title,
        back=offer_link(found),
        button=OFFER_BUTTONS[verb],
        said=[SAID[verb]],
        facts=[
            Fact("Who offers", found.offerer.name),
            Fact("People a year", found.capacity),
            Fact("Price", price_in_words(prices_seen(request.actor, [found]).get(found.pk))),
        ],
        is_final=verb in ("decline", "withdraw"),
    ).shown(request, form)


def _new(scheme: Scheme) -> str:
    return reverse("noticeboard_offer_new", args=[scheme.code])


def _on_the_board(request: PageRequest, reference: str) -> Offer:
    found = offers_on_the_board(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("no offer on the noticeboards of this viewer has this reference")
    return found
