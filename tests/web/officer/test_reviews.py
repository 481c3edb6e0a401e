"""Reviewing a plan on its pages: refused with a provider left out, and what seniors see of it (S115)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.access.actor import acting_as
from throughline.line.actions.attendance import record_attendance
from throughline.line.models import PlanReview

DAY = timedelta(days=1)
Clock = Callable[[datetime], None]
CLOSE = {
    "what_changed": "The group goes on twice a week",
    "own_words": "I know people now",
    "next_on_day": "1",
    "next_on_month": "8",
    "next_on_year": "2017",
    "why_then": "Her daughter comes home",
}


def review(world: World, rest: str = "") -> str:
    return f"/people/{world.person.reference}/plan/review{rest}"


@pytest.mark.asks("S115")
def test_what_a_worker_wrote_stands_in_the_review_and_it_is_closed_once_marked(
    world: World, client: Client, set_clock: Clock
) -> None:
    referral = world.allocated()
    held = world.booked(referral, world.now + DAY)
    with acting_as(make.acting(world.worker)):
        record_attendance(
            appointment=held, happened="attended", note="She spoke first", by=world.worker, at=held.ends_at
        )
    set_clock(world.now + 5 * DAY)
    text = as_read(client, world.officer, review(world))
    assert "Change programme, Northmoor Women's Centre Not marked Took part She spoke first" in text
    assert "Close the review" not in text
    refused = answered(client, world.officer, review(world, "/close"), CLOSE, 200)
    assert "Mark the feedback of Change programme before you close this review" in refused
    mark = review(world, f"/{referral.reference}")
    text = answered(client, world.officer, mark, {"mark": "", "note": ""}, 200)
    assert "Select what you make of it" in text
    assert "Say how you used it, why it is not relevant, or what you ask" in text
    text = answered(client, world.officer, mark, {"mark": "used", "note": "Twice a week from July"})
    assert "Used Twice a week from July" in text
    assert "Close the review" in text
    text = answered(client, world.officer, review(world, "/close"), {**CLOSE, "why_then": ""}, 200)
    assert "Say why the next review is on this day" in text
    text = answered(client, world.officer, review(world, "/close"), CLOSE)
    assert "Looked at again 1 August 2017" in text
    for viewer in (world.officer, world.senior):
        text = as_read(client, viewer, f"/people/{world.person.reference}/plan/reviews")
        assert "What changed The group goes on twice a week In the person’s own words I know people" in text
        assert "Change programme, Northmoor Women's Centre Used Twice a week from July" in text


@pytest.mark.asks("S115")
def test_what_is_missing_waits_on_the_worker_until_it_is_answered(
    world: World, client: Client, set_clock: Clock
) -> None:
    referral = world.allocated()
    set_clock(world.now + DAY)
    mark = review(world, f"/{referral.reference}")
    answered(client, world.officer, mark, {"mark": "missing", "note": "How does it go?"})
    waits = f"Give feedback for a review: {referral.reference}"
    assert waits in as_read(client, world.worker, "/today")
    assert waits not in as_read(client, world.manager, "/provider")
    address = f"/referrals/{referral.reference}/feedback"
    assert "Question How does it go?" in as_read(client, world.worker, address)
    answered(client, world.worker, address, {"said": "She speaks in the group"})
    assert waits not in as_read(client, world.worker, "/today")
    assert "Answered “How does it go?” She speaks in the group" in as_read(
        client, world.officer, review(world)
    )


@pytest.mark.asks("S115")
def test_a_senior_sees_what_is_overdue_and_how_often_feedback_was_used(
    world: World, client: Client, set_clock: Clock
) -> None:
    referral = world.allocated()
    set_clock(world.now + DAY)
    answered(
        client, world.officer, review(world, f"/{referral.reference}"), {"mark": "used", "note": "It stays"}
    )
    assert "Finish the review of the plan: Charlene" in as_read(client, world.officer, "/officer")
    answered(client, world.officer, review(world, "/close"), CLOSE)
    set_clock(world.now + 90 * DAY)
    text = as_read(client, world.senior, "/senior")
    assert "1 plans overdue for review" in text
    assert f"{world.person.name} Helen Price 1 August 2017" in as_read(
        client, world.senior, "/reviews/overdue"
    )
    text = as_read(client, world.senior, "/reviews")
    assert "100% of providers’ feedback was used in reviews: NPS Ridgeway 1 of 1, in 1 review" in text
    assert "Helen Price NPS Ridgeway 1 1 1 0 0 100 1" in text
    assert "Review the plan: Charlene" in as_read(client, world.officer, "/officer")
    as_read(client, world.officer, "/reviews", status=404)


def test_the_review_asks_as_often_for_many_records_as_for_one(
    world: World,
    client: Client,
    set_clock: Clock,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    referral = world.allocated()
    world.attended(referral, world.now + DAY)
    set_clock(world.now + 60 * DAY)
    client.force_login(world.officer)
    client.get(review(world))
    with CaptureQueriesContext(connection) as once:
        client.get(review(world))
    for day in range(2, 12):
        world.attended(referral, world.now + day * DAY)
    with django_assert_num_queries(len(once)):
        client.get(review(world))


@pytest.mark.asks("S115")
def test_somebody_else_reviews_nothing(world: World, client: Client) -> None:
    other = make.member("responsible_officer", world.division)
    for viewer in (other, world.senior, world.worker, world.manager):
        as_read(client, viewer, review(world), status=404)
    assert not PlanReview.objects.exists()
