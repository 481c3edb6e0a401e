"""
Contracts of Commissioned Rehabilitative Services, from the documents of the public referral service.

What a document says is kept; what it does not say is not made up:

* A document becomes one directory entry and the agreements of its chain: the Ministry of Justice with the
  prime, and the prime with each subcontractor.
* It gives no day of signing and no term. The state of its agreements is "signing not recorded", and the
  days on which the entry is shown stand for the days of the agreements.
* It does not say which subcontractor delivers what, so the prime stands as deliverer and the
  subcontractors are shown below it. Their form of agreement is not recorded.
* Nothing is paid at use: the route is the contract itself, paid by the Ministry of Justice.
* Kind of work, mode, channels, places, groups and kinds of order are taken from it where they leave no doubt,
  and only where nobody has said anything: whoever keeps the entry knows better.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

from throughline.core.files import RowRefused
from throughline.core.models import Area, Organisation, OrganisationIdentifier
from throughline.supply.actions.reference import MINISTRY
from throughline.supply.actions.versions import keep_first_versions, keep_version
from throughline.supply.imports.crs_parts import (
    filled_in,
    put_right,
    said_of_orders,
    said_of_places,
    said_of_populations,
    same_activities,
    same_needs,
)
from throughline.supply.imports.crs_rows import ContractRow
from throughline.supply.models import (
    Agreement,
    AgreementArea,
    Scheme,
    Service,
    ServiceArea,
    ServiceKind,
    ServiceRoute,
)
from throughline.supply.states import AgreementState, ServiceState
from throughline.vocabulary.routes import FundingRoute

CODES: Final = "X-CRS-CODE"
"""The register of providers' codes in the contract documents."""


class ReferenceMissing(Exception):
    """The scheme and its areas are not in the records yet; the sentence says how to add them."""


class ContractLoader:
    """
    Writes contracts, one at a time; what is there already and says the same is left alone.

    Every entry that it changes keeps a version, as at the moment `at`.

    `names` gives the provider's name by its code; a code without one is written out in words, until a name
    is given. A subcontractor that a later document leaves out keeps its agreement: when it ended is not said.

    :raises ReferenceMissing: the reference records are not there
    """

    def __init__(self, names: Mapping[str, str], *, at: datetime) -> None:
        self._names = names
        self._at = at
        scheme = Scheme.objects.filter(code="crs").first()
        if scheme is None:
            raise ReferenceMissing("Add the schemes and areas first: ./throughline manage reference")
        self._scheme = scheme

    def load(self, row: ContractRow) -> bool:
        """
        Write one contract; says whether anything changed.

        :raises RowRefused: its kind or area is not known, or another prime holds it
        """
        kind, area = self._kind(row), self._area(row)
        prime, changed = self._organisation(row.prime)
        chain = self._chain(row)
        top, made = self._agreement(row, chain, self._ministry, prime, None)
        links = [top]
        changed |= made
        for code in row.subcontractors:
            below, renamed = self._organisation(code)
            link, made = self._agreement(row, chain, prime, below, top)
            links.append(link)
            changed |= renamed | made
        changed |= _reach(links, area)
        return self._service(row, kind, area, prime, top) | changed

    @cached_property
    def _ministry(self) -> Organisation:
        scheme, value = MINISTRY
        return Organisation.objects.get(identifiers__scheme=scheme, identifiers__value=value)

    @cached_property
    def _kinds(self) -> dict[str, ServiceKind]:
        return {kind.code: kind for kind in ServiceKind.objects.filter(scheme=self._scheme)}

    @cached_property
    def _areas(self) -> dict[tuple[str, str], Area]:
        return {(area.kind, area.code): area for area in Area.objects.filter(kind__in=("region", "pcc"))}

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        known = OrganisationIdentifier.objects.filter(scheme=CODES).select_related("organisation")
        return {one.value: one.organisation for one in known}

    def _kind(self, row: ContractRow) -> ServiceKind:
        if row.kind_code not in self._kinds:
            raise RowRefused(f"The kind of contract “{row.kind_code}” is not known. Check contract_type_id")
        return self._kinds[row.kind_code]

    def _area(self, row: ContractRow) -> Area:
        if row.area not in self._areas:
            raise RowRefused(f"There is no area “{row.area[1]}”. Check its code in region")
        return self._areas[row.area]

    def _organisation(self, code: str) -> tuple[Organisation, bool]:
        found = self._organisations.get(code)
        name = self._names.get(code, in_words(code))
        if found is None:
            found = Organisation.objects.create(name=name)
            OrganisationIdentifier.objects.create(organisation=found, scheme=CODES, value=code)
            self._organisations[code] = found
            return found, True
        if found.name == in_words(code) != name:
            found.name = name
            found.save(update_fields=["name"])
            return found, True
        return found, False

    def _chain(self, row: ContractRow) -> list[Agreement]:
        of_contract = Agreement.objects.filter(scheme=self._scheme, their_reference=row.reference)
        return list(of_contract.select_related("provider"))

    def _agreement(
        self,
        row: ContractRow,
        chain: list[Agreement],
        payer: Organisation,
        provider: Organisation,
        above: Agreement | None,
    ) -> tuple[Agreement, bool]:
        for one in chain:
            if (one.payer_id, one.provider_id) == (payer.pk, provider.pk):
                return one, put_right(one, {"title": row.title, "during": row.shown})
        if above is None and (held := next((one for one in chain if one.above_id is None), None)):
            raise RowRefused(
                f"Contract {row.reference} is held by {held.provider}, not by {provider}. "
                "End that agreement first"
            )
        return Agreement.objects.create(
            scheme=self._scheme,
            payer=payer,
            provider=provider,
            above=above,
            title=row.title,
            their_reference=row.reference,
            form=Agreement.Form.CONTRACT if above is None else Agreement.Form.NOT_RECORDED,
            state=AgreementState.NOT_RECORDED,
            during=row.shown,
        ), True

    def _service(
        self, row: ContractRow, kind: ServiceKind, area: Area, prime: Organisation, top: Agreement
    ) -> bool:
        says = {
            "kind_id": kind.pk,
            "name": row.title,
            "summary": row.summary,
            "deliverer_id": prime.pk,
            "agreement_id": top.pk,
            "during": row.shown,
            "for_women": row.for_women,
            "for_men": row.for_men,
            "youngest": row.youngest,
            "oldest": row.oldest,
        }
        service = Service.objects.filter(scheme=self._scheme, their_reference=row.reference).first()
        changed = service is None
        if service is None:
            service = Service.objects.create(
                scheme=self._scheme, their_reference=row.reference, state=ServiceState.PUBLISHED, **says
            )
        else:
            keep_first_versions([service.pk], at=self._at)
            changed = put_right(service, says)
        changed |= self._place(service, area)
        changed |= same_needs(service, row.needs)
        changed |= same_activities(service, row.activities)
        changed |= filled_in(service, row)
        changed |= said_of_places(service, row.places)
        changed |= said_of_populations(service, row.made_for)
        changed |= said_of_orders(service, row.orders)
        changed |= self._route(service, row)
        if changed:
            keep_version(service, by=None, at=self._at, why=f"Loaded from contract {row.reference}")
        return changed

    def _place(self, service: Service, area: Area) -> bool:
        gone, _ = ServiceArea.objects.filter(service=service).exclude(area=area).delete()
        return ServiceArea.objects.get_or_create(service=service, area=area)[1] or bool(gone)

    def _route(self, service: Service, row: ContractRow) -> bool:
        route = ServiceRoute.objects.filter(service=service, buyer=None).first()
        if route is not None:
            return put_right(route, {"during": row.shown})
        ServiceRoute.objects.create(
            service=service, route=FundingRoute.CORE, payer=self._ministry, during=row.shown
        )
        return True


def in_words(code: str) -> str:
    """Give a provider's code as words, for want of its name: "A_WAY_OUT" is "A Way Out"."""
    return " ".join(word.capitalize() for word in code.replace("_", " ").split())


def _reach(links: list[Agreement], area: Area) -> bool:
    there = set(
        AgreementArea.objects.filter(agreement__in=links, area=area).values_list("agreement_id", flat=True)
    )
    missing = [AgreementArea(agreement=one, area=area) for one in links if one.pk not in there]
    AgreementArea.objects.bulk_create(missing)
    return bool(missing)
