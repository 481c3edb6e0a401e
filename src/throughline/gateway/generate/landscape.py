"""The landscape: an invented scheme, its divisions, areas, primes and the chain of providers below them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from throughline.core.time import start_of_london_day
from throughline.gateway.generate import names
from throughline.gateway.generate.geography import make_districts, make_sites, middle_of, middle_of_all
from throughline.gateway.generate.register import (
    add_area,
    add_organisation,
    add_role,
    add_user,
    place_within,
)
from throughline.gateway.generate.rows.supply_rows import (
    Agreement,
    AgreementArea,
    AgreementMove,
    AreaRole,
    Ownership,
    Scheme,
    SchemeRule,
)
from throughline.gateway.generate.streams import dealt
from throughline.gateway.generate.supply_mix import STAFF, ProviderKind, provider_kinds
from throughline.gateway.generate.world import Link, Place, Provider, World, span

SCHEME_CODE = "demonstration"
RULES = {
    "days_to_decide": 5,
    "days_to_allocate": 5,
    "days_to_begin": 10,
    "directory_confirm_days": 90,
    "silence_days": 14,
    "need_referral_days": 28,
    "missed_decision_days": 5,
    "risk_concern_hours": 24,
    "new_risk_days": 2,
    "choice_approval_days": 3,
    "areas_per_owner_cap": 6,
    "noticeboard_answer_days": 30,
    "queue_priority": ["high_risk"],
    "direct_commissioning": {"roles": ["division"]},
    "through_the_gate": {"fee_for_service": ["resettlement"], "bought_by": ["division"]},
    "intentions_due": {"month": 1, "day": 31, "bodies": ["division", "prime"]},
    "price_approvals": ["suitability_review", "change_board"],
    "change_review_days": 10,
    "change_answer_days": 10,
    "change_board_days": 20,
    "rate_card_review_months": 3,
    "officers_see_prices": True,
    "tier_names": {"1": "Prime (Tier 1)", "2": "Tier 2", "3": "Tier 3"},
    "publication_days": 30,
}
"""Rules of the invented scheme, as those of Transforming Rehabilitation; the numbers are settled here."""
PEOPLE_PER_OFFICER = 45
FUNDERS = (
    "Hartsease Foundation (invented)",
    "Wayfarer Trust (invented)",
    "European Social Fund programme (invented)",
)
"""Who pays for services outside the chain; a programme was often taken for a part of it (S18)."""


@dataclass(frozen=True)
class Delivering:
    """A provider with the agreement it delivers under in one area, and what it is like."""

    provider: int
    chain: tuple[Link, ...]
    place: Place
    kind: ProviderKind


def make_landscape(world: World) -> list[Delivering]:
    """Write scheme, areas, primes and providers; gives who delivers what kind of thing where."""
    _scheme(world)
    divisions = [_division(world, n) for n in range(world.size.divisions)]
    world.funders = [add_organisation(world, name, "charity") for name in FUNDERS]
    owners = [
        add_organisation(world, names.owner_name(n), "company") for n in range(min(world.size.areas, 8))
    ]
    for n in range(world.size.areas):
        division_area, division = divisions[n % len(divisions)]
        world.places.append(_place(world, n, division_area, division, owners[n % len(owners)]))
    delivering = _providers(world)
    _supervisors(world)
    return delivering


def _scheme(world: World) -> None:
    world.steward = add_organisation(world, "Probation contract management (invented)", "public")
    world.inspectorate = add_organisation(world, "Inspectorate for the demonstration (invented)", "public")
    world.scheme = world.write.next_id(Scheme)
    world.write.add(
        Scheme(
            world.scheme,
            _scheme_code(world.scheme),
            "Demonstration scheme (invented)",
            span(world.begins),
            world.steward,
        )
    )
    for name, value in RULES.items():
        world.write.add(
            SchemeRule(
                world.write.next_id(SchemeRule),
                world.scheme,
                None,
                name,
                json.dumps(value),
                span(world.begins),
            )
        )
    world.reviewer = add_user(world, "contract_manager", world.steward)
    world.board_member = add_user(world, "board_member", world.steward)
    add_user(world, "inspector", world.inspectorate)


def _scheme_code(number: int) -> str:
    return SCHEME_CODE if number == 1 else f"{SCHEME_CODE}-{number}"


def _division(world: World, n: int) -> tuple[int, int]:
    name = names.division_name(n)
    middle = middle_of_all([middle_of(one) for one in range(n, world.size.areas, world.size.divisions)])
    area = add_area(world, "division", f"X{world.scheme}D{n + 1:02d}", name, middle)
    organisation = add_organisation(world, name, "public")
    _role(world, area, organisation, "division")
    add_user(world, "commissioner", organisation)
    return area, organisation


def _place(world: World, n: int, division_area: int, division: int, owner: int) -> Place:
    name, code = names.area_name(n), f"X{world.scheme}C{n + 1:02d}"
    area = add_area(world, "cpa", code, name, middle_of(n))
    place_within(world, area, division_area, "division")
    prime = add_organisation(world, f"{name} Community Rehabilitation Company (invented)", "company")
    world.write.add(Ownership(world.write.next_id(Ownership), owner, prime, span(world.begins)))
    _role(world, area, prime, "prime")
    _role(world, area, division, "division")
    chain_manager = add_user(world, "supply_chain_manager", prime)
    contract = _agreement(
        world, world.steward, prime, None, area, f"Services contract for {name}", "contract"
    )
    link = Link(1, contract, world.steward, prime)
    districts = make_districts(world, n, area)
    place = Place(
        area, name, division_area, division, prime, link, chain_manager, _commissioners(world, name, area),
        districts, make_sites(world, code, name, districts),
    )  # fmt: skip
    manager = add_user(world, "provider_manager", prime)
    workers = [add_user(world, "support_worker", prime) for _ in range(2)]
    world.providers[prime] = Provider(prime, name, manager, workers)
    return place


def _commissioners(world: World, name: str, area: int) -> tuple[int, ...]:
    found = tuple(
        add_organisation(world, f"{name} {what} (invented)", "public")
        for what in ("Police and Crime Commissioner", "Council")
    )
    for one in found:
        _role(world, area, one, "co_commissioner")
    return found


def _role(world: World, area: int, organisation: int, role: str) -> None:
    world.write.add(
        AreaRole(world.write.next_id(AreaRole), world.scheme, area, organisation, role, span(world.begins))
    )


def _agreement(
    world: World, payer: int, provider: int, above: int | None, area: int, title: str, form: str
) -> int:
    made = world.write.next_id(Agreement)
    negotiating = form == "unknown"
    signed_on = None if negotiating else world.begins
    world.write.add(
        Agreement(
            made, world.write.next_reference(Agreement), world.scheme, payer, provider, above, title, "",
            form, "negotiating" if negotiating else "signed", span(world.begins), signed_on,
        )
    )  # fmt: skip
    if not negotiating:
        at = start_of_london_day(world.begins)
        world.write.add(
            AgreementMove(
                world.write.next_id(AgreementMove), made, "sign", "negotiating", "signed", at, at, None
            )
        )
    world.write.add(AgreementArea(world.write.next_id(AgreementArea), made, area))
    return made


def _providers(world: World) -> list[Delivering]:
    chance = world.chance.of("providers")
    number = world.size.tier_two + world.size.tier_three
    kinds = provider_kinds(number, chance)
    alone = dealt(number, STAFF, world.chance.of("staff"))
    called = {
        sector: iter(names.provider_names(number, chance, company=sector == "company"))
        for sector in ("charity", "company")
    }
    delivering: list[Delivering] = []
    for n, kind in enumerate(kinds):
        place = world.places[n % len(world.places)]
        provider = _provider(world, next(called[kind.sector]), kind.sector, alone=alone[n])
        if n < world.size.tier_two:
            above: tuple[Link, ...] = (place.prime_agreement,)
        else:
            # Tier 3 hangs from a Tier 2 provider of the same area.
            above = next(one.chain for one in delivering if one.place is place and len(one.chain) == 2)
        payer = above[-1].provider
        agreement = _agreement(
            world, payer, provider, above[-1].agreement, place.id,
            f"{world.organisation_names[provider]} in {place.name}", kind.form,
        )  # fmt: skip
        link = Link(len(above) + 1, agreement, payer, provider)
        delivering.append(Delivering(provider, (*above, link), place, kind))
    return delivering


def _provider(world: World, name: str, sector: str, *, alone: bool) -> int:
    provider = add_organisation(world, name, sector)
    manager = add_user(world, "provider_manager", provider)
    share = world.size.people / (world.size.tier_two + world.size.tier_three)
    number = max(2, round(share / 60))
    if alone and number == 2:
        # A charity of one: whoever runs it does the work as well.
        add_role(world, manager, "support_worker", provider)
        workers = [manager]
    else:
        workers = [add_user(world, "support_worker", provider) for _ in range(number)]
    world.providers[provider] = Provider(provider, name, manager, workers)
    return provider


def _supervisors(world: World) -> None:
    each = world.size.people / len(world.places)
    for place in world.places:
        for organisation in (place.division_organisation, place.prime):
            number = max(2, round(each / 2 / PEOPLE_PER_OFFICER))
            place.officers[organisation] = [
                add_user(world, "responsible_officer", organisation) for _ in range(number)
            ]
