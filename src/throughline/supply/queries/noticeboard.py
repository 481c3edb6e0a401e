"""The noticeboard of a scheme: needs and offers of those with a part in it, and what waits too long (S76)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Area, Organisation
from throughline.core.time import london_day, start_of_london_day
from throughline.supply.models import AreaRole, Offer, OfferPrice, Scheme, Service, StatedNeed
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.states import NeedState, OfferState, ServiceState
from throughline.vocabulary.permissions import Permission

RULE = "noticeboard_answer_days"
AT_MOST = 50
"""How many of each kind a home shows."""


def schemes_of(actor: Actor, permission: Permission = Permission.SEE_NOTICEBOARD) -> QuerySet[Scheme]:
    """The schemes in which an organisation for which `actor` holds the permission has a part, by name."""
    if actor.is_system:
        return Scheme.objects.order_by("name", "pk")
    ours = actor.holds(permission)
    return (
        Scheme.objects.filter(
            Q(pk__in=AreaRole.objects.filter(organisation__in=ours).values("scheme"))
            | Q(agreements__payer__in=ours)
            | Q(agreements__provider__in=ours)
            | Q(services__deliverer__in=ours)
            | Q(steward__in=ours)
        )
        .distinct()
        .order_by("name", "pk")
    )


def needs_on_the_board(actor: Actor) -> QuerySet[StatedNeed]:
    """The stated needs that `actor` reads, each with how many offers there are (`offered`), for a list."""
    return (
        StatedNeed.objects.filter(scheme__in=schemes_of(actor).order_by().values("pk"))
        .select_related("asker", "area", "scheme")
        .annotate(offered=Count("offers"))
    )


def offers_on_the_board(actor: Actor) -> QuerySet[Offer]:
    """The offers that `actor` reads, for a list. Prices are had from `prices_seen`."""
    return Offer.objects.filter(scheme__in=schemes_of(actor).order_by().values("pk")).select_related(
        "offerer", "to", "need", "service", "scheme"
    )


def prices_seen(actor: Actor, offers: QuerySet[Offer] | Sequence[Offer]) -> dict[int, OfferPrice]:
    """
    The prices that `actor` sees, by offer: of offers by or to an organisation of theirs, or overseen.

    The database shows no others.
    """
    found = OfferPrice.objects.filter(offer__in=offers)
    if not actor.is_system:
        found = found.filter(
            Q(offer__offerer__in=actor.holds(Permission.OFFER_SERVICES))
            | Q(offer__to__in=actor.holds(Permission.STATE_NEEDS))
            | Q(offer__scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
        )
    return {one.offer_id: one for one in found}


@dataclass(frozen=True)
class Patience:
    """How many days a scheme gives for an answer on its noticeboard, and who waits longer on the day `on`."""

    days: int
    on: date

    def has_ended(self, since: datetime) -> bool:
        """Whether what waits since that moment has waited for at least that many days."""
        return (self.on - london_day(since)).days >= self.days

    def due(self, since: datetime) -> date:
        """The last day on which an answer is in time."""
        return london_day(since) + timedelta(days=self.days - 1)

    @property
    def before(self) -> datetime:
        """Whatever waits since before this moment has waited too long."""
        return start_of_london_day(self.on - timedelta(days=self.days - 1))


def patience_of(scheme_id: int, *, on: date) -> Patience | None:
    """The scheme's rule on the day `on`; nothing where it has none."""
    days = rule_in_force(scheme_id, RULE, on=on)
    return None if days is None else Patience(days, on)


def unanswered(needs: QuerySet[StatedNeed], *, on: date) -> QuerySet[StatedNeed]:
    """Those of the needs that have waited for an answer as long as their scheme gives, or longer (S76)."""
    too_long = Q(pk__in=[])
    for scheme in needs.order_by().values_list("scheme", flat=True).distinct():
        if patience := patience_of(scheme, on=on):
            too_long |= Q(scheme=scheme, waiting_since__lt=patience.before)
    return needs.filter(too_long, state=NeedState.WAITING)


def needs_to_answer(actor: Actor) -> list[StatedNeed]:
    """The needs that wait and that `actor` could say cannot be met now, the earliest first."""
    waiting = (
        StatedNeed.objects.filter(state=NeedState.WAITING)
        .filter(scheme__in=schemes_of(actor, Permission.ANSWER_NEEDS).order_by().values("pk"))
        .select_related("asker", "area", "scheme")
        .order_by("waiting_since", "pk")[:AT_MOST]
    )
    ours = actor.holds(Permission.ANSWER_NEEDS)
    return [one for one in waiting if ours & set(one.organisations_for(Permission.ANSWER_NEEDS))]


def offers_to_answer(actor: Actor) -> QuerySet[Offer]:
    """The offers that wait for the answer of `actor`, the earliest first."""
    return (
        Offer.objects.filter(state=OfferState.MADE, to__in=actor.holds(Permission.ANSWER_OFFERS))
        .select_related("offerer", "need")
        .order_by("made_at", "pk")[:AT_MOST]
    )


def area_called(written: str) -> Area:
    """
    The area that a form names as `kind:code`.

    :raises Area.DoesNotExist: there is none
    """
    kind, _, code = written.partition(":")
    return Area.objects.get(kind=kind, code=code)


def askers_for(actor: Actor, scheme: Scheme) -> list[Organisation]:
    """The organisations for which `actor` states needs in a scheme, by name."""
    return _with_a_part(actor.holds(Permission.STATE_NEEDS), scheme)


def offerers_for(actor: Actor, scheme: Scheme) -> list[Organisation]:
    """The organisations for which `actor` makes offers in a scheme, by name."""
    return _with_a_part(actor.holds(Permission.OFFER_SERVICES), scheme)


def who_buys(scheme: Scheme, *, on: date) -> list[Organisation]:
    """The organisations that answer for an area of a scheme on a day: whom an unasked offer is made to."""
    roles = AreaRole.objects.filter(scheme=scheme, during__contains=on)
    return list(Organisation.objects.filter(pk__in=roles.values("organisation")).order_by("name", "pk"))


def services_offered_by(organisations: Iterable[Organisation], scheme: Scheme) -> list[Service]:
    """The published services of a scheme that these organisations deliver or have in their chain, by name."""
    ours = [one.pk for one in organisations]
    return list(
        Service.objects.filter(Q(deliverer__in=ours) | Q(agreement__parties__overlap=ours))
        .filter(scheme=scheme, state=ServiceState.PUBLISHED)
        .select_related("agreement")
        .order_by("name", "pk")
    )


def _with_a_part(ours: Iterable[int], scheme: Scheme) -> list[Organisation]:
    found = Organisation.objects.filter(pk__in=ours).filter(
        Q(pk__in=AreaRole.objects.filter(scheme=scheme).values("organisation"))
        | Q(pays_under__scheme=scheme)
        | Q(provides_under__scheme=scheme)
        | Q(delivers__scheme=scheme)
        | Q(pk=scheme.steward_id)
    )
    return list(found.distinct().order_by("name", "pk"))
