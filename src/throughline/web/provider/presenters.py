"""What the provider manager's home and decisions say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.queries.clocks import decide_by
from throughline.line.queries.record import ReferralRecord
from throughline.line.queries.referrals import referrals_delivered_by
from throughline.line.queries.silence import quiet_now
from throughline.line.queries.waiting import waiting_for_provider
from throughline.line.queries.workload import counts_by_state, places_taken
from throughline.money.queries.prices import price_we_are_paid
from throughline.vocabulary.routes import BY_WHAT_IS_PLANNED, PriceUnit
from throughline.web.pieces import Fact, Figure, Waiting
from throughline.web.silence.presenters import quiet_waits
from throughline.web.words import plural
from throughline.web.worker.presenters import feedback_that_waits, waiting_line

FIGURES = (
    ("sent", "wait for your decision"),
    ("queried", "wait for the officer’s answer"),
    ("accepted", "wait for a worker"),
    ("allocated", "given to a worker, not started"),
    ("started", "under way"),
)


@dataclass(frozen=True)
class HomePage:
    """What waits, and how many referrals stand where."""

    actor: Actor
    at: datetime

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits on the manager, oldest first."""
        found = [waiting_line(one, on=self.at) for one in waiting_for_provider(self.actor, self.at)]
        found += feedback_that_waits(self.actor, self.at)
        on = london_day(self.at)
        found += quiet_waits(quiet_now(referrals_delivered_by(self.actor), on=on), on=on)
        return sorted(found, key=lambda one: one.since or on)

    @cached_property
    def figures(self) -> list[Figure]:
        """Referrals that are not over, by where they stand; each opens its list."""
        counts = counts_by_state(self.actor)
        return [
            Figure(counts.get(state, 0), label, href=f"{reverse('referrals')}?state={state}")
            for state, label in FIGURES
        ]


def facts_to_decide_on(record: ReferralRecord, actor: Actor) -> list[Fact]:
    """What accepting rests on: for whom, from whom, by when, the places, and what we are paid."""
    referral = record.referral
    due = decide_by(referral)
    return [
        Fact("Service", referral.service.name),
        Fact("Referred by", f"{referral.referred_by.full_name}, {referral.supervisor.name}"),
        Fact("Why", referral.reason),
        Fact("Planned", plural(referral.planned_sessions, "session")),
        Fact("Decide by", due),
        Fact("Places", _places(referral, actor)),
        Fact("You are paid", _paid(referral, actor)),
    ]


def _places(referral: Referral, actor: Actor) -> str:
    taken = places_taken(actor, referral.service)
    places = referral.service.places
    if places is None:
        return f"{taken} taken. No number of places is recorded for this service"
    return f"{taken} of {places} taken, this referral included"


def _paid(referral: Referral, actor: Actor) -> str:
    price = price_we_are_paid(referral, actor)
    if price is None:
        return "Not by use: no price is agreed for this route"
    by_unit = f"{price.amount.display()} for {PriceUnit(price.unit).label} by {price.payer.name}"
    if price.unit in BY_WHAT_IS_PLANNED:
        return f"{by_unit}: {price.expected.display()} for {plural(referral.planned_sessions, 'session')}"
    return by_unit
