"""Which quarters are over and not published (S199)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from throughline.core.access import Actor
from throughline.core.periods import Period
from throughline.core.time import Quarter
from throughline.open_data.models import Publication
from throughline.open_data.rules.quarters import quarter_as_at
from throughline.supply.models import Scheme
from throughline.vocabulary.permissions import Permission

_WITH_MONEY = """
SELECT w.number
  FROM unnest(%s::int[], %s::bigint[], %s::date[], %s::date[]) AS w (number, scheme, first, after)
 WHERE EXISTS (SELECT 1 FROM money_ledgerentry e
                WHERE e.scheme_id = w.scheme AND e.happened_on >= w.first AND e.happened_on < w.after)
"""


@dataclass(frozen=True)
class ToPublish:
    """A quarter of a scheme that is over, in which money moved, and whose return nobody has published."""

    scheme: Scheme
    quarter: Quarter

    @property
    def over_on(self) -> date:
        """The day after its last."""
        return self.quarter.next.period.from_


def schemes_published_by(actor: Actor) -> list[Scheme]:
    """The schemes for whose steward `actor` publishes, by name."""
    return list(Scheme.objects.filter(steward__in=actor.holds(Permission.PUBLISH)).order_by("name", "pk"))


def quarters_to_publish(actor: Actor, *, on: date) -> list[ToPublish]:
    """The quarters over before the day `on` that wait for `actor` to publish their return, oldest first."""
    schemes = schemes_published_by(actor)
    published = set(
        Publication.objects.filter(scheme__in=schemes, kind=Publication.Kind.RETURN).values_list(
            "scheme_id", "period"
        )
    )
    wanted = [
        ToPublish(scheme, quarter)
        for scheme in schemes
        for quarter in _quarters(scheme.during, on)
        if (scheme.pk, str(quarter)) not in published
    ]
    return sorted(_with_money(wanted), key=lambda one: (one.over_on, one.scheme.name))


def _quarters(during: Period, on: date) -> list[Quarter]:
    """The quarters that touch the period and were over before `on`."""
    over = quarter_as_at(on - timedelta(days=1)).next.period.from_
    after = min(over, during.to) if during.to else over
    found = []
    one = Quarter.containing(during.from_)
    while one.period.from_ < after:
        found.append(one)
        one = one.next
    return found


def _with_money(wanted: list[ToPublish]) -> list[ToPublish]:
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _WITH_MONEY,
            [
                list(range(len(wanted))),
                [one.scheme.pk for one in wanted],
                [one.quarter.period.from_ for one in wanted],
                [one.over_on for one in wanted],
            ],
        )
        return [wanted[number] for (number,) in cursor.fetchall()]
