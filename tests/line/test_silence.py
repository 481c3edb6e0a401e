"""
Mary: a worker on long leave, no cover and no word (S100, D16).

HM Inspectorate of Probation, Probation Supply Chains (2018), section 5.5: time was lost and nobody was told.
Here it cannot be: what goes quiet is kept once, both sides are told, and the days are counted.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import Message, User
from throughline.core.periods import Period
from throughline.core.time import FinancialYear
from throughline.line.actions.absences import record_absence, say_they_are_back, say_who_covers
from throughline.line.actions.contacts import record_contact
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import allocate_referral, complete_referral
from throughline.line.actions.silence import sweep
from throughline.line.models import Absence, QuietSpell, Referral
from throughline.line.queries.contacts import contacts_of
from throughline.line.queries.days_lost import By, days_lost_of, lost_by, referrals_followed_by
from throughline.line.queries.needs_waiting import needs_waiting
from throughline.line.queries.silence import quiet_now
from throughline.line.refusals import AbsenceDaysWrong, CoverCannot, CoverDaysWrong, KeptFromTheCase
from throughline.vocabulary.silence import QuietKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = FinancialYear(2017).period


def june(day: int) -> date:
    """A day of June 2017; the referral came on the 1st."""
    return date(2017, 6, 1) + (day - 1) * DAY


def at(day: int) -> datetime:
    """Ten in the morning in London of that day."""
    return make.NOW + (day - 1) * DAY


@pytest.fixture
def world() -> World:
    made = charlenes_world()
    for name, value in (
        ("silence_days", 14), ("days_to_allocate", 5), ("days_to_begin", 10), ("need_referral_days", 28)
    ):  # fmt: skip
        make.SchemeRuleFactory(scheme=made.scheme, name=name, value=value)
    make.AreaRoleFactory(scheme=made.scheme, organisation=made.division, role="division")
    return made


@pytest.fixture
def bea(world: World) -> User:
    return make.member("support_worker", world.centre, full_name="Bea Hill")


def away(
    world: World,
    from_: int,
    last: int | None = None,
    cover: User | None = None,
    cover_last: int | None = None,
    *,
    by: User | None = None,
    today: int | None = None,
) -> Absence:
    """Amy says that she is away, on the first day of it unless said otherwise."""
    by = by or world.worker
    with acting_as(make.acting(by)):
        return record_absence(
            worker=world.worker,
            organisation=world.centre,
            from_on=june(from_),
            last_day=june(last) if last is not None else None,
            cover=cover,
            cover_last_day=june(cover_last) if cover_last is not None else None,
            by=by,
            at=at(today if today is not None else from_),
        )


def quiet(world: World, viewer: User, day: int) -> list[tuple[QuietKind, date]]:
    """What a viewer's pages show as quiet on a day, without anything having been noted."""
    actor = make.acting(viewer)
    with acting_as(actor):
        found = quiet_now(referrals_followed_by(actor, at(day)), on=june(day))
        return [(one.kind, one.during.from_) for one in found]


def kept() -> list[tuple[str, date, date | None]]:
    rows = QuietSpell.objects.order_by("began_on", "kind").values_list("kind", "began_on", "ended_on")
    return list(rows)


def told(about: str) -> set[User]:
    return {one.to for one in Message.objects.filter(about__startswith=about).select_related("to")}


def lost(world: World, viewer: User, day: int, by: By = By.PROVIDER) -> list[tuple[str, int]]:
    actor = make.acting(viewer)
    with acting_as(actor):
        return [(one.name, one.days) for one in lost_by(actor, at(day), YEAR, by)]


def begun(world: World) -> Referral:
    """Mary's referral: allocated on the 1st, the first session attended and recorded on the 2nd."""
    referral = world.allocated()
    world.recorded(world.booked(referral, at(2)))
    referral.refresh_from_db()
    return referral


@pytest.mark.asks("S100")
def test_a_need_without_a_referral_is_a_prompt_on_the_set_day(world: World) -> None:
    made_on = world.objective.plan.made_on
    people = [world.person.pk]
    assert needs_waiting(people, on=made_on + 27 * DAY) == []
    (need,) = needs_waiting(people, on=made_on + 28 * DAY)
    assert (need.objective, need.during) == (world.objective, Period(made_on + 28 * DAY))
    noted = datetime.combine(made_on + 30 * DAY, make.NOW.timetz())
    (spell,) = sweep(at=noted)
    assert (spell.kind, spell.officer, spell.supervisor) == ("no_referral", world.officer, world.division)
    assert told("quiet") == {world.officer}
    world.now = noted + DAY
    world.sent()
    assert sweep(at=world.now) == []
    spell.refresh_from_db()
    assert spell.ended_on == made_on + 31 * DAY
    assert needs_waiting(people, on=made_on + 60 * DAY)[0].during.to == made_on + 31 * DAY


def test_a_need_that_is_worked_on_or_explained_waits_for_nobody(world: World) -> None:
    later = world.objective.plan.made_on + 40 * DAY
    make.PlannedWorkFactory(objective=world.objective, who="officer")
    other = make.ObjectiveFactory(plan=world.objective.plan, need="finance")
    make.UnmetNeedFactory(person=world.person, need="finance", organisation=world.division)
    new = make.ObjectiveFactory(plan=world.objective.plan, need="attitudes", set_on=later - DAY)
    assert needs_waiting([world.person.pk], on=later) == []
    assert [one.objective for one in needs_waiting([world.person.pk], on=later + 27 * DAY)] == [new]
    assert other.pk != new.pk


@pytest.mark.asks("S100")
def test_mary_nobody_is_away_unseen(world: World) -> None:
    referral = begun(world)
    assert quiet(world, world.officer, 5) == []
    away(world, 5)
    assert told("absence") == {world.officer, world.manager}
    message = Message.objects.filter(about__startswith="absence").first()
    assert message is not None
    assert not any(
        name in message.subject + message.text for name in ("Charlene", "Example", "Amy", referral.reference)
    )
    for viewer in (world.officer, world.manager, world.senior, world.worker):
        assert quiet(world, viewer, 5) == [(QuietKind.AWAY, june(5))]
    assert kept() == [("away", june(5), None)]


@pytest.mark.asks("S100")
def test_mary_the_alarm_comes_the_day_the_cover_lapses(world: World, bea: User) -> None:
    referral = begun(world)
    absence = away(world, 5, cover=bea, cover_last=11)
    assert told("cover") == {bea}
    assert told("absence") == set()
    with acting_as(make.acting(world.officer)):
        assert contacts_of(referral, at(6)).worker_cover == bea
        assert contacts_of(referral, at(12)).worker_cover is None
        assert contacts_of(referral, at(12)).absence == absence
    assert quiet(world, world.officer, 11) == []
    assert quiet(world, world.officer, 12) == [(QuietKind.AWAY, june(12))]
    sweep(at=at(12))
    assert told("absence") == {world.officer, world.manager}
    with acting_as(make.acting(world.manager)):
        say_who_covers(absence=absence, cover=bea, last_day=None, by=world.manager, at=at(15))
    assert quiet(world, world.officer, 15) == []
    assert kept() == [("away", june(12), june(15))]
    assert lost(world, world.officer, 15) == [(world.centre.name, 3)]


@pytest.mark.asks("S100")
def test_mary_days_on_which_nobody_ran_the_sweep_leave_nothing_unseen(world: World, bea: User) -> None:
    referral = begun(world)
    away(world, 5, last=8)
    QuietSpell.objects.all().delete()  # as though nothing had noted it
    Message.objects.all().delete()
    with acting_as(make.acting(world.officer)):
        record_contact(
            referral=referral, on_day=june(20), mode="phone", who=("officer", "worker"),
            is_introduction=False, what="", by=world.officer, at=at(20),
        )  # fmt: skip
    found = sweep(at=at(25))
    wanted = [("away", june(5), june(9)), ("silence", june(16), june(20))]
    assert kept() == wanted
    assert {one.pk for one in found} == set(QuietSpell.objects.values_list("pk", flat=True))
    assert told("quiet") == told("absence") == {world.officer, world.manager}
    before = Message.objects.count()
    assert sweep(at=at(25)) == sweep(at=at(26)) == []
    assert kept() == wanted
    assert Message.objects.count() == before
    assert lost(world, world.manager, 25) == [(world.centre.name, 8)]


@pytest.mark.asks("S100")
def test_silence_ends_when_something_is_recorded_and_not_before(world: World) -> None:
    referral = begun(world)
    booked = world.booked(referral, at(4))
    assert quiet(world, world.officer, 15) == []
    assert quiet(world, world.officer, 16) == [(QuietKind.SILENCE, june(16))]
    world.recorded(booked, at=at(18))  # of a session on the 4th: nobody knew until now
    assert quiet(world, world.officer, 18) == []
    sweep(at=at(18))
    assert kept() == [("silence", june(16), june(18))]
    with acting_as(make.acting(world.worker)):
        complete_referral(
            referral=Referral.objects.get(pk=referral.pk), by=world.worker, at=at(40),
            outcomes={"wellbeing": Achieved("yes", "She said so")},
        )  # fmt: skip
    sweep(at=at(50))
    assert kept() == [("silence", june(16), june(18)), ("silence", june(32), june(40))]


@pytest.mark.asks("S100")
def test_a_standstill_after_acceptance_and_after_allocation(world: World) -> None:
    referral = world.accepted()
    assert quiet(world, world.manager, 8) == []
    assert quiet(world, world.manager, 9) == [(QuietKind.UNALLOCATED, june(9))]
    sweep(at=at(9))
    assert told("quiet") == {world.officer, world.manager}
    with acting_as(make.acting(world.manager)):
        allocate_referral(referral=referral, worker=world.worker, by=world.manager, at=at(12))
    assert kept() == [("unallocated", june(9), june(12))]
    assert (QuietKind.NOT_BEGUN, june(27)) in quiet(world, world.officer, 27)
    assert (QuietKind.NOT_BEGUN, june(27)) not in quiet(world, world.officer, 26)


@pytest.mark.asks("S100")
def test_days_lost_by_provider_officer_and_referral_count_a_day_once(world: World) -> None:
    referral = begun(world)
    away(world, 12, last=19)
    assert quiet(world, world.officer, 18) == [(QuietKind.AWAY, june(12)), (QuietKind.SILENCE, june(16))]
    sweep(at=at(18))
    for viewer in (world.officer, world.manager, world.senior):
        assert lost(world, viewer, 18) == [(world.centre.name, 6)]
        assert lost(world, viewer, 18, By.OFFICER) == [("Helen Price", 6)]
        assert lost(world, viewer, 18, By.REFERRAL) == [(referral.reference, 6)]
    assert lost(world, world.contract_manager, 18) == [(world.centre.name, 6)]
    assert lost(world, world.contract_manager, 18, By.REFERRAL) == []
    assert lost(world, make.member("provider_manager", make.OrganisationFactory()), 18) == []
    assert days_lost_of(referral, june(18)) == 6
    make.CaseLimitFactory(person=world.person, users=[world.manager.pk], set_by=world.senior)
    assert quiet(world, world.manager, 18) == []
    assert lost(world, world.manager, 18) == []


@pytest.mark.asks("S100")
def test_given_to_another_the_absence_of_the_first_is_kept(world: World, bea: User) -> None:
    referral = begun(world)
    away(world, 5)
    with acting_as(make.acting(world.manager)):
        allocate_referral(referral=referral, worker=bea, by=world.manager, at=at(9))
    assert kept() == [("away", june(5), june(9))]
    assert quiet(world, world.officer, 9) == []
    sweep(at=at(10))
    assert kept() == [("away", june(5), june(9))]
    assert lost(world, world.officer, 12) == [(world.centre.name, 4)]


@pytest.mark.asks("S100")
def test_given_to_somebody_who_is_away_both_sides_are_told_at_once(world: World) -> None:
    away(world, 1, today=1)
    world.allocated()
    assert told("absence") == {world.officer, world.manager}
    assert kept() == [("away", june(1), None)]


def test_who_may_say_it_and_what_makes_no_sense(world: World, bea: User) -> None:
    begun(world)
    for other in (bea, world.officer):
        with pytest.raises(NotAllowed):
            away(world, 5, by=other)
    absence = away(world, 5, last=20, by=world.manager)
    with pytest.raises(AbsenceDaysWrong, match="recorded already"):
        away(world, 18)
    with pytest.raises(AbsenceDaysWrong, match="The last day must be"):
        away(world, 30, last=29)
    with pytest.raises(CoverCannot, match="Nobody covers for themselves"):
        away(world, 30, cover=world.worker)
    with pytest.raises(CoverCannot, match="does not work with people"):
        away(world, 30, cover=world.officer)
    with acting_as(make.acting(world.worker)):
        with pytest.raises(CoverDaysWrong):
            say_who_covers(absence=absence, cover=bea, last_day=june(6), by=world.worker, at=at(7))
        say_they_are_back(absence=absence, last_day=june(8), by=world.worker, at=at(9))
        with pytest.raises(CoverDaysWrong, match="The absence is over"):
            say_who_covers(absence=absence, cover=bea, last_day=None, by=world.worker, at=at(9))
    assert kept() == [("away", june(5), june(9))]
    make.CaseLimitFactory(person=world.person, users=[bea.pk], set_by=world.senior)
    with pytest.raises(KeptFromTheCase, match="give that referral to somebody else first"):
        away(world, 30, cover=bea)


@pytest.mark.asks("S100")
def test_nobody_at_a_page_writes_or_takes_away_an_event(world: World) -> None:
    begun(world)
    away(world, 5)
    for user in (world.officer, world.manager, world.worker):
        for write in (QuietSpell.objects.all().delete, lambda: QuietSpell.objects.update(ended_on=june(5))):
            with acting_as(make.acting(user)), pytest.raises(DatabaseError), transaction.atomic():
                write()


def test_the_daily_command_says_what_is_new(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.accepted()
    monkeypatch.setattr("throughline.gateway.management.commands.silence.timezone", _Clock())
    call_command("silence")
    assert capsys.readouterr().out == "Accepted and given to nobody: 1\nNew: 1\n"
    call_command("silence")
    assert capsys.readouterr().out == "New: 0\n"


class _Clock:
    """The clock of the command."""

    def now(self) -> datetime:
        """The ninth of June."""
        return at(9)


def test_as_many_queries_for_ten_as_for_one(world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(3):
        service = make.ServiceFactory(scheme=world.scheme, name=f"Course {number}", deliverer=world.centre)
        make.ServiceRouteFactory(service=service, route="core")
        world.accepted(service=service)
        actor = make.acting(world.manager)
        with acting_as(actor), CaptureQueriesContext(connection) as made:
            found = quiet_now(referrals_followed_by(actor, at(9)), on=june(9))
        assert len(found) == number + 1
        counts.append(len(made))
    assert counts[1] == counts[2]
