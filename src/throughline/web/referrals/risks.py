"""Risks as the page of a referral shows them (D12, D14, S94, S95)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from throughline.line.queries.record import RiskShown
from throughline.people.models import RiskFlag
from throughline.web import words
from throughline.web.pieces import Fact, Tag


@dataclass(frozen=True)
class RiskCard:
    """One risk: its kind, whether it was shared, and what whoever works with the person must know."""

    kind: str
    tag: Tag
    facts: list[Fact]


def risk_cards(risks: Iterable[RiskShown], *, tells_readings: bool) -> list[RiskCard]:
    """Cards of decided risks; `tells_readings` adds who at the provider first read each, for the officer."""
    return [_card(one, tells_readings) for one in risks]


def flag_facts(flag: RiskFlag) -> list[Fact]:
    """What a flag says: the risk, its restrictions, who is protected, what to watch for and what to do."""
    restrictions = [str(one) for one in flag.restrictions.all()]
    facts = [
        Fact("What the risk is", flag.detail),
        Fact("Restrictions", restrictions),
        Fact("Who is protected", flag.who_is_protected),
        Fact("Signs to watch for", flag.signs_to_watch),
        Fact("What to do", flag.what_to_do),
    ]
    return [fact for fact in facts if fact.value]


def _card(shown: RiskShown, tells_readings: bool) -> RiskCard:
    sharing = shown.sharing
    facts = flag_facts(shown.flag)
    if not sharing.shared:
        facts.append(Fact("Why it was withheld", sharing.reason))
    elif tells_readings:
        facts.append(Fact("First read", _readings(shown)))
    tag = Tag("Shared", "green") if sharing.shared else Tag("Withheld", "orange")
    return RiskCard(shown.flag.get_kind_display(), tag, facts)


def _readings(shown: RiskShown) -> list[str] | str:
    found = [f"{one.read_by.full_name} on {words.moment(one.read_at)}" for one in shown.readings]
    return found or "Nobody at the provider has read it yet"
