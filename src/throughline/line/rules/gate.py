"""Who pays for resettlement of people in custody, by prison and by who holds the case (S222)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from throughline.vocabulary.custody import GateTerms, PrisonKind
from throughline.vocabulary.routes import CardPart


@dataclass(frozen=True)
class GateRule:
    """
    What a scheme says of resettlement through the gate.

    In prisons of the kinds `fee_for_service` it is mandatory, for everybody held there, and paid for as a
    service. In others an organisation with one of the roles `bought_by` buys it; for anybody else the entry
    of the service says who pays.
    """

    fee_for_service: frozenset[str]
    bought_by: frozenset[str]


@dataclass(frozen=True)
class Settled:
    """The terms that a prison settles, and in which part of the rate card they put the service."""

    terms: GateTerms
    part: CardPart

    @property
    def is_priced(self) -> bool:
        """Whether whoever holds the case pays for each use."""
        return self.terms == GateTerms.FEE_FOR_USE


MANDATORY = Settled(GateTerms.FEE_FOR_SERVICE, CardPart.ONE)
DISCRETIONARY = Settled(GateTerms.FEE_FOR_USE, CardPart.TWO)


def settled_by_prison(
    rule: GateRule | None, *, prison_kind: PrisonKind | str, roles: Collection[str], is_resettlement: bool
) -> Settled | None:
    """
    What the prison settles about a referral by an organisation with `roles` in the scheme, if anything.

    Nothing of other work than resettlement, of somebody outside or in a prison whose kind is not recorded
    (`prison_kind` is empty), or in a scheme without a rule: then the entry of the service says who pays.
    """
    if rule is None or not is_resettlement or not prison_kind:
        return None
    if prison_kind in rule.fee_for_service:
        return MANDATORY
    return DISCRETIONARY if rule.bought_by & set(roles) else None
