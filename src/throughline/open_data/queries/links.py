"""The chain as it stood: agreements, who is party to them, where they reach and what is done under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughline.core.models import Organisation, OrganisationIdentifier
from throughline.core.periods import Period
from throughline.open_data.queries.window import Window
from throughline.open_data.rules.identifiers import OrganisationNumbers, numbers_of
from throughline.supply.models import (
    Agreement,
    AgreementArea,
    AgreementMove,
    Service,
    ServiceArea,
    ServiceMove,
)
from throughline.supply.states import AgreementState, ServiceState


@dataclass(frozen=True)
class Party:
    """An organisation with the numbers that may be published."""

    reference: str
    name: str
    numbers: OrganisationNumbers


@dataclass(frozen=True)
class ServiceEntry:
    """A service of the directory, as a publication describes it."""

    reference: str
    name: str
    kind: str
    summary: str
    agreement_id: int


@dataclass(frozen=True)
class Link:
    """
    One agreement of the chain; `above` is the reference of the one it hangs from.

    `services` are those done under it or anything below it; `areas` those of the agreement or, where it
    names none, of its services.
    """

    id: int
    reference: str
    title: str
    tier: int
    above_id: int | None
    above: str | None
    path: tuple[int, ...]
    form: str
    form_name: str
    state: str
    state_name: str
    during: Period
    signed_on: date | None
    payer: Party
    provider: Party
    areas: tuple[str, ...]
    services: tuple[ServiceEntry, ...]


def links_in(window: Window, *, with_money_or_work: Collection[int], worked: Collection[int]) -> list[Link]:
    """
    The agreements to publish, from the top of each chain down, in the order of their references.

    Those whose ids are in `with_money_or_work`, those under which a service stood in the directory at the end
    of the quarter, and all above either. `worked` are ids of services to describe although they stood no
    longer.
    """
    services = _services(window, worked)
    wanted = set(with_money_or_work) | {service.agreement_id for service in services.values()}
    paths = Agreement.objects.filter(pk__in=wanted).values_list("path", flat=True)
    ids = {one for path in paths for one in path}
    agreements = list(
        _with_state(Agreement, AgreementMove, window).filter(pk__in=ids).order_by("tier", "reference")
    )
    parties = _parties({one for a in agreements for one in (a.payer_id, a.provider_id)})
    under: dict[int, list[ServiceEntry]] = defaultdict(list)
    path_of = {a.pk: a.path for a in agreements}
    references = {a.pk: a.reference for a in agreements}
    for service in services.values():
        for agreement_id in path_of[service.agreement_id]:
            under[agreement_id].append(service)
    named = _areas_by(AgreementArea.objects.filter(agreement__in=ids).values_list("agreement", "area__name"))
    served = _areas_by(
        ServiceArea.objects.filter(service__in=services).values_list("service__agreement", "area__name")
    )
    below: dict[int, set[str]] = defaultdict(set)
    for agreement_id, names in served.items():
        for above in path_of[agreement_id]:
            below[above] |= names
    return [
        _link(a, references, parties, under[a.pk], named.get(a.pk) or below.get(a.pk, set()))
        for a in _down(agreements)
    ]


def _down(agreements: list[Agreement]) -> Iterable[Agreement]:
    """Each agreement followed by those below it."""
    below: dict[int | None, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        below[agreement.above_id].append(agreement)
    waiting = below[None][::-1]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(below[one.pk][::-1])


def _link(
    agreement: Agreement,
    references: Mapping[int, str],
    parties: Mapping[int, Party],
    services: list[ServiceEntry],
    areas: set[str],
) -> Link:
    state = AgreementState(agreement.state_then)  # type: ignore[attr-defined]
    return Link(
        id=agreement.pk,
        reference=agreement.reference,
        title=agreement.title,
        tier=agreement.tier,
        above_id=agreement.above_id,
        above=references[agreement.above_id] if agreement.above_id else None,
        path=tuple(agreement.path),
        form=agreement.form,
        form_name=str(Agreement.Form(agreement.form).label),
        state=state.value,
        state_name=str(state.label),
        during=agreement.during,
        signed_on=agreement.signed_on,
        payer=parties[agreement.payer_id],
        provider=parties[agreement.provider_id],
        areas=tuple(sorted(areas)),
        services=tuple(sorted(services, key=lambda one: one.reference)),
    )


def _services(window: Window, worked: Collection[int]) -> dict[int, ServiceEntry]:
    standing = Q(state_then=ServiceState.PUBLISHED, during__contains=window.last_day)
    found = (
        _with_state(Service, ServiceMove, window)
        .filter(Q(scheme=window.scheme, agreement__isnull=False), standing | Q(pk__in=worked))
        .values_list("pk", "reference", "name", "kind__name", "summary", "agreement_id")
    )
    return {pk: ServiceEntry(*described) for pk, *described in found}


def _with_state(model: type[Model], moves: type[Model], window: Window) -> QuerySet[Any]:
    """Records with `state_then`, their state at the end of the quarter, by the moves made until then."""
    before = moves._default_manager.filter(subject=OuterRef("pk"), happened_at__lt=window.ends)
    after = moves._default_manager.filter(subject=OuterRef("pk"), happened_at__gte=window.ends)
    return model._default_manager.annotate(
        state_then=Coalesce(
            Subquery(before.order_by("-happened_at", "-pk").values("to_state")[:1]),
            Subquery(after.order_by("happened_at", "pk").values("from_state")[:1]),
            F("state"),
            output_field=CharField(),
        )
    )


def _parties(ids: set[int]) -> dict[int, Party]:
    numbers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for organisation, scheme, value in OrganisationIdentifier.objects.filter(
        organisation__in=ids
    ).values_list("organisation_id", "scheme", "value"):
        numbers[organisation].append((scheme, value))
    return {
        one.pk: Party(one.reference, one.name, numbers_of(one.name, numbers[one.pk]))
        for one in Organisation.objects.filter(pk__in=ids)
    }


def _areas_by(pairs: Iterable[tuple[int | None, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for key, name in pairs:
        if key is not None:
            found[key].add(name)
    return found
