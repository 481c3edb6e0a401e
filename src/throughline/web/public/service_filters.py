"""What may be asked of the directory, and what was asked, as a search takes it (S56, S65, S66)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, ClassVar, cast

from django.http import QueryDict

from throughline.core.queries.places import PlaceNotFound, find_place
from throughline.supply.models import Scheme
from throughline.supply.queries.directory import HAS_PLACES, TAKES_REFERRALS, Wanted
from throughline.supply.queries.finding import Search, Where, living_at, where
from throughline.supply.queries.ranking import BY_RANK
from throughline.supply.rules.eligibility import Answer, Circumstances
from throughline.vocabulary.delivery import Channel, Language, Mode, PartOfDay, Weekday
from throughline.vocabulary.needs import Need, Sex
from throughline.vocabulary.populations import Population
from throughline.vocabulary.risks import Mappa
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.service_types import ServiceType
from throughline.web.finding import PlacedFilters
from throughline.web.finding.choosing import CHOSEN
from throughline.web.forms import ChoiceField, TextField, WholeNumberField
from throughline.web.public.lists import ANY_AREA, ANY_SCHEME, area_choices, chosen_area, offer


class ServiceFilters(PlacedFilters):
    """
    What may be asked of the directory. Circumstances are kept nowhere but in the address.

    `USUAL` is asked for most; the other questions stand behind a line that opens them.
    """

    USUAL: ClassVar[tuple[str, ...]] = (
        "words", "need", "place", "area", "sex", "age", "availability", "order",
    )  # fmt: skip
    words = TextField(label="Words", hint="In the name, what it does or who gives it")
    need = ChoiceField(label="Need", choices=Need.choices, menu=True, nothing="Any need")
    place = TextField(label="Near", hint="A postcode, an office, a court or an area")
    area = ChoiceField(label="Where", menu=True, nothing=ANY_AREA)
    sex = ChoiceField(
        label="For", choices=[(Sex.FEMALE, "A woman"), (Sex.MALE, "A man")], menu=True, nothing="Anybody"
    )
    age = WholeNumberField(thing="the person’s age", label="Age", width="3")
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
    miles = WholeNumberField(thing="the number of miles", label="At most so many miles away", width="3")
    waits_at_most = WholeNumberField(thing="the number of days", label="Waits at most, in days", width="3")
    population = ChoiceField(label="Made for or serves", choices=Population.choices, menu=True, nothing="Any")
    service_type = ChoiceField(label="Kind of work", choices=ServiceType.choices, menu=True, nothing="Any")
    mode = ChoiceField(
        label="One to one or in a group",
        choices=[one for one in Mode.choices if one[0] in (Mode.ONE_TO_ONE, Mode.GROUP)],
        menu=True,
        nothing="Either",
    )
    channel = ChoiceField(label="How", choices=Channel.choices, menu=True, nothing="Any way")
    language = ChoiceField(label="Language", choices=Language.choices, menu=True, nothing="Any language")
    weekday = ChoiceField(
        label="Day", choices=[(str(pk), name) for pk, name in Weekday.choices], menu=True, nothing="Any day"
    )
    part_of_day = ChoiceField(label="Time of day", choices=PartOfDay.choices, menu=True, nothing="Any time")
    in_office = ChoiceField(
        label="In a probation office", choices=[("yes", "Only there")], menu=True, nothing="Anywhere"
    )
    route = ChoiceField(
        label="How it is paid for", choices=FundingRoute.choices, menu=True, nothing="Any way"
    )
    scheme = ChoiceField(label="Scheme", menu=True, nothing=ANY_SCHEME)
    not_for_them = ChoiceField(
        label="What is not for them",
        choices=[("shown", "Shown as well, at the end")],
        menu=True,
        nothing="Left out",
    )

    def __init__(self, asked: QueryDict, on: date) -> None:
        super().__init__(asked, on)
        offer(self, "area", area_choices())
        offer(self, "scheme", list(Scheme.objects.values_list("code", "name")))

    @property
    def usual(self) -> list[Any]:
        """The questions that stand open."""
        return [self[name] for name in self.USUAL]

    @property
    def more(self) -> list[Any]:
        """The other questions."""
        return [self[name] for name in self.fields if name not in self.USUAL]

    @property
    def asks_more(self) -> bool:
        """Whether one of the other questions is answered, so that they stand open as well."""
        return any(name not in self.USUAL for name in {*self.chosen, *self.errors})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else stays in the address: what was chosen to be compared, too."""
        return [*super().kept, *((CHOSEN, one) for one in cast(QueryDict, self.data).getlist(CHOSEN))]

    @property
    def says_for_whom(self) -> bool:
        """Whether the results are explained for somebody."""
        return bool({"sex", "age"} & set(self.chosen))

    @property
    def search(self) -> Search:
        """What was asked, as the directory takes it."""
        chosen = self.chosen
        shows_all = bool(chosen.get("not_for_them"))
        return Search(
            wanted=_wanted(chosen),
            where=self.where,
            person=self._person(chosen) if self.says_for_whom else None,
            least=Answer.NO if shows_all else Answer.UNKNOWN,
            order=chosen.get("order", BY_RANK),
        )

    def _person(self, chosen: Mapping[str, Any]) -> Circumstances:
        # Clearance for MAPPA cases is seen by whoever is signed in: here nobody under MAPPA is asked about.
        person = Circumstances(sex=chosen.get("sex"), age=chosen.get("age"), mappa=Mappa.NONE)
        return living_at(person, self.where or self._area_chosen)

    @property
    def _area_chosen(self) -> Where | None:
        """The area of the menu, in which the person is taken to live where no place is named."""
        try:
            return where(find_place(self.chosen.get("area", ""), on=self._on), on=self._on)
        except PlaceNotFound:
            return None  # none was chosen, or it does not stand on that day


def _wanted(chosen: Mapping[str, Any]) -> Wanted:
    asked = {one.name: chosen[one.name] for one in fields(Wanted) if one.name in chosen}
    if "weekday" in asked:
        asked["weekday"] = int(asked["weekday"])
    if "in_office" in asked:
        asked["in_office"] = True
    if "area" in chosen:
        asked["area_id"] = chosen_area(chosen["area"])
    return Wanted(**asked)
