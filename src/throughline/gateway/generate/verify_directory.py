"""Checks by SQL of what entries of the directory say (see `verify`)."""

from __future__ import annotations

from typing import LiteralString

from throughline.gateway.generate.check import Check, ListCheck
from throughline.vocabulary.delivery import Language
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need
from throughline.vocabulary.offences import OffenceKind
from throughline.vocabulary.orders import OrderKind
from throughline.vocabulary.risks import RiskLevel
from throughline.vocabulary.service_types import NEEDS_OF

_TEXTS: LiteralString = """
  (SELECT id AS service_id, concat_ws(' ', name, summary, what_happens, intake_note) AS said
     FROM supply_service
   UNION ALL SELECT service_id, concat_ws(' ', need_area, activity, method, place) FROM supply_serviceactivity
   UNION ALL SELECT service_id, concat_ws(' ', what, why) FROM supply_serviceinformation
   UNION ALL SELECT service_id, concat_ws(' ', name, summary, what_happens) FROM supply_servicewording
   UNION ALL SELECT service_id, concat_ws(' ', name, job) FROM supply_servicecontact
   UNION ALL SELECT service_id, terms FROM supply_serviceroute
   UNION ALL SELECT service_id, concat_ws(' ', name, address, access) FROM supply_serviceplace
     WHERE NOT is_withheld
   UNION ALL SELECT service_id, content::text FROM supply_serviceversion)
"""
_ORDERS_RUNNING: LiteralString = "sn.during @> (r.sent_at AT TIME ZONE 'Europe/London')::date"
_INVENTED: LiteralString = """
  line_referral r JOIN supply_service s ON s.id = r.service_id
    JOIN supply_scheme c ON c.id = s.scheme_id AND c.is_invented
    JOIN people_person p ON p.id = r.person_id
"""

_VALUES = {
    Aspect.RISK: RiskLevel,
    Aspect.OFFENCE: OffenceKind,
    Aspect.ORDER: OrderKind,
    Aspect.NEED: Need,
    Aspect.LANGUAGE: Language,
}

DIRECTORY: tuple[Check, ...] = (
    ListCheck(
        "A service in an invented directory answers a need that its kind of work answers",
        """SELECT count(*) FROM supply_service s JOIN supply_scheme c ON c.id = s.scheme_id AND c.is_invented
           WHERE NOT EXISTS (SELECT 1 FROM supply_serviceneed a WHERE a.service_id = s.id
             AND s.service_type || ':' || a.need = ANY (%s))""",
        tuple(f"{work.value}:{need.value}" for work, needs in NEEDS_OF.items() for need in needs),
    ),
    ListCheck(
        "A rule of eligibility names values of its own list",
        """SELECT count(*) FROM supply_eligibilityrule e, unnest(e.accepts || e.refuses) AS v
           WHERE e.aspect || ':' || v <> ALL (%s)""",
        tuple(f"{aspect.value}:{value}" for aspect, kind in _VALUES.items() for value in kind.values),
    ),
    Check(
        "Nobody is told in any text of an entry where its withheld place is",
        f"""SELECT count(*) FROM supply_serviceplace w JOIN {_TEXTS} t ON t.service_id = w.service_id
           WHERE w.is_withheld AND ((w.address <> '' AND strpos(lower(t.said), lower(w.address)) > 0)
              OR strpos(lower(t.said), lower(w.name)) > 0
              OR (w.postcode <> '' AND strpos(upper(t.said), upper(w.postcode)) > 0))""",
    ),
    Check(
        "A place lies near the middle of its postcode's district",
        """SELECT count(*) FROM supply_serviceplace w JOIN core_outcode o
             ON o.code = split_part(w.postcode, ' ', 1)
           WHERE o.code ~ '^Z[^E]'
             AND (abs(o.latitude - w.latitude) > 0.1 OR abs(o.longitude - w.longitude) > 0.1)""",
    ),
    Check(
        "A place of a published, invented service says when, or that it is by arrangement",
        """SELECT count(*) FROM supply_serviceplace w JOIN supply_service s ON s.id = w.service_id
             JOIN supply_scheme c ON c.id = s.scheme_id AND c.is_invented
           WHERE s.state = 'published'
             AND w.by_arrangement = EXISTS (SELECT 1 FROM supply_servicehours h WHERE h.place_id = w.id)""",
    ),
    Check(
        "Versions of an entry are numbered from one without a gap, in the order in which they were kept",
        """SELECT count(*) FROM (SELECT number, row_number() OVER w AS n, kept_at,
               lag(kept_at, 1, kept_at) OVER w AS before
             FROM supply_serviceversion WINDOW w AS (PARTITION BY service_id ORDER BY number)) v
           WHERE v.number <> v.n OR v.kept_at < v.before""",
    ),
    Check(
        "Places counted as taken are those that referrals hold",
        """SELECT count(*) FROM supply_service s LEFT JOIN supply_occupancy o ON o.service_id = s.id
           WHERE coalesce(o.taken, 0) <> (SELECT count(*) FROM line_referral r WHERE r.service_id = s.id
             AND r.state IN ('sent', 'queried', 'accepted', 'allocated', 'started'))""",
    ),
    Check(
        "Every service can be found by its words",
        """SELECT count(*) FROM supply_service s LEFT JOIN supply_servicewords w ON w.service_id = s.id
           WHERE w.service_id IS NULL OR strpos(w.named, s.name) = 0""",
    ),
    Check(
        "An office in which a provider is present is one of the offices known",
        """SELECT count(*) FROM supply_serviceplace w WHERE w.in_office <> ''
             AND NOT EXISTS (SELECT 1 FROM core_site o WHERE o.kind = 'office' AND o.name = w.in_office)
             AND EXISTS (SELECT 1 FROM core_site o WHERE o.kind = 'office')""",
    ),
    Check(
        "Whoever follows a contact is of the same service and begins on the day the other ends",
        """SELECT count(*) FROM supply_servicecontact a JOIN supply_servicecontact b ON b.id = a.successor_id
           WHERE a.service_id <> b.service_id OR upper(a.during) IS DISTINCT FROM lower(b.during)""",
    ),
    Check(
        "A service for women alone is not said to be for men, nor one for men alone for women",
        """SELECT count(*) FROM supply_servicepopulation g JOIN supply_service s ON s.id = g.service_id
           WHERE (g.population = 'men' AND NOT s.for_men) OR (g.population = 'women' AND NOT s.for_women)""",
    ),
    Check(
        "What several pay of a route makes up the whole",
        """SELECT count(*) FROM (SELECT route_id FROM supply_routecontribution GROUP BY route_id
             HAVING sum(share) <> 10000) w""",
    ),
    Check(
        "A closed service's alternative is another service of the scheme",
        """SELECT count(*) FROM supply_service s JOIN supply_service o ON o.id = s.alternative_id
           WHERE o.scheme_id <> s.scheme_id OR o.id = s.id""",
    ),
    Check(
        "A decision on a trial was made after it began",
        """SELECT count(*) FROM supply_pilot p WHERE p.decided_on < lower(p.during)""",
    ),
    Check(
        "Nobody was sent to an invented service whose rules kept them out",
        f"""SELECT count(*) FROM {_INVENTED} WHERE r.sent_at IS NOT NULL AND (
             (p.sex = 'male' AND NOT s.for_men) OR (p.sex = 'female' AND NOT s.for_women)
             OR EXISTS (SELECT 1 FROM supply_eligibilityrule e WHERE e.service_id = s.id AND (
               (e.aspect = 'risk' AND p.risk_level <> 'unknown' AND (p.risk_level = ANY (e.refuses)
                 OR (e.accepts <> '{{}}' AND p.risk_level <> ALL (e.accepts))))
               OR (e.aspect = 'language' AND p.language <> '' AND e.accepts <> '{{}}'
                 AND p.language <> ALL (e.accepts))
               OR (e.aspect = 'offence' AND EXISTS (SELECT 1 FROM people_sentence sn
                 WHERE sn.person_id = p.id AND {_ORDERS_RUNNING} AND sn.offence_kind = ANY (e.refuses)))
               OR (e.aspect = 'order' AND e.accepts <> '{{}}' AND NOT EXISTS (SELECT 1
                 FROM people_sentence sn WHERE sn.person_id = p.id AND {_ORDERS_RUNNING}
                   AND sn.kind = ANY (e.accepts)))))
             OR (p.mappa IN ('1', '2', '3') AND NOT EXISTS (SELECT 1 FROM supply_highriskclearance h
               WHERE h.service_id = s.id AND h.during @> (r.sent_at AT TIME ZONE 'Europe/London')::date)))""",
    ),
    Check(
        "An invented service that takes so many referrals a month takes no more",
        f"""SELECT count(*) FROM (SELECT s.id FROM {_INVENTED} WHERE s.intake = 'capped'
             AND r.sent_at IS NOT NULL
             GROUP BY s.id, date_trunc('month', r.sent_at AT TIME ZONE 'Europe/London'), s.intake_cap
             HAVING count(*) > s.intake_cap) m""",
    ),
)
