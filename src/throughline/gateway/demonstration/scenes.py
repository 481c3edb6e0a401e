"""What waits on each person of the demonstration, made by the actions that pages call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM, Actor
from throughline.core.access.permissions import actor_for
from throughline.core.models import Organisation, User
from throughline.core.time import LONDON, london_day
from throughline.gateway.demonstration.cast import Cast, choose_cast, is_theirs
from throughline.gateway.demonstration.custody_scenes import released_a_week_later, taken_inside
from throughline.gateway.demonstration.intention_scenes import publish_the_years_intentions
from throughline.gateway.demonstration.money_scenes import (
    leave_little_in_the_budget,
    pay_the_years_advance,
    ring_fence_a_pot,
)
from throughline.gateway.demonstration.noticeboard_scenes import needs_and_an_offer
from throughline.gateway.demonstration.policy_scenes import mixed_messages, nothing_fits
from throughline.gateway.demonstration.rate_card_scenes import propose_changes
from throughline.gateway.demonstration.suited import suited_to, with_days_left
from throughline.gateway.generate.cases import WORDS
from throughline.line.actions.appointments import book_activity
from throughline.line.actions.attendance import record_attendance
from throughline.line.actions.referrals import (
    accept_referral,
    allocate_referral,
    ask_about_referral,
)
from throughline.line.actions.sending import draft_referral, send_referral
from throughline.line.models import Appointment, Referral
from throughline.line.rules.risk_sharing import Decision
from throughline.people.actions.access import give_access
from throughline.people.actions.limits import limit_access
from throughline.people.actions.plans import add_objective
from throughline.people.models import CaseLimit, Person, PersonAccess, Requirement
from throughline.people.queries.people import live_risk_flags
from throughline.vocabulary.needs import Need
from throughline.vocabulary.orders import RequirementKind

MOST_DAYS = 7
"""RAR days that a scene plans or completes."""
LONG_SESSIONS = 24
"""Sessions of the referral whose cost is beyond the budget; others plan six."""


@transaction.atomic
def set_scenes(now: datetime) -> Cast:
    """Choose the cast and leave something waiting on each of them, as at `now`."""
    with acting_as(SYSTEM):
        cast = choose_cast(london_day(now))
    Scenes(cast, now).play()
    return cast


class Scenes:
    """The scenes of one demonstration. Days are counted back from the London day of `now`."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.cast = cast
        self.now = now
        self.today = london_day(now)
        self.officer = cast.users["responsible_officer"]
        self.manager = cast.users["provider_manager"]
        self.worker = cast.users["support_worker"]

    def play(self) -> None:
        """Every scene, each with another of the officer's people."""
        with_rar = iter(self._people(rar=True))
        others = iter(self._people(rar=False))
        self._jamie_is_half_way(next(with_rar))
        self._took_part_without_a_plan(next(with_rar))
        self._missed_yesterday(next(others))
        self._risks_to_read(self._with_risks(others))
        self._given_to_nobody(next(others))
        self._question_asked(next(others))
        self._to_decide(next(others))
        in_draft = next(others)
        with acting_as(self._actor(self.officer)):
            self._draft(in_draft, days_ago=1)
            nothing_fits(in_draft, self.cast, at=self.at(1, 15))
        self._money(next(others))
        self._kept_from_a_relative(next(others))
        self._in_custody(next(others))
        propose_changes(self.cast, self.now, self._actor)
        commissioner = self._actor(self.cast.users["commissioner"])
        publish_the_years_intentions(self.cast, commissioner, at=self.at(5, 10), today=self.today)
        needs_and_an_offer(
            self.cast, self._actor(self.officer), self._actor(self.manager),
            long_ago=self.at(40, 10), lately=self.at(6, 10), today=self.today,
        )  # fmt: skip
        overseer = self._actor(self.cast.users["contract_manager"])
        ring_fence_a_pot(self.cast, self.today, overseer, at=self.at(3, 10))
        mixed_messages(self.cast, commissioner, self._actor(self.officer), at=self.at(4, 10))

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A moment on the day `days` before today (after it when negative), by the clock in London."""
        day = self.today - timedelta(days)
        return datetime.combine(day, time(hour, minute), LONDON)

    def _jamie_is_half_way(self, person: Person) -> None:
        with acting_as(SYSTEM):
            user = self.cast.users["person"]
            is_theirs(person, user)
            give_access(
                person, to=user, scope=PersonAccess.Scope.SELF, because="person", because_id=person.pk,
                at=self.at(20, 9),
            )  # fmt: skip
        referral = self._under_way(person, days_ago=19)
        for days, happened in ((9, "attended"), (5, "late"), (2, "attended")):
            self._meeting(referral, days=days, hour=11, happened=happened, counts=True)
        for days, hour in ((0, 9), (-1, 11), (-7, 11), (-14, 11)):
            self._meeting(referral, days=days, hour=hour, happened="", counts=True)

    def _took_part_without_a_plan(self, person: Person) -> None:
        referral = self._under_way(person, days_ago=16)
        self._meeting(referral, days=6, hour=14, happened="attended", counts=True)
        self._meeting(referral, days=3, hour=14, happened="attended", counts=False)
        self._meeting(referral, days=0, hour=13, happened="", counts=True)

    def _missed_yesterday(self, person: Person) -> None:
        referral = self._under_way(person, days_ago=12)
        self._meeting(referral, days=6, hour=10, happened="attended", counts=False)
        self._meeting(referral, days=1, hour=10, happened="missed", counts=False)
        self._meeting(referral, days=0, hour=16, happened="", counts=False)

    def _risks_to_read(self, person: Person) -> None:
        self._under_way(person, days_ago=4)

    def _given_to_nobody(self, person: Person) -> None:
        self._accepted(person, days_ago=3)

    def _question_asked(self, person: Person) -> None:
        referral = self._sent(person, days_ago=2)
        with acting_as(self._actor(self.manager)):
            ask_about_referral(
                referral=referral,
                question="Which mornings can the person come?",
                by=self.manager,
                at=self.at(1, 15),
            )

    def _to_decide(self, person: Person) -> None:
        self._sent(person, days_ago=1)

    def _kept_from_a_relative(self, person: Person) -> None:
        """A case that one of the provider's people may not see."""
        senior = self.cast.users["senior_officer"]
        with acting_as(self._actor(senior)):
            limit_access(
                person=person, kind=CaseLimit.Kind.EXCLUSION, users=[self.worker], organisations=[],
                reason="They are cousins", last_day=None, by=senior, at=self.at(0, 0),
            )  # fmt: skip

    def _in_custody(self, person: Person) -> None:
        """Referred before release, with a first session three days after it; then the release moves."""
        about: dict[str, Any] = {"officer": self._actor(self.officer), "by": self.officer}
        out_on = self.today + timedelta(5)
        custody = taken_inside(person, out_on=out_on, at=self.at(5, 9), today=self.today, **about)
        referral = self._under_way(person, days_ago=4)
        if out_on + timedelta(3) in referral.requirement.sentence.during:
            self._meeting(referral, days=-8, hour=11, happened="", counts=False)
        released_a_week_later(custody, out_on=out_on, at=self.at(1, 11), **about)

    def _money(self, person: Person) -> None:
        """A long referral that the budget does not hold, and the year's advance."""
        long = self._sent(person, days_ago=2, planned_sessions=LONG_SESSIONS)
        with acting_as(SYSTEM):
            price = long.fixed_prices.get(tier=1).amount
            prime = Organisation.objects.get(pk=long.prime_id or 0)
        leave_little_in_the_budget(self.cast, self.today - timedelta(1), left=price * (LONG_SESSIONS - 4))
        with acting_as(self._actor(self.manager)):
            accept_referral(referral=long, by=self.manager, at=self.at(1, 14))
        pay_the_years_advance(self.cast, prime, self.today, self._actor(self.cast.users["commissioner"]))

    def _people(self, *, rar: bool) -> list[Person]:
        """The officer's people whom the service takes and has not had yet, the least busy first."""
        with acting_as(self._actor(self.officer)):
            kinds = Requirement.objects.filter(kind=RequirementKind.RAR).values("sentence__person")
            found = Person.objects.exclude(referrals__service=self.cast.service).filter(user=None)
            found = found.filter(pk__in=kinds) if rar else found.exclude(pk__in=kinds)
            found = found.filter(sentences__passed_on__lt=self.today - timedelta(25))
            found = found.exclude(risk_flags__limits__overlap=self.cast.service.everything_involved)
            found = found.annotate(busy=Count("referrals")).order_by("busy", "pk")
            suited = suited_to(self.cast.service, found, self.today)
            return with_days_left(suited, MOST_DAYS, self.now) if rar else suited

    def _with_risks(self, people: Iterator[Person]) -> Person:
        with acting_as(self._actor(self.officer)):
            return next(person for person in people if live_risk_flags(person, self.today))

    def _draft(self, person: Person, *, days_ago: int, planned_sessions: int = 6) -> Referral:
        sentence = person.sentences.get()
        need = self.cast.service.needs.first()
        assert need is not None
        at = self.at(days_ago, 9)
        objective = add_objective(
            sentence=sentence, need=need.need, words=WORDS[Need(need.need)], by=self.officer, at=at
        )
        return draft_referral(
            person=person, requirement=sentence.requirements.order_by("pk")[0], objective=objective,
            service=self.cast.service, supervisor=self.cast.division, planned_sessions=planned_sessions,
            reason="Asked for this at our last meeting", by=self.officer, at=at,
        )  # fmt: skip

    def _sent(self, person: Person, *, days_ago: int, planned_sessions: int = 6) -> Referral:
        with acting_as(self._actor(self.officer)):
            referral = self._draft(person, days_ago=days_ago, planned_sessions=planned_sessions)
            flags = live_risk_flags(person, self.today - timedelta(days_ago))
            decisions = {flag.pk: Decision(shared=True) for flag in flags}
            return send_referral(
                referral=referral, decisions=decisions, by=self.officer, at=self.at(days_ago, 9, 30)
            )

    def _accepted(self, person: Person, *, days_ago: int) -> Referral:
        referral = self._sent(person, days_ago=days_ago)
        with acting_as(self._actor(self.manager)):
            return accept_referral(referral=referral, by=self.manager, at=self.at(days_ago, 14))

    def _under_way(self, person: Person, *, days_ago: int) -> Referral:
        referral = self._accepted(person, days_ago=days_ago)
        with acting_as(self._actor(self.manager)):
            return allocate_referral(
                referral=referral,
                worker=self.worker,
                by=self.manager,
                at=self.at(days_ago, 16),
                out_of_turn="The worker who knows the neighbourhood has room",
            )

    def _meeting(
        self, referral: Referral, *, days: int, hour: int, happened: str, counts: bool
    ) -> Appointment:
        starts_at = self.at(days, hour)
        with acting_as(self._actor(self.worker)):
            made = book_activity(
                referral=referral, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
                mode="in_person",
                place="The Old Library, first floor", counts_as_rar=counts, by=self.worker,
                clash_reason="The other appointment is in the same building, and short",
                at=self.at(max(days, 0) + 2, 15),
            )  # fmt: skip
            if happened:
                at = starts_at + timedelta(hours=1, minutes=10)
                record_attendance(appointment=made, happened=happened, by=self.worker, at=at)
                referral.refresh_from_db()
        return made

    def _actor(self, user: User) -> Actor:
        return actor_for(user, self.today)
