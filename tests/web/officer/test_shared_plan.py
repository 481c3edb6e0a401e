"""One page for three organisations: what each is to do and when, and no more than that (S113, S114)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.line.actions.attendance import record_attendance
from throughline.line.actions.referrals import accept_referral, allocate_referral
from throughline.line.actions.sending import draft_referral, send_referral
from throughline.line.models import Appointment, Referral
from throughline.line.rules.risk_sharing import Decision
from throughline.people.models import PersonAccess, PlannedWork

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
Clock = Callable[[datetime], None]
SECRETS = (
    "A former partner at Mill Street",
    "She told me about her brother",
    "The judge asked for it in private",
    "Juniper House",
    "Her officer thinks that she hides it",
    "I am afraid of him",
)


def shared(world: World) -> str:
    return f"/people/{world.person.reference}/shared-plan"


def housing(world: World) -> tuple[Referral, User]:
    """A second provider, with a worker of its own, which was told of no risk."""
    other = make.OrganisationFactory(name="Northmoor Housing")
    worker = make.member("support_worker", other, full_name="Tom Reed")
    service = make.ServiceFactory(name="A home", deliverer=other, scheme=world.scheme)
    make.ServiceNeedFactory(service=service, need="wellbeing")
    make.ServiceRouteFactory(service=service, buyer=None, route="core")
    manager = make.member("provider_manager", other)
    withheld = {one.pk: Decision(shared=False, reason=SECRETS[4]) for one in world.person.risk_flags.all()}
    with acting_as(make.acting(world.officer)):
        referral = draft_referral(
            person=world.person, requirement=world.requirement, objective=world.objective, service=service,
            supervisor=world.division, planned_sessions=4, reason="No home", by=world.officer, at=world.now,
        )  # fmt: skip
        send_referral(referral=referral, decisions=withheld, by=world.officer, at=world.now)
    with acting_as(make.acting(manager)):
        accept_referral(referral=referral, by=manager, at=world.now)
        allocate_referral(referral=referral, worker=worker, by=manager, at=world.now)
    return referral, worker


@pytest.fixture
def tom(world: World, set_clock: Clock) -> User:
    """Three organisations work with Charlene; Tom is the one who was told of no risk."""
    flag = make.RiskFlagFactory(person=world.person, detail=SECRETS[0])
    centre = world.allocated(decisions={flag.pk: Decision(shared=True)})
    held = world.booked(centre, world.now + DAY)
    Appointment.objects.filter(pk=held.pk).update(place=SECRETS[3])
    with acting_as(make.acting(world.worker)):
        record_attendance(
            appointment=held, happened="attended", note=SECRETS[1], by=world.worker, at=held.ends_at
        )
    coming = world.booked(centre, world.now + 10 * DAY)
    Appointment.objects.filter(pk=coming.pk).update(place=SECRETS[3])
    plan = world.objective.plan
    plan.own_words = SECRETS[5]
    plan.save()
    make.PlannedWorkFactory(
        plan=plan, objective=None, why_no_objective=SECRETS[2], what="Write to the court", who="officer"
    )
    _, worker = housing(world)
    set_clock(world.now + 2 * DAY)
    return worker


@pytest.mark.asks("S113", "S114")
def test_every_worker_reads_what_all_are_to_do_and_when(world: World, tom: User, client: Client) -> None:
    for viewer in (world.officer, world.worker, world.senior, tom):
        text = as_read(client, viewer, shared(world))
        assert "Responsible officer Helen Price" in text
        assert "Northmoor Housing Tom Reed" in text
        assert "Northmoor Women's Centre Amy Walsh" in text
        assert "1. Feel less anxious and meet new people" in text
        assert "Change programme Northmoor Women's Centre" in text
        assert "A home Northmoor Housing No date agreed" in text
        assert "Write to the court The responsible officer" in text
        assert "11 June 2017 at 10am to 11am Northmoor Women's Centre" in text


@pytest.mark.asks("S114")
def test_what_is_not_theirs_to_know_is_absent(world: World, tom: User, client: Client) -> None:
    for viewer in (world.officer, world.worker, tom):
        as_read(client, viewer, shared(world))
        whole = client.get(shared(world)).content.decode()
        for secret in SECRETS:
            assert secret not in whole, f"{viewer} reads “{secret}”"
        assert "Domestic abuse" not in whole


@pytest.mark.asks("S114")
def test_cover_reads_it_and_whoever_has_no_need_to_know_does_not(
    world: World, tom: User, client: Client
) -> None:
    cover = make.member("responsible_officer", world.division)
    make.PersonAccessFactory(person=world.person, user=cover, scope=PersonAccess.Scope.SUPERVISE)
    assert "Tom Reed" in as_read(client, cover, shared(world))
    for stranger in (
        make.member("support_worker", world.centre),
        make.member("responsible_officer", world.division),
        make.member("provider_manager", make.OrganisationFactory()),
        world.supply_chain_manager,
    ):
        as_read(client, stranger, shared(world), status=404)


@pytest.mark.asks("S113")
def test_an_hour_that_is_taken_is_refused_on_the_page_until_it_says_why(
    world: World, tom: User, client: Client
) -> None:
    given = {
        "day_day": "11", "day_month": "6", "day_year": "2017", "begins": "10:30", "minutes": "60",
        "mode": "phone", "place": "",
    }  # fmt: skip
    address = f"/people/{world.person.reference}/supervision"
    assert "Why do both" not in as_read(client, world.officer, address)
    text = answered(client, world.officer, address, given, 200)
    assert "They have an appointment with Northmoor Women's Centre from 10:00 to 11:00 on 11 June" in text
    assert "Why do both appointments stand?" in text
    assert "choose another hour" in answered(
        client, world.officer, address, {**given, "clash_reason": " "}, 200
    )
    answered(client, world.officer, address, {**given, "clash_reason": "We meet her there together"})
    made = Appointment.objects.get(kind="supervision")
    assert made.clash_reason == "We meet her there together"
    text = as_read(client, world.officer, f"/appointments/{made.reference}")
    assert "Stands beside another We meet her there together" in text
    text = as_read(client, tom, shared(world))
    assert "Two appointments meet: Northmoor Women's Centre on 11 June 2017 at 10am to 11am, and NPS" in text
    assert "We meet her there together" not in text
    referral = Referral.objects.get(deliverer__name="Northmoor Housing")
    given = {**given, "starts": "10:45", "counts_as_rar": "no"}
    assert "Why do both appointments stand?" in answered(
        client, tom, f"/referrals/{referral.reference}/book", given, 200
    )


@pytest.mark.asks("S113")
def test_work_begun_before_what_it_comes_after_is_said(world: World, tom: User, client: Client) -> None:
    home = PlannedWork.objects.get(what="A home")
    PlannedWork.objects.filter(what="Change programme").update(after=home)
    said = "“Change programme” has begun, and “A home”, which comes before it, is not done"
    assert said in as_read(client, world.worker, shared(world))


def test_without_a_plan_the_page_says_what_would_appear(world: World, client: Client) -> None:
    other = make.RequirementFactory().sentence.person
    make.PersonAccessFactory(person=other, user=world.officer, scope=PersonAccess.Scope.SUPERVISE)
    text = as_read(client, world.officer, f"/people/{other.reference}/shared-plan")
    assert "appears here when the responsible officer plans it" in text
