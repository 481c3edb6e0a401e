"""The page of one service: what it is, for whom, where, whose it is, who pays, and what happens in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from throughline.core.access import Actor
from throughline.supply.models import Price, Service, ServiceActivity
from throughline.supply.queries.chain import chain_of, tier_name, tier_names
from throughline.supply.queries.prices import rate_card_prices
from throughline.supply.queries.rules import rule_in_force
from throughline.vocabulary.permissions import Permission
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Link, Shown, Tag
from throughline.web.public.labels import for_whom, in_full, needs, period, route, standing, to_organisation
from throughline.web.words import day, plural

DAYS_WITHOUT_A_RULE = 90
MOVED = {"publish": "Published", "suspend": "Suspended", "withdraw": "Withdrawn"}


@dataclass(frozen=True)
class LinkOfChain:
    """One organisation of the chain, with what it is there."""

    place: str
    organisation: Link
    is_deliverer: bool


class ServicePage:
    """Words, links and lists of one service for one viewer, as at a day."""

    def __init__(self, service: Service, actor: Actor, on: date) -> None:
        self.service = service
        self.actor = actor
        self.on = on

    @property
    def title(self) -> str:
        """What the page is about."""
        return self.service.name

    @property
    def given_by(self) -> str:
        """Who gives it, under the heading."""
        return f"Given by {self.service.deliverer.name}"

    @property
    def state(self) -> Tag | None:
        """Where the entry stands, when it is not in the directory."""
        return standing(self.service, self.on)

    @property
    def paragraphs(self) -> list[list[str]]:
        """The summary, as paragraphs of lines."""
        return [part.split("\n") for part in self.service.summary.split("\n\n") if part.strip()]

    @property
    def facts(self) -> list[Fact]:
        """What it is, for whom, where, and how it is paid for."""
        service = self.service
        facts = [
            Fact("Kind of service", service.kind.name),
            Fact("Needs it answers", needs(service)),
            Fact("For", for_whom(service)),
            Fact("Where", [in_full(area) for area in service.areas.all()]),
            Fact("How it is paid for", self._routes),
            Fact("Scheme", service.scheme.name),
            Fact("In the directory", period(service.during)),
            Fact("Last confirmed", self._confirmed),
        ]
        if service.indicative_rar_days is not None:
            facts.insert(3, Fact("Usually takes", plural(service.indicative_rar_days, "RAR day")))
        if service.meets_children:
            facts.insert(3, Fact("Children", "Children come to this service or meet its workers"))
        if service.their_reference:
            facts.append(Fact("Commissioner’s reference", service.their_reference))
        return facts

    @property
    def _routes(self) -> list[Shown]:
        routes = self.service.routes_in_force  # type: ignore[attr-defined]
        return [route(one) for one in routes] or ["No route is recorded on this day"]

    @property
    def _confirmed(self) -> list[Shown]:
        service = self.service
        days = rule_in_force(service.scheme_id, "directory_confirm_days", on=self.on) or DAYS_WITHOUT_A_RULE
        if service.confirmed_on is None:
            return [Tag("Not confirmed", "yellow"), "Nobody has confirmed this entry yet"]
        if service.confirmed_on + timedelta(days) <= self.on:
            late = plural((self.on - service.confirmed_on).days, "day")
            return [
                Tag("Not confirmed", "yellow"),
                f"Last confirmed on {day(service.confirmed_on)}, {late} ago",
            ]
        return [day(service.confirmed_on)]

    @cached_property
    def chain(self) -> list[LinkOfChain]:
        """From who pays, down to who gives the service and who works below."""
        chain = chain_of(self.service)
        if chain.payer is None:
            return []
        names = tier_names(self.service.scheme_id, on=self.on)
        deliverer = self.service.deliverer_id
        top = LinkOfChain("Pays", to_organisation(chain.payer), False)
        return [
            top,
            *(
                LinkOfChain(
                    tier_name(names, one.tier), to_organisation(one.provider), one.provider_id == deliverer
                )
                for one in (*chain.above, *chain.below)
            ),
        ]

    @cached_property
    def activities(self) -> list[tuple[str, Sequence[ServiceActivity]]]:
        """What happens in it, by the need it addresses, in the provider's words."""
        by_need = groupby(self.service.activities.all(), key=lambda one: one.need_area)
        return [(area or "What happens", list(several)) for area, several in by_need]

    @cached_property
    def prices(self) -> list[Price]:
        """The rate card, for those who may see it."""
        return rate_card_prices(self.service, self.actor, on=self.on)

    @property
    def shows_prices(self) -> bool:
        """Whether the viewer is one to whom prices are shown."""
        return self.actor.may(Permission.SEE_PRICES)

    @property
    def refer(self) -> str:
        """Where a viewer who refers people begins a referral to this service; empty when it takes none."""
        begins = address_of("officer_refer")
        if begins is None or not self.actor.may(Permission.REFER) or self.state is not None:
            return ""
        return f"{begins}?service={self.service.reference}"

    @property
    def changes(self) -> list[tuple[str, date]]:
        """When the entry was published, suspended or withdrawn; by whom and why is not for everybody."""
        return [(MOVED.get(one.name, one.name), one.happened_at.date()) for one in self.service.moves.all()]
