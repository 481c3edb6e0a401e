"""The rules and the standing of services as the pure rules take them, from records already read."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

from throughline.supply.models import HighRiskClearance, Occupancy, Service
from throughline.supply.rules.availability import Availability, Wait, availability, measured
from throughline.supply.rules.eligibility import ServiceRules, ValueRule
from throughline.vocabulary.eligibility import Aspect


def with_rules(services: QuerySet[Service], *, on: date) -> QuerySet[Service]:
    """
    Services with what `service_rules`, `availability_of` and `wait_of` need, in a fixed number of queries.

    Clearances are seen by whoever is signed in, so that to anybody else no service is cleared.
    """
    in_force = HighRiskClearance.objects.filter(during__contains=on)
    return services.select_related("deliverer", "occupancy", "alternative").prefetch_related(
        "areas", "eligibility", Prefetch("clearances", in_force, to_attr="clearances_in_force")
    )


def service_rules(service: Service) -> ServiceRules:
    """For whom a service of `with_rules` is, on the day it was read for."""
    return ServiceRules(
        for_women=service.for_women,
        for_men=service.for_men,
        youngest=service.youngest,
        oldest=service.oldest,
        areas={one.pk: one.name for one in service.areas.all()},
        values={
            Aspect(one.aspect): ValueRule(frozenset(one.accepts), frozenset(one.refuses), one.why)
            for one in service.eligibility.all()
        },
        cleared=bool(service.clearances_in_force),  # type: ignore[attr-defined]
    )


def availability_of(service: Service, *, on: date) -> Availability:
    """Whether a service of `with_rules` takes referrals, as things stand now; `on` is the day it is."""
    held = _occupancy(service)
    return availability(
        intake=service.intake,
        cap=service.intake_cap,
        sent_this_month=held.sent if held.month == on.replace(day=1) else 0,
        places=service.places,
        taken=held.taken,
    )


def wait_of(service: Service) -> Wait:
    """How long people wait for a service of `with_rules`."""
    held = _occupancy(service)
    return Wait(
        stated=service.waiting_days,
        stated_on=service.waiting_said_on,
        usual=measured(held.usual_wait, len(held.waits)) if held.usual_wait is not None else None,
        over=len(held.waits),
    )


def _occupancy(service: Service) -> Occupancy:
    return getattr(service, "occupancy", None) or Occupancy(service=service)
