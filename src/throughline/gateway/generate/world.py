"""What generating keeps in mind of the landscape while it makes the caseload."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from throughline.gateway.generate.size import Size
from throughline.gateway.generate.streams import Streams
from throughline.gateway.generate.timeline import Timeline
from throughline.gateway.generate.writer import Writer
from throughline.vocabulary.needs import Need


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


@dataclass
class Offered:
    """A service as the caseload needs to know it."""

    id: int
    name: str
    deliverer: int
    chain: tuple[Link, ...]
    needs: tuple[Need, ...]
    area: int
    for_women: bool
    for_men: bool
    meets_children: bool
    places: int | None
    unit: str
    item: int
    prices: dict[int, list[Priced]]
    """By tier, oldest first."""
    taken: int = 0

    def price_on(self, tier: int, day: date) -> Priced:
        """The price of one link in force on a day."""
        return [one for one in self.prices[tier] if one.from_ <= day][-1]

    def suits(self, sex: str) -> bool:
        """Whether it is for somebody of this sex."""
        return self.for_women if sex == "female" else self.for_men

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
    places: list[Place] = field(default_factory=list)
    providers: dict[int, Provider] = field(default_factory=dict)
    organisation_names: dict[int, str] = field(default_factory=dict)
    users: int = 0


def span(from_: date, to: date | None = None) -> str:
    """A half-open range of dates as the database writes it."""
    return f"[{from_.isoformat()},{to.isoformat() if to else ''})"


def pounds(pence: int) -> str:
    """An amount as the database writes it."""
    return f"{pence // 100}.{pence % 100:02d}"
