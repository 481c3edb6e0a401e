"""Who is away and who covers (D16, S100)."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughline.core.access.actor import Actor, as_system
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.line.models import Absence, AbsenceCover, Referral
from throughline.line.queries.referrals import referrals_delivered_by
from throughline.line.queries.workload import WITH_A_WORKER
from throughline.vocabulary.permissions import Permission


def absences_visible_to(actor: Actor) -> QuerySet[Absence]:
    """The actor's own absences, and everybody's where they give out the work, each with `open_referrals`."""
    mine = Q(worker=actor.user) & Q(organisation__in=actor.holds(Permission.DELIVER))
    theirs = Q(organisation__in=actor.holds(Permission.DECIDE_REFERRALS))
    held = (
        Referral.objects.filter(worker=OuterRef("worker"), deliverer=OuterRef("organisation"))
        .filter(Q(pk__in=referrals_delivered_by(actor)) | Q(worker=actor.user), state__in=WITH_A_WORKER)
        .order_by()
        .values("worker")
        .annotate(number=Count("pk"))
    )
    return (
        Absence.objects.filter(mine | theirs)
        .select_related("worker", "organisation")
        .prefetch_related("covers__by")
        .annotate(open_referrals=Coalesce(Subquery(held.values("number")[:1]), 0))
    )


def absence_on(worker: User, organisation_id: int, on: date) -> Absence | None:
    """The absence of a worker on a day, for whoever may read of a referral with whom they work."""
    with as_system():
        found = Absence.objects.filter(worker=worker, organisation=organisation_id, during__contains=on)
        return found.prefetch_related("covers__by").first()


def cover_on(absence: Absence, on: date) -> AbsenceCover | None:
    """Who covers on a day, or nobody."""
    return next((one for one in absence.covers.all() if on in one.during), None)


def covered_by(user: User, on: date) -> list[AbsenceCover]:
    """For whom somebody covers on the day `on` or later, the first to begin first: theirs to know."""
    with as_system():
        found = AbsenceCover.objects.filter(by=user, during__overlap=Period(on).to_range())
        return list(found.select_related("absence__worker", "absence__organisation").order_by("during", "pk"))
