"""The pages of a plan: who does what by when, what is missing, and every version (D13, S112)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.models import User
from throughline.people.models import Objective, PlannedWork

DAY = timedelta(days=1)
Clock = Callable[[datetime], None]
WORK = {
    "what": "A group, once a week",
    "who": "provider",
    "due_on_day": "1",
    "due_on_month": "9",
    "due_on_year": "2017",
    "rar_days": "5",
}


def plan(world: World, rest: str = "") -> str:
    return f"/people/{world.person.reference}/plan{rest}"


def add(world: World, client: Client, **given: str) -> str:
    sent = {"objective": str(world.objective.pk), **WORK, **given}
    return answered(client, world.officer, plan(world, "/work"), sent)


@pytest.mark.asks("S112")
def test_the_plan_says_who_does_what_by_when(world: World, client: Client) -> None:
    add(world, client)
    text = add(world, client, what="Talk about home", who="other", with_whom="Her mother", rar_days="0")
    assert "A group, once a week A provider still to be found 1 September 2017 – 5 Not begun" in text
    assert "Talk about home Her mother 1 September 2017 – – Not begun" in text
    assert "RAR days in the plan 5 of 15 days ordered, 10 not planned for any work" in text


@pytest.mark.asks("S112")
def test_what_is_missing_is_said(world: World, client: Client) -> None:
    text = as_read(client, world.officer, plan(world))
    assert "No work is planned for “Feel less anxious and meet new people”" in text
    assert "Looked at again No day is set" in text
    world.sent()
    text = as_read(client, world.officer, plan(world))
    assert "No work is planned" not in text
    assert "No date is agreed for “Change programme”" in text
    assert "Change programme Northmoor Women's Centre No date agreed" in text


def test_a_draft_serves_the_objective_outside_the_plan_until_it_is_sent(world: World, client: Client) -> None:
    world.draft()
    text = as_read(client, world.officer, plan(world))
    assert "Change programme, Northmoor Women's Centre Draft" in text


@pytest.mark.asks("S112")
def test_work_that_serves_no_objective_says_why(world: World, client: Client) -> None:
    sent = {"objective": "none", **WORK, "who": "officer"}
    text = answered(client, world.officer, plan(world, "/work"), sent, 200)
    assert "Select the objective it serves, or say why it serves none" in text
    text = add(world, client, objective="none", who="officer", why_no_objective="The court asked for it")
    assert "Work that serves no objective" in text
    assert "The court asked for it" in text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"what": ""}, "Say what is done"),
        ({"objective": ""}, "Select the objective it serves"),
        ({"who": ""}, "Select who does it"),
        ({"who": "other"}, "Enter who does it"),
        ({"due_on_year": "2019"}, "The day it is due must lie within the sentence"),
        ({"rar_days": "16"}, "The court ordered 15 days and 0 are planned for other work"),
    ],
)
def test_a_mistake_is_said_beside_its_question(
    world: World, client: Client, given: dict[str, str], says: str
) -> None:
    sent = {"objective": str(world.objective.pk), **WORK, **given}
    assert says in answered(client, world.officer, plan(world, "/work"), sent, 200)


def test_work_is_changed_and_moved(world: World, client: Client) -> None:
    add(world, client, who="officer")
    made = PlannedWork.objects.get()
    address = plan(world, f"/work/{made.pk}")
    text = as_read(client, world.officer, address)
    assert "A group, once a week" in client.get(address).content.decode()
    sent = {"objective": str(world.objective.pk), **WORK, "who": "person", "rar_days": "3"}
    assert "Say why you change this work" in answered(client, world.officer, address, sent, 200)
    text = answered(client, world.officer, address, {**sent, "why": "She can do it herself"})
    assert "The person themselves 1 September 2017 – 3 Not begun" in text
    assert "Under way" in answered(client, world.officer, f"{address}/begin", {"why": ""})
    assert "Done" in answered(client, world.officer, f"{address}/finish", {"why": "She showed me"})
    text = answered(client, world.officer, f"{address}/drop", {"why": "No"}, 200)
    assert "You cannot drop this work, because it is now done" in text
    as_read(client, world.officer, f"{address}/sell", status=404)


def test_work_that_a_referral_carries_out_keeps_its_provider(world: World, client: Client) -> None:
    world.sent()
    made = PlannedWork.objects.get()
    address = plan(world, f"/work/{made.pk}")
    text = as_read(client, world.officer, address)
    assert "Which provider?" not in text
    sent = {**WORK, "what": "The group on Tuesdays", "why": "The day is agreed"}
    text = answered(client, world.officer, address, sent)
    assert "The group on Tuesdays Northmoor Women's Centre 1 September 2017" in text
    assert f"{address}/drop" not in client.get(plan(world)).content.decode()


def test_the_officer_says_which_work_a_referral_carries_out(world: World, client: Client) -> None:
    referral = world.sent()
    add(world, client)
    address = plan(world, f"/referrals/{referral.reference}")
    assert address in client.get(plan(world)).content.decode()
    assert "Select the work it carries out" in answered(client, world.officer, address, {}, 200)
    planned = PlannedWork.objects.get(what="A group, once a week")
    text = answered(client, world.officer, address, {"work": str(planned.pk)})
    assert "A group, once a week Northmoor Women's Centre 1 September 2017 – 5 Not begun" in text
    assert "No date is agreed" not in text
    other = make.ReferralFactory()
    as_read(client, world.officer, plan(world, f"/referrals/{other.reference}"), status=404)


def test_an_objective_is_changed_closed_and_opened_again(world: World, client: Client) -> None:
    address = plan(world, f"/objectives/{world.objective.pk}")
    sent = {"need": "wellbeing", "words": "Feel less anxious", "own_words": "I want to go out again"}
    text = answered(client, world.officer, address, {**sent, "position": "1"}, 200)
    assert "Say why you change this objective" in text
    text = answered(client, world.officer, address, {**sent, "position": "1", "why": "She put it so"})
    assert "In their own words: “I want to go out again”" in text
    assert "Say what shows it" in answered(client, world.officer, f"{address}/achieve", {"why": ""}, 200)
    text = answered(client, world.officer, f"{address}/achieve", {"why": "She goes to the market"})
    assert "1. Feel less anxious Achieved" in text
    answered(client, world.officer, f"{address}/reopen", {"why": "She stopped going"})
    assert Objective.objects.get(pk=world.objective.pk).state == "open"
    as_read(client, world.officer, f"{address}/sell", status=404)


@pytest.mark.asks("S112")
def test_work_for_a_closed_objective_is_seen(world: World, client: Client) -> None:
    world.sent()
    address = plan(world, f"/objectives/{world.objective.pk}/drop")
    text = answered(client, world.officer, address, {"why": "She has other worries"})
    assert "Northmoor Women's Centre serves “Feel less anxious and meet new people”, which is dropped" in text


def test_every_version_says_what_it_changed(world: World, client: Client) -> None:
    assert "Versions appear here with the first change" in as_read(
        client, world.officer, plan(world, "/versions")
    )
    add(world, client)
    answered(client, world.officer, plan(world, "/own-words"), {"own_words": "I want to sleep"})
    text = as_read(client, world.officer, plan(world, "/versions"))
    assert "Version 3 1 June 2017 at 10am by Helen Price. In the person’s own words" in text
    assert "In the person’s own words: “I want to sleep”" in text
    assert "A group, once a week: a provider still to be found, by 1 September 2017, 5 RAR days" in text


def test_the_day_of_the_review_can_be_set_and_is_overdue_when_it_has_passed(
    world: World, client: Client, set_clock: Clock
) -> None:
    sent = {"review_on_day": "1", "review_on_month": "5", "review_on_year": "2017", "why": "As agreed"}
    address = plan(world, "/review-day")
    text = answered(client, world.officer, address, sent, 200)
    assert "Day of the review must be today or in the future" in text
    text = answered(client, world.officer, address, {**sent, "review_on_month": "7"})
    assert "Looked at again 1 July 2017" in text
    set_clock(datetime.fromisoformat("2017-07-02T09:00:00+00:00"))
    assert "Overdue: it was due by 1" in as_read(client, world.officer, plan(world))


def test_overdue_work_is_marked(world: World, client: Client, set_clock: Clock) -> None:
    make.PlannedWorkFactory(objective=world.objective, due_on=date(2017, 6, 2))
    assert "Overdue" not in as_read(client, world.officer, plan(world))
    set_clock(world.now + 2 * DAY)
    assert "Not begun Overdue" in as_read(client, world.officer, plan(world))


def test_without_a_plan_it_is_said_how_it_begins(world: World, client: Client) -> None:
    world.objective.delete()
    world.requirement.sentence.plan.delete()
    text = as_read(client, world.officer, plan(world))
    assert "No plan was begun yet. It begins with its first objective" in text
    as_read(client, world.officer, plan(world, "/versions"), status=404)
    sent = {"need": "finance", "words": "Pay the rent on time", "own_words": "I am tired of owing"}
    text = answered(client, world.officer, f"/people/{world.person.reference}/objective", sent)
    assert "1. Pay the rent on time" in text
    assert "“I am tired of owing”" in text


def test_the_number_of_queries_does_not_grow_with_the_plan(
    world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.officer)
    client.get(plan(world))
    with django_assert_num_queries(24):
        client.get(plan(world))
    for _ in range(4):
        objective = make.ObjectiveFactory(plan=world.objective.plan)
        make.PlannedWorkFactory(objective=objective)
    with django_assert_num_queries(24):
        client.get(plan(world))


def test_who_manages_the_case_reads_it_and_changes_nothing(world: World, client: Client) -> None:
    add(world, client)
    senior = make.member("senior_officer", world.division)
    make.PersonAccessFactory(person=world.person, user=None, organisation=world.division, because="manages")
    text = as_read(client, senior, plan(world))
    assert "A group, once a week A provider still to be found 1 September 2017" in text
    source = client.get(plan(world)).content.decode()
    assert plan(world, "/work") not in source
    assert plan(world, "/objectives") not in source
    as_read(client, senior, plan(world, "/versions"))
    as_read(client, senior, plan(world, "/work"), status=404)


def test_somebody_elses_plan_is_not_there(world: World, client: Client) -> None:
    other: User = make.member("responsible_officer", world.division)
    as_read(client, other, plan(world), status=404)
    number = make.ObjectiveFactory().pk
    as_read(client, world.officer, plan(world, f"/objectives/{number}"), status=404)
    as_read(client, world.officer, plan(world, f"/work/{make.PlannedWorkFactory().pk}"), status=404)
