"""Whom a scene can be about: people whom the service takes, with enough RAR days left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from throughline.line.queries.rar import rar_positions
from throughline.people.models import AssessedNeed, Person, Requirement
from throughline.supply.models import Service
from throughline.supply.queries.service_rules import rules_of
from throughline.supply.rules.eligibility import Answer, Circumstances, explain
from throughline.vocabulary.risks import Mappa, RiskLevel


def suited_to(service: Service, people: Iterable[Person], on: date) -> list[Person]:
    """Those of `people` of whom nothing that is known keeps them out of the service."""
    rules = rules_of([service], on=on)[service.pk]
    return [one for one in people if explain(rules, _circumstances(one, on)).answer != Answer.NO]


def with_days_left(people: Iterable[Person], days: int, at: datetime) -> list[Person]:
    """Those of `people` whose RAR has at least so many days that are neither done nor planned."""
    found = []
    for person in people:
        orders = list(Requirement.objects.filter(sentence__person=person).select_related("sentence"))
        positions = rar_positions(orders, at=at).values()
        if all(one.count.ordered - one.count.planned - one.count.still_planned >= days for one in positions):
            found.append(person)
    return found


def _circumstances(person: Person, on: date) -> Circumstances:
    sentences = list(person.sentences.all())
    needs = AssessedNeed.objects.filter(assessment__person=person)
    born = person.born_on
    return Circumstances(
        sex=person.sex,
        age=on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None,
        risk=None if person.risk_level == RiskLevel.UNKNOWN else person.risk_level,
        offences=frozenset(one.offence_kind for one in sentences if one.offence_kind),
        offence_missing=any(not one.offence_kind for one in sentences),
        orders=frozenset(one.kind for one in sentences),
        needs=frozenset(one.need for one in needs if one.level != AssessedNeed.Level.NONE),
        assessed=frozenset(one.need for one in needs),
        language=person.language or None,
        mappa=None if person.mappa == Mappa.UNKNOWN else person.mappa,
    )
