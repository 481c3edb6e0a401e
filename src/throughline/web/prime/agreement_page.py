"""What stands on the page of an agreement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.states import available_moves
from throughline.money.queries.unsigned import delivered_unsigned
from throughline.supply.models import Agreement
from throughline.supply.queries.agreements import (
    agreements_below,
    chain_down_to,
    services_under,
    terms_are_seen,
)
from throughline.supply.states import AgreementState, ServiceState
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Happened, Link, Shown, Tag

_COLOURS = {"negotiating": "yellow", "signed": "green", "ended": "grey", "abandoned": "grey"}
_MOVED = {"sign": "Marked as signed", "abandon": "Abandoned", "end": "Ended"}
NOT_SEEN = "Shown to its parties only"


def agreement_tag(state: str) -> Tag:
    """The tag of an agreement's state."""
    return Tag(str(AgreementState(state).label), _COLOURS.get(state, ""))


@dataclass(frozen=True)
class AgreementPage:
    """One agreement as `actor` may see it on the day `on`."""

    agreement: Agreement
    actor: Actor
    on: date

    @property
    def title(self) -> str:
        """What it is."""
        return f"Agreement {self.agreement.reference}"

    @property
    def for_whom(self) -> str:
        """Between whom."""
        return f"{self.agreement.payer.name} pays {self.agreement.provider.name}"

    @property
    def state(self) -> Tag:
        """Where it stands."""
        return agreement_tag(self.agreement.state)

    @cached_property
    def sees_terms(self) -> bool:
        """Whether what was agreed is shown."""
        return terms_are_seen(self.agreement, self.actor)

    @property
    def back(self) -> Link | None:
        """The list it came from, for those who have one."""
        for permission, text, route in (
            (Permission.SEE_CHAIN_REFERRALS, "Agreements", "prime_agreements"),
            (Permission.EDIT_SERVICES, "Agreements", "provider_agreements"),
            (Permission.OVERSEE_SCHEME, "Landscape", "contract_landscape"),
            (Permission.INSPECT, "Landscape", "inspector_landscape"),
        ):
            if self.actor.may(permission) and (address := address_of(route)):
                return Link(text, address)
        return None

    @property
    def sign_href(self) -> str:
        """Where the payer marks it as signed, when it is not."""
        ours = self.agreement.payer_id in self.actor.holds(Permission.PROPOSE_PRICES)
        open_to_us = any(move.name == "sign" for move in available_moves(self.agreement, self.actor))
        return reverse("agreement_sign", args=[self.agreement.reference]) if ours and open_to_us else ""

    @cached_property
    def warning(self) -> str:
        """That it is, or was, delivered before it was signed, and for how long (D7)."""
        if not self.sees_terms:
            return ""
        for one in delivered_unsigned([self.agreement], self.actor, on=self.on):
            days = words.plural(one.days, "day")
            began = words.day(one.first_delivery_on)
            if self.agreement.signed_on is None:
                return f"Delivered for {days} without a signed agreement, since {began}"
            return f"Delivered for {days} before it was signed, from {began}"
        return ""

    @property
    def facts(self) -> list[Fact]:
        """Who, what, where and when."""
        one = self.agreement
        areas = sorted(area.name for area in one.areas.all())
        return [
            Fact("What it is", one.title),
            Fact("Scheme", one.scheme.name),
            Fact("Paid by", one.payer.name),
            Fact("Provided by", one.provider.name),
            Fact("Tier of the provider", one.tier),
            Fact("Form", one.get_form_display()),
            Fact("From", one.during.from_),
            Fact("Last day", one.during.last_day or "No end agreed"),
            Fact("Areas", areas or "Not recorded"),
            Fact("Signed on", self._signed if self.sees_terms else NOT_SEEN),
        ]

    @property
    def _signed(self) -> Shown:
        if self.agreement.signed_on:
            return self.agreement.signed_on
        return "Not recorded" if self.agreement.state == AgreementState.NOT_RECORDED else "Not signed"

    @cached_property
    def chain(self) -> list[list[dict[str, object]]]:
        """The chain from the payer at the top down to it, a row for each agreement."""
        return list(self._rows(chain_down_to(self.agreement)))

    @cached_property
    def below(self) -> list[list[dict[str, object]]]:
        """What hangs from it, a row for each agreement."""
        return list(self._rows(agreements_below(self.agreement)))

    def _rows(self, agreements: Iterable[Agreement]) -> Iterable[list[dict[str, object]]]:
        for one in agreements:
            yield [
                {"text": one.tier},
                {"text": one.payer.name},
                {"text": one.provider.name},
                {"html": Link(one.reference, reverse("agreement", args=[one.reference])).__html__()}
                if self._opens(one)
                else {"text": one.reference},
            ]

    def _opens(self, one: Agreement) -> bool:
        if one.pk == self.agreement.pk:
            return False
        held = self.actor.holds(Permission.SEE_TERMS)
        return (
            self.actor.may(Permission.INSPECT)
            or self.agreement.scheme.steward_id in self.actor.holds(Permission.OVERSEE_SCHEME)
            or not held.isdisjoint(one.parties)
        )

    @cached_property
    def services(self) -> list[list[dict[str, object]]]:
        """The services delivered under it, a row for each."""
        return [
            [
                self._service(service.reference, service.name),
                {"text": service.deliverer.name},
                {"text": str(ServiceState(service.state).label)},
            ]
            for service in services_under(self.agreement, on=self.on)
        ]

    def _service(self, reference: str, name: str) -> dict[str, object]:
        route = "prime_service" if self.actor.may(Permission.SEE_CHAIN_REFERRALS) else "public_service"
        address = address_of(route, reference=reference)
        return {"html": Link(name, address).__html__()} if address else {"text": name}

    @property
    def history(self) -> list[Happened]:
        """The moves of it, for those who see its terms."""
        return [
            Happened(
                _MOVED.get(move.name, move.name),
                move.happened_at,
                move.by.full_name if move.by else "",
                move.reason,
            )
            for move in self.agreement.moves.all()
        ]
