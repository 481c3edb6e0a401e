"""Why the line refuses: each a sentence about the domain that says how to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from throughline.core.refusals import Refusal
from throughline.core.time import LONDON
from throughline.line.rules.conflicts import Conflict
from throughline.line.rules.coordination import Slot
from throughline.line.rules.risk_sharing import LiveFlag
from throughline.vocabulary.involved import in_a_sentence
from throughline.vocabulary.risks import called


class LineRefusal(Refusal):
    """Something on the line cannot be done as asked."""


class ServiceTakesNoReferrals(LineRefusal):
    """The service is not published, or not on this day."""


class TrialTakesNobody(LineRefusal):
    """The service is on trial, and the trial has not begun, is over and undecided, or is full (S235)."""


class AlreadyReferred(LineRefusal):
    """The person has an open referral to this service under the same requirement."""

    field = "service"


class NoRouteToService(LineRefusal):
    """No funding route leads this buyer to the service on this day."""


class OutsideItsAreas(LineRefusal):
    """The service is not given where the person lives, and no reason is given for the exception (S57)."""

    field = "exception_reason"


class NoPlaceLeft(LineRefusal):
    """Every place of the service is taken or reserved."""

    def __init__(self, name: str, places: int) -> None:
        super().__init__(
            f"{name} has no place left: all {places} are taken. Choose another service, or ask the provider"
        )


class RiskNotDecided(LineRefusal):
    """A live risk flag is neither shared nor withheld with a reason (D14)."""

    field = "risks"

    def __init__(self, flags: Sequence[LiveFlag]) -> None:
        names = ", ".join(called(flag.kind) for flag in flags)
        super().__init__(f"Say why you are not sharing {names}, or share it")
        self.flags = tuple(flags)


class RiskMustBeShared(LineRefusal):
    """A service of this kind has to be told of this risk."""

    field = "risks"

    def __init__(self, flags: Sequence[LiveFlag]) -> None:
        names = ", ".join(called(flag.kind) for flag in flags)
        super().__init__(f"This service has to be told of {names}: share it, or choose another service")
        self.flags = tuple(flags)


class ConflictNotDecided(LineRefusal):
    """A live risk forbids or limits what the service involves, and nobody decided to go on (S96)."""

    field = "conflicts"

    def __init__(self, conflicts: Sequence[Conflict], service: str) -> None:
        held = "; ".join(
            f"{called(one.flag.kind)} forbids or limits {in_a_sentence(one.things)}" for one in conflicts
        )
        super().__init__(
            f"{held[:1].upper()}{held[1:]}, which {service} may involve. Speak with its coordinator and "
            "record both reasons, or choose another service"
        )
        self.conflicts = tuple(conflicts)


class ConversationOutOfTime(LineRefusal):
    """The conversation about a conflict lies before the day the risk was raised, or is still to come."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(
            f"Day of the conversation must be from {conflict.flag.since:%-d %B %Y} to today: "
            "the risk was raised that day"
        )
        self.field = f"spoke_on_{conflict.flag.id}"


class NotTheirWorker(LineRefusal):
    """The person named does not work with people for the provider."""

    field = "worker"


class ContactMissing(LineRefusal):
    """Somebody who works on the referral cannot be telephoned (S98)."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class AbsenceDaysWrong(LineRefusal):
    """The days of an absence are in no order, or another absence stands on them."""

    def __init__(self, sentence: str, field: str = "from_on") -> None:
        super().__init__(sentence)
        self.field = field


class CoverCannot(LineRefusal):
    """Whoever is named to cover does not work there, or is who is away."""

    field = "cover"


class CoverDaysWrong(LineRefusal):
    """A cover lies within its absence."""

    field = "cover_last_day"


class ContactOutsideTheWork(LineRefusal):
    """A contact was between the sending of the referral and today."""

    field = "on_day"


class TooFewInTouch(LineRefusal):
    """A contact is of two of the three at least."""

    field = "who"


class IntroductionIsOfThree(LineRefusal):
    """At an introduction the person, the officer and the worker are there (S101)."""

    field = "who"


class AboveTheCaseload(LineRefusal):
    """The worker has as many referrals as are agreed, and nobody said why they take on more (S110)."""

    field = "over_caseload"


class CaseloadBeginsTooSoon(LineRefusal):
    """How many are agreed is set for days to come, one after another."""

    field = "from_on"


class NotReceived(LineRefusal):
    """A referral that was not sent came to nobody."""


class WhatWasWrongMissing(LineRefusal):
    """A mark that a referral was late, or for the wrong service, says how (S103)."""

    field = "words"


class KeptFromTheCase(LineRefusal):
    """A limit on the case keeps whoever would be given it from seeing it (S111)."""


class NotUnderWay(LineRefusal):
    """The referral is not with a worker, so nothing can be booked under it."""


class AtTheSameHour(LineRefusal):
    """The person has another appointment at that hour, and nothing says why both stand (S113)."""

    field = "clash_reason"

    def __init__(self, slot: Slot) -> None:
        begins, ends = (one.astimezone(LONDON) for one in (slot.starts_at, slot.ends_at))
        super().__init__(
            f"They have an appointment with {slot.organisation} from {begins:%H:%M} to {ends:%H:%M} on "
            f"{begins:%-d %B %Y}: choose another hour, or say why both stand"
        )


class InCustodyThen(LineRefusal):
    """The person is in custody on that day, and the appointment is not held in the prison (S222)."""

    field = "in_prison"


class NotInCustodyThen(LineRefusal):
    """An appointment is held in a prison only while the person is in custody (S222)."""

    field = "in_prison"


class AppointmentNotYet(LineRefusal):
    """The appointment has not begun, so nobody can know what happened at it."""


class AppointmentCancelled(LineRefusal):
    """The appointment was cancelled, so there is nothing to record."""


class AlreadyRecorded(LineRefusal):
    """Attendance was recorded before; it can be corrected, not recorded twice."""


class AlreadyCorrected(LineRefusal):
    """Somebody corrected this record before; the correction is what can be corrected now."""


class CorrectionSaysNothing(LineRefusal):
    """A correction has to say why the first record was wrong."""

    field = "why_corrected"


class OutcomeMissing(LineRefusal):
    """A referral ends with what it achieved (S99)."""

    field = "achieved"


class NothingToDecide(LineRefusal):
    """The activity was planned as RAR activity beforehand, or is not under a RAR: nothing to decide."""


class OutsideSentence(LineRefusal):
    """The day lies outside the sentence."""

    field = "day"

    def __init__(self, day: date) -> None:
        super().__init__(f"{day:%-d %B %Y} is outside the dates of the sentence: choose a day within it")


class MoreRarDaysThanOrdered(LineRefusal):
    """Every day the court ordered is completed or planned already (S127)."""

    field = "counts_as_rar"

    def __init__(self, ordered: int) -> None:
        super().__init__(
            f"All {ordered} days the court ordered are completed or planned: book this without counting it"
        )


class DecidedBefore(LineRefusal):
    """Somebody decided before, or what was to be decided has changed."""


class ReasonForDecisionMissing(LineRefusal):
    """A decision says why."""

    field = "reason"


class ReferralsStillTheirs(LineRefusal):
    """Somebody whose role would end still works on referrals there."""

    def __init__(self, name: str, number: int) -> None:
        referrals = "1 open referral" if number == 1 else f"{number} open referrals"
        super().__init__(f"{name} still works on {referrals}: give them to somebody else first")


class NotWorkForThisReferral(LineRefusal):
    """The planned work serves another objective, or another provider does it."""

    field = "work"


class WorkIsAReferral(LineRefusal):
    """A provider does this work for a referral, whose moves it follows."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Referral {reference} carries out this work, and it stands where that referral stands: "
            "move the referral instead"
        )


class WorkNoLongerFits(LineRefusal):
    """A referral carries this work out, for its objective and by its provider."""

    field = "objective"

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Referral {reference} carries out this work, so its objective and its provider stay: "
            "add other work for another objective or provider"
        )


class NotTheirsToTakeBack(LineRefusal):
    """A record is taken back once, by whoever made it."""


class NotTheirPersonNow(LineRefusal):
    """The provider does not work with the person under this referral, so it raises nothing under it."""


class FeedbackNotMarked(LineRefusal):
    """A review is closed once the feedback of each provider is used, not relevant or missing (S115)."""

    def __init__(self, names: Sequence[str]) -> None:
        said = ", ".join(names)
        super().__init__(f"Mark the feedback of {said} before you close this review")


class FeedbackNoteMissing(LineRefusal):
    """A mark says how the feedback was used, or why it was not."""

    field = "note"


class NotInTheReview(LineRefusal):
    """The provider did not work with the person since the last review."""


class WhatChangedMissing(LineRefusal):
    """A review says what changed, or that nothing did."""

    field = "what_changed"


class NextReviewDayMissing(LineRefusal):
    """No rule sets the next review, and no day was chosen."""

    field = "next_on"


class WhyThenMissing(LineRefusal):
    """The next review is on another day than the rule sets, and nothing says why."""

    field = "why_then"


class FeedbackGivenBefore(LineRefusal):
    """Somebody at the provider answered before."""


class NothingToAmend(LineRefusal):
    """The referral is over."""


class AmendmentSaysNotWhy(LineRefusal):
    """What was sent is changed only with a reason, which the provider reads."""

    field = "why"


class FinishOutsideSentence(LineRefusal):
    """The day by which a referral is to be finished has passed, or lies after the sentence."""

    field = "finish_by"


class MoreDaysWantedThanOrdered(LineRefusal):
    """A referral cannot be asked to use more RAR days than the court ordered."""

    field = "days_wanted"

    def __init__(self, ordered: int | None) -> None:
        said = f"The court ordered {ordered} RAR days" if ordered else "This requirement carries no RAR days"
        super().__init__(f"{said}: ask for no more")


class EndReasonUnknown(LineRefusal):
    """The reason is not in the list that stands on the day."""

    field = "why"


class EndSaysNotWhy(LineRefusal):
    """The reason asks to say more, and nothing is said."""

    field = "why"


class NotReferredAgain(LineRefusal):
    """A draft cannot follow the referral named."""
