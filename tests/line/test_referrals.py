"""Referring: what hangs together, what risk goes with it, and every move (D14, D15; S90, S91, S94)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.core.states import MoveNotAllowed, ReasonMissing, available_moves, move
from throughline.line.actions.outcomes import Achieved
from throughline.line.actions.referrals import (
    accept_referral,
    allocate_referral,
    complete_referral,
    decline_referral,
    end_referral_early,
    withdraw_referral,
)
from throughline.line.actions.risks import note_risks_read
from throughline.line.actions.sending import send_referral
from throughline.line.models import Referral, RiskReading
from throughline.line.refusals import (
    NoPlaceLeft,
    NoRouteToService,
    NotTheirWorker,
    OutcomeMissing,
    RiskMustBeShared,
    RiskNotDecided,
    ServiceTakesNoReferrals,
)
from throughline.line.rules.risk_sharing import Decision
from throughline.line.states import REFERRAL_MOVES, ReferralState
from throughline.people.models import RiskFlag

SHARED = Decision(shared=True)


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


@pytest.mark.asks("S90")
def test_the_code_is_derived_from_the_service_whatever_is_given(world: World) -> None:
    referral = make.ReferralFactory(service=world.service, nsi_code="CHOSEN")
    referral.refresh_from_db()
    assert referral.nsi_code == world.service.kind.nsi_code


@pytest.mark.asks("S90")
def test_the_code_stays_when_the_kind_of_service_changes_its_own(world: World) -> None:
    referral = world.draft()
    before = referral.nsi_code
    world.service.kind.nsi_code = "NEW"
    world.service.kind.save()
    referral.refresh_from_db()
    assert referral.nsi_code == before
    with pytest.raises(IntegrityError, match="keeps its person"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(nsi_code="NEW")


@pytest.mark.asks("S91")
@pytest.mark.parametrize("link", ["person", "requirement", "objective", "service"])
def test_no_referral_without_its_four_links(world: World, link: str) -> None:
    links = {
        "person": world.person,
        "requirement": world.requirement,
        "objective": world.objective,
        "service": world.service,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ReferralFactory(**links | {"deliverer": world.centre, link: None})


@pytest.mark.asks("S91")
@pytest.mark.parametrize(
    ("link", "sentence"),
    [("requirement", "not one of this person's"), ("objective", "not one of this person's")],
)
def test_no_link_to_somebody_elses_sentence(world: World, link: str, sentence: str) -> None:
    somebody_elses = {"requirement": make.RequirementFactory(), "objective": make.ObjectiveFactory()}
    links = {"requirement": world.requirement, "objective": world.objective} | {link: somebody_elses[link]}
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        make.ReferralFactory(person=world.person, service=world.service, **links)


class TestRisk:
    """No referral leaves without its risk information (D14)."""

    @pytest.fixture
    def flag(self, world: World) -> RiskFlag:
        flag: RiskFlag = make.RiskFlagFactory(person=world.person, kind="domestic_abuse")
        return flag

    @pytest.mark.asks("S94")
    @pytest.mark.parametrize("decision", [None, Decision(shared=False), Decision(shared=False, reason="  ")])
    def test_a_live_flag_left_undecided_is_refused(
        self, world: World, flag: RiskFlag, decision: Decision | None
    ) -> None:
        draft = world.draft()
        decisions = {} if decision is None else {flag.pk: decision}
        with (
            pytest.raises(
                RiskNotDecided, match="Say why you are not sharing the risk of domestic abuse, or share it"
            ),
            acting_as(make.acting(world.officer)),
        ):
            send_referral(referral=draft, decisions=decisions, by=world.officer, at=world.now)
        draft.refresh_from_db()
        assert draft.state == ReferralState.DRAFT
        assert not draft.risk_decisions.exists()

    @pytest.mark.asks("S94")
    def test_withheld_with_a_reason_the_provider_does_not_see_it(self, world: World, flag: RiskFlag) -> None:
        world.sent({flag.pk: Decision(shared=False, reason="Not relevant to a group for women only")})
        with acting_as(make.acting(world.manager)):
            assert not RiskFlag.objects.exists()
        with acting_as(make.acting(world.officer)):
            assert RiskFlag.objects.get() == flag

    @pytest.mark.asks("S94")
    def test_shared_it_reaches_the_worker_and_the_first_reading_is_kept(
        self, world: World, flag: RiskFlag
    ) -> None:
        make.RestrictionFactory(flag=flag)
        referral = world.allocated(decisions={flag.pk: SHARED})
        later = world.now + timedelta(hours=2)
        with acting_as(make.acting(world.worker)):
            assert RiskFlag.objects.get().restrictions.count() == 1
            note_risks_read(referral, by=world.worker, at=world.now)
            note_risks_read(referral, by=world.worker, at=later)
        assert [(r.read_by, r.read_at) for r in RiskReading.objects.all()] == [(world.worker, world.now)]

    def test_a_flag_that_has_ended_needs_no_decision(self, world: World, flag: RiskFlag) -> None:
        flag.during = flag.during.ended_on(world.now.date())
        flag.save()
        assert world.sent().state == ReferralState.SENT

    @pytest.mark.asks("S94")
    def test_a_service_that_meets_children_has_to_be_told(self, world: World, flag: RiskFlag) -> None:
        world.service.meets_children = True
        world.service.save()
        with pytest.raises(RiskMustBeShared, match="has to be told of the risk of domestic abuse"):
            world.sent({flag.pk: Decision(shared=False, reason="It is long ago")})


class TestSending:
    """What sending checks and keeps."""

    def test_the_days_route_buyer_and_chain_are_kept(self, world: World) -> None:
        referral = world.sent()
        referral.refresh_from_db()
        assert (referral.route, referral.buyer, referral.prime) == ("rate_card", world.division, world.prime)
        assert referral.agreement == world.chain[-1]

    def test_a_withdrawn_service_takes_no_referral_even_one_drafted_before(self, world: World) -> None:
        draft = world.draft()
        move(world.service, "withdraw", by=None, at=world.now, why="The centre closed")
        officer = acting_as(make.acting(world.officer))
        with pytest.raises(ServiceTakesNoReferrals, match="it is withdrawn"), officer:
            send_referral(referral=draft, decisions={}, by=world.officer, at=world.now)

    def test_without_a_route_for_this_buyer_it_is_refused(self, world: World) -> None:
        world.service.routes.update(buyer=make.OrganisationFactory())
        with pytest.raises(NoRouteToService):
            world.sent()

    def test_the_last_place_is_given_once(self, world: World) -> None:
        world.service.places = 1
        world.service.save()
        world.sent()
        other = make.RequirementFactory()
        with pytest.raises(NoPlaceLeft, match="all 1 are taken"), transaction.atomic():
            move_on = make.ReferralFactory(
                requirement=other, service=world.service, supervisor=world.division, referred_by=world.officer
            )
            send_referral(referral=move_on, decisions={}, by=world.officer, at=world.now)

    def test_a_declined_referral_gives_its_place_back(self, world: World) -> None:
        world.service.places = 1
        world.service.save()
        referral = world.sent()
        with acting_as(make.acting(world.manager)):
            decline_referral(referral=referral, why="No childcare", by=world.manager, at=world.now)
        assert world.sent().state == ReferralState.SENT


class TestWhoSees:
    """A provider sees only the people referred to it, only for as long as it needs (design, section 5)."""

    def visible(self, world: World, user: object) -> bool:
        with acting_as(make.acting(user)):  # type: ignore[arg-type]
            return type(world.person).objects.filter(pk=world.person.pk).exists()

    def test_from_sending_to_the_end(self, world: World) -> None:
        world.draft()
        assert not self.visible(world, world.manager)
        with acting_as(make.acting(world.officer)):
            referral = Referral.objects.get()
            send_referral(referral=referral, decisions={}, by=world.officer, at=world.now)
        assert self.visible(world, world.manager)
        assert not self.visible(world, world.worker)
        with acting_as(make.acting(world.manager)):
            accept_referral(referral=referral, by=world.manager, at=world.now)
            allocate_referral(referral=referral, worker=world.worker, by=world.manager, at=world.now)
        assert self.visible(world, world.worker)
        world.attended(referral, world.now)
        referral.refresh_from_db()
        with acting_as(make.acting(world.worker)):
            end_referral_early(
                referral=referral,
                why="She moved away",
                outcomes={"wellbeing": Achieved("no", "Moved before it began")},
                by=world.worker,
                at=world.now,
            )
        assert not self.visible(world, world.worker)
        assert not self.visible(world, world.manager)
        assert self.visible(world, world.officer)

    def test_the_worker_before_sees_the_person_no_longer(self, world: World) -> None:
        referral = world.allocated()
        colleague = make.member("support_worker", world.centre)
        with acting_as(make.acting(world.manager)):
            allocate_referral(referral=referral, worker=colleague, by=world.manager, at=world.now)
        assert self.visible(world, colleague)
        assert not self.visible(world, world.worker)

    def test_neither_prime_nor_commissioner_nor_contract_manager_sees_the_person(self, world: World) -> None:
        world.allocated()
        for user in (world.supply_chain_manager, world.commissioner, world.contract_manager):
            assert not self.visible(world, user)

    def test_a_worker_of_somebody_else_is_refused(self, world: World) -> None:
        referral = world.accepted()
        stranger = make.member("support_worker", make.OrganisationFactory())
        with pytest.raises(NotTheirWorker), acting_as(make.acting(world.manager)):
            allocate_referral(referral=referral, worker=stranger, by=world.manager, at=world.now)


class TestEnding:
    """No referral ends without an outcome (S99)."""

    def test_no_end_without_an_outcome_for_its_need(self, world: World) -> None:
        referral = world.allocated()
        world.attended(referral, world.now + timedelta(days=8))
        referral.refresh_from_db()
        with pytest.raises(OutcomeMissing), acting_as(make.acting(world.worker)):
            complete_referral(referral=referral, outcomes={}, by=world.worker, at=world.now)

    def test_completed_with_its_outcome(self, world: World) -> None:
        referral = world.allocated()
        world.attended(referral, world.now + timedelta(days=8))
        referral.refresh_from_db()
        with acting_as(make.acting(world.worker)):
            complete_referral(
                referral=referral,
                outcomes={"wellbeing": Achieved("yes", "Goes to the group on her own")},
                by=world.worker,
                at=world.now + timedelta(days=90),
            )
        referral.refresh_from_db()
        assert (referral.state, referral.outcomes.get().achieved) == (ReferralState.COMPLETED, "yes")

    def test_ended_by_two_at_once_the_second_reads_what_happened(self, world: World) -> None:
        referral = world.allocated()
        world.attended(referral, world.now)
        referral.refresh_from_db()
        stale = Referral.objects.get(pk=referral.pk)
        outcomes = {"wellbeing": Achieved("no", "Moved once it had begun")}
        with acting_as(make.acting(world.worker)):
            end_referral_early(
                referral=referral, why="Moved", outcomes=outcomes, by=world.worker, at=world.now
            )
            with pytest.raises(MoveNotAllowed, match="Amy Walsh made the move"):
                end_referral_early(
                    referral=stale, why="Moved", outcomes=outcomes, by=world.worker, at=world.now
                )


ALLOWED = {(state, one.name): one.to for one in REFERRAL_MOVES for state in one.frm}


@pytest.mark.parametrize("name", [one.name for one in REFERRAL_MOVES])
@pytest.mark.parametrize("state", list(ReferralState))
def test_every_move_from_every_state_is_in_the_table_or_refused(db: None, state: str, name: str) -> None:
    referral = make.ReferralFactory(
        state=state, sent_at=make.NOW, worker=make.UserFactory(), deliverer=make.OrganisationFactory()
    )
    if (state, name) in ALLOWED:
        row = move(referral, name, by=referral.referred_by, at=make.NOW, why="Because")
        assert (row.from_state, row.to_state) == (state, ALLOWED[state, name])  # type: ignore[attr-defined]
    else:
        with pytest.raises(MoveNotAllowed):
            move(referral, name, by=referral.referred_by, at=make.NOW, why="Because")
        referral.refresh_from_db()
        assert referral.state == state


PAIRS = {(state, one.to) for one in REFERRAL_MOVES for state in one.frm}


@pytest.mark.parametrize("to", list(ReferralState))
@pytest.mark.parametrize("frm", list(ReferralState))
def test_the_database_refuses_what_the_table_does_not_hold(db: None, frm: str, to: str) -> None:
    referral = make.ReferralFactory(state=frm, sent_at=make.NOW, worker=make.UserFactory())
    change = Referral.objects.filter(pk=referral.pk)
    if frm == to or (frm, to) in PAIRS:
        assert change.update(state=to) == 1
    else:
        with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
            change.update(state=to)


def test_the_provider_cannot_send_and_the_officer_cannot_accept(world: World) -> None:
    referral = world.sent()
    with acting_as(make.acting(world.officer)):
        assert [one.name for one in available_moves(referral)] == ["withdraw"]
        with pytest.raises(NotAllowed):
            accept_referral(referral=referral, by=world.officer, at=world.now)
    with acting_as(make.acting(world.manager)):
        assert [one.name for one in available_moves(referral)] == ["ask", "accept", "decline"]
        with pytest.raises(NotAllowed):
            withdraw_referral(referral=referral, why="No", by=world.manager, at=world.now)


def test_declining_needs_a_reason(world: World) -> None:
    referral = world.sent()
    with pytest.raises(ReasonMissing), acting_as(make.acting(world.manager)):
        decline_referral(referral=referral, why=" ", by=world.manager, at=world.now)


def test_who_comes_second_reads_what_happened(world: World) -> None:
    referral = world.sent()
    stale = Referral.objects.get(pk=referral.pk)
    with acting_as(make.acting(world.officer)):
        withdraw_referral(referral=referral, why="Moved to another area", by=world.officer, at=world.now)
    with pytest.raises(MoveNotAllowed, match="Helen Price"), acting_as(make.acting(world.manager)):
        accept_referral(referral=stale, by=world.manager, at=world.now)


@pytest.mark.parametrize(
    "change", ["UPDATE line_referralmove SET reason = 'x'", "DELETE FROM line_referralmove"]
)
def test_moves_are_never_changed_by_anybody(world: World, change: str) -> None:
    world.sent()
    refused = pytest.raises(ProgrammingError, match=r"Cannot (update|delete)")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
