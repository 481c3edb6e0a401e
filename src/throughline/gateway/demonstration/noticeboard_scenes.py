"""What stands on the demonstration's noticeboard: a need that nobody answered, and an offer to another."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM, Actor
from throughline.core.models import Area
from throughline.core.money import Money
from throughline.gateway.demonstration.cast import Cast
from throughline.supply.actions.noticeboard import Offering, Wanting, make_offer, state_need
from throughline.supply.models import Offer
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.routes import PriceUnit


def needs_and_an_offer(
    cast: Cast, officer: Actor, manager: Actor, *, long_ago: datetime, lately: datetime, today: date
) -> Offer:
    """The officer's division has asked for housing for a long time; somebody offers what else it needs."""
    with acting_as(SYSTEM):
        area = Area.objects.filter(roles__organisation=cast.division, roles__scheme=cast.scheme).first()
    assert area is not None
    by = cast.users["responsible_officer"]
    with acting_as(officer):
        state_need(
            scheme=cast.scheme,
            asker=cast.division,
            wanting=Wanting(
                title="Somewhere to live for the first month after prison",
                description="People leave on a Friday with nowhere to go.",
                need=Need.ACCOMMODATION,
                population=Population.ANYBODY,
                area=area,
                people=60,
                wanted_by=today + timedelta(90),
            ),
            by=by,
            at=long_ago,
        )
        wanted = state_need(
            scheme=cast.scheme,
            asker=cast.division,
            wanting=Wanting(
                title="Help with benefits on the day of release",
                description="",
                need=Need.FINANCE,
                population=Population.ANYBODY,
                area=area,
                people=120,
                wanted_by=today + timedelta(60),
            ),
            by=by,
            at=lately,
        )
    with acting_as(manager):
        return make_offer(
            scheme=cast.scheme,
            offerer=cast.service.deliverer,
            to=cast.division,
            offering=Offering(
                title="An adviser at the gate, every weekday",
                proposal="One of us meets people on the morning they leave and stays until the claim is in.",
                service=None,
                capacity=100,
                available_from=today + timedelta(30),
                amount=Money("64.00"),
                unit=PriceUnit.START,
            ),
            by=cast.users["provider_manager"],
            at=lately + timedelta(hours=2),
            need=wanted,
        )
