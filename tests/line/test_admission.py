"""A service admits nobody more than it says: closed, capped, on trial, withdrawn (S63, S235)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.periods import Period
from throughline.line.actions.sending import send_referral
from throughline.line.models import Outcome, Referral
from throughline.line.queries.trials import people_on_trial
from throughline.line.refusals import ServiceTakesNoReferrals, TrialTakesNobody
from throughline.line.rules.admission import OnTrial, refused_by_trial
from throughline.supply.actions.pilots import decide_pilot
from throughline.supply.models import Pilot, Service
from throughline.vocabulary.routes import FundingRoute

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


def another_person(world: World) -> World:
    """The same world around somebody else whom Helen Price supervises."""
    requirement = make.RequirementFactory()
    person = requirement.sentence.person
    supervision = make.SupervisionFactory(person=person, officer=world.officer, organisation=world.division)
    make.PersonAccessFactory(person=person, user=world.officer, scope="supervise", because_id=supervision.pk)
    objective = make.ObjectiveFactory(plan__sentence=requirement.sentence)
    return World(**vars(world) | {"person": person, "requirement": requirement, "objective": objective})


def states(service: Service, **fields: object) -> None:
    Service.objects.filter(pk=service.pk).update(**fields)
    service.refresh_from_db()


@pytest.mark.asks("S63")
@pytest.mark.parametrize("state", ["suspended", "withdrawn"])
def test_what_is_not_published_takes_nobody_by_any_route(world: World, state: str) -> None:
    for route in FundingRoute:
        make.ServiceRouteFactory(service=world.service, route=route, buyer=make.OrganisationFactory())
    draft = world.draft()
    states(world.service, state=state)
    with pytest.raises(ServiceTakesNoReferrals, match=f"it is {state}"):
        _send(world, draft)
    with pytest.raises(ServiceTakesNoReferrals, match=f"it is {state}"):
        another_person(world).draft()


class TestIntake:
    def test_closed_it_names_what_there_is_instead(self, world: World) -> None:
        draft = world.draft()
        states(world.service, intake="closed", alternative=make.ServiceFactory(name="Skills for work"))
        with pytest.raises(ServiceTakesNoReferrals, match="Refer to Skills for work instead"):
            another_person(world).draft()
        with pytest.raises(ServiceTakesNoReferrals):
            _send(world, draft)

    def test_closed_it_says_why(self, world: World) -> None:
        states(world.service, intake="closed", intake_note="No worker until July.")
        with pytest.raises(ServiceTakesNoReferrals, match=r"closed to new referrals\. No worker until July$"):
            world.draft()

    def test_capped_it_takes_so_many_in_a_month_of_london(self, world: World) -> None:
        states(world.service, intake="capped", intake_cap=1)
        world.sent()
        other = another_person(world)
        draft = other.draft()
        with pytest.raises(ServiceTakesNoReferrals, match="takes 1 referral a month, and has taken them"):
            _send(other, draft)
        other.now = make.NOW.replace(month=7, day=1)
        assert _send(other, draft).state == "sent"


class TestTrials:
    @pytest.fixture
    def pilot(self, world: World) -> Pilot:
        made: Pilot = make.PilotFactory(
            service=world.service, during=Period(make.START, date(2017, 8, 1)), most_people=1
        )
        return made

    @pytest.mark.asks("S235")
    def test_beyond_its_people_it_takes_nobody_more(self, world: World, pilot: Pilot) -> None:
        world.sent()
        with pytest.raises(TrialTakesNobody, match="on trial for 1 people, and has them"):
            another_person(world).sent()

    def test_whom_it_declined_leaves_room(self, world: World, pilot: Pilot) -> None:
        referral = world.sent()
        Referral.objects.filter(pk=referral.pk).update(state="declined")
        assert another_person(world).sent().state == "sent"

    @pytest.mark.asks("S235")
    def test_over_and_undecided_it_takes_nobody(self, world: World, pilot: Pilot) -> None:
        world.now = make.NOW.replace(month=8, day=1)
        with pytest.raises(TrialTakesNobody, match="ended on 31 July 2017, and nobody has decided"):
            world.sent()

    @pytest.mark.asks("S235")
    def test_kept_its_outcomes_stay_and_it_takes_more(self, world: World, pilot: Pilot) -> None:
        referral = world.accepted()
        make.OutcomeFactory(referral=referral, recorded_by=world.worker)
        before = people_on_trial(pilot)
        with acting_as(make.acting(world.supply_chain_manager)):
            decide_pilot(
                pilot=pilot,
                decision="keep",
                why="It helps",
                by=world.supply_chain_manager,
                at=make.NOW + timedelta(days=30),
            )
        assert people_on_trial(pilot) == before
        assert (before.referred, before.outcomes) == (1, 1)
        assert Outcome.objects.get().referral.service == world.service
        assert another_person(world).sent().state == "sent"


@pytest.mark.parametrize(
    ("people", "is_among_them", "on", "says"),
    [
        pytest.param(0, False, date(2017, 4, 30), "begins on 1 May 2017", id="the day before it begins"),
        pytest.param(0, False, date(2017, 5, 1), "", id="its first day"),
        pytest.param(1, False, date(2017, 5, 31), "", id="its last day, one place left"),
        pytest.param(2, False, date(2017, 5, 31), "is on trial for 2 people", id="its last day, full"),
        pytest.param(2, True, date(2017, 5, 31), "", id="full, and one of them again"),
        pytest.param(0, True, date(2017, 6, 1), "ended on 31 May 2017", id="the day after its last"),
    ],
)
def test_whom_a_trial_takes(people: int, is_among_them: bool, on: date, says: str) -> None:
    trial = OnTrial(Period(date(2017, 5, 1), date(2017, 6, 1)), 2)
    refused = refused_by_trial("Circles", trial, people=people, is_among_them=is_among_them, on=on)
    assert says in refused
    assert bool(refused) is bool(says)


def _send(world: World, draft: Referral) -> Referral:
    with acting_as(make.acting(world.officer)):
        return send_referral(referral=draft, decisions={}, by=world.officer, at=world.now)
