"""What a change of subcontractor does to services and open referrals: before it, and afterwards (S232)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.core.access.actor import as_system
from throughline.line.models import Attendance, Referral
from throughline.line.rules.handing_over import becomes
from throughline.line.states import DRAFT, OVER
from throughline.supply.models import Agreement, ChangeLine, Service
from throughline.supply.queries.tenures import delivered_under
from throughline.supply.states import ServiceState
from throughline.vocabulary.routes import ChangeKind


@dataclass(frozen=True)
class Effects:
    """The services a line concerns, and of the open referrals that were sent how many go over and stay."""

    services: Sequence[Service]
    handed_over: int
    stay: int


def effects_of(line: ChangeLine) -> Effects | None:
    """
    What a line by which an agreement ends would do as things stand, or did when it was carried out.

    Counts alone, for whoever may see the line: they decide, and see no referral. Nothing for other lines.
    """
    ending = line.agreement if line.kind == ChangeKind.SUBCONTRACTOR_REMOVED else line.replaces
    if ending is None:
        return None
    with as_system():
        services = list(_services(line, ending))
        if line.carried_out_at is not None:
            left = Referral.objects.filter(agreement=ending, service__in=services)
            stayed = left.filter(~Q(state__in=OVER) | Q(ended_at__gt=line.carried_out_at)).exclude(
                state=DRAFT
            )
            return Effects(services, line.handovers.exclude(state=DRAFT).count(), stayed.count())
        open_ones = open_under(ending, [one.pk for one in services]).exclude(state=DRAFT)
        facts = [(one.state, one.has_attendance) for one in open_ones]  # type: ignore[attr-defined]
    moving = (
        sum(becomes(state, has_attendance=begun, kept_from_them=False).moves for state, begun in facts)
        if line.replaces_id is not None
        else 0
    )
    return Effects(services, moving, len(facts) - moving)


def open_under(ending: Agreement, services: Iterable[int]) -> QuerySet[Referral]:
    """
    The open referrals to these services with the provider of an agreement, drafts among them.

    Each with `has_attendance`, whether anything was recorded under it.
    """
    recorded = Attendance.objects.filter(appointment__referral=OuterRef("pk"))
    return (
        Referral.objects.filter(
            Q(agreement=ending) | Q(state=DRAFT), service__in=services, deliverer=ending.provider_id
        )
        .exclude(state__in=OVER)
        .annotate(has_attendance=Exists(recorded))
    )


def _services(line: ChangeLine, ending: Agreement) -> QuerySet[Service]:
    if line.made_id is not None:
        found = Service.objects.filter(tenures__line=line)
    else:
        day_before = (line.in_force_on or line.from_on) - timedelta(days=1)
        found = delivered_under(ending, on=day_before)
    return found.exclude(state__in=(ServiceState.DRAFT, ServiceState.WITHDRAWN)).order_by("name", "pk")
