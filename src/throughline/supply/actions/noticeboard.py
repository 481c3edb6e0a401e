"""Stating a need, making an offer, and answering either (S76)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from throughline.core.access import as_system, current_actor, require
from throughline.core.events import announce
from throughline.core.models import Area, Organisation, User
from throughline.core.money import Money
from throughline.core.refusals import Refusal
from throughline.core.states import move, move_named
from throughline.core.time import london_day
from throughline.supply.events import NeedAnswered, OfferAnswered, OfferMade
from throughline.supply.models import Offer, OfferPrice, Scheme, Service, StatedNeed
from throughline.supply.states import NeedState, OfferState
from throughline.vocabulary.permissions import Permission


class NeedWantedInThePast(Refusal):
    """The day by which something is needed is over."""

    field = "wanted_by"


class NeedIsOver(Refusal):
    """The need takes no offers now; the sentence says where it stands (S76)."""


class OfferToOneself(Refusal):
    """The organisation would make an offer to itself."""

    field = "to"


class ServiceOfOthers(Refusal):
    """The service that is offered is another organisation's."""

    field = "service"


class OfferSaysNothing(Refusal):
    """The offer names no service and proposes none."""

    field = "proposal"


@dataclass(frozen=True)
class Wanting:
    """What is needed: see `StatedNeed` for what each part means."""

    title: str
    description: str
    need: str
    population: str
    area: Area
    people: int
    wanted_by: date


@dataclass(frozen=True)
class Offering:
    """What is offered, and for how much: see `Offer` and `OfferPrice`."""

    title: str
    proposal: str
    service: Service | None
    capacity: int
    available_from: date
    amount: Money
    unit: str


@transaction.atomic
def state_need(
    *, scheme: Scheme, asker: Organisation, wanting: Wanting, by: User, at: datetime
) -> StatedNeed:
    """
    State on the noticeboard what an organisation needs; it waits for an answer from then on.

    :raises NotAllowed: whoever acts states no needs for the organisation
    :raises NeedWantedInThePast: the day by which it is wanted is over
    """
    require(current_actor(), Permission.STATE_NEEDS, within=asker.pk, to=f"state what {asker} needs")
    if wanting.wanted_by < london_day(at):
        raise NeedWantedInThePast("Day by which it is needed must be today or in the future")
    return StatedNeed.objects.create(
        scheme=scheme, asker=asker, stated_by=by, stated_at=at, waiting_since=at, **vars(wanting)
    )


@transaction.atomic
def move_need(*, need: StatedNeed, name: str, by: User, at: datetime, why: str) -> StatedNeed:
    """
    Say what became of a need: `meet`, `answer` (that it cannot be met now), `ask_again` or `withdraw`.

    Whoever asked is told of an answer.

    :raises NotAllowed: whoever acts may not
    :raises MoveNotAllowed: it is not in a state that the move leaves
    :raises ReasonMissing: no reason was given
    """
    chosen = move_named(need.MOVES, name)
    require(current_actor(), chosen.may, within=list(need.organisations_for(chosen.may)), to=chosen.says)
    _move_need(need, name, by=by, at=at, why=why)
    if name == "ask_again" and _has_offers_left(need):
        _move_need(need, "offer", by=by, at=at, why="Offers made before are still open")
    if name == "answer":
        announce(NeedAnswered(need_id=need.pk, by_id=by.pk, at=at))
    return need


@transaction.atomic
def make_offer(
    *,
    scheme: Scheme,
    offerer: Organisation,
    to: Organisation,
    offering: Offering,
    by: User,
    at: datetime,
    need: StatedNeed | None = None,
) -> Offer:
    """
    Offer something to a body that buys, or to the need it stated; whom it is made to is told.

    :raises NotAllowed: whoever acts makes no offers for the organisation
    :raises OfferToOneself: it is made to the organisation that makes it
    :raises OfferSaysNothing: it names no service of the offerer's, and proposes none
    :raises ServiceOfOthers: it neither delivers the service it names nor stands in its chain
    :raises NeedIsOver: the need is met or withdrawn, or was said to be one that cannot be met now
    """
    require(current_actor(), Permission.OFFER_SERVICES, within=offerer.pk, to=f"make an offer for {offerer}")
    if offerer == to:
        raise OfferToOneself(f"{offerer} cannot make an offer to itself")
    if offering.service is None and not offering.proposal:
        raise OfferSaysNothing("Select a service of the directory, or say what you propose")
    if offering.service is not None and offerer.pk not in offering.service.organisations_for(""):
        raise ServiceOfOthers(f"{offerer} neither gives {offering.service} nor answers for it in its chain")
    if need is not None:
        _open_to_offers(need)
    made = Offer.objects.create(
        scheme=scheme,
        offerer=offerer,
        to=to,
        need=need,
        service=offering.service,
        title=offering.title,
        proposal=offering.proposal,
        capacity=offering.capacity,
        available_from=offering.available_from,
        made_by=by,
        made_at=at,
    )
    OfferPrice.objects.create(offer=made, amount=offering.amount, unit=offering.unit)
    if need is not None and need.state == NeedState.WAITING:
        _move_need(need, "offer", by=by, at=at, why=f"Offer {_reference(made)}")
    announce(OfferMade(offer_id=made.pk, by_id=by.pk, at=at))
    return made


@transaction.atomic
def move_offer(*, offer: Offer, name: str, by: User, at: datetime, why: str = "") -> Offer:
    """
    Answer an offer (`talk`, `take_up`, `decline`) or withdraw one's own (`withdraw`).

    Taking up meets the need it answers. When no offer to a need is left, the need waits again. Whoever
    made the offer is told of the answer.

    :raises NotAllowed: whoever acts may not
    :raises MoveNotAllowed: it is not in a state that the move leaves
    :raises ReasonMissing: the move needs a reason
    """
    chosen = move_named(offer.MOVES, name)
    require(current_actor(), chosen.may, within=list(offer.organisations_for(chosen.may)), to=chosen.says)
    need = offer.need
    with as_system():
        if need is not None:
            # The need first, always: two answers at once would otherwise lock them in either order.
            need = StatedNeed.objects.select_for_update().get(pk=need.pk)
        move(offer, name, by=by, at=at, why=why)
    if need is not None:
        _follow(offer, need, by=by, at=at)
    if name != "withdraw":
        announce(OfferAnswered(offer_id=offer.pk, by_id=by.pk, at=at))
    return offer


def _follow(offer: Offer, need: StatedNeed, *, by: User, at: datetime) -> None:
    """What becomes of a need because of what became of an offer to it."""
    if offer.state == OfferState.TAKEN_UP and need.state in (NeedState.WAITING, NeedState.OFFERED):
        _move_need(need, "meet", by=by, at=at, why=f"Offer {offer.reference} was taken up")
    elif need.state == NeedState.OFFERED and not _has_offers_left(need):
        _move_need(need, "lapse", by=by, at=at, why=f"Offer {offer.reference} was the last")


def _has_offers_left(need: StatedNeed) -> bool:
    with as_system():
        return need.offers.filter(state__in=(OfferState.MADE, OfferState.TALKING)).exists()


def _move_need(need: StatedNeed, name: str, *, by: User, at: datetime, why: str) -> None:
    waits = move_named(need.MOVES, name).to == NeedState.WAITING
    with as_system():  # what follows from an offer is not the asker's own act
        move(need, name, by=by, at=at, why=why, also={"waiting_since": at if waits else None})


def _open_to_offers(need: StatedNeed) -> None:
    with as_system():
        need.state = StatedNeed.objects.select_for_update(of=("self",)).get(pk=need.pk).state
    if need.state not in (NeedState.WAITING, NeedState.OFFERED):
        said = NeedState(need.state).label.lower()
        raise NeedIsOver(f"You cannot make an offer to this need, because it is now: {said}")


def _reference(made: Offer) -> str:
    made.refresh_from_db(fields=["reference"])
    return made.reference
