"""What stands beside the records of services, of all that a page shows in one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from throughline.core.geography import Point
from throughline.supply.rules.eligibility import ValueRule
from throughline.vocabulary.eligibility import Aspect

_STATEMENT: Final = """
SELECT s.id,
  ARRAY(SELECT n.need FROM supply_serviceneed n WHERE n.service_id = s.id),
  (SELECT json_agg(json_build_array(a.id, a.name) ORDER BY a.kind, a.name)
     FROM supply_servicearea g JOIN core_area a ON a.id = g.area_id WHERE g.service_id = s.id),
  (SELECT json_agg(json_build_array(r.aspect, r.accepts, r.refuses, r.why) ORDER BY r.aspect)
     FROM supply_eligibilityrule r WHERE r.service_id = s.id),
  EXISTS (SELECT 1 FROM supply_highriskclearance h WHERE h.service_id = s.id AND h.during @> %(on)s::date),
  (SELECT json_agg(json_build_array(w.route, w.buyer_id) ORDER BY w.id)
     FROM supply_serviceroute w WHERE w.service_id = s.id AND w.during @> %(on)s::date),
  (SELECT json_agg(json_build_array(p.name, p.latitude, p.longitude, p.in_office) ORDER BY p.name, p.id)
     FROM supply_serviceplace p WHERE p.service_id = s.id AND NOT p.is_withheld)
FROM unnest(%(services)s::bigint[]) AS s (id)
"""


@dataclass(frozen=True)
class RouteInForce:
    """One funding route of the day, and by whom it can be used; by everybody where no buyer is named."""

    route: str
    buyer_id: int | None


@dataclass(frozen=True)
class OpenPlace:
    """
    A place that is not withheld, in degrees (WGS 84) where they are known.

    `in_office` names the probation office in which it is, empty where it is in none.
    """

    name: str
    latitude: float | None
    longitude: float | None
    in_office: str

    @property
    def point(self) -> Point | None:
        """Where it is, where that is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


@dataclass(frozen=True)
class Beside:
    """
    What stands beside one service's record on a day: needs, areas, rules on values, routes and open places.

    `areas` are those it is given in, by id with their names. `cleared` says that it may work with people
    managed under MAPPA (S246).
    """

    needs: frozenset[str]
    areas: Mapping[int, str]
    values: Mapping[Aspect, ValueRule]
    cleared: bool
    routes: tuple[RouteInForce, ...]
    places: tuple[OpenPlace, ...]


def beside(services: Collection[int], *, on: date) -> dict[int, Beside]:
    """
    What stands beside each of these services, by their ids, on the day `on`, as far as the actor may read it.

    Withheld places are seen by those who keep the entry, and by nobody here. Clearances are seen by whoever
    is signed in, so that to anybody else no service is cleared.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"services": list(services), "on": on})
        return {
            pk: Beside(
                needs=frozenset(needs),
                areas=dict(areas or ()),
                values={
                    Aspect(aspect): ValueRule(frozenset(accepts), frozenset(refuses), why)
                    for aspect, accepts, refuses, why in rules or ()
                },
                cleared=cleared,
                routes=tuple(RouteInForce(*one) for one in routes or ()),
                places=tuple(OpenPlace(*one) for one in places or ()),
            )
            for pk, needs, areas, rules, cleared, routes, places in cursor.fetchall()
        }
