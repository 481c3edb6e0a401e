"""
An entry of the directory in plain words, line by line, and what differs between two of its versions (S62).

Each line has the part of the entry it belongs to, which one of several it is (a need, a place, a route), and
what it says. Two documents are compared by their lines, so whatever a page shows of a version is what its
differences are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Choices

from throughline.core.money import Money
from throughline.supply.rules.eligibility_in_words import ages_in_words, rule_in_words
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Channel, Intake, Language, Mode, Reading, Weekday
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.involved import Involved
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.routes import FundingRoute, PriceUnit
from throughline.vocabulary.service_types import ServiceType
from throughline.vocabulary.trials import TrialDecision

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """One line: of which part, about which one of several (empty for the only one), and its words."""

    part: str
    about: str
    text: str


@dataclass(frozen=True)
class Difference:
    """
    One line that differs between two versions: `was` is empty for what was added, `now` for what was removed.

    Both are given for what was changed.
    """

    part: str
    about: str
    was: str | None
    now: str | None


def differences(before: Content, after: Content) -> list[Difference]:
    """What must be said to come from one document to the other, in the order of an entry."""
    was, now = _by_key(before), _by_key(after)
    order = list(now) + [key for key in was if key not in now]
    order.sort(key=lambda key: _ORDER.index(key[0]))
    return [Difference(*key, was.get(key), now.get(key)) for key in order if was.get(key) != now.get(key)]


def in_words(content: Content) -> list[Said]:
    """Every line of a document; parts of which nothing is recorded have none, nor has an empty document."""
    return [line for line in _lines(content) if line.text] if content else []


def _by_key(content: Content) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for line in in_words(content):
        key, turn = (line.part, line.about), 2
        while key in found:
            key, turn = (line.part, f"{line.about} ({turn})"), turn + 1
        found[key] = line.text
    return found


def _lines(one: Content) -> Iterator[Said]:
    yield from (Said(part, "", text) for part, text in _single(one))
    for part, codes, words in (
        ("Given", one["channels"], Channel),
        ("Language", one["languages"], Language),
        # Versions kept before it was asked say nothing of it.
        ("Involves", one.get("involves", ()), Involved),
        ("Need", one["needs"], Need),
    ):
        yield from (Said(part, _label(words, code), _label(words, code)) for code in codes)
    for who in one["populations"]:
        label = _label(Population, who["population"])
        yield Said("People", label, "Made for them" if who["is_main"] else "Served as well")
    yield from (Said("Area", area["name"], area["name"]) for area in one["areas"])
    for rule in one["eligibility"]:
        yield Said("Rule", _label(Aspect, rule["aspect"]), rule_in_words(**rule))
    for did in one["activities"]:
        about = did["activity"] or did["need_area"]
        yield Said("Activity", about, _joined(did["need_area"], did["method"], did["place"]) or about)
    yield from (Said("Place", place["name"], place_in_words(place)) for place in one["given_at"])
    if one["is_withheld"]:
        yield Said("Place", "Withheld", "The address is withheld. It is given once a referral is accepted")
    yield from (Said("Route", _buyer(route), route_in_words(route)) for route in one["routes"])
    yield from (Said("Contact", who["name"], contact_in_words(who)) for who in one["contacts"])
    for asked in one["information"]:
        need = "Needed before a referral is taken. " if asked["is_essential"] else ""
        yield Said("Information asked for", asked["what"], f"{need}{asked['why']}")
    for known in one["evidence"]:
        on = f"published {day_in_words(known['published_on'])}" if known["published_on"] else ""
        yield Said("Evidence", known["source"], _joined(known["finding"], known["address"], on))
    for said in one["wordings"]:
        about = f"{_label(Language, said['language'])}, {_label(Reading, said['reading']).lower()}"
        yield Said("Wording", about, "\n\n".join([said["name"], said["summary"], said["what_happens"]]))
    yield from (Said("Trial", trial["purpose"], _trial(trial)) for trial in one["pilots"])


def _single(one: Content) -> Iterator[tuple[str, str]]:
    yield "Name", one["name"]
    yield "State", _label(ServiceState, one["state"])
    yield "Kind of service", one["kind"]["name"]
    yield "Kind of work", _label(ServiceType, one["service_type"])
    yield "What it is", one["summary"]
    yield "What happens", one["what_happens"]
    yield "Mode", _label(Mode, one["mode"])
    yield "Usual dose", dose_in_words(one)
    yield "RAR days", _some(one["indicative_rar_days"], "day", "for planning only")
    yield "For", ages_in_words(one)
    if one["meets_children"]:
        yield "Children", "Children come to this service or meet its workers"
    yield "Delivered by", one["deliverer"]["name"]
    yield "Under", one["agreement"]["title"] if one["agreement"] else "No agreement"
    yield "In the directory", period_in_words(one["during"])
    yield "Places", _some(one["places"], "place", "at a time")
    yield "Intake", intake_in_words(one["intake"])
    yield "Wait", wait_in_words(one["waiting"])
    yield "Confirmed every", _some(one["review_days"], "day")


def dose_in_words(one: Content) -> str:
    """The usual dose: how many sessions, how long each, over how many weeks; empty when none is recorded."""
    sessions = _some(one["sessions"], "session")
    each = f"of {one['session_minutes']} minutes" if one["session_minutes"] else ""
    over = f"over {_some(one['weeks'], 'week')}" if one["weeks"] else ""
    if not sessions and each:
        sessions = "Sessions"
    return " ".join(part for part in (sessions, each, over) if part).capitalize()


def intake_in_words(intake: Mapping[str, Any]) -> str:
    """Whether it takes referrals, how many, and what there is instead."""
    said = _label(Intake, intake["is"])
    if intake["cap"] is not None:
        said = f"Takes up to {_some(intake['cap'], 'referral')} a month"
    instead = f"Instead: {intake['alternative']['name']}" if intake["alternative"] else ""
    return _sentences(said, intake["note"], instead)


def wait_in_words(waiting: Mapping[str, Any]) -> str:
    """The wait the provider states, and when it said so; empty when none is stated."""
    if waiting["days"] is None:
        return ""
    wait = "No wait" if waiting["days"] == 0 else f"About {_some(waiting['days'], 'day')}"
    return f"{wait}, as stated on {day_in_words(waiting['said_on'])}"


def place_in_words(place: Mapping[str, Any]) -> str:
    """Where a place is and when the service is given there."""
    office = f"in {place['in_office']}" if place["in_office"] else ""
    where = ", ".join(
        part for part in (*place["address"].split("\n"), place["postcode"], office) if part.strip()
    )
    when = hours_in_words(place["hours"]) or ("Times by arrangement" if place["by_arrangement"] else "")
    return _sentences(where, when, place["access"]) or place["name"]


def hours_in_words(hours: Sequence[Mapping[str, Any]]) -> str:
    """Days and times, as in `Monday 10am to 4pm, Tuesday 9:30am to midday`."""
    return ", ".join(
        f"{_label(Weekday, at['weekday'])} {_clock(at['opens'])} to {_clock(at['closes'])}" for at in hours
    )


def route_in_words(route: Mapping[str, Any]) -> str:
    """How it is paid for, by whom and in which shares, what it costs and on which terms one gets in."""
    payer = f"paid by {route['payer']['name']}" if route["payer"] else ""
    shares = ", ".join(
        f"{part['organisation']['name']} pays {part['share'] / 100:g}%"
        + (f" ({part['terms']})" if part["terms"] else "")
        for part in route["contributions"]
    )
    return _sentences(
        ", ".join(part for part in (_label(FundingRoute, route["route"]), payer) if part),
        shares,
        cost_in_words(route),
        route["terms"],
        period_in_words(route["during"]),
    )


def cost_in_words(route: Mapping[str, Any]) -> str:
    """What the work costs its payer, with who says so; empty when that is not known (S172)."""
    if route["unit_cost"] is None:
        return ""
    source = f", by {route['cost_source']}" if route["cost_source"] else ""
    return f"Costs {Money(route['unit_cost']).display()} for {_label(PriceUnit, route['cost_unit'])}{source}"


def contact_in_words(who: Mapping[str, Any]) -> str:
    """What somebody does, how to reach them, and who follows."""
    follows = f"followed by {who['successor']}" if who["successor"] else ""
    until = f"until {day_in_words(who['during']['to'], last=True)}" if who["during"]["to"] else ""
    return _joined(who["job"], who["telephone"], who["email"], until, follows)


def period_in_words(during: Mapping[str, str | None]) -> str:
    """The days of a period, the last one included."""
    begins = day_in_words(during["from"])
    return f"{begins} to {day_in_words(during['to'], last=True)}" if during["to"] else f"From {begins}"


def day_in_words(written: str | None, *, last: bool = False) -> str:
    """A day in full; `last` gives the day before, for the last day of a half-open period."""
    if not written:
        return ""
    day = date.fromisoformat(written)
    day = date.fromordinal(day.toordinal() - 1) if last else day
    return f"{day.day} {day:%B %Y}"


def _trial(trial: Mapping[str, Any]) -> str:
    most = f"at most {trial['most_people']} people" if trial["most_people"] is not None else ""
    decided = ""
    if trial["decision"]:
        what = _label(TrialDecision, trial["decision"])
        decided = f"{what} on {day_in_words(trial['decided_on'])}: {trial['why']}"
    return _sentences(period_in_words(trial["during"]), most, trial["rules"], decided)


def _buyer(route: Mapping[str, Any]) -> str:
    buyer = route["buyer"]["name"] if route["buyer"] else "Any buyer"
    begins = route["during"]["from"]
    return f"{buyer}, from {day_in_words(begins)}"


def _clock(written: str) -> str:
    at = time.fromisoformat(written)
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _label(words: type[Choices], code: Any) -> str:
    return str(words(code).label)


def _some(count: int | None, noun: str, more: str = "") -> str:
    if count is None:
        return ""
    return f"{count:,} {noun}{'' if count == 1 else 's'}{' ' if more else ''}{more}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _sentences(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)


_ORDER = (
    "Name", "State", "Kind of service", "Kind of work", "What it is", "What happens", "Mode", "Given",
    "Language", "Usual dose", "RAR days", "Need", "For", "People", "Rule", "Children", "Involves", "Area",
    "Place", "Activity", "Delivered by", "Under", "In the directory", "Route", "Places", "Intake", "Wait",
    "Contact", "Information asked for", "Evidence", "Wording", "Trial", "Confirmed every",
)  # fmt: skip
"""The parts of an entry in the order in which they are told."""
