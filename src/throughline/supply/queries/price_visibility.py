"""To whom the rate card is shown: whether officers see prices is for the scheme to say (S71)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from throughline.core.access import Actor
from throughline.supply.models import Agreement, AgreementArea, SchemeRule, Service
from throughline.vocabulary.permissions import Permission

RULE = "officers_see_prices"


def sees_rate_card(service: Service, actor: Actor, *, today: date) -> bool:
    """
    Whether `actor` sees the rate card price of a service today, whatever day the price is of.

    Whoever buys, proposes, reviews or decides prices does; an officer where the scheme shows them. A
    service outside every agreement has no rate card price.
    """
    if service.agreement is None:
        return False
    if actor.is_system or actor.may(Permission.SEE_PRICES):
        return True
    top = service.agreement.path[0]
    return actor.may(Permission.SEE_PRICES_SHOWN) and bool(shown_to_officers([top], today=today))


def shown_to_officers(contracts: Collection[int], *, today: date) -> frozenset[int]:
    """
    Which of these contracts' prices officers see today, by id (two queries).

    A rule of one of the areas that a contract reaches stands before the scheme's own, and of several areas
    one that hides is enough. Where no rule says so, prices are not shown. The database holds the same rule
    in the policy of its table of prices.
    """
    found = dict(Agreement.objects.filter(pk__in=contracts, tier=1).values_list("pk", "scheme_id"))
    areas: dict[int, set[int]] = {pk: set() for pk in found}
    for pk, area in AgreementArea.objects.filter(agreement__in=found).values_list("agreement_id", "area_id"):
        areas[pk].add(area)
    rules: list[tuple[int, int | None, object]] = list(
        SchemeRule.objects.filter(
            Q(area=None) | Q(area__in={area for several in areas.values() for area in several}),
            scheme__in=set(found.values()),
            name=RULE,
            during__contains=today,
        ).values_list("scheme_id", "area_id", "value")
    )
    shown = set()
    for pk, scheme in found.items():
        of_areas = [value for of, area, value in rules if of == scheme and area in areas[pk]]
        of_scheme = [value for of, area, value in rules if of == scheme and area is None]
        said = of_areas or of_scheme
        if said and all(value is True for value in said):
            shown.add(pk)
    return frozenset(shown)
