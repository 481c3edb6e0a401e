"""
Two landscapes with the counts that HM Inspectorate of Probation published in April 2018.

Probation Supply Chains: Appendix 3 (126 agreements of 90 providers below 21 primes), and Tables 2 and 3 (the
26 providers of eight areas). What the report does not say of each is made up: only the counts are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.factories import (
    AgreementAreaFactory,
    AgreementFactory,
    AreaFactory,
    AreaRoleFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    PilotFactory,
    PriceFactory,
    RateCardItemFactory,
    SchemeFactory,
    ServiceFactory,
    ServiceKindFactory,
    ServiceNeedFactory,
    ServicePopulationFactory,
)
from throughline.core.models import Area, Organisation
from throughline.core.periods import Period
from throughline.supply.models import Agreement, Scheme, Service, ServiceKind

ON = date(2017, 12, 1)
BEGAN = Period(date(2015, 2, 1), None)
THREE_YEARS = Period(date(2015, 4, 1), date(2018, 4, 1))
TWO_YEARS = Period(date(2016, 4, 1), date(2018, 4, 1))
ONE_YEAR = Period(date(2017, 4, 1), date(2018, 4, 1))
EIGHTEEN_MONTHS = Period(date(2017, 1, 1), date(2018, 7, 1))


@dataclass
class Landscape:
    """A scheme with its primes, one for each area."""

    scheme: Scheme
    kind: ServiceKind
    contracts: list[Agreement]
    areas: list[Area]

    def below(self, number: int, provider: Organisation, **facts: object) -> Agreement:
        """An agreement of `provider` below the prime of the area with this number."""
        top = self.contracts[number]
        made: Agreement = AgreementFactory(
            scheme=self.scheme, payer=top.provider, provider=provider, above=top, **facts
        )
        AgreementAreaFactory(agreement=made, area=self.areas[number])
        return made

    def service(self, agreement: Agreement, population: str = "anybody", **facts: object) -> Service:
        """A service given under an agreement by its provider, made for these people."""
        made: Service = ServiceFactory(
            scheme=self.scheme,
            kind=self.kind,
            deliverer=agreement.provider,
            agreement=agreement,
            during=BEGAN,
            **facts,
        )
        if population:
            ServicePopulationFactory(service=made, population=population, is_main=True)
        return made


def landscape(primes: int) -> Landscape:
    """A scheme of so many areas, each with its prime."""
    scheme = SchemeFactory(code="inspected", name="Inspected", during=BEGAN)
    ministry = OrganisationFactory(name="Ministry", kind="public")
    areas: list[Area] = [
        AreaFactory(name=f"Area {n:02}", code=f"X{n:02}", during=BEGAN) for n in range(primes)
    ]
    contracts: list[Agreement] = []
    for area in areas:
        prime = OrganisationFactory(name=f"Prime of {area.name}", kind="company")
        AreaRoleFactory(scheme=scheme, area=area, organisation=prime, during=BEGAN)
        top = AgreementFactory(
            scheme=scheme, payer=ministry, provider=prime, form="contract", during=BEGAN, title="Contract"
        )
        AgreementAreaFactory(agreement=top, area=area)
        contracts.append(top)
    return Landscape(scheme, ServiceKindFactory(scheme=scheme), contracts, areas)


def appendix_3() -> Landscape:
    """
    126 agreements of 90 providers below 21 primes.

    64 generic and 67 specialist, 5 of them both; 84 under an ISPA, 33 grants, 4 trials, 5 not stated; 62 for
    three years, 21 for one and 10 for two; 32 for women, and none of these in the last area.
    """
    made = landscape(21)
    providers = [OrganisationFactory(name=f"Provider {n:02}", kind="charity") for n in range(90)]
    holders = [*providers[:72], *(one for one in providers[72:] for _ in range(3))]
    for_women = [n for n in range(59, 121) if n % 21 != 20][:32]
    for number, provider in enumerate(holders):
        agreement = made.below(
            number % 21, provider, form=_form(number), during=_term(number), title=f"Agreement {number:03}"
        )
        if number < 59:
            service = made.service(agreement)
        elif number in for_women:
            at = for_women.index(number)
            kind = "accommodation" if at < 12 else "mentoring" if at < 24 else "women"
            service = made.service(agreement, "women", for_men=False, service_type=kind)
        else:
            service = made.service(agreement, "young_adults")
        if number >= 121:
            made.service(agreement)
        if 117 <= number < 121:
            PilotFactory(service=service, during=ONE_YEAR)
    _not_counted(made)
    return made


def _form(number: int) -> str:
    return "ispa" if number < 84 else "grant" if number < 117 else "unknown"


def _term(number: int) -> Period:
    place = number * 5 % 126
    if place < 62:
        return THREE_YEARS
    return ONE_YEAR if place < 83 else TWO_YEARS if place < 93 else EIGHTEEN_MONTHS


def _not_counted(made: Landscape) -> None:
    """One agreement that has ended, one that was abandoned, and a service outside every agreement."""
    for facts in (
        {"during": Period(date(2015, 4, 1), date(2017, 4, 1))},
        {"state": "abandoned", "signed_on": None, "during": BEGAN},
    ):
        made.service(made.below(0, OrganisationFactory(kind="charity"), **facts), "women", for_men=False)
    ServiceFactory(scheme=made.scheme, kind=made.kind, agreement=None, during=BEGAN)


NEEDS = (
    ["mentoring"] * 8 + ["accommodation"] * 6 + ["women"] * 6 + ["employment"] * 3 + ["practical"] * 2
    + ["relationships", "thinking", "wellbeing", "restorative"]
)  # fmt: skip


def tables_2_and_3() -> Landscape:
    """
    The 26 providers of the first eight of ten areas.

    4 at Tier 1 that deliver, 21 at Tier 2 (2 of them alliances), 1 at Tier 3; 24 of the third sector and 2
    private; 21 with an ISPA and 5 without, 4 of those at Tier 2; 1 with more than one prime; 9 paid in part
    by results; 29 needs answered over all of them.
    """
    made = landscape(10)
    held: list[Agreement] = []
    for number in range(4):
        top = made.contracts[number]
        Organisation.objects.filter(pk=top.provider_id).update(kind="charity")
        Agreement.objects.filter(pk=top.pk).update(form="ispa")
        held.append(top)
    for number in range(21):
        kind = "company" if number in (5, 6) else "consortium" if number in (7, 8) else "charity"
        provider = OrganisationFactory(name=f"Tier 2 {number:02}", kind=kind)
        if kind == "consortium":
            for _ in range(3):
                OrganisationMemberFactory(consortium=provider, member__kind="charity", during=BEGAN)
        form = "ispa" if number < 17 else "grant"
        held.append(made.below(number % 8, provider, form=form, during=BEGAN, title=f"Agreement {number}"))
    third = OrganisationFactory(name="Tier 3", kind="charity")
    above = Agreement.objects.get(pk=held[4].pk)
    lowest = AgreementFactory(
        scheme=made.scheme, payer=above.provider, provider=third, above=above, form="grant", during=BEGAN
    )
    AgreementAreaFactory(agreement=lowest, area=made.areas[0])
    held.append(lowest)
    for number, agreement in enumerate(held):
        service = made.service(agreement)
        for need in {NEEDS[number], *NEEDS[26 + number : 27 + number]}:
            ServiceNeedFactory(service=service, need=need)
        if number in range(3, 12):
            item = RateCardItemFactory(service=service, unit="outcome")
            PriceFactory(item=item, agreement=agreement, during=BEGAN)
        elif number == 12:
            PriceFactory(item=RateCardItemFactory(service=service, unit="session"), agreement=agreement)
    made.below(1, held[4].provider, form="ispa", during=BEGAN)
    elsewhere = made.below(8, OrganisationFactory(kind="company"), form="grant", during=BEGAN)
    ServiceNeedFactory(service=made.service(elsewhere), need="finance")
    made.below(9, held[5].provider, form="ispa", during=BEGAN)
    return made
