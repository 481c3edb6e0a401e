"""RAR days as the records stand, on the real tables (D17; docs/rules/rar-days.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.line.actions.appointments import cancel_appointment
from throughline.line.actions.attendance import decide_afterwards
from throughline.line.models import Appointment, Referral
from throughline.line.queries.rar import awaiting_decision, rar_position, rar_positions
from throughline.line.rules.rar_days import RarCount
from throughline.people.models import Requirement
from throughline.supply.models import Service

TUESDAY = datetime(2017, 6, 13, 10, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


@pytest.fixture
def referral(world: World) -> Referral:
    return world.allocated()


def count(world: World, at: datetime = TUESDAY + 4 * WEEK) -> RarCount:
    position = rar_position(world.requirement, at=at)
    assert position is not None
    return position.count


def in_figures(counted: RarCount) -> tuple[int, int, int, int]:
    return counted.planned, counted.retrospective, counted.left, counted.still_planned


@pytest.fixture
def second_referral(world: World) -> Referral:
    """The same person with another provider, under the same requirement."""
    other: Service = make.ServiceFactory(scheme=world.scheme, name="Debt advice")
    make.ServiceRouteFactory(service=other, route="charitable")
    referral = world.sent(service=other)
    deliverer: Organisation = other.deliverer
    worker = make.member("support_worker", deliverer, full_name="Tom Reed")
    Referral.objects.filter(pk=referral.pk).update(state="accepted")
    Referral.objects.filter(pk=referral.pk).update(state="allocated", worker=worker)
    referral.refresh_from_db()
    return referral


def attended_elsewhere(referral: Referral, starts_at: datetime) -> None:
    appointment = make.AppointmentFactory(
        referral=referral, worker=referral.worker, starts_at=starts_at, planned_as_rar=True
    )
    make.AttendanceFactory(appointment=appointment)


class TestDays:
    @pytest.mark.asks("S124", "S125")
    def test_activities_of_two_providers_on_one_day_are_one_day(
        self, world: World, referral: Referral, second_referral: Referral
    ) -> None:
        world.attended(referral, TUESDAY)
        assert in_figures(count(world)) == (1, 0, 14, 0)
        attended_elsewhere(second_referral, TUESDAY + timedelta(hours=3))
        assert in_figures(count(world)) == (1, 0, 14, 0)
        attended_elsewhere(second_referral, TUESDAY + timedelta(days=1))
        assert in_figures(count(world)) == (2, 0, 13, 0)

    @pytest.mark.asks("S124")
    def test_the_worker_of_one_provider_sees_the_days_of_all(
        self, world: World, referral: Referral, second_referral: Referral
    ) -> None:
        world.attended(referral, TUESDAY)
        attended_elsewhere(second_referral, TUESDAY + timedelta(days=1))
        counts = []
        for user in (world.worker, world.manager, world.officer):
            with acting_as(make.acting(user)):
                seen = Requirement.objects.select_related("sentence").get(pk=world.requirement.pk)
                counts.append(rar_positions([seen], at=TUESDAY + WEEK)[seen.pk].count)
                assert user is world.officer or Appointment.objects.count() == 1
        assert [one.planned for one in counts] == [2, 2, 2]

    @pytest.mark.asks("S125")
    def test_supervision_is_none(self, world: World, referral: Referral) -> None:
        held = make.AppointmentFactory(supervision=True, person=world.person, starts_at=TUESDAY)
        make.AttendanceFactory(appointment=held)
        assert in_figures(count(world)) == (0, 0, 15, 0)

    @pytest.mark.asks("S124", "S125")
    def test_booked_for_tomorrow_is_none_yet_and_still_planned(
        self, world: World, referral: Referral
    ) -> None:
        world.booked(referral, TUESDAY)
        day_before = count(world, at=TUESDAY - timedelta(days=1))
        assert in_figures(day_before) == (0, 0, 15, 1)
        assert day_before.unplanned == 14
        assert in_figures(count(world, at=TUESDAY + timedelta(hours=2))) == (0, 0, 15, 0)

    def test_an_earlier_moment_is_shown_as_it_was(self, world: World, referral: Referral) -> None:
        world.attended(referral, TUESDAY)
        assert in_figures(count(world, at=TUESDAY - timedelta(days=1))) == (0, 0, 15, 1)

    @pytest.mark.asks("S127")
    def test_nine_planned_of_fifteen_leave_six_unplanned(self, world: World, referral: Referral) -> None:
        for n in range(9):
            world.booked(referral, TUESDAY + n * WEEK)
        assert count(world, at=TUESDAY - WEEK).unplanned == 6

    @pytest.mark.parametrize("happened", ["missed", "acceptable", "no_session"])
    def test_not_taking_part_is_none(self, world: World, referral: Referral, happened: str) -> None:
        world.recorded(world.booked(referral, TUESDAY), happened)
        assert in_figures(count(world)) == (0, 0, 15, 0)

    def test_cancelled_is_neither_completed_nor_planned(self, world: World, referral: Referral) -> None:
        booked = world.booked(referral, TUESDAY)
        with acting_as(make.acting(world.worker)):
            cancel_appointment(appointment=booked, why="Snow", by=world.worker, at=world.now)
        assert in_figures(count(world, at=TUESDAY - WEEK)) == (0, 0, 15, 0)

    def test_outside_the_order_is_none(self, world: World, referral: Referral) -> None:
        for moment in (datetime(2017, 5, 1, 10, tzinfo=UTC), datetime(2018, 5, 2, 10, tzinfo=UTC)):
            attended_elsewhere(referral, moment)
        assert in_figures(count(world, at=datetime(2018, 6, 1, tzinfo=UTC))) == (0, 0, 15, 0)

    @pytest.mark.asks("S124")
    def test_a_correction_moves_the_count_back_and_forth(self, world: World, referral: Referral) -> None:
        record = world.attended(referral, TUESDAY)
        assert count(world).planned == 1
        record = world.corrected(record, "missed")
        assert count(world).planned == 0
        world.corrected(record, "late")
        assert count(world).planned == 1

    def test_a_requirement_that_is_no_rar_has_no_days(self, world: World) -> None:
        programme = make.RequirementFactory(kind="programme", rar_days=None)
        assert rar_position(programme, at=TUESDAY) is None

    def test_the_last_day_of_the_order_is_given(self, world: World) -> None:
        position = rar_position(world.requirement, at=TUESDAY)
        assert position is not None
        assert position.ends_on == date(2018, 5, 1)


class TestAfterwards:
    """Unplanned activity counts only by the officer's decision, and then apart (S126)."""

    @pytest.fixture
    def unplanned(self, world: World, referral: Referral) -> Appointment:
        booked = world.booked(referral, TUESDAY, at=TUESDAY)
        world.recorded(booked)
        return booked

    def decide(self, world: World, appointment: Appointment, accepted: bool, at: datetime) -> None:
        with acting_as(make.acting(world.officer)):
            decide_afterwards(
                appointment=appointment,
                accepted=accepted,
                reason="Agreed by telephone",
                by=world.officer,
                at=at,
            )

    @pytest.mark.asks("S126")
    def test_nothing_until_decided_then_retrospective_apart(
        self, world: World, unplanned: Appointment
    ) -> None:
        assert in_figures(count(world)) == (0, 0, 15, 0)
        assert list(awaiting_decision(whose(world))) == [unplanned]
        self.decide(world, unplanned, True, TUESDAY + WEEK)
        assert in_figures(count(world)) == (0, 1, 14, 0)
        assert not awaiting_decision(whose(world))

    @pytest.mark.asks("S126")
    def test_refused_it_stays_nothing(self, world: World, unplanned: Appointment) -> None:
        self.decide(world, unplanned, False, TUESDAY + WEEK)
        assert in_figures(count(world)) == (0, 0, 15, 0)
        assert not awaiting_decision(whose(world))

    def test_the_latest_decision_holds(self, world: World, unplanned: Appointment) -> None:
        self.decide(world, unplanned, True, TUESDAY + WEEK)
        self.decide(world, unplanned, False, TUESDAY + 2 * WEEK)
        assert count(world).retrospective == 0

    def test_who_did_not_come_leaves_nothing_to_decide(self, world: World, referral: Referral) -> None:
        world.recorded(world.booked(referral, TUESDAY, rar=False), "missed")
        assert not awaiting_decision(whose(world))


def whose(world: World) -> Q:
    return Q(referral__requirement=world.requirement)


@pytest.mark.asks("S125")
@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        pytest.param("2017-06-13T22:30", "2017-06-13T23:30", 2, id="before and after midnight in summer"),
        pytest.param("2017-12-05T23:30", "2017-12-06T00:30", 2, id="before and after midnight in winter"),
        pytest.param("2017-12-05T00:30", "2017-12-05T23:30", 1, id="one long day in winter"),
        pytest.param("2017-10-28T23:30", "2017-10-29T23:30", 1, id="the 25 hours on which clocks go back"),
        pytest.param("2017-10-28T22:30", "2017-10-28T23:30", 2, id="the midnight before clocks go back"),
        pytest.param("2018-03-25T00:30", "2018-03-25T22:30", 1, id="the 23 hours on which clocks go forward"),
        pytest.param("2018-03-25T22:30", "2018-03-25T23:30", 2, id="the midnight after they went forward"),
    ],
)
def test_a_day_is_a_day_in_london(
    world: World, referral: Referral, first: str, second: str, days: int
) -> None:
    for moment in (first, second):
        world.attended(referral, datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert count(world, at=datetime(2018, 4, 20, tzinfo=UTC)).planned == days


@pytest.mark.parametrize("people", [1, 50])
def test_one_query_for_one_person_or_fifty(world: World, people: int) -> None:
    requirements = [make.RequirementFactory() for _ in range(people)]
    for requirement in requirements[:3]:
        make.AttendanceFactory(
            appointment=make.AppointmentFactory(referral__requirement=requirement, planned_as_rar=True)
        )
    with CaptureQueriesContext(connection) as taken:
        positions = rar_positions(requirements, at=TUESDAY)
    assert len(positions) == people
    assert len([one for one in taken.captured_queries if "set_config" not in one["sql"]]) == 1


# An independent count, written from the words of D17 without looking at the rule: day by day, in plain loops.

ORDER = Period(date(2017, 10, 26), date(2017, 11, 2))
AT = datetime(2017, 10, 31, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Episode:
    """One appointment of a generated history."""

    day: date
    hour: int
    provider: int
    planned: str
    records: tuple[str, ...]
    decisions: tuple[bool, ...]
    is_cancelled: bool
    is_supervision: bool

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, time(self.hour, 30), UTC)


EPISODES = st.builds(
    Episode,
    day=st.dates(date(2017, 10, 24), date(2017, 11, 3)),
    hour=st.sampled_from([0, 9, 13, 22, 23]),
    provider=st.integers(0, 1),
    planned=st.sampled_from(["before", "before", "as it began", "afterwards", "never"]),
    records=st.lists(
        st.sampled_from(["attended", "attended", "late", "missed", "no_session"]), max_size=3
    ).map(tuple),
    decisions=st.lists(st.booleans(), max_size=2).map(tuple),
    is_cancelled=st.sampled_from([False, False, False, True]),
    is_supervision=st.sampled_from([False, False, False, True]),
)


def naive_count(episodes: list[Episode], ordered: int) -> tuple[int, int, int, int]:
    planned_days = retrospective_days = coming_days = 0
    day = date(2017, 10, 26)
    while day < date(2017, 11, 2):
        begins = datetime.combine(day, time.min, ZoneInfo("Europe/London"))
        ends = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo("Europe/London"))
        on_it = [
            one
            for one in episodes
            if begins <= one.starts_at < ends and not one.is_cancelled and not one.is_supervision
        ]
        done = [
            one
            for one in on_it
            if one.starts_at <= AT and one.records and one.records[-1] in ("attended", "late")
        ]
        if any(one.planned == "before" for one in done):
            planned_days += 1
        elif any(one.planned != "before" and one.decisions and one.decisions[-1] for one in done):
            retrospective_days += 1
        elif any(one.starts_at > AT and one.planned != "never" for one in on_it):
            coming_days += 1
        day += timedelta(days=1)
    planned_days = min(planned_days, ordered)
    retrospective_days = min(retrospective_days, ordered - planned_days)
    return planned_days, retrospective_days, ordered - planned_days - retrospective_days, coming_days


def write_history(episodes: list[Episode], referrals: list[Referral]) -> None:
    lag = {"before": -48, "as it began": 0, "afterwards": 5}
    for one in episodes:
        referral = referrals[one.provider]
        if one.is_supervision:
            held = make.AppointmentFactory(supervision=True, person=referral.person, starts_at=one.starts_at)
        else:
            planned_at = None if one.planned == "never" else one.starts_at + timedelta(hours=lag[one.planned])
            held = make.AppointmentFactory(
                referral=referral,
                starts_at=one.starts_at,
                rar_requirement=referral.requirement if planned_at else None,
                planned_as_rar_at=planned_at,
                state="cancelled" if one.is_cancelled else "booked",
            )
        former = None
        for happened in one.records:
            former = make.AttendanceFactory(
                appointment=held,
                happened=happened,
                supersedes=former,
                why_corrected="Wrong" if former else "",
            )
        for n, accepted in enumerate(one.decisions):
            decided_at = one.starts_at + timedelta(days=n)
            make.LaterDecisionFactory(appointment=held, accepted=accepted, decided_at=decided_at)


@pytest.mark.asks("S124", "S125", "S126")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(episodes=st.lists(EPISODES, max_size=9), ordered=st.integers(1, 5))
def test_equal_to_a_count_made_independently(db: None, episodes: list[Episode], ordered: int) -> None:
    with transaction.atomic():
        requirement: Requirement = make.RequirementFactory(
            rar_days=ordered, sentence__during=ORDER, sentence__passed_on=ORDER.from_
        )
        objective = make.ObjectiveFactory(plan__sentence=requirement.sentence)
        referrals: list[Referral] = [
            make.ReferralFactory(requirement=requirement, objective=objective) for _ in range(2)
        ]
        write_history(episodes, referrals)
        position = rar_position(requirement, at=AT)
        assert position is not None
        assert in_figures(position.count) == naive_count(episodes, ordered)
        transaction.set_rollback(True)
