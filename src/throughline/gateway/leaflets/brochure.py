"""What stands in a brochure for sentencers: the services of a court's area as at a day (S58, S248)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughline.gateway.leaflets.leaflet import holds_on
from throughline.supply.queries.offered import Offered
from throughline.supply.rules import entry_in_words as words
from throughline.supply.rules.eligibility_in_words import ages_in_words, rule_in_words
from throughline.vocabulary.delivery import Channel, Mode
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need

OTHER: Final = "Other services"
"""The heading of what answers no need that is recorded."""

IN_FULL: Final = "A service stands in full under the first need it answers, and by its name under the others."
NOW: Final = "Places and waits are as they stood on that day. They change: ask before you count on one."
THEN: Final = "Places and waits are as each entry stated them then."
NOWHERE: Final = "No area that is known here holds this court, so no service is known to be given around it."
NOTHING: Final = "Nothing stood in the directory for this court on that day."


@dataclass(frozen=True)
class BrochureService:
    """One service of a brochure: its name, who gives it, and lines of a label with what it says."""

    name: str
    given_by: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    reference: str = ""


@dataclass(frozen=True)
class BrochurePart:
    """
    The services under one heading, a need for example.

    `also` are those that answer it too, each with the heading under which it stands.
    """

    heading: str
    services: tuple[BrochureService, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brochure:
    """
    A brochure as at the day `on`; what it holds was settled by whoever made it.

    `said` are sentences at its beginning, and `footer` stands on every page.
    """

    title: str
    said: tuple[str, ...]
    parts: tuple[BrochurePart, ...]
    footer: str
    on: date

    @property
    def texts(self) -> Iterator[str]:
        """Every text that stands in it, in order, but for the footer and fixed headings."""
        yield self.title
        yield from self.said
        for part in self.parts:
            yield part.heading
            for one in part.services:
                yield from (text for text in (one.name, one.given_by, one.summary) if text)
                for label, text in one.facts:
                    yield f"{label}: {text}"
            yield from part.also


def brochure_of(court: str, offered: Sequence[Offered], *, areas: Sequence[str], on: date) -> Brochure:
    """
    What is available to sentencers at a court as at the day `on`, by need.

    `offered` is what the directory offers there, by name, and `areas` are the names of the areas that hold
    the court, smallest first.
    """
    day = words.day_in_words(on.isoformat())
    return Brochure(
        title=f"What is available to sentencers at {court}, as at {day}",
        said=tuple(_said(offered, areas, day)),
        parts=tuple(_parts(offered, on)),
        footer=f"{court}: from the directory of services, as it stood on {day}",
        on=on,
    )


def _said(offered: Sequence[Offered], areas: Sequence[str], day: str) -> Iterator[str]:
    if not areas:
        yield NOWHERE
        return
    yield f"The services that the directory offered on {day} in {', '.join(areas)}."
    if not offered:
        yield NOTHING
        return
    yield NOW if offered[0].availability else THEN
    yield IN_FULL


def _parts(offered: Sequence[Offered], on: date) -> Iterator[BrochurePart]:
    needs = {one.reference: [need for need in Need if need in one.content["needs"]] for one in offered}
    for heading in (*Need, None):
        here, also = [], []
        for one in offered:
            answers = needs[one.reference]
            if (answers[0] if answers else None) == heading:
                here.append(_service(one, on))
            elif heading in answers:
                also.append(f"{one.content['name']}: see {answers[0].label}")
        if here or also:
            yield BrochurePart(str(heading.label) if heading else OTHER, tuple(here), tuple(also))


def _service(one: Offered, on: date) -> BrochureService:
    content = one.content
    return BrochureService(
        name=content["name"],
        given_by=f"Given by {content['deliverer']['name']}",
        summary=_lines(content["summary"]),
        facts=tuple((label, text) for label, text in _facts(one, on) if text),
        reference=one.reference,
    )


def _facts(one: Offered, on: date) -> Iterator[tuple[str, str]]:
    content = one.content
    if not one.is_known:
        yield "As it stood", "No entry of this day was kept: this is the earliest that is known"
    yield "What happens", _lines(content["what_happens"]) or "Not recorded"
    rules = [rule for rule in content["eligibility"] if rule["aspect"] != Aspect.ORDER]
    yield "For", "\n".join([ages_in_words(content), *(rule_in_words(**rule) for rule in rules)])
    orders = [rule_in_words(**rule) for rule in content["eligibility"] if rule["aspect"] == Aspect.ORDER]
    yield "Orders", "\n".join(orders) or "It asks for no particular kind of order"
    yield "RAR days", _rar_days(content["indicative_rar_days"])
    yield "How", _how(content)
    yield "Where", "\n".join(_where(content))
    yield "Availability", _availability(one)
    yield "Wait", one.wait.line if one.wait else words.wait_in_words(content["waiting"]) or "Not stated"
    yield "Whom to ask", "\n".join(_contacts(content, on)) or "Nobody to ask is recorded"
    yield "Reference", one.reference


def _rar_days(days: int | None) -> str:
    if days is None:
        return "Not stated"
    return f"About {days} day{'' if days == 1 else 's'} of a rehabilitation activity requirement"


def _how(content: Mapping[str, Any]) -> str:
    ways = [str(one.label) for one in Channel if one in content["channels"]]
    if content["mode"] != Mode.UNKNOWN or not ways:
        ways.insert(0, str(Mode(content["mode"]).label))
    given = ", ".join(ways).capitalize()
    dose = words.dose_in_words(content)
    return f"{given}. {dose}" if dose else given


def _where(content: Mapping[str, Any]) -> Iterator[str]:
    for place in content["given_at"]:
        told = words.place_in_words(place)
        yield place["name"] if told == place["name"] else f"{place['name']}: {told}"
    if content["is_withheld"]:
        yield "A place is withheld, to keep people safe"
    elif not content["given_at"]:
        yield "Not recorded"


def _availability(one: Offered) -> str:
    if one.availability is None:
        return words.intake_in_words(one.content["intake"])
    other = one.content["intake"]["alternative"]
    return one.availability.line + (f". Instead: {other['name']}" if other else "")


def _contacts(content: Mapping[str, Any], on: date) -> Iterator[str]:
    for who in content["contacts"]:
        if holds_on(who["during"], on):
            told = words.contact_in_words(who)
            yield f"{who['name']}, {told}" if told else who["name"]


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
