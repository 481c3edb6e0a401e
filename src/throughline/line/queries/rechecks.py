"""Which open referrals a risk or MAPPA level rules out, and which of those wait on their officer (S108)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from throughline.core.access.actor import Actor
from throughline.line.models import Referral, RiskRecheck
from throughline.line.queries.circumstances import circumstances_of
from throughline.line.queries.referrals import referrals_supervised_by
from throughline.line.states import HOLDS_A_PLACE
from throughline.people.models import Person
from throughline.supply.queries.service_rules import rules_of
from throughline.supply.rules.eligibility import Answer, explain
from throughline.vocabulary.eligibility import Aspect

OF_RISK = frozenset({Aspect.RISK, Aspect.MAPPA})
"""What is looked at again when the risk changes; the rest was settled at referral, and stays settled."""


def ruled_out(person: Person, *, on: date) -> dict[Referral, str]:
    """Each open referral whose service takes nobody of the person's risk or MAPPA level, with why."""
    held = list(
        Referral.objects.filter(person=person, state__in=HOLDS_A_PLACE)
        .select_related("service")
        .order_by("pk")
    )
    rules = rules_of((one.service for one in held), on=on)
    known = circumstances_of(person, on=on)
    found = {}
    for one in held:
        parts = explain(rules[one.service_id], known).parts
        said = [part.sentence for part in parts if part.aspect in OF_RISK and part.answer == Answer.NO]
        if said:
            found[one] = ". ".join(said)
    return found


def rechecks_to_decide(actor: Actor, at: datetime) -> QuerySet[RiskRecheck]:
    """Undecided ones of open referrals of people whose officer the actor is now, or for whom they cover."""
    theirs = referrals_supervised_by(actor, at).filter(state__in=HOLDS_A_PLACE).values_list("pk", flat=True)
    found = RiskRecheck.objects.filter(decision=None, referral__in=list(theirs))
    return found.select_related("change", "referral__person", "referral__service", "referral__deliverer")


def asked_to_end(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those on which work has started and that the officer decided to end: the provider ends them."""
    return referrals.filter(rechecks__decision__decided="end", state__in=HOLDS_A_PLACE).distinct()
