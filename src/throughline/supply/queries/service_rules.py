"""The rules and the standing of services as the pure rules take them, from records already read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from throughline.supply.models import Occupancy, Service
from throughline.supply.queries.beside import Beside, beside
from throughline.supply.rules.availability import Availability, Wait, availability, measured
from throughline.supply.rules.eligibility import ServiceRules


def with_standing(services: QuerySet[Service]) -> QuerySet[Service]:
    """Services with what `availability_of` and `wait_of` need, and who gives them, in the same query."""
    return services.select_related("deliverer", "occupancy", "alternative")


def rules_of(services: Iterable[Service], *, on: date) -> dict[int, ServiceRules]:
    """For whom each service is on the day `on`, by id, in one query however many there are."""
    records = {one.pk: one for one in services}
    return {pk: service_rules(records[pk], held) for pk, held in beside(records, on=on).items()}


def service_rules(service: Service, held: Beside) -> ServiceRules:
    """For whom a service is, from its record and what stands beside it."""
    return ServiceRules(
        for_women=service.for_women,
        for_men=service.for_men,
        youngest=service.youngest,
        oldest=service.oldest,
        areas=held.areas,
        values=held.values,
        cleared=held.cleared,
    )


def availability_of(service: Service, *, on: date) -> Availability:
    """Whether a service of `with_standing` takes referrals, as things stand now; `on` is the day it is."""
    held = _occupancy(service)
    return availability(
        intake=service.intake,
        cap=service.intake_cap,
        sent_this_month=held.sent if held.month == on.replace(day=1) else 0,
        places=service.places,
        taken=held.taken,
    )


def wait_of(service: Service) -> Wait:
    """How long people wait for a service of `with_standing`."""
    held = _occupancy(service)
    return Wait(
        stated=service.waiting_days,
        stated_on=service.waiting_said_on,
        usual=measured(held.usual_wait, len(held.waits)) if held.usual_wait is not None else None,
        over=len(held.waits),
    )


def _occupancy(service: Service) -> Occupancy:
    return getattr(service, "occupancy", None) or Occupancy(service=service)
