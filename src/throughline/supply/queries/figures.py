"""What the figures of a supply chain are counted from, for a scheme on a day, everywhere or in some areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Area, Organisation, OrganisationMember
from throughline.core.periods import Period
from throughline.supply.models import (
    Agreement,
    AgreementArea,
    AreaRole,
    Pilot,
    Price,
    Scheme,
    Service,
    ServiceArea,
    ServiceNeed,
    ServicePopulation,
)
from throughline.supply.queries.hierarchy import Hierarchy
from throughline.supply.queries.landscape import agreements_of
from throughline.supply.rules.figure_facts import AgreementFacts, ProviderFacts
from throughline.supply.states import ServiceState
from throughline.vocabulary.needs import Need
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.populations import Population
from throughline.vocabulary.routes import PriceUnit
from throughline.vocabulary.service_types import ServiceType

_A_YEAR_OF_DAYS = 365.25


def schemes_in_figures(actor: Actor) -> list[Scheme]:
    """The schemes that `actor` oversees, the latest first: what prices rest on results is for them to see."""
    overseen = Scheme.objects.filter(steward__in=actor.holds(Permission.OVERSEE_SCHEME))
    return list(overseen.order_by("-during__startswith", "pk"))


@dataclass
class FactsOfChain:
    """
    The agreements of a scheme in force on a day, with what is recorded of each, in ten queries at most.

    With `areas`, those agreements that reach one of them, a larger area that holds it or a part of it.
    """

    scheme: Scheme
    on: date
    areas: frozenset[int] = frozenset()

    @cached_property
    def agreements(self) -> list[AgreementFacts]:
        """Every agreement, contracts at the top included."""
        return [self._facts(one) for one in self._records]

    @cached_property
    def providers(self) -> dict[int, ProviderFacts]:
        """Whoever provides under one of them, by id."""
        wanted = {one.provider_id for one in self._records}
        members: dict[int, list[str]] = defaultdict(list)
        links = OrganisationMember.objects.filter(consortium__in=wanted, during__contains=self.on)
        for consortium, kind in links.order_by("pk").values_list("consortium", "member__kind"):
            members[consortium].append(kind)
        kinds = Organisation.objects.filter(pk__in=wanted).values_list("pk", "kind")
        return {pk: ProviderFacts(pk, kind, tuple(members.get(pk, ()))) for pk, kind in kinds}

    @cached_property
    def of_scheme(self) -> list[Area]:
        """The areas that the scheme's primes hold on the day, or else those its agreements reach, by name."""
        held = AreaRole.objects.filter(
            scheme=self.scheme, role=AreaRole.Role.PRIME, during__contains=self.on
        ).values_list("area", flat=True)
        wanted = set(held) or {area for areas in self._reached.values() for area in areas}
        return sorted(Area.objects.filter(pk__in=wanted), key=lambda one: one.name)

    @cached_property
    def _hierarchy(self) -> Hierarchy:
        return Hierarchy(self.on)

    @cached_property
    def _records(self) -> list[Agreement]:
        found = agreements_of(self.scheme.pk, on=self.on).order_by("pk")
        if not self.areas:
            return list(found)
        touching = {
            near for one in self.areas for near in self._hierarchy.holding(one) | self._hierarchy.within(one)
        }
        reaching = AgreementArea.objects.filter(area__in=touching).values("agreement")
        giving = self._delivered.filter(areas__in=touching).order_by().values("agreement")
        return list(found.filter(Q(pk__in=reaching) | Q(pk__in=giving)))

    @property
    def _delivered(self) -> QuerySet[Service]:
        return Service.objects.filter(scheme=self.scheme, during__contains=self.on).exclude(
            state__in=(ServiceState.DRAFT, ServiceState.WITHDRAWN)
        )

    @cached_property
    def _services(self) -> dict[int, list[Service]]:
        found: dict[int, list[Service]] = defaultdict(list)
        for one in self._delivered.filter(agreement__in=[one.pk for one in self._records]):
            if one.agreement_id is not None:
                found[one.agreement_id].append(one)
        return found

    @cached_property
    def _service_ids(self) -> list[int]:
        return [one.pk for several in self._services.values() for one in several]

    @cached_property
    def _needs(self) -> dict[int, set[str]]:
        return _grouped(
            ServiceNeed.objects.filter(service__in=self._service_ids).values_list("service", "need")
        )

    @cached_property
    def _made_for(self) -> dict[int, set[str]]:
        main = ServicePopulation.objects.filter(service__in=self._service_ids, is_main=True)
        return _grouped(main.values_list("service", "population"))

    @cached_property
    def _on_trial(self) -> set[int]:
        trials = Pilot.objects.filter(service__in=self._service_ids, during__contains=self.on)
        return set(trials.values_list("service", flat=True))

    @cached_property
    def _by_results(self) -> set[int]:
        prices = Price.objects.filter(
            agreement__in=[one.pk for one in self._records],
            item__unit=PriceUnit.OUTCOME,
            during__contains=self.on,
        )
        return set(prices.values_list("agreement", flat=True))

    @cached_property
    def _reached(self) -> dict[int, set[int]]:
        links = AgreementArea.objects.filter(agreement__in=[one.pk for one in self._records])
        found: dict[int, set[int]] = defaultdict(set)
        of_service = {one.pk: pk for pk, several in self._services.items() for one in several}
        given = ServiceArea.objects.filter(service__in=of_service).values_list("service", "area")
        pairs = {*links.values_list("agreement", "area"), *((of_service[pk], area) for pk, area in given)}
        for agreement, area in pairs:
            found[agreement] |= self._hierarchy.holding(area) | self._hierarchy.within(area)
        return found

    def _facts(self, one: Agreement) -> AgreementFacts:
        services = self._services.get(one.pk, [])
        made_for = [self._made_for.get(service.pk, set()) for service in services]
        return AgreementFacts(
            pk=one.pk,
            provider=one.provider_id,
            prime=one.parties[1],
            tier=one.tier,
            form=one.form,
            on_trial=bool(services) and all(service.pk in self._on_trial for service in services),
            months=_months(one.during),
            generic=any(Population.ANYBODY in groups for groups in made_for),
            specialist=any(groups - {Population.ANYBODY} for groups in made_for),
            for_women=any(
                not service.for_men or Population.WOMEN in groups
                for service, groups in zip(services, made_for, strict=True)
            ),
            types=frozenset(
                str(ServiceType(service.service_type).label)
                for service in services
                if service.service_type != ServiceType.OTHER
            ),
            needs=frozenset(
                str(Need(need).label) for service in services for need in self._needs.get(service.pk, ())
            ),
            by_results=one.pk in self._by_results,
            delivers=any(service.deliverer_id == one.provider_id for service in services),
            areas=frozenset(self._reached.get(one.pk, ())),
        )


def agreements_listed(members: Collection[int]) -> QuerySet[Agreement]:
    """These agreements with what a list of them shows, in a fixed number of queries."""
    found = Agreement.objects.filter(pk__in=members)
    return found.select_related("provider", "payer").prefetch_related("areas")


def providers_listed(members: Collection[int]) -> QuerySet[Organisation]:
    """These organisations."""
    return Organisation.objects.filter(pk__in=members)


def _months(during: Period) -> int | None:
    """The term in whole months, to the nearest; none while it has no end."""
    return None if during.days is None else round(during.days / _A_YEAR_OF_DAYS * 12)


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
