"""Where somebody is, and was (S222)."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from throughline.people.models import (
    Custody,
    HeldIn,
    Person,
    Prison,
    PrisonDesignation,
    ReleaseDate,
    Sentence,
)
from throughline.vocabulary.custody import SHORT_CUSTODY_DAYS, Cohort
from throughline.vocabulary.orders import AFTER_CUSTODY


def custodies_of(person: Person) -> QuerySet[Custody]:
    """Every time in custody, the latest first, with its prisons and days of release, in three queries."""
    return (
        Custody.objects.filter(person=person)
        .prefetch_related(
            Prefetch("held_in", HeldIn.objects.select_related("prison", "recorded_by")),
            Prefetch("release_dates", ReleaseDate.objects.select_related("recorded_by")),
        )
        .order_by("-during", "-pk")
    )


def custody_on(person_id: int, on: date) -> Custody | None:
    """The time in custody of which the day `on` is one; nothing for who is in the community on it."""
    return Custody.objects.filter(person=person_id, during__contains=on).first()


def going_on(person: Person, on: date) -> Custody | None:
    """The time in custody that nobody has said is over, also where the expected day has passed."""
    found = Custody.objects.filter(person=person, is_over=False, during__startswith__lte=on)
    return found.order_by("-during", "-pk").first()


def releases_to_confirm(people: QuerySet[Person], on: date) -> QuerySet[Custody]:
    """Of `people`, the times in custody whose day of release has come, and nobody said they are out."""
    found = Custody.objects.filter(person__in=people, is_over=False, during__endswith__lte=on)
    return found.select_related("person").order_by("during", "pk")


def prison_on(custody: Custody, on: date) -> Prison:
    """The prison of a time in custody on the day `on`."""
    held = custody.held_in.select_related("prison").filter(from_on__lte=on).first()
    assert held is not None
    return held.prison


def kind_of_prison(prison: Prison, on: date) -> str:
    """Of which kind a prison is on the day `on`; empty where that is not recorded."""
    found = PrisonDesignation.objects.filter(prison=prison, during__contains=on).first()
    return found.kind if found else ""


def prisons() -> QuerySet[Prison]:
    """Every prison, by name."""
    return Prison.objects.order_by("name", "pk")


def in_cohort(cohort: str, sentence: str) -> Q:
    """
    The condition that the sentence at the path `sentence` is of a group of people; none where none is named.

    Of short custody is a licence or supervision after sentence whose custody is recorded as under twelve
    months; one of which that is not recorded is of the others.
    """
    if not cohort:
        return Q()
    short = Q(**{f"{sentence}__kind__in": AFTER_CUSTODY, f"{sentence}__custody_days__lt": SHORT_CUSTODY_DAYS})
    return short if cohort == Cohort.SHORT_CUSTODY else ~short


def is_in_cohort(sentence: Sentence, cohort: str) -> bool:
    """Whether a sentence is of a group of people, as `in_cohort` asks the database."""
    days = sentence.custody_days
    is_short = sentence.kind in AFTER_CUSTODY and days is not None and days < SHORT_CUSTODY_DAYS
    return not cohort or is_short == (cohort == Cohort.SHORT_CUSTODY)
