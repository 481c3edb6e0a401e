"""The list of referrals that a prime's agreements carry: its columns and filters."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from throughline.core.models import Organisation
from throughline.core.time import start_of_london_day
from throughline.line.models import Referral
from throughline.line.queries.chain import chain_referrals, deliverers_in_chain
from throughline.line.states import ReferralState
from throughline.web.forms import ChoiceField, DateField, FilterForm, TextField
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.navigation import address_of
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.referrals.words import state_tag

_STATES = [(code, name) for code, name in ReferralState.choices if code != ReferralState.DRAFT]


class ChainFilters(FilterForm):
    """What the chain's referrals can be narrowed by."""

    state = ChoiceField(label="State", choices=_STATES, menu=True, nothing="Any state")
    deliverer = ChoiceField(label="Delivered by", menu=True, nothing="Anybody")
    service = TextField(label="Service")
    sent_from = DateField(label="Sent on or after", thing="the first day of sending")
    sent_to = DateField(label="Sent on or before", thing="the last day of sending")

    def __init__(self, request: PageRequest) -> None:
        super().__init__(request.GET, today=today(request))
        deliverers: QuerySet[Organisation] = deliverers_in_chain(request.actor)
        self.fields["deliverer"].choices = [  # type: ignore[attr-defined]
            (one.reference, one.name) for one in deliverers
        ]


def chain_list(request: PageRequest, filters: ChainFilters) -> Table[Referral]:
    """The referrals of the chain of whoever looks, narrowed."""
    return listing(
        request,
        _narrowed(chain_referrals(request.actor), filters),
        COLUMNS,
        sort="-sent",
        name="chain",
        title="Referrals in the chain",
        noun=("referral", "referrals"),
        empty="Referrals to the services of your chain appear here from the moment an officer sends them.",
    )


def _narrowed(referrals: QuerySet[Referral], filters: ChainFilters) -> QuerySet[Referral]:
    chosen = filters.chosen
    if state := chosen.get("state"):
        referrals = referrals.filter(state=state)
    if deliverer := chosen.get("deliverer"):
        referrals = referrals.filter(deliverer__reference=deliverer)
    if service := chosen.get("service"):
        referrals = referrals.filter(service__name__icontains=service)
    if first := chosen.get("sent_from"):
        referrals = referrals.filter(sent_at__gte=start_of_london_day(first))
    if last := chosen.get("sent_to"):
        referrals = referrals.filter(sent_at__lt=start_of_london_day(last + timedelta(days=1)))
    return referrals


def _reference(one: Referral) -> Link | str:
    address = address_of("referral", reference=one.reference)
    return Link(one.reference, address) if address else one.reference


COLUMNS = (
    Column[Referral]("reference", "Referral", _reference),
    Column[Referral]("service", "Service", lambda one: one.service.name, order="service__name"),
    Column[Referral]("deliverer", "Delivered by", lambda one: one.deliverer.name, order="deliverer__name"),
    Column[Referral]("state", "State", lambda one: state_tag(one.state), order="state"),
    Column[Referral]("sent", "Sent", lambda one: one.sent_at, order="sent_at", nullable=True),
    Column[Referral]("ended", "Ended", lambda one: one.ended_at, order="ended_at", nullable=True),
)
