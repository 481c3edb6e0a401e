"""What a record says of the work: what happens, for whom, where and when."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.supply.models import EligibilityRule, ServicePlace
from throughline.supply.queries.content import has_withheld_place
from throughline.supply.rules import entry_in_words as words_of
from throughline.supply.rules.eligibility_in_words import ages_in_words, rule_in_words
from throughline.vocabulary.delivery import Channel, Language, Mode
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.involved import in_their_order
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType
from throughline.web.keeping.items import ITEMS
from throughline.web.keeping.sections import Entry, Section, Sections, Several
from throughline.web.pieces import Tag
from throughline.web.words import plural


@dataclass(frozen=True)
class WorkSections(Sections):
    """What it is and what happens, who it is for, where and when."""

    @property
    def all(self) -> list[Section]:
        """In the order of the directory’s page."""
        return [self._what, self._whom, self._where]

    @property
    def _what(self) -> Section:
        one = self.content
        given = [str(way.label) for way in Channel if way in one["channels"]]
        spoken = [str(Language(code).label) for code in one["languages"]]
        dose = [words_of.dose_in_words(one)]
        if one["indicative_rar_days"] is not None:
            dose.append(f"About {plural(one['indicative_rar_days'], 'RAR day')}, for planning only")
        children = ["Children come or meet its workers"] if one["meets_children"] else []
        involved = [str(thing.label) for thing in in_their_order(one.get("involves", ()))]
        facts = [
            self._fact("Name", one["name"], "text"),
            self._fact("What it is", one["summary"], "text"),
            self._fact("What happens in a session", one["what_happens"], "text"),
            self._fact("Kind of work", [str(ServiceType(one["service_type"]).label), *children], "kind"),
            self._fact("What it may involve", involved, "kind"),
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
