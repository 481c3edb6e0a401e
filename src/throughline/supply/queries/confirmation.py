"""Which entries of the directory nobody has confirmed for longer than their scheme allows (D4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, F, Func
from django.db.models.functions import Coalesce

from throughline.core.access import Actor
from throughline.supply.models import Service
from throughline.supply.queries.keepers import services_kept_by
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


def services_to_confirm(actor: Actor, *, on: date) -> list[Unconfirmed]:
    """
    The published entries `actor` keeps that nobody confirmed while their scheme allows it, oldest first.

    On the last of those days an entry is due, and so is among them. At most `AT_MOST`.
    """
    begins = Func(F("during"), function="lower", output_field=DateField())
    published = (
        services_kept_by(actor)
        .filter(state=ServiceState.PUBLISHED, during__contains=on)
        .annotate(since=Coalesce("confirmed_on", begins))
    )
    found: list[Unconfirmed] = []
    for scheme_id in published.order_by().values_list("scheme", flat=True).distinct():
        days = timedelta(rule_in_force(scheme_id, "directory_confirm_days", on=on) or DAYS_WITHOUT_A_RULE)
        late = published.filter(scheme=scheme_id, since__lte=on - days).order_by("since", "pk")[:AT_MOST]
        found += [Unconfirmed(one, one.since, one.since + days) for one in late]
    return sorted(found, key=lambda one: (one.since, one.service.pk))[:AT_MOST]
