"""Which entries of the directory nobody has confirmed for longer than their interval allows (D4, S63)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from throughline.core.access import Actor
from throughline.core.models import Membership
from throughline.supply.models import Service
from throughline.supply.queries.keepers import KEEPING_ROLES, services_kept_by
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.states import ServiceState

DAYS_WITHOUT_A_RULE = 90
"""How long an entry stands without being confirmed where its scheme does not say (D4)."""

AT_MOST = 50
"""How many entries a home shows."""


@dataclass(frozen=True)
class Unconfirmed:
    """An entry to be confirmed: `since` is when it last was, or its first day; it was to be by `due_on`."""

    service: Service
    since: date
    due_on: date


def interval_of(service: Service, *, on: date) -> int:
    """After how many days an entry is to be confirmed anew: its own interval, else its scheme's."""
    return service.review_days or _interval_in(service.scheme_id, on)


def is_confirmed(service: Service, *, on: date) -> bool:
    """Whether an entry was confirmed by the day `on` for as long as its interval allows."""
    confirmed = service.confirmed_on
    return confirmed is not None and on < confirmed + timedelta(interval_of(service, on=on))


def services_to_confirm(actor: Actor, *, on: date) -> list[Unconfirmed]:
    """
    The published entries that wait on `actor` to be confirmed, oldest first.

    On the last day of its interval an entry is due, and so is among them. An entry waits on its owner; one
    that nobody owns, or whose owner holds no role that keeps it any more, on everybody who keeps it. At most
    `AT_MOST`.
    """
    return _due(services_kept_by(actor).filter(waits_on(actor, on)), on)


def _due(kept: QuerySet[Service], on: date) -> list[Unconfirmed]:
    begins = Func(F("during"), function="lower", output_field=DateField())
    published = kept.filter(state=ServiceState.PUBLISHED, during__contains=on).annotate(
        since=Coalesce("confirmed_on", begins)
    )
    found: list[Unconfirmed] = []
    for scheme_id in published.order_by().values_list("scheme", flat=True).distinct():
        days = _interval_in(scheme_id, on)
        # A date and a number make a date in PostgreSQL.
        due_on = ExpressionWrapper(F("since") + Coalesce("review_days", days), output_field=DateField())
        late = published.filter(scheme=scheme_id).annotate(due_on=due_on).filter(due_on__lte=on)
        found += [Unconfirmed(one, one.since, one.due_on) for one in late.order_by("since", "pk")[:AT_MOST]]
    return sorted(found, key=lambda one: (one.since, one.service.pk))[:AT_MOST]


def waits_on(actor: Actor, on: date) -> Combinable | Q:
    """Of the entries that `actor` keeps: those they own, and those nobody owns who still keeps any."""
    keeps = Membership.objects.filter(
        user=OuterRef("owner"), user__is_active=True, role__in=KEEPING_ROLES, during__contains=on
    )
    return Q(owner=actor.user) | Q(owner=None) | ~Exists(keeps)


def _interval_in(scheme_id: int, on: date) -> int:
    return rule_in_force(scheme_id, "directory_confirm_days", on=on) or DAYS_WITHOUT_A_RULE
