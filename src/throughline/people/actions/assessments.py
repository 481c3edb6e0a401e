"""Assessments: taken in from where they were made; and what protects a person, in the latest (S121, S123)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.people.models import AssessedNeed, Assessment, FactorsRecorded, Person
from throughline.people.queries.people import latest_assessment
from throughline.people.refusals import AssessedInTheFuture, FactorsContradict, NotAssessedYet
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.protective import ProtectiveFactor


@transaction.atomic
def record_protective_factors(
    *, person: Person, factors: Collection[str], note: str, by: User, at: datetime
) -> FactorsRecorded:
    """
    Record the protective factors that the latest assessment found; what was recorded before stays to be read.

    :raises NotAssessedYet: no assessment is recorded
    :raises FactorsContradict: none was found, and some were
    :raises NotAllowed: the current actor does not supervise people
    """
    require(current_actor(), Permission.SUPERVISE, within=None, to="record protective factors")
    assessment = latest_assessment(person)
    if assessment is None:
        raise NotAssessedYet("No assessment is recorded: record protective factors once there is one")
    if ProtectiveFactor.NONE in factors and len(factors) > 1:
        raise FactorsContradict("Select the factors that were found, or that none was found")
    return FactorsRecorded.objects.create(
        assessment=assessment,
        person=person,
        factors=sorted(factors),
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )


@transaction.atomic
def take_in_assessment(
    *, person: Person, depth: str, made_on: date, needs: Mapping[str, str], by: User, at: datetime
) -> bool:
    """
    Take in an assessment that was made elsewhere: what it says of each need, by need; says what changed.

    One of the same day and depth is the same assessment. A need that is not among `needs` was not assessed,
    which is never read as no need (D11); what was recorded of it before stays. Which people somebody may find
    is for the caller.

    :raises NotAllowed: whoever acts does not exchange files
    :raises AssessedInTheFuture: it was made after the London day of `at`
    """
    require(current_actor(), Permission.EXCHANGE_FILES, within=None, to="take in assessments")
    if made_on > london_day(at):
        raise AssessedInTheFuture("An assessment cannot be of a day to come: check its date")
    with as_system():  # written by the person's officer, or by who manages their cases, from a file
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        assessment = Assessment.objects.filter(person=person, depth=depth, made_on=made_on).first()
        changed = assessment is None
        if assessment is None:
            assessment = Assessment.objects.create(person=person, depth=depth, made_on=made_on)
        for need, level in needs.items():
            found, is_new = AssessedNeed.objects.get_or_create(
                assessment=assessment, need=need, self_reported=False, defaults={"level": level}
            )
            changed = changed or is_new or found.level != level
            if found.level != level:
                found.level = level
                found.save(update_fields=["level"])
    return changed
