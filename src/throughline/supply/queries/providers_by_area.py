"""Every provider in every area as at a day, from live records (S4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughline.core.models import Area, Organisation
from throughline.core.time import start_of_london_day
from throughline.supply.models import Agreement, AgreementArea, Scheme, ServiceArea, ServiceMove
from throughline.supply.states import AgreementState, ServiceState


@dataclass(frozen=True)
class InArea:
    """
    One organisation in one area under one agreement, or under none, with the services it gives there.

    `tier` is its depth in the chain (D1) and is empty for a service outside every agreement (S21).
    """

    area: Area
    provider: Organisation
    agreement: Agreement | None
    services: tuple[str, ...]

    @property
    def area_name(self) -> str:
        """The area, to sort by."""
        return self.area.name

    @property
    def provider_name(self) -> str:
        """The provider, to sort by."""
        return self.provider.name

    @property
    def tier(self) -> int | None:
        """How deep it stands in its chain."""
        return self.agreement.tier if self.agreement else None

    @property
    def form(self) -> str:
        """What its agreement is written as."""
        return str(Agreement.Form(self.agreement.form).label) if self.agreement else "No agreement"

    @property
    def pk(self) -> tuple[str, str, int]:
        """What tells one row from another."""
        return (self.area_name, self.provider_name, self.agreement.pk if self.agreement else 0)


def schemes_on(on: date) -> list[Scheme]:
    """The schemes in force on a day, those with agreements that day before the others, by name."""
    in_force = Agreement.objects.filter(scheme=OuterRef("pk"), during__contains=on)
    return list(
        Scheme.objects.filter(during__contains=on)
        .annotate(used=Exists(in_force))
        .order_by("-used", "name", "pk")
    )


def providers_by_area(scheme_id: int, *, on: date) -> list[InArea]:
    """
    Who stands in which area of a scheme on the day `on`, by area, tier and name (two queries).

    An organisation is in an area when an agreement in force that day reaches it, or when it gives a service
    there that stood in the directory at the end of that day.
    """
    found: dict[tuple[int, int, int], InArea] = {}
    services: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    reach: Iterable[AgreementArea] = _reach(scheme_id, on)
    for one in reach:
        agreement = one.agreement
        key = (one.area_id, agreement.provider_id, agreement.pk)
        found[key] = InArea(one.area, agreement.provider, agreement, ())
    for given in _given(scheme_id, on):
        service = given.service
        key = (given.area_id, service.deliverer_id, service.agreement_id or 0)
        found.setdefault(key, InArea(given.area, service.deliverer, service.agreement, ()))
        services[key].add(service.name)
    rows = [
        InArea(one.area, one.provider, one.agreement, tuple(sorted(services[key])))
        for key, one in found.items()
    ]
    return sorted(rows, key=lambda one: (one.area_name, one.tier or 99, one.provider_name, one.pk))


def _reach(scheme_id: int, on: date) -> QuerySet[AgreementArea]:
    return (
        AgreementArea.objects.filter(agreement__scheme=scheme_id, agreement__during__contains=on)
        .exclude(agreement__state=AgreementState.ABANDONED)
        .select_related("area", "agreement__provider")
    )


def _given(scheme_id: int, on: date) -> QuerySet[ServiceArea]:
    """Services in their areas that stood in the directory at the end of the day, whatever became of them."""
    moves = ServiceMove.objects.filter(subject=OuterRef("service"))
    after = start_of_london_day(on + timedelta(days=1))
    before = moves.filter(happened_at__lt=after).order_by("-happened_at", "-pk").values("to_state")
    since = moves.order_by("happened_at", "pk").values("from_state")
    return (
        ServiceArea.objects.filter(service__scheme=scheme_id, service__during__contains=on)
        .annotate(then=Coalesce(Subquery(before[:1]), Subquery(since[:1]), "service__state"))
        .filter(then=ServiceState.PUBLISHED)
        .select_related("area", "service__deliverer", "service__agreement")
    )
