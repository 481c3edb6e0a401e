"""The referral policy of the demonstration's division, and a note of the officer that contradicts it."""

from __future__ import annotations

from datetime import datetime

from throughline.core.access import acting_as
from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.gateway.demonstration.cast import Cast
from throughline.supply.actions.referral_policies import About, Says, publish_policy, write_note
from throughline.supply.models import LocalNote
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.stances import Stance

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
