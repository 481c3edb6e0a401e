"""Put the facts that ship with the service into the records (S7, S20, S90, S245)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from throughline.core.models import Area, AreaParent, Organisation, OrganisationIdentifier
from throughline.core.periods import Period
from throughline.supply.actions.adding import Key, ReferenceLoaded
from throughline.supply.actions.local_reference import (
    add_boards,
    local_areas,
    put_in_the_middle,
    within_larger,
)
from throughline.supply.models import AreaRole, Ownership, Scheme, SchemeRule, ServiceKind
from throughline.supply.reference.probation_regions import REGIONS
from throughline.supply.reference.schemes import SCHEMES
from throughline.supply.reference.service_kinds import KINDS
from throughline.supply.reference.transforming_rehabilitation import (
    CONTRACT_PACKAGE_AREAS,
    DIVISIONS,
    OWNERS,
)

NDELIUS: Final = "X-NDELIUS"
"""Codes of the national case management system: C01 to C21 for companies, N01 to N07 for divisions."""
OURS: Final = "X-THROUGHLINE"
"""Codes that this project gives to organisations for which the sources used have no number."""
MINISTRY: Final = (OURS, "moj")
STEWARD: Final = (OURS, "hmpps")


@transaction.atomic
def load_reference(at: datetime) -> ReferenceLoaded:
    """
    Add the schemes, areas, organisations, roles, owners, rules, kinds of service and boards not there yet.

    What is there stays as it is, so that a rule changed since is not put back, and a second run changes
    nothing. Acts as the system. The number of queries does not grow with what is there.
    """
    return _Loading(at).run()


class _Loading:
    def __init__(self, at: datetime) -> None:
        self.told = ReferenceLoaded(at)
        self.tr, self.crs = (scheme.during for scheme in SCHEMES)

    def run(self) -> ReferenceLoaded:
        organisations = self._organisations()
        areas = self._areas()
        self._within(areas)
        schemes = self._schemes(organisations[STEWARD])
        self._rules(schemes)
        self._kinds(schemes)
        self._roles(schemes, areas, organisations)
        self._owners(organisations)
        add_boards(self.told, areas)
        return self.told

    def _organisations(self) -> dict[tuple[str, str], int]:
        wanted = dict(_organisations())
        there = {
            (one.scheme, one.value): one.organisation_id
            for one in OrganisationIdentifier.objects.filter(scheme__in=(NDELIUS, OURS))
        }
        missing = [(key, facts) for key, facts in wanted.items() if key not in there]
        made = Organisation.objects.bulk_create([Organisation(name=n, kind=k) for _, (n, k) in missing])
        OrganisationIdentifier.objects.bulk_create(
            OrganisationIdentifier(organisation=one, scheme=key[0], value=key[1])
            for (key, _), one in zip(missing, made, strict=True)
        )
        self.told.added["organisations"] = len(made)
        there.update((key, one.pk) for (key, _), one in zip(missing, made, strict=True))
        return there

    def _areas(self) -> dict[Key, int]:
        wanted: dict[Key, dict[str, Any]] = {}
        for code, name in DIVISIONS.items():
            wanted["division", code] = {"name": name, "during": self.tr}
        for area in CONTRACT_PACKAGE_AREAS:
            wanted["cpa", area.code] = {"name": area.name, "during": self.tr}
        # Police areas are older than both schemes; the record of them begins with the first.
        always = Period(self.tr.from_, None)
        for region in REGIONS:
            wanted["region", region.code] = {"name": region.name, "during": self.crs}
            for code, name in region.police_areas.items():
                wanted["pcc", code] = {"name": name, "during": always}
        wanted |= local_areas()
        return self.told.add(Area, "areas", ("kind", "code"), wanted)

    def _within(self, areas: Mapping[Key, int]) -> None:
        pairs: list[tuple[int, int, str, Period]] = []
        for area in CONTRACT_PACKAGE_AREAS:
            here = areas["cpa", area.code]
            pairs.append((here, areas["division", area.division], "division", self.tr))
            pairs += [(areas["pcc", code], here, "cpa", self.tr) for code in area.police_areas.split()]
        for region in REGIONS:
            here = areas["region", region.code]
            pairs += [(areas["pcc", code], here, "region", self.crs) for code in region.police_areas]
        pairs += within_larger(areas)
        put_in_the_middle(areas, pairs)
        self.told.add(
            AreaParent,
            "places of an area in a larger one",
            ("area_id", "parent_id"),
            {(area, parent): {"parent_kind": kind, "during": during} for area, parent, kind, during in pairs},
        )

    def _schemes(self, steward: int) -> dict[str, int]:
        wanted: dict[Key, dict[str, Any]] = {
            (one.code,): {"name": one.name, "during": one.during, "steward_id": steward} for one in SCHEMES
        }
        return {str(code): pk for (code,), pk in self.told.add(Scheme, "schemes", ("code",), wanted).items()}

    def _rules(self, schemes: Mapping[str, int]) -> None:
        wanted: dict[Key, dict[str, Any]] = {
            (schemes[one.code], rule.name): {"value": rule.value, "during": one.during}
            for one in SCHEMES
            for rule in one.rules
        }
        self.told.add(SchemeRule, "rules", ("scheme_id", "name"), wanted)

    def _kinds(self, schemes: Mapping[str, int]) -> None:
        wanted: dict[Key, dict[str, Any]] = {
            (schemes[scheme], kind.code): {
                "name": kind.name,
                "nsi_code": kind.nsi_code,
                "nsi_source": kind.nsi_source,
            }
            for scheme, kinds in KINDS.items()
            for kind in kinds
        }
        self.told.add(ServiceKind, "kinds of service", ("scheme_id", "code"), wanted)

    def _roles(
        self,
        schemes: Mapping[str, int],
        areas: Mapping[Key, int],
        organisations: Mapping[tuple[str, str], int],
    ) -> None:
        wanted: dict[Key, dict[str, Any]] = {}
        by = ("scheme_id", "area_id", "organisation_id", "role")
        for area in CONTRACT_PACKAGE_AREAS:
            here = (schemes["tr"], areas["cpa", area.code])
            wanted[(*here, organisations[NDELIUS, area.code], "prime")] = {"during": self.tr}
            wanted[(*here, organisations[NDELIUS, area.division], "division")] = {"during": self.tr}
        for region in REGIONS:
            for key in (("region", region.code), *(("pcc", code) for code in region.police_areas)):
                role = (schemes["crs"], areas[key], organisations[OURS, f"region-{region.code}"], "division")
                wanted[role] = {"during": self.crs}
        self.told.add(AreaRole, "roles in areas", by, wanted)

    def _owners(self, organisations: Mapping[tuple[str, str], int]) -> None:
        wanted: dict[Key, dict[str, Any]] = {
            (organisations[OURS, f"owner-{area.owner}"], organisations[NDELIUS, area.code]): {
                "during": self.tr
            }
            for area in CONTRACT_PACKAGE_AREAS
        }
        self.told.add(Ownership, "owners", ("owner_id", "owned_id"), wanted)


def _organisations() -> Iterable[tuple[tuple[str, str], tuple[str, str]]]:
    public, company = Organisation.Kind.PUBLIC, Organisation.Kind.COMPANY
    yield MINISTRY, ("Ministry of Justice", public)
    yield STEWARD, ("HM Prison and Probation Service", public)
    for code, name in DIVISIONS.items():
        yield (NDELIUS, code), (f"NPS {name}", public)
    for area in CONTRACT_PACKAGE_AREAS:
        yield (NDELIUS, area.code), (area.company, company)
    for code, name in OWNERS.items():
        kind = Organisation.Kind.CONSORTIUM if code == "rrp" else company
        yield (OURS, f"owner-{code}"), (name, kind)
    for region in REGIONS:
        yield (OURS, f"region-{region.code}"), (f"Probation Service, {region.name}", public)
