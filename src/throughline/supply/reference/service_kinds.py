"""
Kinds of service in each scheme, with the code of the intervention (NSI) that a referral runs on (S90).

Codes of Commissioned Rehabilitative Services are published for most kinds of contract; where one is not, the
code of its family stands, and the source says so. Codes of Transforming Rehabilitation were published for
London only, so those stand for the whole scheme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PUBLISHED: Final = "Published by the Ministry of Justice for this kind of contract"
OF_THE_FAMILY: Final = "Not published for this kind of contract: the code of its family {family}"
LONDON_COMPANY: Final = "Published for London's community rehabilitation company (C17)"
LONDON_DIVISION: Final = "Published for the National Probation Service in London (N07)"


@dataclass(frozen=True)
class Kind:
    """One kind of service: its code in the scheme, name, NSI code, and where that code comes from."""

    code: str
    name: str
    nsi_code: str
    nsi_source: str


@dataclass(frozen=True)
class Family:
    """Contract kinds under one NSI code; `places` name those let for one place, by their suffix."""

    code: str
    name: str
    nsi_code: str
    places: dict[str, str]
    without_published_code: frozenset[str] = frozenset()

    def kinds(self) -> list[Kind]:
        """The family's own kind, then one for each place."""
        own = [Kind(self.code, self.name, self.nsi_code, PUBLISHED)] if self.code != "FBD" else []
        return own + [
            Kind(f"{self.code}-{suffix}", f"{self.name} ({place})", self.nsi_code, self._source(suffix))
            for suffix, place in self.places.items()
        ]

    def _source(self, suffix: str) -> str:
        if suffix in self.without_published_code:
            return OF_THE_FAMILY.format(family=self.code)
        return PUBLISHED


_GREATER_MANCHESTER: Final = {
    "B": "Bolton", "BU": "Bury", "M": "Manchester", "O": "Oldham", "R": "Rochdale", "SA": "Salford",
    "SP": "Stockport", "TA": "Tameside", "TR": "Trafford", "WI": "Wigan",
}  # fmt: skip

FAMILIES: Final = (
    Family("ACC", "Accommodation", "CRS01", {}),
    Family("ETE", "Education, training and employment", "CRS02", {}),
    Family("MTR", "Mentoring", "CRS03", {}),
    Family(
        "DNR",
        "Dependency and recovery",
        "CRS04",
        {
            "K": "Kent, Surrey and Sussex", "L": "London", "NE": "North East", "NEN": "Northumbria",
            "SC": "South Central", "SW": "South West", "SY": "South Yorkshire", "WM": "West Midlands",
            "Y": "Yorkshire and the Humber",
        },
    ),
    Family("PWB", "Personal wellbeing", "CRS05", {}),
    Family("WOS", "Women's services", "CRS06", {}),
    Family("WSM", "Women's support services (Greater Manchester)", "CRS07", {}),
    Family(
        "FBD",
        "Finance, benefit and debt",
        "CRS08",
        {
            **_GREATER_MANCHESTER,
            "EM": "East Midlands", "L": "London", "NE": "North East", "NW": "North West",
            "SC": "South Central", "SW": "South West", "W": "Wales", "WM": "West Midlands",
            "Y": "Yorkshire and the Humber",
        },
        frozenset(_GREATER_MANCHESTER),
    ),
)  # fmt: skip
"""The families of contract of Commissioned Rehabilitative Services."""

KINDS: Final = {
    "crs": tuple(kind for family in FAMILIES for kind in family.kinds()),
    "tr": (
        Kind("ACC", "Accommodation", "LDN010", LONDON_COMPANY),
        Kind("ETE", "Education, training and employment", "LDN014", LONDON_COMPANY),
        Kind("RJ", "Restorative justice", "LDN018", LONDON_COMPANY),
        Kind("WOMEN", "Women's services", "LDN019", LONDON_COMPANY),
        Kind("MENTOR", "Mentoring", "LDN020", LONDON_COMPANY),
        Kind("OTHER", "Other services", "LDN020", LONDON_COMPANY),
        Kind("THINK", "Attitudes, thinking and behaviour", "NPS002", LONDON_DIVISION),
        Kind("FAMILY", "Children and families", "NPS003", LONDON_DIVISION),
        Kind("DRUGS", "Drugs and alcohol", "NPS004", LONDON_DIVISION),
        Kind("FBD", "Finance, benefit and debt", "NPS006", LONDON_DIVISION),
        Kind("MIND", "Mental health", "NPS007", LONDON_DIVISION),
        Kind("BODY", "Physical health", "NPS008", LONDON_DIVISION),
    ),
}
"""Every kind of service by the code of its scheme."""
