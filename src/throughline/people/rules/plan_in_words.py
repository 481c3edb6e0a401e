"""
A plan in plain words, line by line, and what differs between two of its versions.

Pages, paper and comparisons are made of the same lines, so they cannot say different things (S116).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.people.states import ObjectiveState
from throughline.vocabulary.needs import Need

Content = Mapping[str, Any]

WHO = {
    "officer": "your officer",
    "person": "you",
    "provider": "an organisation still to be found",
}
"""Who does a piece of work, said to the person, where no name is given."""

WHO_TO_OTHERS = {
    "officer": "the responsible officer",
    "person": "the person themselves",
    "provider": "a provider still to be found",
}
"""The same, said to whoever works with the person."""


@dataclass(frozen=True)
class Line:
    """One line of a plan: what it is about (stays the same between versions) and what it says."""

    about: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One line that differs: `was` is empty for what was added, `now` for what was taken out."""

    was: str
    now: str


def lines(content: Content, *, to_the_person: bool = False) -> list[Line]:
    """Every line of a version, in the order of the plan; `to_the_person` says *you* where it is they."""
    return list(_lines(content, WHO if to_the_person else WHO_TO_OTHERS)) if content else []


def differences(before: Content, after: Content, *, to_the_person: bool = False) -> list[Difference]:
    """What must be said to come from one version to the other, in the order of the later."""
    was = {one.about: one.text for one in lines(before, to_the_person=to_the_person)}
    now = {one.about: one.text for one in lines(after, to_the_person=to_the_person)}
    order = [*now, *(about for about in was if about not in now)]
    return [
        Difference(was.get(about, ""), now.get(about, ""))
        for about in order
        if was.get(about) != now.get(about)
    ]


def work_in_words(one: Mapping[str, Any], before: str = "", *, to_the_person: bool = False) -> str:
    """One piece of work in a sentence: what, by whom, by when, after what, and how many RAR days."""
    who = WHO if to_the_person else WHO_TO_OTHERS
    parts = [f"{one['what']}: {one['with_whom'] or who.get(one['who'], '')}"]
    parts.append(f"by {_day(one['due_on'])}" if one["due_on"] else "no date agreed yet")
    if before:
        parts.append(f"after “{before}”")
    if days := one["rar_days"]:
        number = f"{days} {'day' if days == 1 else 'days'}"
        parts.append(f"{number} towards your order" if to_the_person else f"{days} RAR {number.split()[1]}")
    return ", ".join(parts)


def _lines(content: Content, who: Mapping[str, str]) -> Iterator[Line]:
    to_the_person = who is WHO
    whose = "your" if to_the_person else "the person’s"
    if content["own_words"]:
        yield Line("own words", f"In {whose} own words: “{content['own_words']}”")
    for number, one in enumerate(content["objectives"], start=1):
        about = f"objective {one['id']}"
        yield Line(about, f"{number}. {one['words']} ({Need(one['need']).label})")
        if one["own_words"]:
            yield Line(f"{about} own words", f"In {whose} own words: “{one['own_words']}”")
        if one["state"] != ObjectiveState.OPEN:
            yield Line(f"{about} state", f"“{one['words']}”: {ObjectiveState(one['state']).label.lower()}")
        yield from _work(content, one["id"], to_the_person)
    yield from _work(content, None, to_the_person)
    if content["review_on"]:
        yield Line("review", f"This plan is looked at again on {_day(content['review_on'])}")


def _work(content: Content, objective: int | None, to_the_person: bool) -> Iterator[Line]:
    called = {one["id"]: one["what"] for one in content["work"]}
    for one in content["work"]:
        if one["objective"] != objective:
            continue
        before = called.get(one["after"], "")
        text = work_in_words(one, before, to_the_person=to_the_person)
        if objective is None and not to_the_person:
            text = f"{text}. It serves no objective: {one['why_no_objective']}"
        yield Line(f"work {one['id']}", text)


def _day(written: str) -> str:
    day = date.fromisoformat(written)
    return f"{day.day} {day:%B %Y}"
