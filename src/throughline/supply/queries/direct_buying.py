"""Who may buy straight from a provider, without the rate card, where a scheme permits it (S75)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from throughline.supply.models import AreaRole, SchemeRule

RULE = "direct_commissioning"


def closed_to_direct_buying(buyer_id: int, *, on: date) -> frozenset[int]:
    """
    The schemes in which a buyer may not buy by spot purchase on a day (two queries).

    A scheme says in `direct_commissioning` which roles may; a value for one area goes before that for all. A
    buyer may when one of its roles may, in the area where it has it. A scheme without the rule permits it.
    """
    rules: dict[int, dict[int | None, frozenset[str]]] = defaultdict(dict)
    found: Iterable[SchemeRule] = SchemeRule.objects.filter(name=RULE, during__contains=on)
    for rule in found:
        value: dict[str, Any] = rule.value
        rules[rule.scheme_id][rule.area_id] = frozenset(value["roles"])
    roles: Iterable[AreaRole] = AreaRole.objects.filter(
        organisation=buyer_id, scheme__in=rules, during__contains=on
    )
    may = {role.scheme_id for role in roles if role.role in _roles_in(rules[role.scheme_id], role.area_id)}
    return frozenset(rules) - may


def may_buy_directly(scheme_id: int, buyer_id: int, *, on: date) -> bool:
    """Whether a buyer may buy by spot purchase in a scheme on a day."""
    return scheme_id not in closed_to_direct_buying(buyer_id, on=on)


def _roles_in(values: dict[int | None, frozenset[str]], area_id: int) -> frozenset[str]:
    return values.get(area_id, values.get(None, frozenset()))
