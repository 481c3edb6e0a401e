"""The page of one service: what it is, for whom, where, whose it is, who pays, and what happens in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.supply.models import Price, Service, ServiceContact
from throughline.supply.queries.chain import ServiceChain, chain_of, tier_name, tier_names
from throughline.supply.queries.confirmation import interval_of, is_confirmed
from throughline.supply.queries.content import Content
from throughline.supply.queries.price_visibility import sees_rate_card
from throughline.supply.queries.prices import buyers_of_items, rate_card_prices
from throughline.supply.queries.tenures import deliverers_of
from throughline.supply.rules import entry_in_words
from throughline.supply.rules.eligibility_in_words import ages_in_words, rule_in_words
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Channel, Language, Mode
from throughline.vocabulary.involved import in_their_order
from throughline.vocabulary.needs import Need
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Link, Shown, Tag
from throughline.web.public.labels import in_full_by_kind, period, standing, to_organisation
from throughline.web.public.service_leaflets import LeafletShown, leaflets_of
from throughline.web.public.service_routes import RouteShown, routes_on
from throughline.web.words import day, plural

MOVED = {"publish": "Published", "suspend": "Suspended", "withdraw": "Withdrawn"}
NO_VERSION = "No version of this entry had been kept by this day: this is the earliest that is known."


@dataclass(frozen=True)
class LinkOfChain:
    """One organisation of the chain, with what it is there."""

    place: str
    organisation: Link
    is_deliverer: bool


@dataclass(frozen=True)
class AsAt:
    """What an entry said on a day: its document, and a sentence where that day's own is not known."""

    content: Content
    note: str = ""


class ServicePage:
    """Words, links and lists of one service for one viewer, as at the day `on`; `today` is the day it is."""

    def __init__(self, service: Service, said: AsAt, actor: Actor, *, on: date, today: date) -> None:
        self.service = service
        self.content = said.content
        self.note = said.note
        self.actor = actor
        self.on = on
        self.today = today
        self.is_today = on == today

    @property
    def title(self) -> str:
        """What the page is about."""
        return str(self.content["name"])

    @property
    def given_by(self) -> str:
        """Who gives it, under the heading."""
        return f"Given by {self._chain.deliverer}"

    @property
    def state(self) -> Tag | None:
        """Where the entry stands, when it is not in the directory."""
        return standing(self.content["state"], self.service.during, self.on)

    @property
    def tags(self) -> list[Tag]:
        """What to know first: that it is unconfirmed, on trial, or stands outside the chain."""
        tags = []
        if self.content["state"] == ServiceState.PUBLISHED and not self._is_confirmed:
            tags.append(Tag("Not confirmed", "yellow"))
        if not self.is_in_chain:
            tags.append(Tag("Outside the supply chain", "purple"))
        if self.trial is not None:
            tags.append(Tag("On trial", "blue"))
        return tags

    @property
    def is_in_chain(self) -> bool:
        """Whether it is delivered under an agreement of the scheme (S18, S21)."""
        return self.content["agreement"] is not None

    @property
    def what_it_is(self) -> list[list[str]]:
        """The summary, as paragraphs of lines."""
        return paragraphs(self.content["summary"])

    @property
    def what_happens(self) -> list[list[str]]:
        """What happens in a session, as paragraphs of lines."""
        return paragraphs(self.content["what_happens"])

    @property
    def now(self) -> list[Fact]:
        """Whether it takes somebody, and how long that person would wait."""
        one = self.content
        facts = [Fact("Referrals", self._intake)]
        if one["places"] is not None:
            facts.append(Fact("Places", f"{plural(one['places'], 'person', 'people')} at a time"))
        wait = entry_in_words.wait_in_words(one["waiting"])
        return [*facts, Fact("Wait", wait or "Not stated")]

    @property
    def _intake(self) -> list[Shown]:
        intake = self.content["intake"]
        said: list[Shown] = [entry_in_words.intake_in_words({**intake, "alternative": None})]
        if other := intake["alternative"]:
            said.append(
                Link(f"Instead: {other['name']}", reverse("public_service", args=[other["reference"]]))
            )
        return said

    @property
    def facts(self) -> list[Fact]:
        """What it is, how it is given and in which dose."""
        one = self.content
        dose = entry_in_words.dose_in_words(one)
        facts = [
            Fact("Kind of service", one["kind"]["name"]),
            Fact("Kind of work", str(ServiceType(one["service_type"]).label)),
            Fact("Needs it answers", [str(need.label) for need in Need if need in one["needs"]]),
            Fact("How it is given", self._mode),
            Fact("Usual dose", dose or "Not recorded"),
            Fact("Languages", [str(Language(code).label) for code in one["languages"]] or "Not recorded"),
        ]
        if one["indicative_rar_days"] is not None:
            days = f"About {plural(one['indicative_rar_days'], 'day')}"
            facts.append(
                Fact("RAR days", [days, "For planning only: a day counts when it has been attended"])
            )
        return facts

    @property
    def _mode(self) -> list[Shown]:
        mode, channels = self.content["mode"], self.content["channels"]
        return [str(Mode(mode).label), *(str(one.label) for one in Channel if one in channels)]

    @property
    def whom(self) -> list[Fact]:
        """For whom it is, and what has to be told of them."""
        one = self.content
        facts = [Fact("For", ages_in_words(one))]
        for is_main, label in ((True, "Made for"), (False, "Serves as well")):
            who = [row["population"] for row in one["populations"] if row["is_main"] == is_main]
            if who:
                facts.append(Fact(label, [str(Population(code).label) for code in who]))
        if one["eligibility"]:
            facts.append(Fact("Who can come", [rule_in_words(**rule) for rule in one["eligibility"]]))
        if one["meets_children"]:
            facts.append(Fact("Children", "Children come to this service or meet its workers"))
        if involved := in_their_order(one.get("involves", ())):
            facts.append(Fact("May involve", [str(thing.label) for thing in involved]))
        if self.actor.user is not None:
            facts.append(Fact("MAPPA", self._cleared))
        return facts

    @property
    def _cleared(self) -> str:
        """Said to whoever is signed in: to others the database shows no clearance."""
        found = self.service.clearances.filter(during__contains=self.on).first()
        if found is None:
            return "Not cleared for people managed under MAPPA"
        last = found.during.last_day
        return "Cleared for people managed under MAPPA" + (f" until {day(last)}" if last else "")

    @property
    def areas(self) -> list[str]:
        """The areas in which it is given, in full."""
        return [in_full_by_kind(area["name"], area["kind"]) for area in self.content["areas"]]

    @property
    def places(self) -> list[dict[str, str]]:
        """Each place: its name, address, the probation office it lies in, its times and how to get in."""
        return [
            {
                "name": place["name"],
                "address": ", ".join(
                    part for part in (*place["address"].split("\n"), place["postcode"]) if part.strip()
                ),
                "office": place["in_office"],
                "times": entry_in_words.hours_in_words(place["hours"])
                or ("By arrangement" if place["by_arrangement"] else "Not recorded"),
                "access": place["access"],
            }
            for place in self.content["given_at"]
        ]

    @property
    def is_withheld(self) -> bool:
        """Whether a place of it is kept from everybody but those who give the service."""
        return bool(self.content["is_withheld"])

    @property
    def withheld(self) -> str:
        """That a place is kept from everybody else, and how somebody learns of it; empty when none is."""
        if not self.is_withheld:
            return ""
        which = "Another place" if self.places else "The place"
        return (
            f"{which} is withheld, to keep people safe. The provider tells somebody where it is once their "
            "referral is accepted."
        )

    @cached_property
    def _chain(self) -> ServiceChain:
        return chain_of(self.service, on=self.on)

    @cached_property
    def chain(self) -> list[LinkOfChain]:
        """From who pays, down to who gives the service and who works below."""
        chain = self._chain
        if chain.payer is None:
            return []
        names = tier_names(self.service.scheme_id, on=self.on)
        deliverer = chain.deliverer.pk
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
    def deliverers(self) -> list[str]:
        """Who gave it, gives it and will, where that changes."""
        told = deliverers_of(self.service)
        return [f"{period(one.during)}: {one.deliverer}" for one in told] if len(told) > 1 else []

    @property
    def activities(self) -> list[tuple[str, Sequence[dict[str, str]]]]:
        """What happens in it, by the need it addresses, in the provider's words."""
        told = sorted(self.content["activities"], key=lambda one: one["need_area"])
        by_need = groupby(told, key=lambda one: str(one["need_area"]))
        return [(area or "What happens", list(several)) for area, several in by_need]

    @property
    def information(self) -> list[dict[str, Any]]:
        """What has to be told with a referral, and why."""
        return list(self.content["information"])

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """What is known of whether it helps, and where that can be read."""
        return [
            {**one, "published": entry_in_words.day_in_words(one["published_on"])}
            for one in self.content["evidence"]
        ]

    @property
    def leaflets(self) -> list[LeafletShown]:
        """What can be given to somebody on paper."""
        return leaflets_of(self.service.reference, self.content, self.on, is_today=self.is_today)

    @property
    def trial(self) -> dict[str, str] | None:
        """The trial that runs on the day, or that is over and undecided."""
        for one in self.content["pilots"]:
            if not one["decision"]:
                most = one["most_people"]
                return {
                    "when": entry_in_words.period_in_words(one["during"]),
                    "purpose": one["purpose"],
                    "rules": one["rules"],
                    "most": f"It takes at most {plural(most, 'person', 'people')}." if most else "",
                }
        return None

    @cached_property
    def prices(self) -> list[Price]:
        """The rate card, for those who may see it."""
        return rate_card_prices(self.service, self.actor, on=self.on, today=self.today)

    @cached_property
    def shows_prices(self) -> bool:
        """Whether the viewer is one to whom prices are shown: to officers, where the scheme says so (S71)."""
        may_ask = self.actor.may(Permission.SEE_PRICES) or self.actor.may(Permission.SEE_PRICES_SHOWN)
        return may_ask and (
            self.service.agreement is None or sees_rate_card(self.service, self.actor, today=self.today)
        )

    @cached_property
    def routes(self) -> list[RouteShown]:
        """How it is paid for on the day, route by route."""
        bought = buyers_of_items(self.service.pk) if self.prices else {}
        return routes_on(self.content, self.on, self.prices, bought=bought)

    @cached_property
    def contacts(self) -> list[ServiceContact]:
        """Whom to ask on the day: for nobody signed in, only those who are for the public."""
        asked = ServiceContact.objects.filter(service=self.service, during__contains=self.on)
        return list(asked.order_by("-is_public", "name", "pk"))

    @property
    def record(self) -> list[Fact]:
        """Whose entry it is, and how true it is known to be."""
        service = self.service
        facts = [Fact("Last confirmed", self._confirmed)]
        if self.actor.user is not None:
            facts.append(Fact("Kept by", service.owner.full_name if service.owner else "Nobody in person"))
        facts += [
            Fact("Confirmed every", plural(interval_of(service, on=self.on), "day")),
            Fact("Scheme", service.scheme.name),
            Fact("In the directory", period(service.during)),
        ]
        if service.their_reference:
            facts.append(Fact("Commissioner’s reference", service.their_reference))
        return facts

    @cached_property
    def _is_confirmed(self) -> bool:
        return is_confirmed(self.service, on=self.on)

    @property
    def _confirmed(self) -> list[Shown]:
        confirmed = self.service.confirmed_on
        if confirmed is None:
            return [Tag("Not confirmed", "yellow"), "Nobody has confirmed this entry yet"]
        if not self._is_confirmed:
            late = plural((self.on - confirmed).days, "day")
            return [Tag("Not confirmed", "yellow"), f"Last confirmed on {day(confirmed)}, {late} ago"]
        return [day(confirmed)]

    @property
    def refer(self) -> str:
        """Where a viewer who refers people begins a referral to this service; empty when it takes none."""
        begins = address_of("officer_refer")
        takes = self.is_today and self.state is None and self.content["intake"]["is"] != "closed"
        if begins is None or not takes or not self.actor.may(Permission.REFER):
            return ""
        return f"{begins}?service={self.service.reference}"

    @property
    def edit(self) -> str:
        """Where a viewer who keeps this entry changes it; empty for everybody else."""
        service, actor = self.service, self.actor
        keeps = any(
            actor.holds(permission) & set(service.organisations_for(permission))
            for permission in (Permission.EDIT_SERVICES, Permission.OVERSEE_SCHEME)
        )
        return address_of("service_record", reference=service.reference) or "" if keeps else ""

    @property
    def versions(self) -> str:
        """Where its versions are read, for whoever is signed in."""
        address = address_of("service_versions", reference=self.service.reference)
        return address or "" if self.actor.user is not None else ""

    @property
    def changes(self) -> list[tuple[str, date]]:
        """When the entry was published, suspended or withdrawn; by whom and why is not for everybody."""
        return [
            (MOVED.get(one.name, one.name), london_day(one.happened_at)) for one in self.service.moves.all()
        ]


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines."""
    return [part.split("\n") for part in text.split("\n\n") if part.strip()]
