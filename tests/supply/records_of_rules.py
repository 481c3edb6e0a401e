"""Rules of eligibility as records of a service, for the properties that hold pages and rules equal."""

from __future__ import annotations

from tests import factories as make
from throughline.supply.models import Service
from throughline.supply.rules.eligibility import ServiceRules


def made(rules: ServiceRules) -> Service:
    """A service that has these rules, in the records."""
    service: Service = make.ServiceFactory(
        for_women=rules.for_women, for_men=rules.for_men, youngest=rules.youngest, oldest=rules.oldest
    )
    for number, name in rules.areas.items():
        area = make.AreaFactory(kind="pcc", code=f"{service.pk}-{number}", name=name)
        make.ServiceAreaFactory(service=service, area=area)
    for aspect, rule in rules.values.items():
        make.EligibilityRuleFactory(
            service=service, aspect=aspect, accepts=sorted(rule.accepts), refuses=sorted(rule.refuses)
        )
    if rules.cleared:
        make.HighRiskClearanceFactory(service=service)
    return service
