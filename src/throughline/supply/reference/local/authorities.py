"""Every authority and county there was since 2014, with the days it stood, from the lists beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from throughline.core.periods import Period
from throughline.supply.reference.local.councils import COUNTIES, SINGLE_TIER
from throughline.supply.reference.local.reorganisations import REORGANISATIONS
from throughline.supply.reference.schemes import SCHEMES


@dataclass(frozen=True)
class County:
    """A county with its own council: the Health and Wellbeing Board is its, the districts lie in it."""

    code: str
    name: str
    police_area: str
    during: Period


@dataclass(frozen=True)
class Authority:
    """A local authority: its county where it is a district of one, and who took over where it has ended."""

    code: str
    name: str
    police_area: str
    county: str
    during: Period
    successor: str = ""

    @property
    def is_welsh(self) -> bool:
        """Whether it lies in Wales."""
        return self.code.startswith("W")


def records_begin() -> date:
    """The first day that records are kept for: an authority that is older stands from then on."""
    return SCHEMES[0].during.from_


@cache
def counties() -> Mapping[str, County]:
    """The counties by code, ended ones included."""
    begin = records_begin()
    found = {one.code: County(one.code, one.name, one.police_area, Period(begin, None)) for one in COUNTIES}
    for change in REORGANISATIONS:
        for code, name in _named(change.county):
            if code not in found or not found[code].during.is_open:
                police_area = _police_area_of(change.successor)
                found[code] = County(code, name, police_area, Period(begin, change.on))
    return found


@cache
def authorities() -> Mapping[str, Authority]:
    """The authorities by code: those of 2024, then those that have ended."""
    made_on = {change.successor: change.on for change in REORGANISATIONS}
    found: dict[str, Authority] = {}
    for code, name, police_area, county in _of_2024():
        during = Period(made_on.get(code, records_begin()), None)
        found[code] = Authority(code, name, police_area, county, during)
    for change in REORGANISATIONS:
        county = next((code for code, _ in _named(change.county)), "")
        for code, name in _named(change.former):
            during = Period(made_on.get(code, records_begin()), change.on)
            police_area = _police_area_of(change.successor)
            found[code] = Authority(code, name, police_area, county, during, change.successor)
    return found


def stood_on_ground_of(code: str) -> list[Authority]:
    """The authority, and each that took over its ground after it, in order."""
    found = [authorities()[code]]
    while found[-1].successor:
        found.append(authorities()[found[-1].successor])
    return found


def _of_2024() -> Iterator[tuple[str, str, str, str]]:
    for police_area, written in SINGLE_TIER.items():
        for code, name in _named(written):
            yield code, name, police_area, ""
    for county in COUNTIES:
        for code, name in _named(county.districts):
            yield code, name, county.police_area, county.code


def _police_area_of(code: str) -> str:
    for one, _, police_area, _ in _of_2024():
        if one == code:
            return police_area
    # An authority that came and went: it lies where the one after it does.
    after = next(change.successor for change in REORGANISATIONS if code in change.former)
    return _police_area_of(after)


def _named(written: str) -> Iterator[tuple[str, str]]:
    """Codes and names of a list such as "E06000026 Plymouth; E06000027 Torbay"."""
    for one in written.split(";"):
        code, _, name = one.strip().partition(" ")
        if code:
            yield code, name
