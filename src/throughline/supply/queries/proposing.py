"""What a prime can name in a Change Notification: its services and items, its buyers, its areas."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from throughline.core.access import Actor
from throughline.core.models import Area, Organisation
from throughline.core.periods import Period
from throughline.supply.models import Agreement, AreaRole, ChangeNotification, RateCardItem, Scheme, Service
from throughline.supply.states import AgreementState, ServiceState
from throughline.vocabulary.permissions import Permission

_HELD_BY = "agreement__parties__1"
"""The provider of the agreement at the top of a service's chain: the second party, after who pays."""


def schemes_of_primes(actor: Actor, *, on: date) -> QuerySet[Scheme]:
    """The schemes in which an organisation for which `actor` proposes holds a contract on a day."""
    held = Agreement.objects.filter(
        provider__in=actor.holds(Permission.PROPOSE_PRICES), tier=1, during__contains=on
    )
    return Scheme.objects.filter(pk__in=held.order_by().values("scheme")).order_by("name", "pk")


def primes_of(actor: Actor, scheme: Scheme, *, on: date) -> QuerySet[Organisation]:
    """The organisations for which `actor` proposes that hold a contract of the scheme on a day."""
    held = Agreement.objects.filter(
        scheme=scheme, provider__in=actor.holds(Permission.PROPOSE_PRICES), tier=1, during__contains=on
    )
    return Organisation.objects.filter(pk__in=held.order_by().values("provider")).order_by("name", "pk")


def services_of_the_prime(change: ChangeNotification) -> QuerySet[Service]:
    """The services delivered under the contracts of the notification's prime, but those withdrawn."""
    return (
        Service.objects.filter(scheme=change.scheme_id, **{_HELD_BY: change.prime_id})
        .exclude(state=ServiceState.WITHDRAWN)
        .order_by("name", "pk")
    )


def items_of_the_prime(change: ChangeNotification) -> QuerySet[RateCardItem]:
    """The items of those services, by service and name."""
    return (
        RateCardItem.objects.filter(service__in=services_of_the_prime(change).order_by().values("pk"))
        .select_related("service__agreement")
        .order_by("service__name", "name", "pk")
    )


def divisions_of(change: ChangeNotification, *, on: date) -> QuerySet[Organisation]:
    """The divisions of the scheme on a day, by name."""
    roles = AreaRole.objects.filter(scheme=change.scheme_id, role=AreaRole.Role.DIVISION, during__contains=on)
    return Organisation.objects.filter(pk__in=roles.order_by().values("organisation")).order_by("name", "pk")


def areas_of_the_prime(change: ChangeNotification, *, on: date) -> QuerySet[Area]:
    """The areas for which the prime answers in the scheme on a day, by name."""
    roles = AreaRole.objects.filter(
        scheme=change.scheme_id,
        organisation=change.prime_id,
        role=AreaRole.Role.PRIME,
        during__contains=on,
    )
    return Area.objects.filter(pk__in=roles.order_by().values("area")).order_by("name", "pk")


def agreements_in_the_chain(change: ChangeNotification, *, on: date) -> QuerySet[Agreement]:
    """The agreements of the prime's chain that are in force on a day or later, by tier and provider."""
    ours = Agreement.objects.filter(scheme=change.scheme_id, parties__1=change.prime_id)
    return (
        ours.filter(during__overlap=Period(on))
        .exclude(state__in=(AgreementState.ABANDONED, AgreementState.ENDED))
        .select_related("provider", "payer", "above")
        .order_by("tier", "provider__name", "pk")
    )
