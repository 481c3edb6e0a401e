"""Risks as the page of a referral shows them (D12, D14, S94, S95)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.line.models import RiskSharing
from throughline.line.queries.record import RiskShown
from throughline.line.rules.conflicts import Conflict
from throughline.people.models import RiskFlag
from throughline.vocabulary.involved import in_a_sentence, in_their_order
from throughline.vocabulary.risks import called
from throughline.web import words
from throughline.web.pieces import Fact, Link, Tag


@dataclass(frozen=True)
class RiskCard:
    """One risk: its kind, whether it was shared, and what whoever works with the person must know."""

    kind: str
    tag: Tag
    facts: list[Fact]
    does: Sequence[Link] = ()


def risk_cards(risks: Iterable[RiskShown], *, tells_readings: bool) -> list[RiskCard]:
    """Cards of decided risks; `tells_readings` adds who at the provider first read each, for the officer."""
    return [_card(one, tells_readings) for one in risks]


def flag_facts(flag: RiskFlag) -> list[Fact]:
    """What a flag says: the risk, its restrictions, who is protected, what to watch for and what to do."""
    restrictions = [str(one) for one in flag.restrictions.all()]
    facts = [
        Fact("What the risk is", flag.detail),
        Fact("Restrictions", restrictions),
        Fact("Forbids or limits", [str(one.label) for one in in_their_order(flag.limits)]),
        Fact("Who is protected", flag.who_is_protected),
        Fact("Signs to watch for", flag.signs_to_watch),
        Fact("What to do", flag.what_to_do),
    ]
    return [fact for fact in facts if fact.value]


def conflict_in_words(conflict: Conflict, service: str) -> str:
    """What a risk forbids of what a service does, in a sentence (S96)."""
    said = f"{called(conflict.flag.kind)} forbids or limits {in_a_sentence(conflict.things)}"
    return f"{said[:1].upper()}{said[1:]}, which {service} may involve"


def _card(shown: RiskShown, tells_readings: bool) -> RiskCard:
    sharing = shown.sharing
    facts = flag_facts(shown.flag)
    if shown.flag.why_ended and shown.flag.during.to is not None:
        facts.append(Fact("Ended", f"{words.day(shown.flag.during.to)}: {shown.flag.why_ended}"))
    if not sharing.shared:
        facts.append(Fact("Why it was withheld", sharing.reason))
    elif tells_readings:
        facts.append(Fact("First read", _readings(shown)))
    facts += _why_it_goes_on(sharing)
    tag = Tag("Shared", "green") if sharing.shared else Tag("Withheld", "orange")
    return RiskCard(shown.flag.get_kind_display(), tag, facts)


def _why_it_goes_on(sharing: RiskSharing) -> list[Fact]:
    """What the service involves that the risk forbids, and why both sides go on (S96)."""
    return [
        fact
        for decided in sharing.going_on.all()
        for fact in (
            Fact("Involved all the same", f"This service may involve {in_a_sentence(decided.things)}"),
            Fact("Why the officer goes on", decided.reason),
            Fact("Why the provider goes on", decided.coordinator_reason),
            Fact("Spoken of with", f"{decided.coordinator}, {words.day(decided.spoke_on)}"),
        )
    ]


def _readings(shown: RiskShown) -> list[str] | str:
    found = [f"{one.read_by.full_name} on {words.moment(one.read_at)}" for one in shown.readings]
    return found or "Nobody at the provider has read it yet"
