"""The people somebody supervises, each with where their sentence and its days stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.queries.rar import RarPosition, rar_positions
from throughline.line.states import OVER
from throughline.people.models import Person, Sentence
from throughline.people.queries.people import people_supervised_by


@dataclass(frozen=True)
class Case:
    """
    One supervised person: the sentence that runs now (the latest, when none does), and one order's days.

    Of several RARs of that sentence, `rar` is the first that still has days left.
    """

    person: Person
    sentence: Sentence | None
    rar: RarPosition | None
    open_referrals: int

    @property
    def pk(self) -> int:
        """The person's number, by which cases that sort alike are told apart."""
        return self.person.pk

    @property
    def last_name(self) -> str:
        """The name a list is sorted by."""
        return f"{self.person.last_name} {self.person.first_names}"

    @property
    def ends_on(self) -> date | None:
        """The last day of the sentence."""
        return self.sentence.during.last_day if self.sentence else None

    @property
    def ordered(self) -> int | None:
        """RAR days ordered; nothing without a RAR, as for the counts below."""
        return self.rar.count.ordered if self.rar else None

    @property
    def completed(self) -> int | None:
        """RAR days completed, planned and retrospective."""
        return self.rar.count.completed if self.rar else None

    @property
    def retrospective(self) -> int | None:
        """RAR days among them that were accepted afterwards (S126)."""
        return self.rar.count.retrospective if self.rar else None

    @property
    def left(self) -> int | None:
        """RAR days left."""
        return self.rar.count.left if self.rar else None

    @property
    def still_planned(self) -> int | None:
        """Coming days that hold activity planned as RAR."""
        return self.rar.count.still_planned if self.rar else None

    @property
    def unplanned(self) -> int | None:
        """RAR days left for which nothing is planned (S127)."""
        return self.rar.count.unplanned if self.rar else None


def caseload(actor: Actor, at: datetime) -> Sequence[Case]:
    """Everybody whose responsible officer the actor is at `at`, by name, in a fixed number of queries."""
    people = list(people_supervised_by(actor, at).order_by("last_name", "first_names", "pk"))
    sentences = _sentences_now(people, london_day(at))
    requirements = [one for sentence in sentences.values() for one in sentence.requirements.all()]
    positions = rar_positions(requirements, at=at)
    referrals = dict(
        Referral.objects.filter(person__in=people)
        .exclude(state__in=OVER)
        .values_list("person")
        .annotate(count=Count("pk"))
    )
    return [
        Case(
            person,
            sentences.get(person.pk),
            _position(sentences.get(person.pk), positions),
            referrals.get(person.pk, 0),
        )
        for person in people
    ]


def _sentences_now(people: Sequence[Person], on: date) -> dict[int, Sentence]:
    found: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in Sentence.objects.filter(person__in=people).prefetch_related("requirements"):
        found[sentence.person_id].append(sentence)
    return {pk: next((one for one in those if on in one.during), those[0]) for pk, those in found.items()}


def _position(sentence: Sentence | None, positions: Mapping[int, RarPosition]) -> RarPosition | None:
    ours = [
        positions[one.pk] for one in (sentence.requirements.all() if sentence else []) if one.pk in positions
    ]
    return next((one for one in ours if one.count.left), ours[0] if ours else None)
