"""Who is responsible for a person: from one officer to another, also of another organisation (S108)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.people.actions.access import end_access, give_access
from throughline.people.events import CaseHandedOver
from throughline.people.models import Person, PersonAccess, Supervision
from throughline.people.queries.limits import kept_out
from throughline.people.queries.people import organisations_supervised_for
from throughline.people.refusals import NothingChanges, NotTheirOfficer
from throughline.vocabulary.permissions import Permission

BECAUSE = "supervision"
"""Why somebody sees a person, as access keeps it: a supervision, by its id."""


@transaction.atomic
def hand_case_over(
    *, person: Person, officer: User, organisation: Organisation, by: User, at: datetime
) -> Supervision:
    """
    Make `officer` responsible for a person for `organisation`, from the London day of `at` (S108).

    The former officer, and whoever manages cases where they work, see the person no longer; open referrals
    go with the person. Somebody made responsible today cannot be replaced before tomorrow.

    :raises NotAllowed: the current actor manages no cases for the organisation that supervises the person
    :raises NothingChanges: that officer is responsible there already
    :raises NotTheirOfficer: nobody is responsible now or only since today, the officer does not supervise
        people there, or may not see the case
    """
    day = london_day(at)
    former = Supervision.objects.filter(person=person, during__contains=day).first()
    within = [former.organisation_id] if former else []
    require(current_actor(), Permission.MANAGE_CASES, within=within, to="hand this case over")
    if former is None:
        raise NotTheirOfficer(f"Nobody is responsible for {person.name} now")
    if former.during.from_ == day:
        raise NotTheirOfficer("The present officer is responsible since today: hand the case over tomorrow")
    if (former.officer_id, former.organisation_id) == (officer.pk, organisation.pk):
        raise NothingChanges(f"{officer.full_name} is responsible already: choose somebody else")
    _require_officer(person, officer, organisation, at)
    with as_system():
        former.during = former.during.ended_on(day)
        former.save(update_fields=["during"])
        made = Supervision.objects.create(
            person=person, officer=officer, organisation=organisation, during=Period(day, None)
        )
    end_access(because=BECAUSE, because_id=former.pk, at=at)
    for to in (officer, organisation):
        give_access(
            person,
            to=to,
            scope=PersonAccess.Scope.SUPERVISE,
            because=BECAUSE,
            because_id=made.pk,
            at=at,
        )
    announce(CaseHandedOver(supervision_id=made.pk, former_id=former.pk, by_id=by.pk, at=at))
    return made


def _require_officer(person: Person, officer: User, organisation: Organisation, at: datetime) -> None:
    if organisation not in organisations_supervised_for(officer, london_day(at)):
        raise NotTheirOfficer(
            f"{officer.full_name} supervises nobody for {organisation.name}: choose one of its officers"
        )
    if kept_out(person.pk, [officer], at):
        raise NotTheirOfficer(f"{officer.full_name} may not see this case: choose another officer")
