"""Which needs a contract of Commissioned Rehabilitative Services answers: by its kind and activities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from throughline.vocabulary.needs import Need

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
