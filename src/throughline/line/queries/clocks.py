"""The days by which things are to be done: a scheme's business days after they began (D15, D19)."""

from __future__ import annotations

from datetime import date

from throughline.core.business_calendar import BusinessCalendar
from throughline.core.time import london_day
from throughline.line.models import Appointment, Referral
from throughline.people.models import Supervision
from throughline.supply.models import AreaRole
from throughline.supply.queries.rules import rule_in_force


class Clock:
    """Counts by one rule of whichever scheme a service belongs to; each is read once a month of dates."""

    def __init__(self, rule: str) -> None:
        self._rule = rule
        self._calendar = BusinessCalendar()
        self._days: dict[tuple[int, date], int | None] = {}

    def days(self, began: date, scheme_id: int) -> int | None:
        """How many days the rule allows for what began on the day `began`; nothing where no rule says so."""
        key = (scheme_id, began.replace(day=1))
        if key not in self._days:
            self._days[key] = rule_in_force(scheme_id, self._rule, on=began)
        return self._days[key]

    def after(self, began: date, scheme_id: int) -> date | None:
        """The last day in time for what began on the day `began`; nothing where no rule says so."""
        days = self.days(began, scheme_id)
        return self._calendar.add_business_days(began, days) if days is not None else None


def decide_by(referral: Referral, clock: Clock | None = None) -> date | None:
    """The last day on which a provider decides in time on a referral that came to it (D15, S232)."""
    came_at = referral.handed_over_at or referral.sent_at
    if referral.sent_at is None or came_at is None:
        return None
    return (clock or Clock("days_to_decide")).after(london_day(came_at), referral.service.scheme_id)


def decide_on_missed_by(appointment: Appointment, clock: Clock | None = None) -> date | None:
    """The last day to decide in time on a missed activity; no clock runs on supervision (D19)."""
    if appointment.referral is None:
        return None
    chosen = clock or Clock("missed_decision_days")
    return chosen.after(london_day(appointment.starts_at), appointment.referral.service.scheme_id)


def plan_review_days(person_id: int, *, on: date) -> int | None:
    """
    After how many days a plan made or reviewed on the day `on` is looked at again.

    By the rule of the scheme in which the organisation that supervises the person works; of several, the
    soonest. Nothing where no rule says so.
    """
    supervising = Supervision.objects.filter(person=person_id, during__contains=on).values("organisation")
    works_in = AreaRole.objects.filter(organisation__in=supervising, during__contains=on)
    days = [
        rule_in_force(scheme_id, "plan_review_days", on=on)
        for scheme_id in works_in.values_list("scheme_id", flat=True).distinct().order_by()
    ]
    return min((one for one in days if one is not None), default=None)
