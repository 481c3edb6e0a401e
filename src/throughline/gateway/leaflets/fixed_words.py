"""
The fixed words of a leaflet in English and in Welsh: its headings, days, months and set sentences.

These few are the same on every leaflet and were written once. What a provider says of its service stands in
the wordings of its entry, and is never put into another language here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughline.supply.rules.eligibility_in_words import ages_in_words
from throughline.supply.rules.entry_in_words import hours_in_words
from throughline.vocabulary.delivery import Language, Reading


@dataclass(frozen=True)
class FixedWords:
    """What the leaflets of one language have in common. Those with braces take what stands in them."""

    given_by: str
    what_it_is: str
    what_happens: str
    for_whom: str
    where_and_when: str
    whom_to_ask: str
    ask_your_officer: str
    by_arrangement: str
    times_not_recorded: str
    withheld: str
    no_place: str
    no_contact: str
    telephone: str
    email: str
    missing: str
    footer: str
    version: str

    def ages(self, content: Mapping[str, Any]) -> str:
        """The sexes and ages a service is for."""
        raise NotImplementedError

    def hours(self, hours: list[Mapping[str, Any]]) -> str:
        """Days and times."""
        raise NotImplementedError

    def day(self, on: date) -> str:
        """A day in full."""
        raise NotImplementedError


class English(FixedWords):
    """As the pages say it."""

    def ages(self, content: Mapping[str, Any]) -> str:
        """As in `Women aged 18 or over`."""
        return ages_in_words(content)

    def hours(self, hours: list[Mapping[str, Any]]) -> str:
        """As in `Tuesday 10am to 4pm`."""
        return hours_in_words(hours)

    def day(self, on: date) -> str:
        """As in `3 July 2017`."""
        return f"{on.day} {on:%B %Y}"


class Welsh(FixedWords):
    """With the 24-hour clock, which needs no words for morning and afternoon."""

    def ages(self, content: Mapping[str, Any]) -> str:
        """As in `Menywod, 18 oed neu’n hŷn`."""
        both = content["for_women"] and content["for_men"]
        who = "Menywod a dynion" if both else "Menywod" if content["for_women"] else "Dynion"
        youngest, oldest = content["youngest"], content["oldest"]
        if youngest is not None and oldest is not None:
            return f"{who}, {youngest} i {oldest} oed"
        if youngest is not None:
            return f"{who}, {youngest} oed neu’n hŷn"
        return f"{who}, hyd at {oldest} oed" if oldest is not None else who

    def hours(self, hours: list[Mapping[str, Any]]) -> str:
        """As in `Dydd Mawrth 10:00 i 16:00`."""
        return ", ".join(f"{_DAYS[at['weekday'] - 1]} {at['opens']} i {at['closes']}" for at in hours)

    def day(self, on: date) -> str:
        """As in `3 Gorffennaf 2017`."""
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


_DAYS: Final = (
    "Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul",
)  # fmt: skip
_MONTHS: Final = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
    "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
)  # fmt: skip

FIXED_WORDS: Final[Mapping[str, FixedWords]] = {
    Language.ENGLISH: English(
        given_by="Given by {who}",
        what_it_is="What it is",
        what_happens="What happens",
        for_whom="Who it is for",
        where_and_when="Where and when",
        whom_to_ask="Whom to ask",
        ask_your_officer="Ask your probation officer about this service.",
        by_arrangement="Times by arrangement",
        times_not_recorded="Times are not recorded",
        withheld=(
            "The address is kept secret, to keep people safe. You are told where it is once your referral "
            "is accepted."
        ),
        no_place="No place is recorded.",
        no_contact="Nobody to ask is recorded.",
        telephone="Telephone",
        email="Email",
        missing="The {wording} wording of this service is missing. Nobody has written it yet.",
        footer="Service {reference}, as it stood in the directory on {day}",
        version="version {number}",
    ),
    Language.WELSH: Welsh(
        given_by="Darperir gan {who}",
        what_it_is="Beth yw’r gwasanaeth",
        what_happens="Beth sy’n digwydd",
        for_whom="Ar gyfer pwy",
        where_and_when="Ble a phryd",
        whom_to_ask="Gyda phwy i gysylltu",
        ask_your_officer="Gofynnwch i’ch swyddog prawf am y gwasanaeth hwn.",
        by_arrangement="Amseroedd trwy drefniant",
        times_not_recorded="Nid yw’r amseroedd wedi’u cofnodi",
        withheld=(
            "Mae’r cyfeiriad yn gyfrinachol, i gadw pobl yn ddiogel. Byddwch yn cael gwybod ble mae ar ôl "
            "i’ch atgyfeiriad gael ei dderbyn."
        ),
        no_place="Nid oes lle wedi’i gofnodi.",
        no_contact="Nid oes cyswllt wedi’i gofnodi.",
        telephone="Ffôn",
        email="E-bost",
        missing=(
            "Nid oes geiriad Cymraeg ar gyfer y gwasanaeth hwn eto. "
            "The {wording} wording of this service is missing. Nobody has written it yet."
        ),
        footer="Gwasanaeth {reference}, fel yr oedd yn y cyfeiriadur ar {day}",
        version="fersiwn {number}",
    ),
}
"""By the language of the leaflet."""

WORDINGS: Final[Mapping[tuple[str, str], str]] = {
    (Language.ENGLISH, Reading.PLAIN): "English",
    (Language.ENGLISH, Reading.EASY): "easy read English",
    (Language.WELSH, Reading.PLAIN): "Welsh",
    (Language.WELSH, Reading.EASY): "easy read Welsh",
}
"""The leaflets there can be, and what each wording is called."""
