"""Outlines of areas for a map, as they were on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

from throughline.core.geography.topology import Ring
from throughline.supply.queries.ground import ground_of
from throughline.supply.reference.outlines import outlines


@cache
def country_rings() -> list[Ring]:
    """The rings around England and Wales, to stand behind what is mapped; made once."""
    return outlines().rings(outlines().codes)


def rings_of(area_ids: Collection[int], *, on: date) -> Mapping[int, list[Ring]]:
    """The rings around each area on a day, by its id; none for an area of which nothing is known."""
    return {one: outlines().rings(pieces) for one, pieces in ground_of(area_ids, on=on).items()}
