"""A plan in plain words for the person, on paper as on their screen: the same lines make both (S116)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from throughline.gateway.leaflets.leaflet import Leaflet, LeafletPart
from throughline.people.rules.plan_in_words import Line, lines
from throughline.vocabulary.delivery import Language

NOBODY = "Nobody has been asked to help with this yet."
NOTHING = "What you and your officer agree to work on appears here."


def plan_leaflet_of(
    content: Mapping[str, Any],
    *,
    name: str,
    officer: str,
    helps: Mapping[int, Sequence[str]],
    number: int,
    on: date,
) -> Leaflet:
    """
    The plan of a person as the document of its version says it, as at the day `on`.

    `helps` are sentences on who helps with each objective, by its number, `officer` one on whom to ask, and
    `number` that of the version, 0 before any was kept.
    """
    which = f"version {number} of the plan" if number else "the plan"
    return Leaflet(
        language=Language.ENGLISH,
        is_easy=True,
        title="My plan",
        given_by=officer,
        missing="",
        parts=tuple(_parts(content, helps)) or (LeafletPart("What we work on", (NOTHING,)),),
        footer=f"{name}: {which}, as it stood on {_day(on)}",
        on=on,
    )


def _parts(content: Mapping[str, Any], helps: Mapping[int, Sequence[str]]) -> Iterator[LeafletPart]:
    said = lines(content, to_the_person=True)
    serves = {f"work {one['id']}": one["objective"] for one in content["work"]}
    first = [one.text for one in said if one.about == "own words"]
    if first:
        yield LeafletPart("What you said", tuple(first))
    for objective in content["objectives"]:
        about = f"objective {objective['id']}"
        heading = next(one.text for one in said if one.about == about)
        own = [one.text for one in said if _is_of(one, about, serves, objective["id"])]
        told = [*own, *helps.get(objective["id"], ())]
        yield LeafletPart(heading, tuple(told or [NOBODY]))
    if other := [one.text for one in said if one.about in serves and serves[one.about] is None]:
        yield LeafletPart("Other things to do", tuple(other))
    if last := [one.text for one in said if one.about == "review"]:
        yield LeafletPart("What happens next", tuple(last))


def _is_of(line: Line, about: str, serves: Mapping[str, int | None], objective: int) -> bool:
    return line.about.startswith(f"{about} ") or serves.get(line.about, None) == objective


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
