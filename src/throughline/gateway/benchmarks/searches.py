"""A mix of searches of a generated directory: what is asked, near which place, for whom, by whose officer."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from throughline.core.access.actor import Actor
from throughline.core.access.permissions import actor_for
from throughline.core.models import Outcode, Site
from throughline.core.queries.places import find_place
from throughline.gateway.generate.offers import OFFERS
from throughline.line.queries.circumstances import circumstances_of
from throughline.people.models import Person, Supervision
from throughline.supply.queries.directory import TAKES_REFERRALS, Wanted
from throughline.supply.queries.finding import Search, living_at, where
from throughline.supply.rules.eligibility import Answer, Circumstances
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.risks import Mappa

EACH: Final = 5
"""How many searches there are of each kind."""

KINDS: Final[Sequence[tuple[str, ...]]] = (
    (),
    ("need",),
    ("words",),
    ("mistyped",),
    ("population",),
    ("place",),
    ("place", "miles"),
    ("need", "place"),
    ("need", "place", "miles", "order"),
    ("mistyped", "place"),
    ("words", "place", "miles", "availability"),
    ("need", "population", "place", "weekday", "waits_at_most"),
)
"""What is asked together. Whatever else is asked, each result is explained for a person."""


@dataclass(frozen=True)
class Asked:
    """
    One search: the answers to questions of the directory's page, the person, and their officer.

    `place` is as it was typed, and looked up each time.
    """

    answers: tuple[tuple[str, str], ...]
    person: Circumstances
    officer: Actor

    def search(self, *, on: date) -> Search:
        """What an officer asks for the person."""
        return self._search(self.person, on)

    def anonymously(self, *, on: date) -> Search:
        """The same, asked by somebody who says of the person only the sex, the age and the place."""
        return self._search(self._said_in_public, on, lives_there=True)

    @property
    def address(self) -> str:
        """The address of the directory's page that asks the same."""
        known = {"sex": self.person.sex, "age": self.person.age}
        said = {name: value for name, value in known.items() if value is not None} or {"age": 30}
        return f"/services?{urlencode({**dict(self.answers), **said})}"

    @property
    def _said_in_public(self) -> Circumstances:
        return Circumstances(sex=self.person.sex, age=self.person.age, mappa=Mappa.NONE)

    def _search(self, person: Circumstances, on: date, *, lives_there: bool = False) -> Search:
        answers: dict[str, Any] = dict(self.answers)
        miles, order = answers.pop("miles", None), answers.pop("order", "rank")
        typed = answers.pop("place", "")
        there = where(find_place(typed, on=on), on=on, miles=int(miles) if miles else None) if typed else None
        for number in ("weekday", "waits_at_most"):
            if number in answers:
                answers[number] = int(answers[number])
        return Search(
            wanted=Wanted(**answers),
            where=there,
            person=living_at(person, there) if lives_there else person,
            least=Answer.UNKNOWN,
            order=order,
        )


def mix_of_searches(*, on: date, seed: int) -> list[Asked]:
    """
    `EACH` searches of each kind, the same for the same landscape and seed; read as the system.

    They are for people with a home and an officer on the day `on`, each for another while there are enough.
    """
    chance = random.Random(seed)
    supervised = list(
        Supervision.objects.filter(during__contains=on, person__home_area__isnull=False)
        .select_related("person", "officer")
        .order_by("pk")
    )
    chance.shuffle(supervised)
    kinds = [kind for kind in KINDS for _ in range(EACH)]
    asked = []
    for number, kind in enumerate(kinds):
        one = supervised[number % len(supervised)]
        asked.append(
            Asked(
                tuple((_QUESTION.get(what, what), _ANSWERS[what](one.person, chance)) for what in kind),
                circumstances_of(one.person, on=on),
                actor_for(one.officer, on),
            )
        )
    return asked


def _words(_: Person, chance: random.Random) -> str:
    return chance.choice([name for offer in OFFERS.values() for name in offer.names]).lower()


def mistyped(words: str, chance: random.Random) -> str:
    """The same words with two neighbouring letters of the longest the wrong way round."""
    longest = max(words.split(), key=len)
    apart = [at for at in range(1, len(longest) - 1) if longest[at] != longest[at + 1]]
    at = chance.choice(apart)
    return words.replace(longest, f"{longest[:at]}{longest[at + 1]}{longest[at]}{longest[at + 2 :]}")


def _place(person: Person, chance: random.Random) -> str:
    """A postcode, an office or the area where the person lives."""
    assert person.home_area is not None
    outcodes = Outcode.objects.filter(areas=person.home_area).order_by("code")
    offices = Site.objects.filter(outcode__areas=person.home_area, kind="office").order_by("code")
    written = [f"{one.code} 1AA" for one in outcodes] + [one.name for one in offices]
    return chance.choice([*written, f"{person.home_area.kind}:{person.home_area.code}"])


def _one_of(*values: str) -> Callable[[Person, random.Random], str]:
    return lambda _, chance: chance.choice(values)


_QUESTION: Final = {"mistyped": "words"}
_ANSWERS: Final[Mapping[str, Callable[[Person, random.Random], str]]] = {
    "words": _words,
    "mistyped": lambda person, chance: mistyped(_words(person, chance), chance),
    "place": _place,
    "need": _one_of(Need.ACCOMMODATION, Need.EMPLOYMENT, Need.MENTORING, Need.FINANCE, Need.THINKING),
    "population": _one_of(Population.WOMEN, Population.YOUNG_ADULTS, Population.MENTAL_HEALTH),
    "miles": _one_of("10", "30", "60"),
    "order": _one_of("miles", "wait", "name"),
    "availability": _one_of(TAKES_REFERRALS),
    "weekday": _one_of("1", "3", "5"),
    "waits_at_most": _one_of("14", "28"),
}
