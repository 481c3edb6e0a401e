"""The record of an entry as whoever keeps it sees it: every part, with the page that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.core.states import available_moves
from throughline.supply.models import EligibilityRule, Service, ServiceContact, ServicePlace
from throughline.supply.queries.completeness import Missing, missing_before_publishing
from throughline.supply.queries.confirmation import interval_of
from throughline.supply.queries.content import content_of, has_withheld_place
from throughline.supply.rules import entry_in_words as words_of
from throughline.supply.rules.eligibility_in_words import ages_in_words, rule_in_words
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Channel, Language, Mode, Reading
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.service_types import ServiceType
from throughline.web.keeping.items import ITEMS
from throughline.web.keeping.wordings import WORDINGS
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Happened, Link, Tag
from throughline.web.words import day, plural

SERVICE_COLOURS = {"draft": "grey", "published": "green", "suspended": "yellow", "withdrawn": "red"}
MADE = {"publish": "Published", "suspend": "Suspended", "withdraw": "Withdrawn"}
NOT_SAID = "Not said"
WHERE_TO_SAY = {"areas": "areas", "places": "places", "routes": "routes", "contacts": "contacts"}
"""Missing parts that are said by adding something."""


def state_of(service: Service) -> Tag:
    """The tag of an entry's state."""
    return Tag(str(ServiceState(service.state).label), SERVICE_COLOURS[service.state])


def confirmed(service: Service) -> str:
    """When somebody last confirmed it."""
    return day(service.confirmed_on) if service.confirmed_on else "Never"


def missing_facts(service: Service, missing: Sequence[Missing]) -> list[Fact]:
    """What is to be said before publishing, each with the page on which to say it."""
    return [Fact(one.says.capitalize(), Link("Say it", _say(service, one.part), one.says)) for one in missing]


def _say(service: Service, part: str) -> str:
    if part in WHERE_TO_SAY:
        return reverse("service_item_add", args=[service.reference, WHERE_TO_SAY[part]])
    return reverse("service_part", args=[service.reference, part])


@dataclass(frozen=True)
class Entry:
    """One of several things of a record: what it is called, what it says, and what can be done with it."""

    called: str
    says: str
    does: Sequence[Link]
    tag: Tag | None = None


@dataclass(frozen=True)
class Several:
    """What a record has several of, with the page that adds one."""

    heading: str
    entries: Sequence[Entry]
    empty: str
    add: Link | None = None


@dataclass(frozen=True)
class Section:
    """One section of the record: its single parts, and what it has several of."""

    anchor: str
    heading: str
    facts: Sequence[Fact] = ()
    lists: Sequence[Several] = ()


@dataclass(frozen=True)
class RecordPage:
    """What the page of a kept entry says."""

    service: Service
    actor: Actor
    on: date

    @cached_property
    def content(self) -> dict[str, Any]:
        """What stands in the entry."""
        return content_of(self.service)

    @property
    def tag(self) -> Tag:
        """Its state."""
        return state_of(self.service)

    @property
    def may_confirm(self) -> bool:
        """Whether there is something to confirm today."""
        return self.service.state == ServiceState.PUBLISHED and self.service.confirmed_on != self.on

    @property
    def may_change(self) -> bool:
        """Whether anything of it is still changed."""
        return self.service.state != ServiceState.WITHDRAWN

    @cached_property
    def moves(self) -> list[Link]:
        """Publish, suspend or withdraw, as its state allows."""
        return [
            Link(one.name.capitalize(), reverse("service_move", args=[self.service.reference, one.name]))
            for one in available_moves(self.service, self.actor)
        ]

    @cached_property
    def missing(self) -> list[Fact]:
        """What it lacks before it can be published."""
        if self.service.state not in (ServiceState.DRAFT, ServiceState.SUSPENDED):
            return []
        return missing_facts(self.service, missing_before_publishing(self.service, on=self.on))

    @property
    def in_directory(self) -> str:
        """Its page in the directory, where there is one."""
        if self.service.state == ServiceState.DRAFT:
            return ""
        return address_of("public_service", reference=self.service.reference) or ""

    @cached_property
    def sections(self) -> list[Section]:
        """Every section, in the order of the directory's page."""
        return [
            self._what,
            self._whom,
            self._where,
            self._routes,
            self._intake,
            self._contacts,
            Section("information", "What to tell with a referral", lists=[self._information]),
            Section("evidence", "Does it help?", lists=[self._evidence]),
            self._wordings,
            self._record,
        ]

    @cached_property
    def history(self) -> list[Happened]:
        """Its moves."""
        return [
            Happened(MADE[one.name], one.happened_at, one.by.full_name if one.by else "", one.reason)
            for one in self.service.moves.select_related("by")
        ]

    @property
    def _what(self) -> Section:
        one = self.content
        given = [str(way.label) for way in Channel if way in one["channels"]]
        spoken = [str(Language(code).label) for code in one["languages"]]
        dose = [words_of.dose_in_words(one)]
        if one["indicative_rar_days"] is not None:
            dose.append(f"About {plural(one['indicative_rar_days'], 'RAR day')}, for planning only")
        children = ["Children come or meet its workers"] if one["meets_children"] else []
        facts = [
            self._fact("Name", one["name"], "text"),
            self._fact("What it is", one["summary"], "text"),
            self._fact("What happens in a session", one["what_happens"], "text"),
            self._fact("Kind of work", [str(ServiceType(one["service_type"]).label), *children], "kind"),
            self._fact("How it is given", [str(Mode(one["mode"]).label), *given], "delivery"),
            self._fact("Languages", spoken, "delivery"),
            self._fact("Usual dose", [said for said in dose if said], "dose"),
        ]
        entries = [
            self._entry(
                "activities", row, ", ".join(part for part in (row.need_area, row.method, row.place) if part)
            )
            for row in ITEMS["activities"].rows(self.service)
        ]
        activities = self._several("Activities", "activities", entries, "No single activities are listed.")
        return Section("what", "What it is and what happens", facts, [activities])

    @property
    def _whom(self) -> Section:
        one = self.content
        main, also = (
            [
                str(Population(row["population"]).label)
                for row in one["populations"]
                if row["is_main"] == is_main
            ]
            for is_main in (True, False)
        )
        facts = [
            self._fact("Sexes and ages", ages_in_words(one), "whom"),
            self._fact("Made for", main, "people"),
            self._fact("Serves as well", also, "people"),
            self._fact(
                "Needs it answers", [str(need.label) for need in Need if need in one["needs"]], "needs"
            ),
        ]
        rules = {rule["aspect"]: rule for rule in one["eligibility"]}
        entries = []
        for aspect in EligibilityRule.LOOKS_AT:
            rule, about = rules.get(aspect), str(Aspect(aspect).label)
            does = [self._link("Change" if rule else "Set", "service_rule", aspect, more=about.lower())]
            if rule:
                does.append(self._link("Remove", "service_rule_remove", aspect, more=about.lower()))
            entries.append(self._made(about, rule_in_words(**rule) if rule else "Everybody", does))
        return Section("whom", "Who it is for", facts, [Several("Rules", entries, "")])

    @property
    def _where(self) -> Section:
        areas = [self._entry("areas", row, "") for row in ITEMS["areas"].rows(self.service)]
        places = [self._place(row) for row in ITEMS["places"].rows(self.service).prefetch_related("hours")]
        if has_withheld_place(self.service) and not any(one.tag for one in places):
            places.append(self._made("A place withheld", "Only those who give the service see it", []))
        return Section(
            "where",
            "Where and when",
            lists=[
                self._several("Areas", "areas", areas, "No area is named."),
                self._several("Places", "places", places, "No place is named."),
            ],
        )

    def _place(self, row: ServicePlace) -> Entry:
        hours = [
            {"weekday": at.weekday, "opens": f"{at.opens:%H:%M}", "closes": f"{at.closes:%H:%M}"}
            for at in row.hours.all()
        ]
        says = words_of.place_in_words(
            {
                "name": row.name,
                "address": row.address,
                "postcode": row.postcode,
                "in_office": row.in_office,
                "access": row.access,
                "by_arrangement": row.by_arrangement,
                "hours": hours,
            }
        )
        times = self._link("Times", "service_hours", row.pk, more=f"at {row.name}")
        tag = Tag("Withheld", "red") if row.is_withheld else None
        return self._entry("places", row, says, [times], tag)

    @property
    def _routes(self) -> Section:
        entries = []
        by_key = {
            (one["route"], one["during"]["from"], _name(one["buyer"])): one for one in self.content["routes"]
        }
        for row in ITEMS["routes"].rows(self.service).order_by("pk"):
            buyer = row.buyer.name if row.buyer else ""
            says = words_of.route_in_words(by_key[row.route, row.during.from_.isoformat(), buyer])
            more: list[Link] = []
            if row.route == FundingRoute.CO_COMMISSIONED:
                more.append(
                    self._link(
                        "Contributors", "service_contributors", row.pk, more=f"of {buyer or 'any buyer'}"
                    )
                )
            if row.during.to is None:
                more.append(
                    self._link(
                        "End", "service_route_end", row.pk, more=f"the route of {buyer or 'any buyer'}"
                    )
                )
            entries.append(self._entry("routes", row, says, more))
        one = self.service
        facts = [
            Fact("Delivered by", one.deliverer.name),
            Fact("Under", one.agreement.title if one.agreement else "No agreement: outside the supply chain"),
        ]
        routes = self._several(
            "Funding routes", "routes", entries, "Nobody can refer before a route is named."
        )
        return Section("routes", "Whose it is and who pays", facts, [routes])

    @property
    def _intake(self) -> Section:
        one = self.content
        places = one["places"]
        return Section(
            "intake",
            "Does it take people now?",
            [
                self._fact("Referrals", words_of.intake_in_words(one["intake"]), "intake"),
                self._fact("Places", f"{places} at a time" if places is not None else "", "capacity"),
                self._fact("Wait", words_of.wait_in_words(one["waiting"]), "wait"),
            ],
        )

    @property
    def _contacts(self) -> Section:
        entries = [self._contact(row) for row in ITEMS["contacts"].rows(self.service)]
        return Section(
            "contacts",
            "Whom to ask",
            lists=[self._several("Contacts", "contacts", entries, "Nobody is named.")],
        )

    def _contact(self, row: ServiceContact) -> Entry:
        during = {
            "from": row.during.from_.isoformat(),
            "to": row.during.to.isoformat() if row.during.to else None,
        }
        says = words_of.contact_in_words(
            {
                "job": row.job,
                "telephone": row.telephone,
                "email": row.email,
                "during": during,
                "successor": row.successor.name if row.successor else None,
            }
        )
        ends = self._link("End", "service_contact_end", row.pk, more=f"of {row.name}")
        return self._entry(
            "contacts", row, says, [ends], None if row.is_public else Tag("Not public", "grey")
        )

    @property
    def _information(self) -> Several:
        entries = [
            self._entry("information", row, row.why, tag=Tag("Needed", "blue") if row.is_essential else None)
            for row in ITEMS["information"].rows(self.service)
        ]
        return self._several("Information", "information", entries, "Nothing in particular has to be told.")

    @property
    def _evidence(self) -> Several:
        entries = [self._entry("evidence", row, row.finding) for row in ITEMS["evidence"].rows(self.service)]
        return self._several("Evidence", "evidence", entries, "Nothing is recorded.")

    @property
    def _wordings(self) -> Section:
        written = {(one["language"], one["reading"]): one for one in self.content["wordings"]}
        entries = []
        for language, reading in WORDINGS:
            said = written.get((language, reading))
            called = f"{Language(language).label}, {str(Reading(reading).label).lower()}"
            does = [
                self._link("Change" if said else "Write", "service_wording", language, reading, more=called)
            ]
            tag = None if said else Tag("Missing", "yellow")
            entries.append(
                self._made(called, said["summary"] if said else "Leaflets say that it is missing", does, tag)
            )
        return Section("wordings", "In other words", lists=[Several("Wordings", entries, "")])

    @property
    def _record(self) -> Section:
        service = self.service
        interval = plural(interval_of(service, on=self.on), "day")
        by = f" by {service.owner.full_name}" if service.owner and service.confirmed_on else ""
        return Section(
            "record",
            "This entry",
            [
                Fact("Confirmed on", f"{confirmed(service)}{by}"),
                self._fact(
                    "Kept by",
                    service.owner.full_name if service.owner else "Nobody in person",
                    "",
                    "service_owner",
                ),
                self._fact(
                    "Confirmed every",
                    interval if service.review_days else f"{interval}, as its scheme says",
                    "interval",
                ),
                Fact("Kind", f"{service.kind.name}, NSI code {service.kind.nsi_code}"),
                Fact("Scheme", service.scheme.name),
            ],
        )

    def _fact(self, label: str, value: Any, part: str, page: str = "service_part") -> Fact:
        arguments = [self.service.reference, *([part] if part else [])]
        href = reverse(page, args=arguments) if self.may_change else ""
        return Fact(label, value or NOT_SAID, href)

    def _entry(
        self, kind: str, row: Any, says: str, more: Sequence[Link] = (), tag: Tag | None = None
    ) -> Entry:
        item = ITEMS[kind]
        called = item.called(row)
        does = list(more)
        if item.now is not None:
            does.insert(0, self._link("Change", "service_item", kind, row.pk, more=called))
        if item.removes is not None:
            does.append(self._link("Remove", "service_item_remove", kind, row.pk, more=called))
        return self._made(called, says, does, tag)

    def _made(self, called: str, says: str, does: Sequence[Link], tag: Tag | None = None) -> Entry:
        return Entry(called, says, does if self.may_change else (), tag)

    def _several(self, heading: str, kind: str, entries: Sequence[Entry], empty: str) -> Several:
        add = Link(f"Add {ITEMS[kind].one}", reverse("service_item_add", args=[self.service.reference, kind]))
        return Several(heading, entries, empty, add if self.may_change else None)

    def _link(self, text: str, page: str, *arguments: object, more: str = "") -> Link:
        return Link(text, reverse(page, args=[self.service.reference, *arguments]), more)


def _name(organisation: dict[str, str] | None) -> str:
    return organisation["name"] if organisation else ""
