"""What stands on the page of a service's prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.money import Money
from throughline.supply.models import ChangeNotification, Service
from throughline.supply.queries.approvals import approvals_asked
from throughline.supply.queries.changes import drafts_of
from throughline.supply.queries.rate_card import PricedItem, PricedLink, may_set_price
from throughline.supply.states import ServiceState
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Link, Tag, in_words

_COLOURS = {"published": "green", "suspended": "orange", "withdrawn": "grey", "draft": "grey"}

Row = list[dict[str, object]]


@dataclass(frozen=True)
class ItemShown:
    """One item: what each link pays today, what is kept of it, and every price there was."""

    name: str
    kept: Money | None
    links: list[Row]
    prices: list[Row]


@dataclass(frozen=True)
class ServicePage:
    """The prices of a service as `actor` may see them, as at the day `on`."""

    service: Service
    items: Sequence[PricedItem]
    actor: Actor
    on: date

    @property
    def state(self) -> Tag:
        """Where its entry of the directory stands."""
        return Tag(str(ServiceState(self.service.state).label), _COLOURS.get(self.service.state, ""))

    @property
    def record_href(self) -> str:
        """Where its entry is changed and confirmed as true, for whoever keeps it."""
        return address_of("service_record", reference=self.service.reference) or ""

    @property
    def facts(self) -> list[Fact]:
        """Whose it is, and when somebody last confirmed that its entry is true (D4)."""
        one = self.service
        public = address_of("public_service", reference=one.reference)
        agreement = one.agreement
        return [
            Fact("Reference", Link(one.reference, public) if public else one.reference),
            Fact("Delivered by", one.deliverer.name),
            Fact("Entry last confirmed", one.confirmed_on or "Never"),
            Fact(
                "Agreement",
                Link(agreement.reference, reverse("agreement", args=[agreement.reference]))
                if agreement
                else "None",
            ),
        ]

    @cached_property
    def approval_asked(self) -> bool:
        """Whether the scheme asks for approval of the price at the top (D6)."""
        return bool(approvals_asked(self.service.scheme_id, on=self.on))

    @cached_property
    def proposes(self) -> bool:
        """Whether the viewer proposes changes for the prime of the service, where they need approval."""
        agreement = self.service.agreement
        prime = agreement.parties[1] if agreement else None
        return self.approval_asked and prime in self.actor.holds(Permission.PROPOSE_PRICES)

    @property
    def new_item_href(self) -> str:
        """Where the prime proposes another item of the service."""
        if not self.proposes:
            return ""
        return f"{self._in_a_draft('change_item')}?service={self.service.reference}"

    def _in_a_draft(self, name: str) -> str:
        """Where something is proposed: in the latest draft, or in a new one."""
        draft = self._latest_draft
        return reverse(name, args=[draft.reference]) if draft else reverse("change_new")

    @cached_property
    def _latest_draft(self) -> ChangeNotification | None:
        return drafts_of(self.actor).filter(scheme=self.service.scheme_id).last()

    @property
    def shown(self) -> list[ItemShown]:
        """Each item with its tables."""
        ours = self.actor.holds(Permission.SEE_TERMS)
        return [
            ItemShown(
                f"{one.item.name}, {one.item.get_unit_display()}",
                one.kept_by(ours),
                [self._today(one, link) for link in one.links],
                [self._price(link, which) for link in one.links for which in range(len(link.prices))],
            )
            for one in self.items
        ]

    def _today(self, one: PricedItem, link: PricedLink) -> Row:
        amount = in_words(link.in_force.amount) if link.in_force else self._why_none(link)
        change: dict[str, object] = {"text": ""}
        if may_set_price(link.agreement, self.actor, approval_asked=self.approval_asked):
            href = reverse(
                "prime_price", args=[self.service.reference, one.item.pk, link.agreement.reference]
            )
            change = {"html": Link("Set a price", href, f"for {one.item.name}").__html__()}
        elif link.agreement.tier == 1 and self.proposes:
            href = f"{self._in_a_draft('change_price')}?item={one.item.pk}"
            change = {"html": Link("Propose a price", href, f"for {one.item.name}").__html__()}
        return [
            {"text": link.agreement.tier},
            {"text": link.agreement.payer.name},
            {"text": link.agreement.provider.name},
            {"text": amount, "format": "numeric"},
            change,
        ]

    def _why_none(self, link: PricedLink) -> str:
        ours = self.actor.holds(Permission.SEE_TERMS)
        parties = {link.agreement.payer_id, link.agreement.provider_id}
        return "No price" if link.agreement.tier == 1 or parties & ours else "Shown to its parties only"

    def _price(self, link: PricedLink, which: int) -> Row:
        price = link.prices[which]
        last = price.during.last_day
        return [
            {"text": words.day(price.during.from_)},
            {"text": words.day(last) if last else "Still in force" if self.on in price.during else "No end"},
            {"text": link.agreement.payer.name},
            {"text": link.agreement.provider.name},
            {"text": in_words(price.amount), "format": "numeric"},
        ]
