"""The chain: of a service up to who pays, of an organisation, and of a whole scheme (S1, S4, S5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from throughline.core.models import Organisation, OrganisationMember
from throughline.supply.models import Agreement, AgreementArea, Scheme, Service
from throughline.supply.queries.directory import areas_touching
from throughline.supply.queries.landscape import agreements_of
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.queries.tenures import delivered_on
from throughline.supply.states import AgreementState


@dataclass(frozen=True)
class ServiceChain:
    """
    The agreements a service is delivered under, from the payer at the top, and those below its deliverer.

    Both are empty for a service outside every agreement (S21).
    """

    deliverer: Organisation
    above: Sequence[Agreement]
    below: Sequence[Agreement]

    @property
    def payer(self) -> Organisation | None:
        """Who pays at the top."""
        return self.above[0].payer if self.above else None


@dataclass(frozen=True)
class InChain:
    """
    One organisation's place in a chain: how often it holds a contract, how often it stands below, and where.

    `tiers` are the depths at which it stands, 1 for a contract with the payer at the top (D1). A
    consortium is one organisation here, with the number of its `members` beside (S2).
    """

    organisation: Organisation
    name: str
    tiers: tuple[int, ...]
    contracts: int
    below: int
    areas: tuple[str, ...]
    pk: int
    members: int = 0

    @property
    def is_both(self) -> bool:
        """Whether it holds a contract and stands below another's."""
        return bool(self.contracts and self.below)

    @property
    def places(self) -> int:
        """In how many areas it stands."""
        return len(self.areas)


def chain_of(service: Service, *, on: date) -> ServiceChain:
    """The chain of one service on a day, before and after its deliverer changed (three queries)."""
    held = delivered_on(service, on)
    lowest = held.agreement
    if lowest is None:
        return ServiceChain(held.deliverer, (), ())
    links = Agreement.objects.select_related("payer", "provider").order_by("tier", "provider__name")
    below = links.filter(path__contains=[lowest.pk]).exclude(state=AgreementState.ABANDONED)
    above = links.filter(pk__in=lowest.path)
    return ServiceChain(held.deliverer, tuple(above), tuple(one for one in below if one.pk != lowest.pk))


def tier_names(scheme_id: int, *, on: date) -> Mapping[int, str]:
    """What the scheme calls its tiers on a day; see `tier_name` for those it has no word for."""
    found = rule_in_force(scheme_id, "tier_names", on=on) or {}
    return {int(tier): name for tier, name in found.items()}


def tier_name(names: Mapping[int, str], tier: int) -> str:
    """The scheme's word for a tier, or "Tier 4" where it has none."""
    return names.get(tier, f"Tier {tier}")


def organisations_in_chain(
    scheme: Scheme, *, on: date | None = None, area_id: int | None = None, tier: int | None = None
) -> list[InChain]:
    """
    Every organisation that stands below the payer in a scheme, by name, each once (four queries at most).

    `on` asks as at a day, without it everything recorded. `area_id` leaves those that stand in the area, in a
    larger one that holds it or in a part of it; `tier` those that stand at that depth.
    """
    agreements = agreements_of(scheme.pk, on=on)
    if area_id is not None:
        agreements = agreements.filter(areas__in=areas_touching(area_id, on=on or scheme.during.from_))
    if tier is not None:
        agreements = agreements.filter(tier=tier)
    held: dict[int, list[Agreement]] = defaultdict(list)
    for one in agreements.select_related("provider").order_by("provider__name", "tier").distinct():
        held[one.provider_id].append(one)
    areas = _areas_of(one.pk for several in held.values() for one in several)
    members = _members_of(held, on)
    return [_in_chain(several, areas, members.get(pk, 0)) for pk, several in held.items()]


def _members_of(organisations: Iterable[int], on: date | None) -> dict[int, int]:
    """How many members each consortium among them has on a day, or has had."""
    links = OrganisationMember.objects.filter(consortium__in=list(organisations))
    if on is not None:
        links = links.filter(during__contains=on)
    counted = links.order_by().values_list("consortium").annotate(Count("member", distinct=True))
    return dict(counted)


def _areas_of(agreements: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    links = AgreementArea.objects.filter(agreement__in=list(agreements)).select_related("area")
    for link in links:
        found[link.agreement_id].append(link.area.name)
    return found


def _in_chain(agreements: Sequence[Agreement], areas: Mapping[int, list[str]], members: int) -> InChain:
    organisation = agreements[0].provider
    contracts = sum(one.tier == 1 for one in agreements)
    return InChain(
        organisation=organisation,
        name=organisation.name,
        tiers=tuple(sorted({one.tier for one in agreements})),
        contracts=contracts,
        below=len(agreements) - contracts,
        areas=tuple(sorted({name for one in agreements for name in areas.get(one.pk, ())})),
        pk=organisation.pk,
        members=members,
    )
