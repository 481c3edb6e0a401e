"""A division and a prime of one area that have intentions due, for the tests of commissioning intentions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tests import factories as make
from throughline.core.access.actor import acting_as
from throughline.core.models import Area, Organisation, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import FinancialYear
from throughline.open_data.actions.intentions import publish_intentions
from throughline.open_data.models import Publication
from throughline.supply.actions.intentions import Stated, move_intention, state_intention
from throughline.supply.models import Intention, Scheme

YEAR = FinancialYear(2018)
DUE = date(2018, 1, 31)
IN_TIME = datetime(2018, 1, 15, 9, tzinfo=UTC)


@dataclass
class Intending:
    """Who means to buy, and what they do about it."""

    scheme: Scheme
    area: Area
    division: Organisation
    prime: Organisation
    commissioner: User

    def stated(self, at: datetime = IN_TIME, **said: Any) -> Intention:
        """The commissioner states an intention for `YEAR`."""
        with acting_as(make.acting(self.commissioner)):
            return state_intention(
                scheme=self.scheme,
                body=self.division,
                year=YEAR,
                stated=stated(self.area, **said),
                by=self.commissioner,
                at=at,
            )

    def moved(self, intention: Intention, name: str, why: str = "", at: datetime = IN_TIME) -> Intention:
        """The commissioner says what became of it."""
        with acting_as(make.acting(self.commissioner)):
            return move_intention(intention=intention, name=name, by=self.commissioner, at=at, why=why)

    def published(self, at: datetime = IN_TIME, why: str = "") -> Publication:
        """The commissioner publishes the division's year."""
        with acting_as(make.acting(self.commissioner)):
            return publish_intentions(
                scheme=self.scheme,
                body=self.division,
                year=YEAR,
                by=self.commissioner,
                at=at,
                why_amended=why,
            )


def stated(area: Area, **said: Any) -> Stated:
    """A two-year grant for mentoring, unless said otherwise."""
    usual: dict[str, Any] = {
        "title": "Mentoring for women",
        "description": "For sixty women a year",
        "kind": None,
        "needs": ["mentoring", "women"],
        "area": area,
        "form": "grant",
        "opens_on": date(2018, 5, 1),
        "during": Period(date(2018, 9, 1), date(2020, 9, 1)),
        "value_from": Money("50000.00"),
        "value_to": Money("80000.00"),
        "whom_to_ask": "commissioning@example.org",
    }
    return Stated(**usual | said)


def intending(code: str = "tr") -> Intending:
    """A scheme with its rule, an area, its division and its prime."""
    scheme = make.SchemeFactory(code=code, name="Transforming Rehabilitation")
    rule = {"month": 1, "day": 31, "bodies": ["division", "prime"]}
    make.SchemeRuleFactory(scheme=scheme, name="intentions_due", value=rule)
    area = make.AreaFactory(name="Northmoor")
    division = make.OrganisationFactory(name="NPS Ridgeway", kind="public")
    prime = make.OrganisationFactory(name="Northmoor CRC", kind="company")
    for role, body in (("division", division), ("prime", prime)):
        make.AreaRoleFactory(scheme=scheme, area=area, organisation=body, role=role)
    commissioner = make.member("commissioner", division, full_name="Grace Hughes")
    return Intending(scheme, area, division, prime, commissioner)
