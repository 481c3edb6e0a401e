"""Why a person's record refuses what is asked: each a sentence that says how to put it right."""

from __future__ import annotations

from datetime import date

from throughline.core.refusals import Refusal


class PeopleRefusal(Refusal):
    """Something in a person's record cannot be done as asked."""


class NobodyNamed(PeopleRefusal):
    """A limit names whom it keeps out, or whom alone it lets in."""

    field = "named"


class NobodyLeftToLift(PeopleRefusal):
    """Nobody who manages the case would see it, so nobody could lift the limit."""

    field = "named"


class LimitOver(PeopleRefusal):
    """The limit was lifted, or its last day has gone by."""


class ReasonNotGiven(PeopleRefusal):
    """The act needs a reason and none was given."""

    field = "reason"


class AssessedInTheFuture(PeopleRefusal):
    """An assessment is said to be of a day to come."""


class NotAssessedYet(PeopleRefusal):
    """No assessment is recorded, so nothing can be recorded in it."""


class FactorsContradict(PeopleRefusal):
    """That none was found, and some that were (S121)."""

    field = "factors"


class TakenBeforeOffered(PeopleRefusal):
    """Training was taken before the day on which it was offered (S119)."""

    field = "taken_on"


class PlanRefusal(Refusal):
    """Something in a plan cannot be done as asked."""


class ObjectiveIsClosed(PlanRefusal):
    """Nothing is added to an objective that is achieved or dropped."""

    field = "objective"


class WhyNoObjectiveMissing(PlanRefusal):
    """Work serves an objective, or says why it serves none (S112)."""

    field = "why_no_objective"


class WhoDoesItMissing(PlanRefusal):
    """Work that somebody else does names them."""

    field = "with_whom"


class WorkWaitsForItself(PlanRefusal):
    """The order of the work would go round in a circle."""

    field = "after"


class MoreRarDaysInPlan(PlanRefusal):
    """The plan would use more days than the court ordered (S127)."""

    field = "rar_days"

    def __init__(self, ordered: int, planned_elsewhere: int) -> None:
        left = ordered - planned_elsewhere
        if not ordered:
            said = "The court ordered no RAR days in this sentence: plan this work without"
        elif left < 1:
            said = f"All {ordered} days the court ordered are planned: take some from other work first"
        else:
            said = (
                f"The court ordered {ordered} days and {planned_elsewhere} are planned for other work: "
                f"plan {left} or fewer here"
            )
        super().__init__(said)


class DueOutsideSentence(PlanRefusal):
    """Work is due within the sentence."""

    field = "due_on"

    def __init__(self, first: date, last: date | None) -> None:
        until = f" and {last:%-d %B %Y}" if last else ""
        between = f"between {first:%-d %B %Y}{until}" if last else f"on or after {first:%-d %B %Y}"
        super().__init__(f"The day it is due must lie within the sentence: give a day {between}")


class PlanChangedSince(PlanRefusal):
    """Another version of the plan stands than the one that the person has seen (S116)."""


class ReasonForChangeMissing(PlanRefusal):
    """A change to what was agreed says why."""

    field = "why"


class RiskIsOver(PeopleRefusal):
    """The risk is live no longer, so there is nothing to change or end."""


class NothingChanges(PeopleRefusal):
    """What was said is what stands already."""


class NotTheirOfficer(PeopleRefusal):
    """Nobody is responsible for the person now, or whoever is named does not supervise there."""

    field = "officer"


class InCustodyAlready(PeopleRefusal):
    """By what is recorded the person is in custody on some of these days."""

    field = "from_on"


class CustodyDaysWrong(PeopleRefusal):
    """A day in custody lies before what is recorded last or is to come, or there are too many of them."""

    field = "from_on"


class ReleaseDayWrong(PeopleRefusal):
    """A release is after the first day in custody, and on a day that fits what is said of it."""

    field = "expected_on"


class WhyNotKnownMissing(PeopleRefusal):
    """Where no day of release is known, it is said why."""

    field = "why_not_known"


class ReleasedAlready(PeopleRefusal):
    """The time in custody is over."""


class NobodyChosen(PeopleRefusal):
    """A transfer has at least one case that may go."""


class TransferDayWrong(PeopleRefusal):
    """A transfer takes effect today or on a later day."""

    field = "on_day"


class AnsweredInTheFuture(PeopleRefusal):
    """Somebody is said to have answered on a day to come."""

    field = "on_day"
