"""The door to agreements and their terms: always from who is asking (D1, D7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from throughline.core.access import Actor
from throughline.supply.models import Agreement, AgreementMove, Service
from throughline.supply.queries.tenures import delivered_under
from throughline.supply.states import AgreementState
from throughline.vocabulary.permissions import Permission


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """
    Agreements of a chain in which an organisation whose terms `actor` sees stands at or above them.

    Also those of schemes they oversee, and for an inspector all: the chain is public, its terms are not.
    """
    if actor.is_system or actor.may(Permission.INSPECT):
        return Agreement.objects.all()
    return Agreement.objects.filter(
        Q(parties__overlap=sorted(actor.holds(Permission.SEE_TERMS)))
        | Q(scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
    )


def our_agreements(actor: Actor) -> QuerySet[Agreement]:
    """Agreements, up or down, of the organisations whose terms `actor` sees, with both parties."""
    ours = actor.holds(Permission.SEE_TERMS)
    return Agreement.objects.filter(Q(payer__in=ours) | Q(provider__in=ours)).select_related(
        "payer", "provider"
    )


def terms_are_seen(agreement: Agreement, actor: Actor) -> bool:
    """Whether `actor` sees what was agreed: for either party, or for the steward of the scheme."""
    if actor.is_system:
        return True
    parties = {agreement.payer_id, agreement.provider_id}
    return bool(parties & actor.holds(Permission.SEE_TERMS)) or agreement.scheme.steward_id in actor.holds(
        Permission.OVERSEE_SCHEME
    )


def for_its_page(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """With what the page of an agreement shows, in a fixed number of queries."""
    return agreements.select_related("scheme", "payer", "provider").prefetch_related(
        "areas", Prefetch("moves", queryset=AgreementMove.objects.select_related("by"))
    )


def chain_down_to(agreement: Agreement) -> Sequence[Agreement]:
    """The agreements from the payer at the top down to this one, in order of tier, with their parties."""
    return list(
        Agreement.objects.filter(pk__in=agreement.path).select_related("payer", "provider").order_by("tier")
    )


def chains_of(agreements: Collection[Agreement]) -> dict[int, list[Agreement]]:
    """As `chain_of`, for many agreements in one query, by the id of each."""
    wanted = {pk for one in agreements for pk in one.path}
    links = Agreement.objects.filter(pk__in=wanted).select_related("payer", "provider").in_bulk()
    return {one.pk: [links[pk] for pk in one.path] for one in agreements}


def agreements_below(agreement: Agreement) -> QuerySet[Agreement]:
    """Every agreement that hangs from this one, however deep, in order of tier and provider."""
    return (
        Agreement.objects.filter(path__contains=[agreement.pk])
        .exclude(pk=agreement.pk)
        .exclude(state=AgreementState.ABANDONED)
        .select_related("payer", "provider")
        .order_by("tier", "provider__name", "pk")
    )


def services_under(agreement: Agreement, *, on: date) -> QuerySet[Service]:
    """Services delivered under this agreement or one below it, whose entry stands on the day `on`."""
    return (
        delivered_under(agreement, on=on)
        .exclude(state="draft")
        .select_related("deliverer", "kind")
        .order_by("name", "pk")
    )


def under_negotiation(actor: Actor) -> QuerySet[Agreement]:
    """Our agreements that are not signed yet (D7), with their parties."""
    return our_agreements(actor).filter(state=AgreementState.NEGOTIATING)
