"""Which references somebody who sees money must not read, because a limit hides the case from them (S111)."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from throughline.core.access.actor import Actor, as_system
from throughline.core.models import Message
from throughline.line.models import Appointment, Referral, RiskConcern
from throughline.people.models import Person
from throughline.people.queries.limits import hidings_from
from throughline.vocabulary.permissions import Permission

OPENS_REFERRALS = frozenset(
    {Permission.SEE_OWN_CASES, Permission.SEE_ALL_CASES, Permission.SEE_CHAIN_REFERRALS}
)
"""Holders of any of these can open referrals, and so know whose case a number may be."""


def references_withheld(actor: Actor) -> frozenset[str]:
    """
    The references of every referral of the people hidden from `actor`.

    Amounts stay in every sum, or the books of two colleagues would differ; what leads to the case does not.
    Whoever only pays knows numbers and never people, and goes on deciding by them: for those it is empty.
    """
    if not actor.permissions_anywhere & OPENS_REFERRALS:
        return frozenset()
    with as_system():
        people = _hidden_from(actor)
        return _references(Referral, people) if people else frozenset()


def in_sight(messages: QuerySet[Message], actor: Actor) -> QuerySet[Message]:
    """Those of `messages` that lead to no record of the people hidden from `actor`."""
    with as_system():
        people = _hidden_from(actor)
        if not people:
            return messages
        persons = Person.objects.filter(pk__in=people).values_list("reference", flat=True)
        leads = frozenset(persons).union(
            *(_references(records, people) for records in (Referral, Appointment, RiskConcern))
        )
    named = "|".join(sorted(map(re.escape, leads)))
    return messages.exclude(Q(subject__regex=named) | Q(text__regex=named))


def _hidden_from(actor: Actor) -> list[int]:
    return list(hidings_from(actor).values_list("person_id", flat=True))


def _references(records: type[Referral | Appointment | RiskConcern], people: list[int]) -> frozenset[str]:
    return frozenset(records.objects.filter(person__in=people).values_list("reference", flat=True))
