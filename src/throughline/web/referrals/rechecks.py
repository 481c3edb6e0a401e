"""What a risk that was raised or has grown since sending asks of whoever looks at a referral (S108)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.models import RecheckDecision
from throughline.line.queries.record import ReferralRecord, Relation
from throughline.line.states import HOLDS_A_PLACE, STARTED
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Link, Waiting
from throughline.web.referrals.risks import conflict_in_words

END = RecheckDecision.Decided.END


def risk_waits(record: ReferralRecord, actor: Actor, at: datetime) -> Iterator[Waiting]:
    """What waits on the officer, or on whoever works under a referral that the officer wants ended."""
    referral, on = record.referral, london_day(at)
    if Relation.OFFICER in record.relations and actor.may(Permission.SUPERVISE):
        if record.new_risks:
            href = address_of("referral_new_risks", reference=referral.reference) or ""
            since = min(flag.during.from_ for flag in record.new_risks)
            names = words.and_list(str(flag) for flag in record.new_risks)
            yield Waiting(Link("Decide who is told of a new risk", href), on, names, since)
        if record.late_conflicts:
            href = address_of("referral_new_risks", reference=referral.reference) or ""
            since = min(one.since for one in record.late_conflicts)
            said = ". ".join(
                conflict_in_words(one.conflict, referral.service.name) for one in record.late_conflicts
            )
            yield Waiting(Link("Decide on what a risk forbids", href), on, said, since)
        if record.recheck is not None and decision_of(record) is None and referral.state in HOLDS_A_PLACE:
            href = address_of("referral_recheck", reference=referral.reference) or ""
            since = london_day(record.recheck.found_at)
            yield Waiting(Link("Decide whether it goes on", href), on, record.recheck.why, since)
    decided = decision_of(record)
    if decided is not None and decided.decided == END and referral.state == STARTED and record.delivers:
        href = address_of("referral_end_early", reference=referral.reference) or ""
        since = london_day(decided.decided_at)
        yield Waiting(Link("End it early, as the officer asks", href), on, decided.reason, since)


def risk_facts(record: ReferralRecord) -> list[Fact]:
    """How grave harm is held to be now, and what the officer decided about a service that rules it out."""
    person = record.person
    if person is None:
        return []
    facts = [
        Fact("Risk of serious harm", person.get_risk_level_display()),
        Fact("MAPPA", person.get_mappa_display()),
    ]
    if (decided := decision_of(record)) is not None and record.recheck is not None:
        by = f"{decided.decided_by.full_name}, {words.day(decided.decided_at)}"
        facts += [
            Fact("Held against its rules", record.recheck.why),
            Fact("Decided", [f"{decided.get_decided_display()}: {decided.reason}", by]),
        ]
    return facts


def decision_of(record: ReferralRecord) -> RecheckDecision | None:
    """What was decided about the last time the risk ruled the service out, if anything."""
    found: RecheckDecision | None = getattr(record.recheck, "decision", None)
    return found
