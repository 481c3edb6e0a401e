"""What became of the people who were referred to a service on trial, in counts alone (S235)."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.core.access.actor import as_system
from throughline.core.time import start_of_london_day
from throughline.line.models import Outcome, Referral
from throughline.line.states import COMPLETED, DECLINED, WITHDRAWN
from throughline.supply.models import Pilot


@dataclass(frozen=True)
class TrialFigures:
    """People referred during a trial, how many completed, and how many recorded outcomes were achieved."""

    referred: int
    completed: int
    outcomes: int
    achieved: int


def people_on_trial(pilot: Pilot) -> TrialFigures:
    """
    The figures of a trial, for a caller who has asked whether whoever looks may decide on it.

    Referrals that were declined or withdrawn are left out. Outcomes stay counted when the service is kept.
    """
    # Counted past row security: whoever decides on a trial sees none of the people, here or elsewhere.
    with as_system():
        sent = Referral.objects.filter(
            service=pilot.service_id, sent_at__gte=start_of_london_day(pilot.during.from_)
        ).exclude(state__in=(DECLINED, WITHDRAWN))
        if pilot.during.to is not None:
            sent = sent.filter(sent_at__lt=start_of_london_day(pilot.during.to))
        outcomes = Outcome.objects.filter(referral__in=sent)
        return TrialFigures(
            referred=sent.values("person").distinct().count(),
            completed=sent.filter(state=COMPLETED).values("person").distinct().count(),
            outcomes=outcomes.count(),
            achieved=outcomes.filter(achieved=Outcome.Achieved.YES).count(),
        )
