"""What a record says of getting in: who pays, whether it takes people, whom to ask, other words."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.supply.models import ServiceContact
from throughline.supply.rules import entry_in_words as words_of
from throughline.vocabulary.delivery import Language, Reading
from throughline.vocabulary.routes import FundingRoute
from throughline.web.keeping.items import ITEMS
from throughline.web.keeping.sections import Entry, Section, Sections, Several
from throughline.web.keeping.wordings import WORDINGS
from throughline.web.pieces import Fact, Link, Tag


@dataclass(frozen=True)
class TermsSections(Sections):
    """Whose it is and who pays, intake, contacts, information, evidence, wordings."""

    @property
    def all(self) -> list[Section]:
        """In the order of the directory’s page."""
        return [
            self._routes,
            self._intake,
            self._contacts,
            Section("information", "What to tell with a referral", lists=[self._information]),
            Section("evidence", "Does it help?", lists=[self._evidence]),
            self._wordings,
        ]

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


def _name(organisation: dict[str, str] | None) -> str:
    return organisation["name"] if organisation else ""
