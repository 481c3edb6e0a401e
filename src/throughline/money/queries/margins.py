"""What each tier keeps of what is paid for a service (D24)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from throughline.core.access import Actor
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money.queries.ledger import SIGNED, entries_visible_to
from throughline.money.rules.margins import retained
from throughline.vocabulary.permissions import Permission

_COLUMNS = (
    "payer_id", "payer__reference", "payer__name", "provider_id", "provider__reference", "provider__name",
    "service_id", "service__reference", "service__name", "tier", "scheme__steward_id",
)  # fmt: skip


@dataclass(frozen=True)
class Margin:
    """What one organisation received for one service, what it passed on, and what it kept."""

    organisation_id: int
    organisation_reference: str
    organisation: str
    service_id: int
    service_reference: str
    service: str
    received: Money
    passed_on: Money

    @property
    def kept(self) -> Money:
        """Received less passed on; below nothing when it pays out more than it receives."""
        return retained([self.received, self.passed_on])[0]


def margins(actor: Actor, *, during: Period) -> Sequence[Margin]:
    """
    Give what each organisation kept of each service delivered in a period, by service and tier.

    Only of organisations whose money `actor` sees and of schemes they oversee: nobody else learns what
    a tier above or below keeps.
    """
    received: dict[tuple[int, int], Money] = defaultdict(Money.zero)
    passed_on: dict[tuple[int, int], Money] = defaultdict(Money.zero)
    names: dict[int, tuple[str, str]] = {}
    services: dict[int, tuple[str, str]] = {}
    tiers: dict[tuple[int, int], int] = {}
    entries = entries_visible_to(actor).filter(
        tier__isnull=False, happened_on__contained_by=during.to_range()
    )
    for row in entries.values_list(*_COLUMNS).annotate(amount=Sum(SIGNED)).order_by():
        payer, provider, (service, *of_service), (tier, steward, amount) = (
            row[:3],
            row[3:6],
            row[6:9],
            row[9:],
        )
        for (organisation, *of_organisation), side in ((provider, received), (payer, passed_on)):
            if _may_know(actor, organisation, steward):
                side[organisation, service] += amount
                names[organisation] = (of_organisation[0], of_organisation[1])
        services[service] = (of_service[0], of_service[1])
        tiers[provider[0], service] = tier
    return [
        Margin(
            organisation, *names[organisation], service, *services[service], amount,
            passed_on[organisation, service],
        )
        for (organisation, service), amount in sorted(
            received.items(), key=lambda one: (services[one[0][1]][1], one[0][1], tiers[one[0]])
        )
    ]  # fmt: skip


def _may_know(actor: Actor, organisation_id: int, steward_id: int) -> bool:
    return (
        actor.is_system
        or organisation_id in actor.holds(Permission.SEE_MONEY)
        or steward_id in actor.holds(Permission.OVERSEE_SCHEME)
    )
