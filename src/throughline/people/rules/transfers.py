"""Who takes which case when many go at once (S223)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def share_out(
    people: Sequence[int], loads: Mapping[int, int], barred: Mapping[int, Collection[int]]
) -> Mapping[int, int | None]:
    """
    Give each of `people`, in their order, to the officer who has fewest by then; nobody twice.

    `loads` is how many each officer has before, `barred` which officers may not see which person. Of
    officers with as many the one named first comes first. Nobody where every officer is barred.
    """
    had = dict(loads)
    places = {officer: place for place, officer in enumerate(loads)}
    found: dict[int, int | None] = {}
    for person in people:
        may = [one for one in had if one not in barred.get(person, ())]
        chosen = min(may, key=lambda one: (had[one], places[one])) if may else None
        found[person] = chosen
        if chosen is not None:
            had[chosen] += 1
    return found
