"""A review brings what providers recorded and is not closed with one of them left out (S115)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import Actor, NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import Message, User
from throughline.core.time import FinancialYear, london_day
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import complete_referral
from throughline.line.actions.reviews import close_review, give_feedback, mark_feedback
from throughline.line.models import FeedbackMark, PlanReview, Referral
from throughline.line.queries.feedback import (
    ProviderFeedback,
    feedback_asked_under,
    feedback_in,
    feedback_to_give,
)
from throughline.line.queries.reviews import (
    plans_to_review,
    review_of,
    reviews_by_officer,
    reviews_overdue,
    reviews_under_way,
)
from throughline.line.refusals import (
    FeedbackGivenBefore,
    FeedbackNoteMissing,
    FeedbackNotMarked,
    NextReviewDayMissing,
    NotInTheReview,
    WhyThenMissing,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    made = charlenes_world()
    make.AreaRoleFactory(scheme=made.scheme, organisation=made.division, role="division")
    make.SchemeRuleFactory(scheme=made.scheme, name="plan_review_days", value=112)
    return made


def marked(world: World, referral: Referral, mark: str = "used", note: str = "It stays") -> FeedbackMark:
    with acting_as(make.acting(world.officer)):
        return mark_feedback(
            plan=world.objective.plan, organisation=world.division, referral=referral,
            mark=mark, note=note, by=world.officer, at=world.now + 20 * DAY,
        )  # fmt: skip


def closed(world: World, **given: object) -> PlanReview:
    whole: dict[str, Any] = {"what_changed": "The group goes on", "own_words": "I like it"} | given
    with acting_as(make.acting(world.officer)):
        return close_review(
            plan=world.objective.plan, organisation=world.division,
            by=world.officer, at=world.now + 21 * DAY, **whole,
        )  # fmt: skip


def brought(world: World) -> list[ProviderFeedback]:
    with acting_as(make.acting(world.officer)):
        return feedback_in(review_of(world.objective.plan), world.now + 20 * DAY)


@pytest.mark.asks("S115")
def test_it_brings_what_was_recorded_and_asks_nobody_to_type_it_again(world: World) -> None:
    referral = world.allocated()
    record = world.attended(referral, world.now + DAY)
    world.corrected(record, "late")
    world.booked(referral, world.now + 2 * DAY)
    make.RiskConcernFactory(referral=referral, raised_by=world.worker, raised_at=world.now + 3 * DAY)
    referral.refresh_from_db()
    with acting_as(make.acting(world.worker)):
        complete_referral(
            referral=referral,
            outcomes={"wellbeing": Achieved("partly", "Comes each week")},
            by=world.worker,
            at=world.now + 4 * DAY,
        )
    (found,) = brought(world)
    assert [(one.what.split(" RC-")[0], one.words) for one in found.said] == [
        ("Emotional well-being: partly achieved", "Comes each week"),
        ("Concern about risk", "He said that he had been to the house again"),
        ("Came late and took part", ""),
    ]
    assert found.unrecorded == 1


@pytest.mark.asks("S115")
def test_the_next_review_brings_only_what_is_new(world: World) -> None:
    referral = world.allocated()
    world.attended(referral, world.now + DAY)
    marked(world, referral)
    closed(world)
    assert [one.said for one in brought(world)] == [[]]


@pytest.mark.asks("S115")
def test_it_is_not_closed_while_a_provider_is_unmarked(world: World) -> None:
    first = world.allocated()
    other = make.ServiceFactory(name="A home", deliverer=world.centre, scheme=world.scheme)
    make.ServiceNeedFactory(service=other, need="wellbeing")
    make.ServiceRouteFactory(service=other, buyer=None, route="core")
    second = world.accepted(service=other)
    marked(world, first)
    with pytest.raises(FeedbackNotMarked, match="Mark the feedback of A home before you close"):
        closed(world)
    assert PlanReview.objects.get().closed_at is None
    marked(world, second, "not_relevant", "She has a home")
    assert closed(world).closed_by == world.officer


@pytest.mark.asks("S115")
def test_the_database_refuses_it_as_well(world: World) -> None:
    referral = world.allocated()
    review = make.PlanReviewFactory(plan=world.objective.plan, organisation=world.division)
    version = make.PlanVersionFactory(plan=world.objective.plan, number=40)
    said = {
        "closed_at": world.now + 20 * DAY, "closed_by": world.officer, "version": version,
        "next_on": date(2017, 9, 1), "what_changed": "Nothing",
    }  # fmt: skip
    with (
        pytest.raises(DatabaseError, match="once the feedback of each provider is marked"),
        transaction.atomic(),
    ):
        PlanReview.objects.filter(pk=review.pk).update(**said)
    marked(world, referral)
    PlanReview.objects.filter(pk=review.pk).update(**said)
    for again in (
        lambda: PlanReview.objects.filter(pk=review.pk).update(what_changed="Everything"),
        lambda: FeedbackMark.objects.update(mark="missing"),
        lambda: PlanReview.objects.filter(pk=review.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            again()


@pytest.mark.asks("S115")
def test_closing_it_sets_the_next_by_the_rule_and_keeps_the_plan_that_stands(world: World) -> None:
    marked(world, world.allocated())
    made = closed(world)
    plan = made.plan
    plan.refresh_from_db()
    on = london_day(world.now + 21 * DAY)
    assert made.next_on == plan.review_on == on + timedelta(days=112)
    assert made.version is not None
    assert made.version == plan.versions.order_by("-number").first()
    assert made.version.why == "Reviewed: The group goes on"
    assert made.version.content["own_words"] == plan.own_words == "I like it"


@pytest.mark.asks("S115")
def test_another_day_says_why_and_without_a_rule_one_is_chosen(world: World) -> None:
    marked(world, world.allocated())
    with pytest.raises(WhyThenMissing):
        closed(world, next_on=date(2017, 7, 1))
    world.scheme.rules.filter(name="plan_review_days").delete()
    with pytest.raises(NextReviewDayMissing):
        closed(world)
    made = closed(world, next_on=date(2017, 7, 1), why_then="She moves home in July")
    assert (made.next_on, made.why_then) == (date(2017, 7, 1), "She moves home in July")


@pytest.mark.asks("S115")
def test_what_is_missing_is_asked_of_the_worker_once_and_the_answer_comes_back(world: World) -> None:
    referral = world.allocated()
    for question in ("How does it go?", "Does she come?"):
        marked(world, referral, "missing", question)
    about = f"{referral.reference} feedback"
    told = Message.objects.filter(about__startswith=about)
    assert [one.to for one in told] == [world.worker]
    assert world.person.last_name not in told[0].text + told[0].subject
    actor = make.acting(world.worker)
    with acting_as(actor):
        (asked,) = feedback_to_give(actor)
        assert asked.question == "How does it go?"
        give_feedback(asked=asked, said="She speaks in the group", by=world.worker, at=world.now + 20 * DAY)
        assert not feedback_to_give(actor).exists()
        with pytest.raises(FeedbackGivenBefore):
            give_feedback(asked=asked, said="Again", by=world.worker, at=world.now + 20 * DAY)
    (found,) = brought(world)
    assert [(one.what, one.words) for one in found.said] == [
        ("Answered “How does it go?”", "She speaks in the group")
    ]
    assert Message.objects.get(about__startswith=f"{about} given").to == world.officer


@pytest.mark.asks("S115")
def test_without_a_worker_the_manager_is_asked(world: World) -> None:
    referral = world.accepted()
    marked(world, referral, "missing", "When does it begin?")
    for user, waits in ((world.manager, 1), (world.worker, 0)):
        actor = make.acting(user)
        with acting_as(actor):
            assert feedback_to_give(actor).count() == waits
    stranger = make.member("provider_manager", make.OrganisationFactory())
    with acting_as(make.acting(stranger)):
        assert not feedback_asked_under(referral).exists()


def test_only_those_who_supervise_mark_and_only_whom_the_review_considers(world: World) -> None:
    sent = world.sent()
    with pytest.raises(NotInTheReview, match="since the last review"):
        marked(world, sent)
    with pytest.raises(FeedbackNoteMissing):
        marked(world, sent, note=" ")
    with acting_as(make.acting(world.worker)), pytest.raises(NotAllowed):
        mark_feedback(
            plan=world.objective.plan, organisation=world.centre, referral=sent,
            mark="used", note="Mine", by=world.worker, at=world.now,
        )  # fmt: skip
    assert not PlanReview.objects.exists()


@pytest.mark.asks("S115")
def test_a_review_that_is_due_waits_on_the_officer_and_overdue_on_the_senior(world: World) -> None:
    plan = world.objective.plan
    plan.review_on = london_day(world.now) + 7 * DAY
    plan.save()
    for days, waits, overdue in ((-1, 0, 0), (0, 1, 0), (7, 1, 0), (8, 1, 1)):
        at = world.now + days * DAY
        assert _count(world.officer, plans_to_review, at) == waits
        assert _count(world.senior, reviews_overdue, at) == overdue
    at = world.now + 8 * DAY
    assert _count(world.senior, plans_to_review, at) == 0
    other = make.member("responsible_officer", world.division)
    assert _count(other, plans_to_review, at) == 0


@pytest.mark.asks("S115")
def test_a_review_that_was_begun_waits_to_be_finished(world: World) -> None:
    marked(world, world.allocated())
    at = world.now + 20 * DAY
    assert _count(world.officer, reviews_under_way, at) == 1
    closed(world)
    assert _count(world.officer, reviews_under_way, at) == 0


@pytest.mark.asks("S115")
def test_the_share_of_feedback_used_by_team_and_officer(world: World) -> None:
    marked(world, world.allocated())
    closed(world)
    plan = world.objective.plan
    plan.refresh_from_db()
    plan.review_on = london_day(world.now) + 22 * DAY
    plan.save()
    actor = make.acting(world.senior)
    with acting_as(actor):
        year = FinancialYear(2017).period
        (row,) = reviews_by_officer(actor, year, world.now + 30 * DAY)
        assert (row.team, row.officer, row.overdue) == ("NPS Ridgeway", "Helen Price", 1)
        assert (row.considered.reviews, row.considered.used, row.feedback) == (1, 1, 1)
        (last,) = reviews_by_officer(actor, FinancialYear(2016).period, world.now + 30 * DAY)
        assert (last.considered.reviews, last.share_used) == (0, None)
    nobody = make.acting(world.officer)
    with acting_as(nobody):
        assert reviews_by_officer(nobody, year, world.now + 30 * DAY) == []


def _count(user: User, found: Callable[[Actor, datetime], QuerySet[Any]], at: datetime) -> int:
    actor = make.acting(user)
    with acting_as(actor):
        return found(actor, at).count()
