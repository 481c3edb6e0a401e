"""What the commissioner of the demonstration means to buy: published, and changed since."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from throughline.core.access import acting_as
from throughline.core.access.actor import Actor
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import FinancialYear
from throughline.gateway.demonstration.cast import Cast
from throughline.open_data.actions.intentions import publish_intentions
from throughline.supply.actions.intentions import Stated, move_intention, state_intention
from throughline.supply.models import Intention
from throughline.supply.queries.intentions import Commissions, areas_offered
from throughline.vocabulary.needs import Need


def publish_the_years_intentions(cast: Cast, actor: Actor, *, at: datetime, today: date) -> Intention:
    """A grant and a contract for the next financial year, published; then talks with providers begin."""
    year = FinancialYear.containing(today).next
    commissioner = cast.users["commissioner"]
    with acting_as(actor):
        for stated in (_contract(cast, year, today), _grant(cast, year, today)):
            made = state_intention(
                scheme=cast.scheme, body=cast.division, year=year, stated=stated, by=commissioner, at=at
            )
        publish_intentions(scheme=cast.scheme, body=cast.division, year=year, by=commissioner, at=at)
        later = at + timedelta(hours=3)
        return move_intention(intention=made, name="talk", by=commissioner, at=later)


def _grant(cast: Cast, year: FinancialYear, today: date) -> Stated:
    begins = year.period.from_
    return Stated(
        title="Mentoring for women leaving prison",
        description="About sixty women a year, met at the gate and for six months after.",
        kind=None,
        needs=[Need.MENTORING, Need.WOMEN],
        area=areas_offered(Commissions(cast.scheme, cast.division), on=today)[0],
        form=Intention.Form.GRANT,
        opens_on=begins,
        during=Period(begins.replace(month=9), begins.replace(year=begins.year + 2, month=9)),
        value_from=Money("50000.00"),
        value_to=Money("80000.00"),
        whom_to_ask="commissioning@throughline.example",
    )


def _contract(cast: Cast, year: FinancialYear, today: date) -> Stated:
    begins = year.period.from_
    return Stated(
        title="Debt and benefit advice in every probation office",
        description="One day a week in each office, by telephone in between.",
        kind=None,
        needs=[Need.FINANCE],
        area=areas_offered(Commissions(cast.scheme, cast.division), on=today)[0],
        form=Intention.Form.CONTRACT,
        opens_on=begins.replace(month=6),
        during=Period(begins.replace(month=10), begins.replace(year=begins.year + 3, month=10)),
        value_from=Money("240000.00"),
        value_to=Money("240000.00"),
        whom_to_ask="commissioning@throughline.example",
    )
