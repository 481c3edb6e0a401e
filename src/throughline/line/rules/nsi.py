"""What a case system should hold of a referral, derived from our record; and what it holds (S90)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughline.line.states import COMPLETED, DECLINED, ENDED_EARLY, OVER, WITHDRAWN
from throughline.vocabulary.nsi import NsiAspect, NsiOutcome, NsiStatus

_OUTCOME_OF: Mapping[str, NsiOutcome] = {
    DECLINED: NsiOutcome.CANCELLED,
    WITHDRAWN: NsiOutcome.CANCELLED,
    ENDED_EARLY: NsiOutcome.ENDED_EARLY,
    COMPLETED: NsiOutcome.COMPLETED,
}

Fact = str | date | None

NOTHING: Final = "Nothing"
"""What stands in a list where one side holds nothing."""


@dataclass(frozen=True)
class NsiFacts:
    """A referral as an NSI: the code of its service, where it stands, how and when it ended."""

    code: str
    status: NsiStatus
    outcome: NsiOutcome | None
    referred_on: date | None
    started_on: date | None
    ended_on: date | None

    def of(self, aspect: str) -> Fact:
        """One of the facts by the name of its aspect; nothing where there is none."""
        found: Fact = getattr(self, NsiAspect(aspect).value)
        return found


def nsi_facts(
    *, state: str, code: str, sent_on: date | None, started_on: date | None, ended_on: date | None
) -> NsiFacts:
    """
    The facts of a referral in a state, which say nothing that the referral does not.

    One that was declined, or withdrawn, was cancelled; work that began is completed or ended early.
    """
    return NsiFacts(
        code=code,
        status=NsiStatus.OVER if state in OVER else NsiStatus.UNDER_WAY,
        outcome=_OUTCOME_OF.get(state),
        referred_on=sent_on,
        started_on=started_on,
        ended_on=ended_on,
    )


def differences(
    ours: NsiFacts, theirs: Mapping[str, Fact], looked_at: Collection[str]
) -> Mapping[str, tuple[str, str]]:
    """
    Where another system holds something else: our words and theirs, by aspect, in the order of the aspects.

    Only aspects in `looked_at` are compared. Nothing on one side and something on the other is a difference.
    """
    found = {}
    for aspect in NsiAspect:
        if aspect not in looked_at:
            continue
        here, there = ours.of(aspect) or "", theirs.get(aspect) or ""
        if here != there:
            found[aspect.value] = (in_words(aspect, here), in_words(aspect, there))
    return found


def in_words(aspect: str, fact: Fact) -> str:
    """A fact as it stands in a list: days in full, statuses and outcomes in words, codes as they are."""
    if not fact:
        return NOTHING
    if isinstance(fact, date):
        return f"{fact:%-d %B %Y}"
    if aspect == NsiAspect.STATUS:
        return str(NsiStatus(fact).label)
    if aspect == NsiAspect.OUTCOME:
        return str(NsiOutcome(fact).label)
    return fact
