"""The page of one organisation: its numbers, where it is prime, where it works below others."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from throughline.core.models import Organisation, OrganisationMember
from throughline.supply.models import Agreement, AreaRole, Ownership, Service
from throughline.supply.queries.directory import Wanted, directory
from throughline.supply.queries.footprint import reach_of
from throughline.supply.rules.footprint import Footprint
from throughline.supply.states import AgreementState
from throughline.web.pieces import Fact, Link, Shown, Tag
from throughline.web.public.labels import REGISTERS, in_full, period, to_organisation
from throughline.web.words import and_list


class OrganisationPage:
    """Words, links and lists of one organisation, as at a day."""

    def __init__(self, organisation: Organisation, on: date) -> None:
        self.organisation = organisation
        self.on = on

    @property
    def title(self) -> str:
        """What the page is about."""
        return self.organisation.name

    @property
    def state(self) -> Tag | None:
        """That it is invented, when it is."""
        return Tag("Invented for demonstration", "purple") if self.organisation.is_invented else None

    @staticmethod
    def link(organisation: Organisation) -> Link:
        """Another organisation, leading to its page."""
        return to_organisation(organisation)

    @staticmethod
    def when(agreement: Agreement) -> str:
        """The days of an agreement."""
        return period(agreement.during)

    @property
    def facts(self) -> list[Fact]:
        """Numbers in registers, owners, members and roles."""
        kind = Organisation.Kind(self.organisation.kind).label
        facts = [Fact("Kind", str(kind)), Fact("Reference", self.organisation.reference)]
        if (reach := self._reach) is not None:
            facts.append(Fact("Works", reach))
        facts += [
            Fact(REGISTERS[one.scheme], one.value)
            for one in self.organisation.identifiers.order_by("scheme", "value")
            if one.scheme in REGISTERS
        ]
        told: list[tuple[str, list[Shown]]] = [
            ("Owned by", self._owners),
            ("Owns", self._owned),
            ("Member of", self._consortia),
            ("Members", self._members),
            ("Answers for", self._roles),
        ]
        return facts + [Fact(label, list(shown)) for label, shown in told if shown]

    @property
    def _reach(self) -> list[Shown] | None:
        """How far it works on the day, and from what that follows; nothing where nothing is recorded (S6)."""
        reach = reach_of([self.organisation.pk], on=self.on)[self.organisation.pk]
        if reach.footprint == Footprint.NONE:
            return None
        where = (
            f"In {and_list(reach.regions)}: {len(reach.regions)} of {reach.of_regions} regions or divisions"
        )
        basis = (
            "From where it gives services"
            if reach.by_services
            else ("From where its agreements reach, since no service of its own is recorded")
        )
        return [Tag(str(reach.footprint.label)), where, basis]

    @property
    def _owners(self) -> list[Shown]:
        owners = Ownership.objects.filter(owned=self.organisation, during__contains=self.on)
        return [to_organisation(one.owner) for one in owners.select_related("owner")]

    @property
    def _owned(self) -> list[Shown]:
        owned = Ownership.objects.filter(owner=self.organisation, during__contains=self.on)
        return [to_organisation(one.owned) for one in owned.select_related("owned").order_by("owned__name")]

    @property
    def _consortia(self) -> list[Shown]:
        of = OrganisationMember.objects.filter(member=self.organisation, during__contains=self.on)
        return [to_organisation(one.consortium) for one in of.select_related("consortium")]

    @property
    def _members(self) -> list[Shown]:
        of = OrganisationMember.objects.filter(consortium=self.organisation, during__contains=self.on)
        return [to_organisation(one.member) for one in of.select_related("member").order_by("member__name")]

    @property
    def _roles(self) -> list[Shown]:
        roles = AreaRole.objects.filter(organisation=self.organisation).select_related("area", "scheme")
        return [
            f"{in_full(one.area)}, {AreaRole.Role(one.role).label.lower()} in {one.scheme.name}, "
            f"{period(one.during).lower()}"
            for one in roles.order_by("-during__startswith", "area__name")
        ]

    @cached_property
    def services(self) -> list[Service]:
        """The services it gives that stand in the directory on the day."""
        found = directory(Wanted(), on=self.on).filter(deliverer=self.organisation)
        return list(found.prefetch_related("areas").order_by("name", "pk"))

    @cached_property
    def held(self) -> list[Agreement]:
        """The contracts it holds with a payer at the top, ended ones included."""
        return [one for one in self._agreements if one.tier == 1]

    @cached_property
    def below(self) -> list[Agreement]:
        """The agreements under which it works below another."""
        return [one for one in self._agreements if one.tier > 1]

    @cached_property
    def passed_on(self) -> list[Agreement]:
        """The agreements under which others work below it."""
        return self._listed(Agreement.objects.filter(payer=self.organisation, tier__gt=1))

    @cached_property
    def _agreements(self) -> list[Agreement]:
        return self._listed(Agreement.objects.filter(provider=self.organisation))

    def _listed(self, agreements: QuerySet[Agreement]) -> list[Agreement]:
        kept = agreements.exclude(state=AgreementState.ABANDONED).select_related(
            "payer", "provider", "scheme"
        )
        return list(kept.prefetch_related("areas").order_by("-during__startswith", "title", "pk"))
