"""Refusing one more referral where a service does not admit it, while the service is locked (S63, S235)."""

from __future__ import annotations

from datetime import date

from throughline.core.access.actor import as_system
from throughline.core.time import start_of_london_day
from throughline.line.models import Referral
from throughline.line.refusals import ServiceTakesNoReferrals, TrialTakesNobody
from throughline.line.rules.admission import OnTrial, Stated, refused_by_intake, refused_by_trial
from throughline.line.states import DECLINED, WITHDRAWN
from throughline.supply.models import Pilot, Service
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Intake


def refuse_closed(service: Service, day: date) -> None:
    """
    Refuse a service that takes no referrals on a day, by any route (D4).

    :raises ServiceTakesNoReferrals: it is not published, not on this day, or closed to new referrals
    """
    if service.state != ServiceState.PUBLISHED:
        said = service.get_state_display().lower()
        raise ServiceTakesNoReferrals(f"{service.name} takes no referrals: it is {said}")
    if day not in service.during:
        raise ServiceTakesNoReferrals(
            f"{service.name} takes no referrals on {day:%-d %B %Y}: choose another service"
        )
    if service.intake == Intake.CLOSED:
        _refuse_by_intake(service, sent=0)


def refuse_beyond_its_limits(service: Service, person_id: int, day: date) -> None:
    """
    Refuse one more than a capped service takes in a month, or than a trial is for.

    Asked before the referral is sent, with the service locked, so that two sent at once are counted.

    :raises ServiceTakesNoReferrals: it has taken the referrals of this calendar month in London
    :raises TrialTakesNobody: the trial has not begun, is over and undecided, or has all its people
    """
    with as_system():
        sent = Referral.objects.filter(service=service, sent_at__isnull=False)
        if service.intake == Intake.CAPPED:
            month = start_of_london_day(day.replace(day=1))
            _refuse_by_intake(service, sent=sent.filter(sent_at__gte=month).count())
        trial = Pilot.objects.filter(service=service, decision="").first()
        if trial is not None:
            taken = sent.filter(sent_at__gte=start_of_london_day(trial.during.from_)).exclude(
                state__in=(DECLINED, WITHDRAWN)
            )
            people = set(taken.values_list("person", flat=True))
    if trial is not None:
        limits = OnTrial(trial.during, trial.most_people)
        why = refused_by_trial(
            service.name, limits, people=len(people), is_among_them=person_id in people, on=day
        )
        if why:
            raise TrialTakesNobody(why)


def _refuse_by_intake(service: Service, *, sent: int) -> None:
    other = service.alternative
    instead = f"Refer to {other.name} instead" if other else service.intake_note.rstrip(".")
    stated = Stated(service.name, service.intake, service.intake_cap, instead)
    if why := refused_by_intake(stated, sent_this_month=sent):
        raise ServiceTakesNoReferrals(why)
