"""What may be said of somebody before sentence, as the rules of eligibility take it (S58, D5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest

from throughline.core.queries.places import find_place, sites_of
from throughline.supply.queries.directory import HAS_PLACES, TAKES_REFERRALS, Wanted
from throughline.supply.queries.finding import Search, Where, living_at, where
from throughline.supply.queries.ranking import BY_RANK
from throughline.supply.rules.eligibility import Answer, Circumstances
from throughline.supply.rules.eligibility_in_words import values_of
from throughline.vocabulary.areas import COURT
from throughline.vocabulary.delivery import Language
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need
from throughline.web.finding import PlacedFilters
from throughline.web.forms import ChoiceField, ManyChoicesField, TextField, WholeNumberField
from throughline.web.public.lists import offer

NOT_KNOWN: Final = "Not known yet"
PERSON: Final = ("sex", "age", "place", "risk", "mappa", "language")
TICKED: Final = ("offences", "orders", "needs", "not_needs")
LIST: Final = ("need", "availability", "order", "not_for_them")


class CourtQuestions(PlacedFilters):
    """
    The court, the circumstances of somebody before sentence, and what is listed; all may be left empty.

    They are read from the address and kept nowhere. What is not said is not known, and never read as "no":
    a need that was not looked into is neither there nor absent (D11).
    """

    court = ChoiceField(label="Court", menu=True, nothing="Choose the court")
    sex = ChoiceField(label="Sex", choices=values_of(Aspect.SEX), menu=True, nothing=NOT_KNOWN)
    age = WholeNumberField(thing="the person’s age", label="Age on the day", width="3")
    place = TextField(label="Where they live", hint="A postcode, or an area by its name")
    risk = ChoiceField(
        label="Risk of serious harm", choices=values_of(Aspect.RISK), menu=True, nothing=NOT_KNOWN
    )
    mappa = ChoiceField(label="MAPPA", choices=values_of(Aspect.MAPPA), menu=True, nothing=NOT_KNOWN)
    language = ChoiceField(label="Language", choices=Language.choices, menu=True, nothing=NOT_KNOWN)
    offences = ManyChoicesField(label="Kind of offence", choices=values_of(Aspect.OFFENCE))
    orders = ManyChoicesField(label="Order that is proposed", choices=values_of(Aspect.ORDER))
    needs = ManyChoicesField(label="Needs that were found", choices=Need.choices)
    not_needs = ManyChoicesField(label="Looked into, and no need found", choices=Need.choices)
    need = ChoiceField(label="Services for", choices=Need.choices, menu=True, nothing="Any need")
    availability = ChoiceField(
        label="Availability",
        choices=[(TAKES_REFERRALS, "Takes referrals now"), (HAS_PLACES, "Has places free")],
        menu=True,
        nothing="Any",
    )
    order = ChoiceField(
        label="Sorted by",
        choices=[("miles", "Nearest first"), ("wait", "Shortest wait first"), ("name", "Name")],
        menu=True,
        nothing="Most suitable first",
    )
    not_for_them = ChoiceField(
        label="What is not for them",
        choices=[("shown", "Shown as well, at the end")],
        menu=True,
        nothing="Left out",
    )

    def __init__(self, request: HttpRequest, on: date) -> None:
        super().__init__(request.GET, on)
        offer(self, COURT, list(sites_of(COURT, on=on).values_list("code", "name")))

    @property
    def person_questions(self) -> list[Any]:
        """What is asked of the person, in one line each."""
        return [self[name] for name in PERSON]

    @property
    def ticked_questions(self) -> list[Any]:
        """What is asked of the person, with boxes to tick."""
        return [self[name] for name in TICKED]

    @property
    def list_questions(self) -> list[Any]:
        """What is asked of the list."""
        return [self[name] for name in LIST]

    @property
    def ticks(self) -> int:
        """How many boxes are ticked: they are not shown until they are opened."""
        return sum(len(self.chosen.get(name, ())) for name in TICKED)

    @property
    def ticks_are_wrong(self) -> bool:
        """Whether what was ticked made no sense, so that the boxes stand open."""
        return not self.errors.keys().isdisjoint(TICKED)

    @cached_property
    def search(self) -> Search:
        """What was asked, as the directory takes it: what is given around the court, or where they live."""
        chosen = self.chosen
        home = self.where
        return Search(
            wanted=Wanted(need=chosen.get("need", ""), availability=chosen.get("availability", "")),
            where=_either(home, self._around_the_court),
            person=living_at(_circumstances(chosen), home),
            least=Answer.NO if chosen.get("not_for_them") else Answer.UNKNOWN,
            order=chosen.get("order", BY_RANK),
        )

    @property
    def _around_the_court(self) -> Where | None:
        code = self.chosen.get(COURT)
        return None if code is None else where(find_place(f"{COURT}:{code}", on=self._on), on=self._on)

    @property
    def miles_are_from(self) -> str:
        """What the miles of the list are counted from; empty where there are none."""
        if self.search.where is None or self.search.where.point is None:
            return ""
        return "where they live" if self._place else "the court, as where they live is not said"


def _either(home: Where | None, court: Where | None) -> Where | None:
    """Both places, with the miles from the first that is known."""
    if home is None or court is None:
        return home or court
    return Where(home.areas | court.areas, home.within | court.within, home.point)


def _circumstances(chosen: Mapping[str, Any]) -> Circumstances:
    needs = frozenset(chosen.get("needs", ()))
    return Circumstances(
        sex=chosen.get("sex"),
        age=chosen.get("age"),
        risk=chosen.get("risk"),
        offences=_known(chosen, "offences"),
        orders=_known(chosen, "orders"),
        needs=needs,
        assessed=needs | frozenset(chosen.get("not_needs", ())),
        language=chosen.get("language"),
        mappa=chosen.get("mappa"),
    )


def _known(chosen: Mapping[str, Any], name: str) -> frozenset[str] | None:
    return frozenset(chosen[name]) if name in chosen else None
