"""What the demonstration's division says of referring, and what its officer does not find."""

from __future__ import annotations

from datetime import datetime

from throughline.core.access import acting_as
from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.gateway.demonstration.cast import Cast
from throughline.line.actions.unmet import record_unmet_need
from throughline.line.models import UnmetNeed
from throughline.people.models import Person
from throughline.supply.actions.referral_policies import About, Says, publish_policy, write_note
from throughline.supply.models import LocalNote
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.stances import Stance
from throughline.vocabulary.unmet import NothingFits

WORDS = """Look at what each person needs. Where a service of the rate card suits them, refer.

The division's budget is there to be used. Whether it lasts is for the budget holder, not for you."""


def mixed_messages(cast: Cast, commissioner: Actor, officer: Actor, *, at: datetime) -> LocalNote:
    """The division encourages the rate card; a note to one team says to think of something else first."""
    with acting_as(commissioner):
        publish_policy(
            organisation=cast.division,
            title="Referring to services of the rate card",
            text=WORDS,
            stances=[Says(About(route=FundingRoute.RATE_CARD), Stance.ENCOURAGE)],
            from_on=london_day(at),
            by=cast.users["commissioner"],
            at=at,
        )
    with acting_as(officer):
        return write_note(
            organisation=cast.division,
            team="Court team",
            about=About(route=FundingRoute.RATE_CARD),
            stance=Stance.DISCOURAGE,
            text="Ask me before you spend on the rate card: we were told that money is tight.",
            by=cast.users["responsible_officer"],
            at=at,
        )


def nothing_fits(person: Person, cast: Cast, *, at: datetime) -> UnmetNeed:
    """The officer, who acts, finds nothing for somebody who was in a gang."""
    return record_unmet_need(
        person=person,
        need=Need.GANGS,
        wanted="Somebody who was in a gang and left, to meet every week for half a year",
        reason=NothingFits.NONE_HERE,
        area=person.home_area,
        population=Population.YOUNG_ADULTS,
        organisation=cast.division,
        by=cast.users["responsible_officer"],
        at=at,
    )
