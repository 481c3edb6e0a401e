"""What a contract of Commissioned Rehabilitative Services is for, by its kind: work, needs, for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType

_WELLBEING: Final = frozenset({Need.WELLBEING, Need.RELATIONSHIPS, Need.LIFESTYLE, Need.INCLUSION})
_RECOVERY: Final = frozenset({Need.DRUGS, Need.ALCOHOL})
_WHOLE_WOMAN: Final = _WELLBEING | _RECOVERY | {Need.WOMEN, Need.ACCOMMODATION, Need.EMPLOYMENT, Need.FINANCE}

OF_FAMILY: Final = {
    "ACC": frozenset({Need.ACCOMMODATION}),
    "ETE": frozenset({Need.EMPLOYMENT}),
    "FBD": frozenset({Need.FINANCE}),
    "DNR": _RECOVERY,
    "PWB": _WELLBEING,
    "WOS": _WHOLE_WOMAN,
    "WSM": _WHOLE_WOMAN,
    "MTR": frozenset({Need.MENTORING, Need.LIFESTYLE}),
}
"""The categories of service that contracts of each family cover; "dependency" is drugs and alcohol both."""

TYPE_OF_FAMILY: Final = {
    "ACC": ServiceType.HOUSING_ADVICE,
    "ETE": ServiceType.EMPLOYMENT,
    "FBD": ServiceType.DEBT_ADVICE,
    "DNR": ServiceType.SUBSTANCE_USE,
    "PWB": ServiceType.WELLBEING,
    "WOS": ServiceType.WOMEN,
    "WSM": ServiceType.WOMEN,
    "MTR": ServiceType.MENTORING,
}
"""The kind of work of each family. Accommodation contracts give advice and find homes; they let none."""

YOUNG_ADULTS_UP_TO: Final = 25

_BY_FIRST_WORDS: Final = (
    ("accommodation", frozenset({Need.ACCOMMODATION})),
    ("dependency", _RECOVERY),
    ("ete", frozenset({Need.EMPLOYMENT})),
    ("education", frozenset({Need.EMPLOYMENT})),
    ("emotional wellbeing", frozenset({Need.WELLBEING})),
    ("personal wellbeing", frozenset({Need.WELLBEING})),
    ("family", frozenset({Need.RELATIONSHIPS})),
    ("lifestyle", frozenset({Need.LIFESTYLE})),
    ("social inclusion", frozenset({Need.INCLUSION})),
    ("financ", frozenset({Need.FINANCE})),
    ("benefits", frozenset({Need.FINANCE})),
    ("access to benefits", frozenset({Need.FINANCE})),
    ("money management", frozenset({Need.FINANCE})),
)
_NOT_OF_THE_NAME: Final = re.compile(r"\s+")


def type_of(kind_code: str) -> ServiceType:
    """Give the kind of work of a kind of contract such as "FBD-EM"; other work where it is not known."""
    return TYPE_OF_FAMILY.get(kind_code.split("-")[0], ServiceType.OTHER)


def made_for(*, women: bool, men: bool, oldest: int | None) -> tuple[Population, ...]:
    """Give the groups that a service open to these alone is made for; none where it is open to all adults."""
    found = [] if women and men else [Population.WOMEN if women else Population.MEN]
    if oldest is not None and oldest <= YOUNG_ADULTS_UP_TO:
        found.append(Population.YOUNG_ADULTS)
    return tuple(found)


def needs_of(kind_code: str, need_areas: Iterable[str]) -> frozenset[Need]:
    """
    Give the needs for a kind of contract such as "FBD-EM" and what its activities say they address.

    Need areas are written in many ways ("Finance Benefits & Debt", "Finance, Benefit & Debt (2) Medium
    Intensity"): their first words decide. One that is not known adds nothing, for the kind stands.
    """
    found = set(OF_FAMILY.get(kind_code.split("-")[0], frozenset()))
    for area in need_areas:
        written = _NOT_OF_THE_NAME.sub(" ", area).strip().lower()
        for words, needs in _BY_FIRST_WORDS:
            if written.startswith(words):
                found |= needs
                break
    return frozenset(found)
