"""A division, a prime and a charity of one scheme, for the tests of the noticeboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Area, Organisation, User
from throughline.core.money import Money
from throughline.supply.actions.noticeboard import (
    Offering,
    Wanting,
    make_offer,
    move_need,
    move_offer,
    state_need,
)
from throughline.supply.models import Offer, StatedNeed

DAYS = 30
"""How long the scheme gives for an answer."""


@dataclass
class Boarding:
    """Who asks and who offers, and what they do about it."""

    world: World
    area: Area

    def needed(self, by: User | None = None, at: datetime = make.NOW, **said: Any) -> StatedNeed:
        """The officer, unless another, states what the division needs."""
        who = by or self.world.officer
        wanting = {
            "title": "Somewhere to live for women leaving prison",
            "description": "",
            "need": "accommodation",
            "population": "women",
            "area": self.area,
            "people": 40,
            "wanted_by": date(2017, 10, 1),
        }
        with acting_as(make.acting(who)):
            return state_need(
                scheme=self.world.scheme,
                asker=self.world.division,
                wanting=Wanting(**wanting | said),  # type: ignore[arg-type]
                by=who,
                at=at,
            )

    def offered(
        self,
        need: StatedNeed | None = None,
        by: User | None = None,
        offerer: Organisation | None = None,
        at: datetime = make.NOW + timedelta(days=1),
        **said: Any,
    ) -> Offer:
        """The charity's manager, unless another, makes an offer to the division."""
        who = by or self.world.manager
        offering = {
            "title": "A house for six women",
            "proposal": "A worker is there by day",
            "service": None,
            "capacity": 6,
            "available_from": date(2017, 9, 1),
            "amount": Money("4321.09"),
            "unit": "start",
        }
        with acting_as(make.acting(who)):
            return make_offer(
                scheme=self.world.scheme,
                offerer=offerer or self.world.centre,
                to=self.world.division,
                offering=Offering(**offering | said),
                by=who,
                at=at,
                need=need,
            )

    def need_is(self, need: StatedNeed, name: str, by: User, at: datetime = make.NOW) -> StatedNeed:
        """Somebody says what became of a need."""
        with acting_as(make.acting(by)):
            return move_need(need=need, name=name, by=by, at=at, why="It was talked about")

    def offer_is(self, offer: Offer, name: str, by: User, at: datetime = make.NOW) -> Offer:
        """Somebody answers an offer, or withdraws it."""
        with acting_as(make.acting(by)):
            return move_offer(offer=offer, name=name, by=by, at=at, why="It was talked about")


def boarding() -> Boarding:
    """Charlene's world, with the noticeboard's rule and who answers for which area."""
    world = charlenes_world()
    make.SchemeRuleFactory(scheme=world.scheme, name="noticeboard_answer_days", value=DAYS)
    area = make.AreaFactory(name="Northmoor")
    for role, body in (("division", world.division), ("prime", world.prime)):
        make.AreaRoleFactory(scheme=world.scheme, area=area, organisation=body, role=role)
    return Boarding(world, area)
