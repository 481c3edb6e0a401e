"""The order in which providers took referrals, by who buys: for buyers and those who oversee (S75)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from throughline.core.access.actor import Actor, as_system
from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.core.time import start_of_london_day
from throughline.line.models import QueueOverride
from throughline.supply.models import AreaRole, Scheme
from throughline.vocabulary.permissions import Permission

OTHERS = "Other buyers"
"""What a buyer reads instead of the names of the others."""

_TAKEN = """
WITH given AS (
  SELECT r.id, r.service_id, r.supervisor_id, r.sent_at, min(m.happened_at) AS given_at
    FROM line_referral r JOIN line_referralmove m ON m.subject_id = r.id AND m.name = 'allocate'
    JOIN supply_service v ON v.id = r.service_id
   WHERE v.scheme_id = ANY (%(schemes)s)
   GROUP BY r.id, r.service_id, r.supervisor_id, r.sent_at
  HAVING min(m.happened_at) >= %(since)s AND min(m.happened_at) < %(until)s),
waiting AS (
  SELECT r.service_id, r.supervisor_id, count(*) AS number
    FROM line_referral r JOIN supply_service v ON v.id = r.service_id
   WHERE v.scheme_id = ANY (%(schemes)s) AND r.state IN ('sent', 'queried', 'accepted')
   GROUP BY r.service_id, r.supervisor_id),
taken AS (
  SELECT service_id, supervisor_id, count(*) AS number,
         sum((given_at AT TIME ZONE 'Europe/London')::date
             - (sent_at AT TIME ZONE 'Europe/London')::date) AS days
    FROM given GROUP BY service_id, supervisor_id)
SELECT v.reference, v.name, d.name, supervisor_id,
       coalesce(w.number, 0), coalesce(t.number, 0), coalesce(t.days, 0)
  FROM waiting w FULL JOIN taken t USING (service_id, supervisor_id)
  JOIN supply_service v ON v.id = service_id JOIN core_organisation d ON d.id = v.deliverer_id
 ORDER BY v.name, v.id, supervisor_id
"""


@dataclass(frozen=True)
class TakenFrom:
    """
    How one service took the referrals of one buyer (all others together, to a buyer).

    `waiting` now; `taken` by a worker in the period, after `days` days in all from sending; put first or
    given out of turn in the buyer's favour (`ahead`), put last (`behind`), and how often one of its own was
    passed over (`passed_over`).
    """

    service: str
    service_reference: str
    deliverer: str
    buyer: str
    waiting: int
    taken: int
    days: int
    ahead: int = 0
    behind: int = 0
    passed_over: int = 0

    @property
    def average_days(self) -> int | None:
        """Days from sending to a worker on average, to the nearest whole; nothing where none was taken."""
        return None if not self.taken else (2 * self.days + self.taken) // (2 * self.taken)


def schemes_reported_to(actor: Actor) -> list[Scheme]:
    """The schemes of whose queues `actor` reads: overseen, or of an organisation that buys in it."""
    ours = actor.holds(Permission.SEE_QUEUES)
    return list(
        Scheme.objects.filter(
            Q(steward__in=ours & actor.holds(Permission.OVERSEE_SCHEME))
            | Q(pk__in=AreaRole.objects.filter(organisation__in=ours).values("scheme"))
        ).order_by("name", "pk")
    )


def order_by_buyer(actor: Actor, scheme: Scheme, during: Period) -> list[TakenFrom]:
    """
    How each service of a scheme took its referrals in a period, by buyer.

    Whoever oversees the scheme reads every buyer by name. A buyer reads its own lines, of the services that
    it has referred to, and beside each that of all others together. Nothing of it leads to a person.
    """
    oversees = scheme.steward_id in actor.holds(Permission.OVERSEE_SCHEME) & actor.holds(
        Permission.SEE_QUEUES
    )
    ours = actor.holds(Permission.SEE_QUEUES)
    assert during.to is not None
    with as_system():  # counted over referrals that whoever reads the counts may not see
        with connection.cursor() as cursor:
            cursor.execute(
                _TAKEN,
                {
                    "schemes": [scheme.pk],
                    "since": start_of_london_day(during.from_),
                    "until": start_of_london_day(during.to),
                },
            )
            rows = cursor.fetchall()
        overrides = list(
            QueueOverride.objects.filter(
                service__scheme=scheme,
                made_at__gte=start_of_london_day(during.from_),
                made_at__lt=start_of_london_day(during.to),
            ).values_list("service__reference", "moved_for", "turn", "passed_over")
        )
    ids = {buyer for _, _, _, buyer, *_ in rows} | {buyer for _, buyer, *_ in overrides}
    ids |= {buyer for *_, passed_over in overrides for buyer in passed_over}
    shown = ids if oversees else ids & ours
    names = dict(Organisation.objects.filter(pk__in=shown).values_list("pk", "name"))
    return _counted(rows, overrides, names)


def overrides_visible_to(actor: Actor) -> QuerySet[QueueOverride]:
    """
    The departures from the order of queues that `actor` reads, the latest first.

    A provider its own, a buyer those that concern its referrals, whoever oversees a scheme all of it.
    """
    return QueueOverride.objects.filter(
        Q(deliverer__in=actor.holds(Permission.SEE_ALL_CASES))
        | Q(buyers__overlap=sorted(actor.holds(Permission.SEE_QUEUES)))
        | Q(service__scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
    ).select_related("service__scheme", "deliverer", "moved_for", "made_by")


def buyers_are_named(actor: Actor, override: QueueOverride) -> bool:
    """Whether `actor` reads the names of all the buyers: of its own queue, or of a scheme it oversees."""
    overseen = override.service.scheme.steward_id in actor.holds(Permission.OVERSEE_SCHEME)
    return overseen or override.deliverer_id in actor.holds(Permission.SEE_ALL_CASES)


def _counted(
    rows: Iterable[tuple[str, str, str, int, int, int, int]],
    overrides: Iterable[tuple[str, int, str, list[int]]],
    names: Mapping[int, str],
) -> list[TakenFrom]:
    services: dict[str, tuple[str, str]] = {}
    lines: dict[tuple[str, str], list[int]] = {}

    def line(service: str, buyer: int) -> list[int]:
        return lines.setdefault((service, names.get(buyer, OTHERS)), [0] * 6)

    for reference, service, deliverer, buyer, waiting, taken, days in rows:
        services[reference] = (service, deliverer)
        counted = line(reference, buyer)
        counted[0] += waiting
        counted[1] += taken
        counted[2] += days
    for reference, buyer, turn, passed_over in overrides:
        if reference not in services:
            continue
        if turn in ("first", "out_of_turn"):
            line(reference, buyer)[3] += 1
        elif turn == "last":
            line(reference, buyer)[4] += 1
        for one in passed_over:
            line(reference, one)[5] += 1
    referred_to = {service for service, name in lines if name != OTHERS}
    return [
        TakenFrom(services[service][0], service, services[service][1], name, *counted)
        for (service, name), counted in sorted(lines.items(), key=lambda one: (services[one[0][0]], one[0]))
        if service in referred_to
    ]
