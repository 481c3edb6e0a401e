"""Recording what a referral achieved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from throughline.core.models import User
from throughline.line.models import Outcome, Referral
from throughline.line.refusals import OutcomeMissing


@dataclass(frozen=True)
class Achieved:
    """How far one need was met (`Outcome.Achieved`), and what shows it."""

    how_far: str
    evidence: str


def record_outcomes(referral: Referral, outcomes: Mapping[str, Achieved], *, by: User, at: datetime) -> None:
    """
    Record what was achieved, by need; the need of the referral's own objective must be among them (S99).

    :raises OutcomeMissing: it is not, or an outcome has nothing that shows it
    """
    wanted = referral.objective.need
    if wanted not in outcomes:
        raise OutcomeMissing(f"Select how far the objective “{referral.objective.words}” was achieved")
    if any(not one.evidence.strip() for one in outcomes.values()):
        raise OutcomeMissing("Say what shows the outcome")
    Outcome.objects.bulk_create(
        Outcome(
            referral=referral,
            need=need,
            achieved=one.how_far,
            evidence=one.evidence.strip(),
            recorded_by=by,
            recorded_at=at,
        )
        for need, one in outcomes.items()
    )
