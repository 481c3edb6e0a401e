"""For whom an entry is: sexes and ages, groups, and rules by what they look at (D5, S65, S163)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from throughline.core.models import User
from throughline.supply.actions.versions import changing
from throughline.supply.models import EligibilityRule, Service, ServicePopulation
from throughline.supply.refusals import AgesOutOfOrder, ForNobody, RuleSaysNothing
from throughline.supply.rules.eligibility_in_words import values_of

WHOM = "say for whom this service is"


def set_whom(
    *,
    service: Service,
    for_women: bool,
    for_men: bool,
    youngest: int | None,
    oldest: int | None,
    by: User,
    at: datetime,
) -> Service:
    """
    Say for which sexes and ages it is, in whole years, both ends included; an empty end is open.

    :raises ForNobody: it would be for neither women nor men
    :raises AgesOutOfOrder: the youngest is older than the oldest
    """
    if not (for_women or for_men):
        raise ForNobody("Select whether it is for women, for men or for both")
    if youngest is not None and oldest is not None and youngest > oldest:
        raise AgesOutOfOrder("The oldest age must be the youngest or above")
    with changing(service, by=by, at=at, to=WHOM):
        service.for_women, service.for_men = for_women, for_men
        service.youngest, service.oldest = youngest, oldest
        service.save(update_fields=["for_women", "for_men", "youngest", "oldest"])
    return service


def set_populations(
    *, service: Service, main: Collection[str], also: Collection[str], by: User, at: datetime
) -> Service:
    """Say for which groups it is made, and which it serves as well; one named twice is one it is made for."""
    with changing(service, by=by, at=at, to=WHOM):
        service.populations.all().delete()
        ServicePopulation.objects.bulk_create(
            ServicePopulation(service=service, population=one, is_main=one in main)
            for one in sorted({*main, *also})
        )
    return service


def set_rule(
    *,
    service: Service,
    aspect: str,
    accepts: Collection[str],
    refuses: Collection[str],
    why: str,
    by: User,
    at: datetime,
) -> EligibilityRule:
    """
    Say whom it takes and whom it does not by one thing it looks at; a rule there was for it gives way.

    :raises RuleSaysNothing: nobody is let in or kept out by it, one value would be both, or one is unknown
    """
    known = {value for value, _ in values_of(aspect)}
    accepts, refuses = set(accepts), set(refuses)
    if not accepts and not refuses:
        raise RuleSaysNothing("Select who it is for, or who it is not for")
    if both := accepts & refuses:
        words = dict(values_of(aspect))
        said = ", ".join(sorted(words[one].lower() for one in both))
        raise RuleSaysNothing(f"Select {said} as who it is for or as who it is not for, not as both")
    if unknown := (accepts | refuses) - known:
        raise RuleSaysNothing(f"Choose from the published values, not {', '.join(sorted(unknown))}")
    with changing(service, by=by, at=at, to=WHOM):
        rule, _ = EligibilityRule.objects.update_or_create(
            service=service,
            aspect=aspect,
            defaults={"accepts": sorted(accepts), "refuses": sorted(refuses), "why": why.strip()},
        )
    return rule


def remove_rule(*, rule: EligibilityRule, by: User, at: datetime) -> Service:
    """Let everybody in whatever this rule looked at."""
    with changing(rule.service, by=by, at=at, to=WHOM):
        rule.delete()
    return rule.service
