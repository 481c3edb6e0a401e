"""What generating keeps in mind of the landscape while it makes the caseload."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from throughline.gateway.generate.size import Size
from throughline.gateway.generate.streams import Streams
from throughline.gateway.generate.timeline import Timeline
from throughline.gateway.generate.writer import Writer
from throughline.vocabulary.needs import Need

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class District:
    """One postcode district of an area, with the middle of its ground."""

    id: int
    code: str
    point: Point


@dataclass(frozen=True)
class Spot:
    """One address: the street with the place, the postcode, and its point."""

    address: str
    postcode: str
    point: Point


@dataclass(frozen=True)
class Office:
    """A probation office of an area."""

    name: str
    spot: Spot


@dataclass(frozen=True)
class Link:
    """One agreement of a chain: its place, who pays and who provides."""

    tier: int
    agreement: int
    payer: int
    provider: int


@dataclass(frozen=True)
class Priced:
    """A price of one link, in pence, from a day until the next one begins."""

    price: int
    pence: int
    from_: date


@dataclass(frozen=True)
class ForWhom:
    """For whom a service is by its entry: values that are let in (all, when None) or kept out."""

    for_men: bool = True
    youngest: int | None = None
    risks: frozenset[str] | None = None
    orders: frozenset[str] | None = None
    language: str = ""
    needs: frozenset[str] | None = None
    not_offences: frozenset[str] = frozenset()
    is_cleared: bool = False


@dataclass
class Offered:
    """A service as the caseload needs to know it. `routes` are its route and payer by buyer."""

    id: int
    name: str
    deliverer: int
    chain: tuple[Link, ...]
    needs: tuple[Need, ...]
    area: int
    for_whom: ForWhom
    meets_children: bool
    places: int | None
    unit: str
    item: int
    prices: dict[int, list[Priced]]
    """By tier, oldest first."""
    routes: dict[int | None, tuple[str, int | None]]
    involves: tuple[str, ...] = ()
    takes_referrals: bool = True
    a_month: int | None = None
    """How many referrals it takes in a calendar month; any number, when None."""
    taken: int = 0
    sent: dict[tuple[int, int], int] = field(default_factory=dict)
    """Referrals sent, by year and month."""

    def price_on(self, tier: int, day: date) -> Priced:
        """The price of one link in force on a day."""
        return [one for one in self.prices[tier] if one.from_ <= day][-1]

    def route_for(self, buyer: int) -> tuple[str, int | None]:
        """By which route an organisation refers to it, and who pays."""
        return self.routes[buyer] if buyer in self.routes else self.routes[None]

    def takes_one_more(self, day: date) -> bool:
        """Whether one more referral may be sent in the month of a day."""
        return self.a_month is None or self.sent.get((day.year, day.month), 0) < self.a_month

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self.places is not None and self.taken >= self.places


@dataclass
class Provider:
    """An organisation that delivers, its manager and its workers."""

    id: int
    name: str
    manager: int
    workers: list[int]


@dataclass
class Place:
    """A contract package area with its division, its prime and those who supervise in it."""

    id: int
    name: str
    division: int
    division_organisation: int
    prime: int
    prime_agreement: Link
    chain_manager: int
    commissioners: tuple[int, ...]
    """Those who pay with the prime for what is co-commissioned: police and crime commissioner, council."""
    districts: list[District]
    offices: list[Office]
    officers: dict[int, list[int]] = field(default_factory=dict)
    """By supervising organisation: the division, and the prime."""
    services: list[Offered] = field(default_factory=list)


@dataclass
class World:
    """Everything that a run knows."""

    size: Size
    chance: Streams
    time: Timeline
    write: Writer
    begins: date
    """The first day of the scheme, its areas and agreements."""
    scheme: int = 0
    steward: int = 0
    inspectorate: int = 0
    reviewer: int = 0
    board_member: int = 0
    funders: list[int] = field(default_factory=list)
    """Who pays for services outside every chain."""
    districts_before: int = 0
    """Invented postcode districts that stood in the database before this run."""
    districts: int = 0
    places: list[Place] = field(default_factory=list)
    providers: dict[int, Provider] = field(default_factory=dict)
    organisation_names: dict[int, str] = field(default_factory=dict)
    user_names: dict[int, str] = field(default_factory=dict)
    users: int = 0


def span(from_: date, to: date | None = None) -> str:
    """A half-open range of dates as the database writes it."""
    return f"[{from_.isoformat()},{to.isoformat() if to else ''})"


def pounds(pence: int) -> str:
    """An amount as the database writes it."""
    return f"{pence // 100}.{pence % 100:02d}"
