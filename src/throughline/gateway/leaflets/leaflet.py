"""What stands on the leaflet of a service, from the document of its entry (S64)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.gateway.leaflets.fixed_words import FIXED_WORDS, WORDINGS, FixedWords
from throughline.supply.rules.eligibility_in_words import rule_in_words
from throughline.vocabulary.delivery import Language, Reading


class NoSuchLeaflet(LookupError):
    """There are leaflets in English and in Welsh, in plain words and easy to read, and no others."""


@dataclass(frozen=True)
class LeafletPart:
    """One part of a leaflet: its heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Leaflet:
    """
    One leaflet. `missing` says that its wording is missing, and is empty where there is one.

    `is_easy` is set in large type. `footer` names the service, the day and the version it was taken from.
    """

    language: str
    is_easy: bool
    title: str
    given_by: str
    missing: str
    parts: tuple[LeafletPart, ...]
    footer: str
    on: date

    @property
    def texts(self) -> Iterator[str]:
        """Every text that stands on it, in order."""
        yield from (text for text in (self.title, self.given_by, self.missing) if text)
        for part in self.parts:
            yield part.heading
            yield from part.paragraphs
        yield self.footer


def leaflet_of(
    content: Mapping[str, Any],
    *,
    reference: str,
    language: str,
    reading: str,
    on: date,
    version: int | None,
) -> Leaflet:
    """
    The leaflet of an entry as its document `content` says it, as at the day `on`.

    `version` is the number of the version that stood then, where one was kept.

    :raises NoSuchLeaflet: there are no leaflets in this language or reading
    """
    if (language, reading) not in WORDINGS:
        raise NoSuchLeaflet(f"no leaflets are made in {language}, {reading}")
    words = FIXED_WORDS[language]
    wording = _wording(content, language, reading)
    said = () if wording is None else _said(wording, words)
    numbered = f", {words.version.format(number=version)}" if version else ""
    return Leaflet(
        language=language,
        is_easy=reading == Reading.EASY,
        title=(wording or content)["name"],
        given_by=words.given_by.format(who=content["deliverer"]["name"]),
        missing="" if wording else words.missing.format(wording=WORDINGS[language, reading]),
        parts=(
            *said,
            LeafletPart(words.for_whom, tuple(_for_whom(content, words, language, reading))),
            LeafletPart(words.where_and_when, tuple(_where(content, words, language))),
            LeafletPart(words.whom_to_ask, tuple(_contacts(content, words, on))),
        ),
        footer=f"{words.footer.format(reference=reference, day=words.day(on))}{numbered}.",
        on=on,
    )


def _wording(content: Mapping[str, Any], language: str, reading: str) -> Mapping[str, Any] | None:
    if (language, reading) == (Language.ENGLISH, Reading.PLAIN):
        return content
    return next(
        (one for one in content["wordings"] if (one["language"], one["reading"]) == (language, reading)), None
    )


def _said(wording: Mapping[str, Any], words: FixedWords) -> tuple[LeafletPart, ...]:
    told = ((words.what_it_is, wording["summary"]), (words.what_happens, wording["what_happens"]))
    return tuple(LeafletPart(heading, _paragraphs(text)) for heading, text in told if text.strip())


def _for_whom(content: Mapping[str, Any], words: FixedWords, language: str, reading: str) -> Iterator[str]:
    yield words.ages(content)
    # Rules stand in the entry in plain English, and are told in no other language or reading.
    if (language, reading) == (Language.ENGLISH, Reading.PLAIN):
        yield from (rule_in_words(**rule) for rule in content["eligibility"])
    yield words.ask_your_officer


def _where(content: Mapping[str, Any], words: FixedWords, language: str) -> Iterator[str]:
    for place in content["given_at"]:
        address = [*place["address"].split("\n"), place["postcode"], place["in_office"]]
        lines = [place["name"], ", ".join(line for line in address if line.strip())]
        times = words.hours(place["hours"])
        lines.append(times or (words.by_arrangement if place["by_arrangement"] else words.times_not_recorded))
        if language == Language.ENGLISH:
            lines.append(place["access"])
        yield "\n".join(line for line in lines if line)
    if content["is_withheld"]:
        yield words.withheld
    elif not content["given_at"]:
        yield words.no_place


def _contacts(content: Mapping[str, Any], words: FixedWords, on: date) -> Iterator[str]:
    found = [who for who in content["contacts"] if holds_on(who["during"], on)]
    for who in found:
        lines = [who["name"]]
        if who["telephone"]:
            lines.append(f"{words.telephone}: {who['telephone']}")
        if who["email"]:
            lines.append(f"{words.email}: {who['email']}")
        yield "\n".join(lines)
    if not found:
        yield words.no_contact


def holds_on(during: Mapping[str, str | None], on: date) -> bool:
    """Whether a period of a document holds on a day."""
    begins, ends = during["from"], during["to"]
    return bool(begins and begins <= on.isoformat() and (ends is None or on.isoformat() < ends))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
