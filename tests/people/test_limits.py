"""Limiting who may see a case: who may, for how long, and what it refuses (S111)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.line.actions.referrals import allocate_referral
from throughline.line.actions.sending import send_referral
from throughline.line.queries.workload import workloads
from throughline.line.refusals import KeptFromTheCase
from throughline.people.actions.limits import lift_limit, limit_access
from throughline.people.models import CaseLimit, Hiding, Person
from throughline.people.queries.limits import is_limited, kept_out, shut_out, who_would_lose
from throughline.people.queries.people import people_visible_to
from throughline.people.refusals import LimitOver, NobodyLeftToLift, NobodyNamed, ReasonNotGiven

DAY = timedelta(days=1)
KIND = CaseLimit.Kind


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


def limited(world: World, **given: Any) -> CaseLimit:
    what: dict[str, Any] = {
        "last_day": None,
        "kind": KIND.EXCLUSION,
        "users": [world.worker],
        "organisations": [],
        "reason": "They are related",
    }
    with acting_as(make.acting(given.pop("by", world.senior))) as actor:
        assert actor.user is not None
        return limit_access(person=world.person, by=actor.user, at=world.now, **{**what, **given})


def sees(world: World, user: Any, at: datetime | None = None) -> bool:
    """Whether the user finds the person by the query and in the database; both say the same."""
    with acting_as(make.acting(user)) as actor:
        by_query = people_visible_to(actor, at or world.now).exists()
        assert by_query == Person.objects.exists()
        return by_query


class TestWhoMay:
    @pytest.mark.asks("S111")
    @pytest.mark.parametrize("who", ["officer", "manager", "worker", "supply_chain_manager", "commissioner"])
    def test_nobody_but_who_manages_the_case(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed, match="You cannot say who may see this case"):
            limited(world, by=getattr(world, who))

    def test_not_whoever_manages_cases_elsewhere(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            limited(world, by=make.member("senior_officer", make.OrganisationFactory()))

    def test_each_is_kept_with_who_when_and_why(self, world: World) -> None:
        made = limited(world)
        assert (made.set_by, made.since, made.reason) == (world.senior, world.now, "They are related")
        with acting_as(make.acting(world.senior)):
            lift_limit(limit=made, why="They have parted", by=world.senior, at=world.now + DAY)
        made.refresh_from_db()
        assert (made.lifted_by, made.lifted_at, made.why_lifted) == (
            world.senior,
            world.now + DAY,
            "They have parted",
        )
        assert list(made.events.order_by("pgh_id").values_list("pgh_label", flat=True)) == [  # type: ignore[attr-defined]
            "insert",
            "update",
        ]


class TestWhatItDoes:
    def test_an_exclusion_hides_from_those_named_until_it_is_lifted(self, world: World) -> None:
        world.allocated()
        assert sees(world, world.worker)
        made = limited(world)
        assert not sees(world, world.worker)
        assert sees(world, world.manager)
        assert sees(world, world.officer)
        with acting_as(make.acting(world.senior)):
            lift_limit(limit=made, why="A mistake", by=world.senior, at=world.now)
        assert sees(world, world.worker)

    def test_an_organisation_is_everybody_who_acts_in_it(self, world: World) -> None:
        world.allocated()
        limited(world, users=[], organisations=[world.centre])
        assert not sees(world, world.worker)
        assert not sees(world, world.manager)

    def test_a_restriction_hides_from_everybody_else(self, world: World) -> None:
        world.allocated()
        limited(world, kind=KIND.RESTRICTION, users=[world.senior, world.worker])
        assert sees(world, world.worker)
        assert not sees(world, world.manager)
        assert not sees(world, world.officer)

    def test_the_persons_own_account_always_sees_their_own(self, world: World) -> None:
        own = make.member("person", world.division)
        make.PersonAccessFactory(person=world.person, user=own, scope="self", because="self")
        limited(world, kind=KIND.RESTRICTION, users=[world.senior])
        assert not sees(world, own)
        Person.objects.filter(pk=world.person.pk).update(user=own)
        assert sees(world, own)

    @pytest.mark.parametrize(("until", "hides"), [(-DAY, False), (DAY, True)])
    def test_it_is_over_after_its_last_day(self, world: World, until: timedelta, hides: bool) -> None:
        world.allocated()
        made = limited(world, last_day=world.now.date() + 2 * DAY)
        assert made.until == datetime(2017, 6, 3, 23, 0, tzinfo=UTC)
        CaseLimit.objects.update(until=timezone.now() + until)
        assert sees(world, world.worker) is not hides

    def test_the_officer_knows_that_it_is_limited(self, world: World) -> None:
        assert not is_limited(world.person)
        limited(world)
        with acting_as(make.acting(world.officer)):
            assert is_limited(world.person)
            assert not CaseLimit.objects.exists()
            assert not Hiding.objects.exists()

    def test_who_would_lose_the_case_is_known_before(self, world: World) -> None:
        world.allocated()
        losing = who_would_lose(
            world.person, kind=KIND.RESTRICTION, users=[world.senior], organisations=[], at=world.now
        )
        assert {one.name for one in losing} == {
            "Helen Price",
            "NPS Ridgeway",
            "Northmoor Women's Centre",
            "Amy Walsh",
        }
        losing = who_would_lose(
            world.person, kind=KIND.EXCLUSION, users=[world.worker], organisations=[], at=world.now
        )
        assert [one.name for one in losing] == ["Amy Walsh"]


class TestRefused:
    def test_naming_nobody(self, world: World) -> None:
        with pytest.raises(NobodyNamed, match="Name a person or an organisation"):
            limited(world, users=[])

    def test_no_reason(self, world: World) -> None:
        with pytest.raises(ReasonNotGiven, match="Say why the case is limited"):
            limited(world, reason="  ")

    def test_a_last_day_that_is_past(self, world: World) -> None:
        with pytest.raises(LimitOver, match="must be today or in the future"):
            limited(world, last_day=world.now.date() - DAY)

    def test_leaving_nobody_who_could_lift_it(self, world: World) -> None:
        with pytest.raises(NobodyLeftToLift, match="nobody could lift this"):
            limited(world, users=[world.senior])
        with pytest.raises(NobodyLeftToLift):
            limited(world, kind=KIND.RESTRICTION, users=[world.officer])
        assert not CaseLimit.objects.exists()

    def test_whoever_manages_the_case_may_be_kept_out_while_another_is_left(self, world: World) -> None:
        make.member("senior_officer", world.division)
        limited(world, users=[world.senior])
        assert not sees(world, world.senior)

    def test_lifting_twice(self, world: World) -> None:
        made = limited(world)
        with acting_as(make.acting(world.senior)):
            lift_limit(limit=made, why="A mistake", by=world.senior, at=world.now)
            with pytest.raises(LimitOver, match="holds no longer"):
                lift_limit(limit=made, why="Again", by=world.senior, at=world.now)

    @pytest.mark.parametrize(
        ("wrong", "constraint"),
        [
            ({"reason": ""}, "limit_has_its_reason"),
            ({"users": []}, "limit_names_somebody"),
            ({"until": make.NOW - 40 * DAY}, "limit_ends_after_it_begins"),
            ({"lifted_at": make.NOW}, "limit_lifted_by_somebody"),
        ],
    )
    def test_by_the_database_as_well(self, world: World, wrong: dict[str, Any], constraint: str) -> None:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            make.CaseLimitFactory(person=world.person, **wrong)


class TestWhatHangsOnIt:
    def test_a_referral_goes_to_no_provider_that_is_kept_out(self, world: World) -> None:
        limited(world, users=[], organisations=[world.centre])
        with pytest.raises(KeptFromTheCase, match="Nobody at Northmoor Women's Centre may see this case"):
            world.sent()

    def test_nor_to_one_that_a_restriction_leaves_out(self, world: World) -> None:
        limited(world, kind=KIND.RESTRICTION, users=[world.officer, world.senior])
        assert shut_out(world.person.pk, world.centre, world.now)
        draft = world.draft()
        with acting_as(make.acting(world.officer)), pytest.raises(KeptFromTheCase):
            send_referral(referral=draft, decisions={}, by=world.officer, at=world.now)
        CaseLimit.objects.update(users=[world.officer.pk, world.senior.pk, world.manager.pk])
        assert not shut_out(world.person.pk, world.centre, world.now)
        with acting_as(make.acting(world.officer)):
            send_referral(referral=draft, decisions={}, by=world.officer, at=world.now)

    def test_it_is_given_to_no_worker_who_is_kept_out_and_offered_to_none(self, world: World) -> None:
        referral = world.accepted()
        other = make.member("support_worker", world.centre, full_name="Zoe Hart")
        limited(world)
        with acting_as(make.acting(world.manager)) as actor:
            offered = [one.worker for one in workloads(actor, referral, world.now)]
            assert offered == [world.manager, other]
            with pytest.raises(KeptFromTheCase, match="Amy Walsh may not see this case"):
                allocate_referral(referral=referral, worker=world.worker, by=world.manager, at=world.now)
            allocate_referral(referral=referral, worker=other, by=world.manager, at=world.now)


LIMITS = st.lists(
    st.tuples(
        st.sampled_from(list(KIND)),
        st.sets(st.integers(0, 3)),
        st.sets(st.integers(0, 1)),
        st.booleans(),
    ).filter(lambda one: bool(one[1] or one[2])),
    max_size=3,
)


@pytest.mark.asks("S111")
@given(LIMITS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_query_database_and_rule_agree_on_whatever_limits_there_are(db: None, given_limits: Any) -> None:
    """Whom a case is hidden from: the same by the query, by row security, and by the words of the model."""
    with transaction.atomic():
        bodies = [make.OrganisationFactory(), make.OrganisationFactory()]
        users = [make.member("responsible_officer", bodies[number % 2]) for number in range(4)]
        person = make.PersonFactory()
        for number, user in enumerate(users):
            make.PersonAccessFactory(person=person, user=user, because_id=number)
        for kind, named, organisations, over in given_limits:
            make.CaseLimitFactory(
                person=person,
                kind=kind,
                users=[users[number].pk for number in named],
                organisations=[bodies[number].pk for number in organisations],
                since=make.NOW - 9 * DAY,
                until=make.NOW - 8 * DAY if over else None,
            )
        wanted = set()
        for number, user in enumerate(users):
            for kind, named, organisations, over in given_limits:
                is_named = number in named or number % 2 in organisations
                if not over and is_named == (kind == KIND.EXCLUSION):
                    wanted.add(user.pk)
        assert kept_out(person.pk, users, make.NOW) == wanted
        for user in users:
            with acting_as(make.acting(user)) as actor:
                assert Person.objects.exists() == (user.pk not in wanted)
                assert people_visible_to(actor, make.NOW).exists() == (user.pk not in wanted)
        transaction.set_rollback(True)
