"""Which areas lie in Wales, where what is printed is owed in Welsh as well (S64)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from throughline.supply.reference.probation_regions import REGIONS
from throughline.supply.reference.transforming_rehabilitation import CONTRACT_PACKAGE_AREAS, DIVISIONS

WALES: Final = "Wales"
_REGIONS: Final = {one.code for one in REGIONS if one.name == WALES}
_DIVISIONS: Final = {code for code, name in DIVISIONS.items() if name == WALES}
_LARGER: Final = frozenset(
    {
        *(("region", code) for code in _REGIONS),
        *(("division", code) for code in _DIVISIONS),
        *(("cpa", one.code) for one in CONTRACT_PACKAGE_AREAS if one.division in _DIVISIONS),
        *(("pcc", code) for one in REGIONS if one.code in _REGIONS for code in one.police_areas),
    }
)


def lies_in_wales(kind: str, code: str) -> bool:
    """Whether an area is Wales or a part of it; of authorities the code says so."""
    return (kind, code) in _LARGER or (kind in ("la", "county") and code.startswith("W"))


def given_in_wales(content: Mapping[str, Any]) -> bool:
    """Whether an entry's document names an area of Wales among those in which the service is given."""
    areas: Iterable[Mapping[str, str]] = content["areas"]
    return any(lies_in_wales(area["kind"], area["code"]) for area in areas)
