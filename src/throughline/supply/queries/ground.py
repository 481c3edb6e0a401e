"""Which ground areas have: the outlined authorities that each is made of, and the middle of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final

from throughline.core.geography import Point
from throughline.core.models import Area, AreaParent
from throughline.supply.reference.local.authorities import authorities, stood_on_ground_of
from throughline.supply.reference.outlines import outlines

_DEEPEST: Final = 6


@cache
def pieces_of(authority: str) -> frozenset[str]:
    """The outlined authorities of 2014 whose ground an authority has, by their codes."""
    return frozenset(
        code for code in outlines().codes if authority in {one.code for one in stood_on_ground_of(code)}
    )


def middle_of(authority_codes: Iterable[str]) -> Point | None:
    """The middle of these authorities together; none of none."""
    known = [code for code in authority_codes if code in authorities()]
    return outlines().middle({piece for code in known for piece in pieces_of(code)})


def ground_of(area_ids: Collection[int], *, on: date) -> Mapping[int, frozenset[str]]:
    """
    The outlined pieces of each area on a day, by its id: those of every authority in it, however deep.

    An area for which nothing is known of what it is made of has none. The number of queries does not grow.
    """
    below: dict[int, set[int]] = {one: {one} for one in area_ids}
    edge = {one: {one} for one in area_ids}
    for _ in range(_DEEPEST):
        holding: dict[int, set[int]] = defaultdict(set)
        for top, ids in edge.items():
            for one in ids:
                holding[one].add(top)
        if not holding:
            break
        links = AreaParent.objects.filter(parent__in=holding, during__contains=on)
        edge = defaultdict(set)
        for parent, child in links.values_list("parent_id", "area_id"):
            for top in holding[parent]:
                if child not in below[top]:
                    below[top].add(child)
                    edge[top].add(child)
    every = {one for ids in below.values() for one in ids}
    codes = dict(Area.objects.filter(pk__in=every, kind="la").values_list("pk", "code"))
    return {
        top: frozenset(
            piece
            for one in ids
            if one in codes and codes[one] in authorities()
            for piece in pieces_of(codes[one])
        )
        for top, ids in below.items()
    }
