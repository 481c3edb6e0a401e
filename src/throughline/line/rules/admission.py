"""Whether a service admits one more person today: its intake, its month, its trial (S63, S235)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from throughline.core.periods import Period
from throughline.vocabulary.delivery import Intake


@dataclass(frozen=True)
class Stated:
    """
    What a provider states of its intake.

    `instead` is what people are told to do meanwhile: another service, a reason, or nothing.
    """

    name: str
    intake: str
    cap: int | None
    instead: str = ""


@dataclass(frozen=True)
class OnTrial:
    """A trial on which nobody has decided: its days, and for at most how many people."""

    during: Period
    most_people: int | None


def refused_by_intake(stated: Stated, *, sent_this_month: int) -> str:
    """Why a service that is closed, or has taken a month's referrals, takes no more; empty when it does."""
    if stated.intake == Intake.CLOSED:
        instead = f". {stated.instead}" if stated.instead else ": choose another service"
        return f"{stated.name} is closed to new referrals{instead}"
    if stated.intake == Intake.CAPPED and stated.cap is not None and sent_this_month >= stated.cap:
        return (
            f"{stated.name} takes {stated.cap} referral{'s'[: stated.cap != 1]} a month, and has taken them: "
            "send this one next month, or choose another service"
        )
    return ""


def refused_by_trial(name: str, trial: OnTrial, *, people: int, is_among_them: bool, on: date) -> str:
    """
    Why a service on trial takes nobody more; empty when it does.

    `people` have been referred to it during the trial; somebody among them may be referred again. Once its
    last day is over nobody is, until somebody has decided what becomes of it.
    """
    if trial.during.ends_by(on):
        last = trial.during.last_day
        return (
            f"The trial of {name} ended on {last:%-d %B %Y}, and nobody has decided what becomes of it: "
            "choose another service, or ask its owner"
        )
    if on < trial.during.from_:
        return f"The trial of {name} begins on {trial.during.from_:%-d %B %Y}: choose another service"
    if trial.most_people is not None and people >= trial.most_people and not is_among_them:
        return (
            f"{name} is on trial for {trial.most_people} people, and has them: "
            "choose another service, or ask its owner"
        )
    return ""
