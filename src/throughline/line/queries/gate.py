"""What the prison settles about referrals of one person on one day (S222)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from django.db.models import Q

from throughline.line.rules.gate import GateRule, Settled, settled_by_prison
from throughline.people.models import Custody, Prison
from throughline.people.queries.custody import custody_on, kind_of_prison, prison_on
from throughline.supply.models import AreaRole, Service, ServiceRoute
from throughline.supply.queries.rules import rule_in_force
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.service_types import ServiceType

RULE = "through_the_gate"
CHARGED = frozenset({FundingRoute.RATE_CARD, FundingRoute.SPOT})


class Gate:
    """Where a person is on a day, and what that settles for referrals that one organisation makes of them."""

    def __init__(self, person_id: int, holder_id: int, *, on: date) -> None:
        self._person_id, self._holder_id, self._on = person_id, holder_id, on
        self._rules: dict[int, GateRule | None] = {}
        self._roles: dict[int, set[str]] = {}

    @cached_property
    def custody(self) -> Custody | None:
        """The time in custody; nothing in the community."""
        return custody_on(self._person_id, self._on)

    @cached_property
    def prison(self) -> Prison | None:
        """The prison in which they are."""
        return prison_on(self.custody, self._on) if self.custody is not None else None

    @cached_property
    def prison_kind(self) -> str:
        """Of which kind it is; empty where nobody recorded that."""
        return kind_of_prison(self.prison, self._on) if self.prison is not None else ""

    def settles(self, service: Service) -> Settled | None:
        """What the prison settles about a service; nothing where the entry of the service says who pays."""
        is_resettlement = service.service_type == ServiceType.RESETTLEMENT
        if not is_resettlement or not self.prison_kind:
            return None
        return settled_by_prison(
            self._rule(service.scheme_id),
            prison_kind=self.prison_kind,
            roles=self._roles_in(service.scheme_id),
            is_resettlement=is_resettlement,
        )

    def _rule(self, scheme_id: int) -> GateRule | None:
        if scheme_id not in self._rules:
            value = rule_in_force(scheme_id, RULE, on=self._on)
            self._rules[scheme_id] = _rule_of(value) if value else None
        return self._rules[scheme_id]

    def _roles_in(self, scheme_id: int) -> set[str]:
        if scheme_id not in self._roles:
            held = AreaRole.objects.filter(
                scheme=scheme_id, organisation=self._holder_id, during__contains=self._on
            )
            self._roles[scheme_id] = set(held.values_list("role", flat=True))
        return self._roles[scheme_id]


def _rule_of(value: Mapping[str, Sequence[str]]) -> GateRule:
    return GateRule(frozenset(value["fee_for_service"]), frozenset(value["bought_by"]))


def route_to(
    service: Service, *, buyer_id: int, on: date, settled: Settled | None = None
) -> ServiceRoute | None:
    """
    The route by which an organisation reaches a service on a day: its own goes before one for everybody.

    Where the prison settles that use is charged for, only a route that charges leads there; where it is not,
    one that does not is preferred.
    """
    routes = service.routes.filter(Q(buyer=buyer_id) | Q(buyer=None), during__contains=on)
    found = sorted(routes, key=lambda one: one.buyer_id is None)
    if settled is None:
        return next(iter(found), None)
    fitting = [one for one in found if (one.route in CHARGED) == settled.is_priced]
    if settled.is_priced:
        return next(iter(fitting), None)
    return next(iter([*fitting, *found]), None)
