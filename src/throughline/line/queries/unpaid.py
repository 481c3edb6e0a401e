"""Demand that no chain is paid for: referrals outside every agreement, and their known cost (D3, S21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from throughline.core.access import Actor
from throughline.core.access.actor import as_system
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import start_of_london_day
from throughline.line.models import Referral
from throughline.line.queries.rar import live_attendances
from throughline.line.states import DRAFT
from throughline.supply.models import Service, ServiceRoute
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import PriceUnit


@dataclass(frozen=True)
class UnpaidService:
    """
    What was asked of one service outside every agreement, over a period.

    `referrals` were sent in it, of `people`; `sessions` were attended in it. `cost` is what that came to by
    the unit cost that its payer states, and nothing where none is stated by session or by start.
    """

    service: Service
    routes: tuple[ServiceRoute, ...]
    referrals: int
    people: int
    sessions: int
    cost: Money | None

    @property
    def name(self) -> str:
        """For sorting."""
        return self.service.name

    @property
    def deliverer(self) -> str:
        """For sorting."""
        return self.service.deliverer.name


@dataclass(frozen=True)
class UnpaidDemand:
    """All of it: `cost` sums what is known, and `unknown` services have no known cost."""

    services: tuple[UnpaidService, ...]

    @property
    def referrals(self) -> int:
        """Referrals sent."""
        return sum(one.referrals for one in self.services)

    @property
    def cost(self) -> Money:
        """What it cost those who paid, as far as that is known."""
        return Money.total(one.cost for one in self.services if one.cost is not None)

    @property
    def unknown(self) -> int:
        """Of how many services it is not known."""
        return sum(one.cost is None for one in self.services)


def unpaid_demand(actor: Actor, *, during: Period) -> UnpaidDemand:
    """
    The demand met outside every agreement, for people of one's organisation or in a scheme one oversees.

    Nobody is charged by use for it, so it stands in no account; it is counted from referrals and attendance.
    """
    mine, overseen = actor.holds(Permission.HOLD_BUDGET), actor.holds(Permission.OVERSEE_SCHEME)
    begins = start_of_london_day(during.from_)
    sent = Q(sent_at__gte=begins)
    held = Q(appointment__starts_at__gte=begins)
    if during.to is not None:
        ends = start_of_london_day(during.to)
        sent &= Q(sent_at__lt=ends)
        held &= Q(appointment__starts_at__lt=ends)
    # Counts alone leave this: whoever buys or oversees sees none of the referrals themselves.
    with as_system():
        referrals = Referral.objects.filter(
            Q(supervisor__in=mine) | Q(service__scheme__steward__in=overseen), agreement=None
        ).exclude(state=DRAFT)
        asked = _by_service(referrals.filter(sent), Count("pk"), Count("person", distinct=True))
        attended = _by_service(
            live_attendances().filter(held, took_part=True, appointment__referral__in=referrals).order_by(),
            Count("pk"),
            of="appointment__referral__service",
        )
        starts = _by_service(
            referrals.filter(moves__name="start", moves__happened_at__gte=begins), Count("pk", distinct=True)
        )
    services = Service.objects.filter(pk__in={*asked, *attended}).select_related("deliverer")
    found = services.prefetch_related("routes__payer", "routes__buyer").order_by("name", "pk")
    return UnpaidDemand(
        tuple(
            _told(one, during, asked.get(one.pk), attended.get(one.pk), starts.get(one.pk)) for one in found
        )
    )


def _told(
    service: Service,
    during: Period,
    asked: tuple[int, ...] | None,
    attended: tuple[int, ...] | None,
    starts: tuple[int, ...] | None,
) -> UnpaidService:
    referrals, people = asked or (0, 0)
    (sessions,) = attended or (0,)
    (started,) = starts or (0,)
    routes = tuple(route for route in service.routes.all() if route.during.overlaps(during))
    return UnpaidService(service, routes, referrals, people, sessions, _cost(routes, sessions, started))


def _by_service(rows: QuerySet[Any], *counts: Count, of: str = "service") -> dict[int, tuple[int, ...]]:
    named = {f"count_{number}": count for number, count in enumerate(counts)}
    counted = rows.order_by().values(of).annotate(**named)
    return {row[of]: tuple(row[name] for name in named) for row in counted}


def _cost(routes: Iterable[ServiceRoute], sessions: int, starts: int) -> Money | None:
    for route in routes:
        if route.unit_cost is None:
            continue
        if route.cost_unit == PriceUnit.SESSION:
            return route.unit_cost * sessions
        if route.cost_unit == PriceUnit.START:
            return route.unit_cost * starts
    return None
