"""Trials and pilots: begin one, put it right, decide what becomes of it (S235)."""

from __future__ import annotations

from datetime import date, datetime

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.supply.actions.services import withdraw_service
from throughline.supply.actions.versions import changing
from throughline.supply.models import Pilot, Service
from throughline.supply.refusals import OnTrialAlready, TrialNotClear
from throughline.vocabulary.permissions import Permission


def begin_pilot(
    *,
    service: Service,
    from_on: date,
    last_day: date,
    purpose: str,
    rules: str,
    most_people: int | None,
    by: User,
    at: datetime,
) -> Pilot:
    """
    Put a service on trial from a day to a day, for at most so many people; with rules of its own.

    :raises OnTrialAlready: a trial of it is undecided
    :raises TrialNotClear: it ends before it begins, or is for nobody
    :raises NotAllowed: the current actor keeps no entry of this chain
    """
    during = _during(from_on, last_day)
    _refuse_nobody(most_people)
    with changing(service, by=by, at=at, to="put this service on trial"):
        if service.pilots.filter(decision="").exists():
            raise OnTrialAlready(f"{service.name} is on trial already. Decide on that trial first")
        return Pilot.objects.create(
            service=service, during=during, purpose=purpose, rules=rules, most_people=most_people
        )


def change_pilot(
    *,
    pilot: Pilot,
    from_on: date,
    last_day: date,
    purpose: str,
    rules: str,
    most_people: int | None,
    by: User,
    at: datetime,
) -> Pilot:
    """
    Put right what is said of a trial on which nobody has decided.

    :raises TrialNotClear: it was decided, ends before it begins, or is for nobody
    """
    during = _during(from_on, last_day)
    _refuse_nobody(most_people)
    with changing(pilot.service, by=by, at=at, to="change this trial"):
        _refuse_decided(pilot)
        pilot.during, pilot.purpose, pilot.rules, pilot.most_people = during, purpose, rules, most_people
        pilot.save(update_fields=["during", "purpose", "rules", "most_people"])
    return pilot


def decide_pilot(
    *, pilot: Pilot, decision: str, why: str, until: date | None = None, by: User, at: datetime
) -> Pilot:
    """
    Decide what becomes of a trial: keep the service for good, stop it, or try on until the day `until`.

    The decision is for those above the deliverer in the chain and for who oversees the scheme; of a service
    outside every chain, for its deliverer. Kept, the entry and all its outcomes go on as they are. Stopped,
    it is withdrawn. Extended, another trial with the same limits follows the last day of this one.

    :raises TrialNotClear: it was decided before, no reason is given, or no later last day
    :raises NotAllowed: the current actor does not decide on it
    """
    service = pilot.service
    _require_decider(service)
    if not why.strip():
        raise TrialNotClear("Say why you decide so: officers and the provider read it", "why")
    if decision == Pilot.Decision.EXTEND and (until is None or not _ends_later(pilot, until)):
        raise TrialNotClear("Enter a last day after the one there is", "until")
    with changing(service, by=by, at=at, to="decide on this trial", why=why):
        _refuse_decided(pilot)
        pilot.decision, pilot.why = decision, why.strip()
        pilot.decided_on, pilot.decided_by = london_day(at), by
        pilot.save(update_fields=["decision", "why", "decided_on", "decided_by"])
        if decision == Pilot.Decision.EXTEND and until is not None:
            assert pilot.during.to is not None
            Pilot.objects.create(
                service=service,
                during=_during(pilot.during.to, until),
                purpose=pilot.purpose,
                rules=pilot.rules,
                most_people=pilot.most_people,
            )
    if decision == Pilot.Decision.STOP:
        withdraw_service(service=service, by=by, at=at, why=why)
    return pilot


def may_decide(service: Service, *, holds_edit: frozenset[int], oversees: frozenset[int]) -> bool:
    """Whether somebody who keeps services of some, and oversees schemes of others, decides on its trial."""
    return bool(set(_deciders(service)) & holds_edit) or service.scheme.steward_id in oversees


def _deciders(service: Service) -> list[int]:
    if service.agreement is None:
        return [service.deliverer_id]
    return [party for party in service.agreement.parties[1:] if party != service.deliverer_id]


def _require_decider(service: Service) -> None:
    actor = current_actor()
    if service.scheme.steward_id in actor.holds(Permission.OVERSEE_SCHEME):
        return
    require(actor, Permission.EDIT_SERVICES, within=_deciders(service), to="decide on this trial")


def _refuse_decided(pilot: Pilot) -> None:
    standing = Pilot.objects.get(pk=pilot.pk)
    if standing.decision and standing.decided_on is not None:
        said = Pilot.Decision(standing.decision).label.lower()
        raise TrialNotClear(f"This trial was decided on {standing.decided_on:%-d %B %Y}: {said}", "decision")


def _refuse_nobody(most_people: int | None) -> None:
    if most_people is not None and most_people < 1:
        raise TrialNotClear("A trial is for at least one person", "most_people")


def _during(from_on: date, last_day: date) -> Period:
    if last_day < from_on:
        raise TrialNotClear("The last day must be on or after the first", "last_day")
    return Period(from_on, date.fromordinal(last_day.toordinal() + 1))


def _ends_later(pilot: Pilot, until: date) -> bool:
    return pilot.during.to is None or until >= pilot.during.to
