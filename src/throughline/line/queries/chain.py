"""What a prime sees of the referrals its agreements carry: never the person (SEE_CHAIN_REFERRALS)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.states import DRAFT
from throughline.people.queries.limits import hidden_from
from throughline.supply.models import Agreement, Service
from throughline.vocabulary.permissions import Permission

_FIRST_STARTS = """
SELECT wanted.id, min(m.happened_at)
  FROM unnest(%s::bigint[]) AS wanted (id)
  JOIN supply_agreement d ON d.path @> ARRAY[wanted.id]
  JOIN line_referral r ON r.agreement_id = d.id
  JOIN line_referralmove m ON m.subject_id = r.id AND m.name = 'start'
 GROUP BY wanted.id
"""


def chain_referrals(actor: Actor) -> QuerySet[Referral]:
    """The referrals, from the moment they are sent, that the agreements of `actor`'s organisations carry."""
    return (
        Referral.objects.filter(~hidden_from(actor), prime__in=actor.holds(Permission.SEE_CHAIN_REFERRALS))
        .exclude(state=DRAFT)
        .select_related("service", "deliverer")
    )


def work_began_on(agreement_ids: Collection[int]) -> dict[int, date]:
    """
    The London day on which work was first recorded under each agreement or one below it, in one query.

    Of the referrals that whoever acts may see; an agreement without any is not in the answer.
    """
    if not agreement_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_STARTS, [list(agreement_ids)])
        found: list[tuple[int, datetime]] = cursor.fetchall()
    return {agreement: london_day(moment) for agreement, moment in found}


def deliverers_in_chain(actor: Actor) -> QuerySet[Organisation]:
    """Who delivers in the chain of `actor`'s organisations, by name."""
    below = Agreement.objects.filter(parties__overlap=sorted(actor.holds(Permission.SEE_CHAIN_REFERRALS)))
    return Organisation.objects.filter(
        Exists(Service.objects.filter(agreement__in=below, deliverer=OuterRef("pk")))
    ).order_by("name", "pk")
