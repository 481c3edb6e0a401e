"""Which references somebody who sees money must not read, because a limit hides the case from them (S111)."""

from __future__ import annotations

from throughline.core.access.actor import Actor, as_system
from throughline.line.models import Referral
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
        people = list(hidings_from(actor).values_list("person_id", flat=True))
        if not people:
            return frozenset()
        return frozenset(Referral.objects.filter(person__in=people).values_list("reference", flat=True))
