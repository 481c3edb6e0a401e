"""Between whom an advance can be entered, by whoever is asking (D25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.money.queries.ledger import accounts_visible_to
from throughline.supply.models import AreaRole, Scheme
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class AdvancePair:
    """Who pays whom ahead of delivery, in which scheme."""

    scheme: Scheme
    payer: Organisation
    provider: Organisation

    @property
    def key(self) -> str:
        """What names the pair in a form."""
        return f"{self.scheme.pk}-{self.payer.pk}-{self.provider.pk}"

    def __str__(self) -> str:
        return f"{self.payer} to {self.provider} ({self.scheme})"


def pairs_paid_ahead(actor: Actor, *, on: date) -> Sequence[AdvancePair]:
    """
    Give the pairs an advance of which `actor` may enter, by name.

    Those that have a place in the ledger, and each area's buyer and prime on the day `on`: the first
    advance of a contract is paid before anything is delivered. Whoever oversees a scheme enters any of
    it; whoever holds a budget, what their organisation pays.
    """
    accounts = accounts_visible_to(actor).select_related("scheme", "payer", "provider")
    found = {AdvancePair(one.scheme, one.payer, one.provider) for one in accounts}
    primes = AreaRole.objects.filter(
        role=AreaRole.Role.PRIME,
        during__contains=on,
        scheme__area_roles__area=F("area"),
        scheme__area_roles__role=AreaRole.Role.DIVISION,
        scheme__area_roles__during__contains=on,
    ).annotate(buyer_id=F("scheme__area_roles__organisation"))
    rows = list(primes.select_related("scheme", "organisation"))
    buyers = Organisation.objects.in_bulk({one.buyer_id for one in rows})
    found |= {AdvancePair(one.scheme, buyers[one.buyer_id], one.organisation) for one in rows}
    return sorted((one for one in found if _may_enter(actor, one)), key=str)


def _may_enter(actor: Actor, pair: AdvancePair) -> bool:
    return (
        actor.is_system
        or pair.scheme.steward_id in actor.holds(Permission.OVERSEE_SCHEME)
        or pair.payer.pk in actor.holds(Permission.HOLD_BUDGET)
    )
