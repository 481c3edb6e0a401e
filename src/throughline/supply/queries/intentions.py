"""Commissioning intentions: whose they are, by when they are due, and those of whoever is asking (S198)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Area, AreaParent, Organisation
from throughline.core.time import FinancialYear
from throughline.supply.models import AreaRole, Intention, IntentionMove, Scheme, ServiceKind
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.rules.intentions import IntentionsDue
from throughline.vocabulary.permissions import Permission

RULE = "intentions_due"


@dataclass(frozen=True)
class Commissions:
    """An organisation from which a scheme has intentions due."""

    scheme: Scheme
    body: Organisation


def due_rule(scheme_id: int, *, on: date) -> IntentionsDue | None:
    """The rule of a scheme on intentions in force on the day `on`; nothing where it asks for none."""
    value = rule_in_force(scheme_id, RULE, on=on)
    return None if value is None else IntentionsDue.of_rule(value)


def bodies_of(scheme: Scheme, rule: IntentionsDue, *, on: date) -> list[Organisation]:
    """The organisations that have intentions due in the scheme because of what they are on a day, by name."""
    roles = AreaRole.objects.filter(scheme=scheme, role__in=rule.bodies, during__contains=on)
    return list(Organisation.objects.filter(pk__in=roles.values("organisation")).order_by("name", "pk"))


def commissions_of(actor: Actor, *, on: date) -> list[Commissions]:
    """For which bodies, in which schemes, `actor` states intentions on a day, by scheme and name."""
    ours = actor.holds(Permission.STATE_INTENTIONS)
    roles: Iterable[AreaRole] = (
        AreaRole.objects.filter(organisation__in=ours, during__contains=on)
        .select_related("scheme", "organisation")
        .order_by("scheme__name", "organisation__name", "pk")
    )
    found: dict[tuple[int, int], Commissions] = {}
    rules: dict[int, IntentionsDue | None] = {}
    for role in roles:
        if role.scheme_id not in rules:
            rules[role.scheme_id] = due_rule(role.scheme_id, on=on)
        rule = rules[role.scheme_id]
        if rule is not None and role.role in rule.bodies:
            found.setdefault(
                (role.scheme_id, role.organisation_id), Commissions(role.scheme, role.organisation)
            )
    return list(found.values())


def intentions_of(actor: Actor) -> QuerySet[Intention]:
    """The intentions that `actor` states, for a list."""
    return Intention.objects.filter(body__in=actor.holds(Permission.STATE_INTENTIONS)).select_related(
        "body", "scheme", "area", "kind"
    )


def stated_for(scheme: Scheme, body: Organisation, year: FinancialYear) -> list[Intention]:
    """What a body states for one year, by start and title, each with its moves (two queries)."""
    return list(
        Intention.objects.filter(scheme=scheme, body=body, year=year.start_year)
        .select_related("area", "kind")
        .prefetch_related(Prefetch("moves", IntentionMove.objects.order_by("happened_at", "pk")))
        .order_by("during", "title", "pk")
    )


def areas_offered(one: Commissions, *, on: date) -> list[Area]:
    """
    Where a body can say that it buys: the areas it answers for on a day, those within them, and wholes.

    A larger area counts where the body answers for every part of it that is known. By kind and name.
    """
    roles = AreaRole.objects.filter(scheme=one.scheme, organisation=one.body, during__contains=on)
    found = set(roles.values_list("area", flat=True))
    within = AreaParent.objects.filter(during__contains=on)
    found |= set(within.filter(parent__in=found).values_list("area", flat=True))
    parts: dict[int, set[int]] = defaultdict(set)
    larger = within.filter(area__in=found).values("parent")
    for parent, area in within.filter(parent__in=larger).values_list("parent", "area"):
        parts[parent].add(area)
    found |= {parent for parent, areas in parts.items() if areas <= found}
    return list(Area.objects.filter(pk__in=found).order_by("kind", "name"))


def kinds_of(scheme: Scheme) -> list[ServiceKind]:
    """The kinds of service of a scheme, by name."""
    return list(ServiceKind.objects.filter(scheme=scheme).order_by("name"))
