"""Risk is not static: what was sent is looked at again, and the new officer owns it (S108)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.core.models import Message, Organisation, User
from throughline.core.states import MoveNotAllowed
from throughline.line.actions.rechecks import (
    change_risk,
    decide_on_new_risks,
    decide_on_recheck,
)
from throughline.line.actions.referrals import accept_referral, withdraw_referral
from throughline.line.models import Referral, RiskRecheck
from throughline.line.queries.rechecks import rechecks_to_decide
from throughline.line.queries.referrals import referrals_supervised_by
from throughline.line.queries.waiting import (
    conflicts_to_decide,
    new_risks_to_decide,
    rechecks_waiting,
    waiting_for_worker,
)
from throughline.line.refusals import ConflictNotDecided, DecidedBefore, RiskNotDecided
from throughline.line.rules.conflicts import GoingOn
from throughline.line.rules.risk_sharing import Decision
from throughline.line.states import ReferralState
from throughline.people.actions.risks import change_risk_level, end_risk_flag, raise_risk_flag
from throughline.people.actions.supervision import hand_case_over
from throughline.people.models import PersonAccess, RiskFlag, RiskLevelChange
from throughline.people.refusals import NothingChanges, NotTheirOfficer, ReasonNotGiven, RiskIsOver
from throughline.supply.actions.service_text import set_kind_of_work

SHARED = Decision(shared=True)
GOES_ON = GoingOn("She needs the company", "Dilys Rowe", "The room is locked", make.NOW.date())
DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    world = charlenes_world()
    make.EligibilityRuleFactory(service=world.service, aspect="risk", accepts=["low", "medium"], refuses=[])
    make.SchemeRuleFactory(scheme=world.scheme, name="new_risk_days", value=2)
    world.person.risk_level, world.person.mappa = "medium", "none"
    world.person.save()
    return world


def raised(world: World, **says: Any) -> RiskFlag:
    said: Any = {"kind": "restraining_order", "detail": "An order"} | says
    with acting_as(make.acting(world.officer)):
        return raise_risk_flag(person=world.person, by=world.officer, at=world.now, **said)


def became(world: World, level: str, at: Any = None) -> RiskLevelChange:
    with acting_as(make.acting(world.officer)):
        return change_risk_level(
            person=world.person,
            level=level,
            mappa=world.person.mappa,
            reason="Threats were reported",
            by=world.officer,
            at=at or world.now,
        )


def decide(world: World, referral: Referral, decisions: dict[int, Decision]) -> list[int]:
    with acting_as(make.acting(world.officer)):
        return decide_on_new_risks(
            referral=referral, decisions=decisions, going_on={}, by=world.officer, at=world.now
        )


def told(user: User) -> list[str]:
    return list(Message.objects.filter(to=user).order_by("pk").values_list("subject", flat=True))


class TestNewRisks:
    """A flag raised after sending is decided on for each open referral."""

    @pytest.mark.asks("S108")
    def test_each_open_referral_waits_on_the_officer_with_its_clock(self, world: World) -> None:
        world.allocated()
        flag = raised(world)
        with acting_as(make.acting(world.officer)):
            (waits,) = new_risks_to_decide(make.acting(world.officer), world.now)
        assert waits.due_on == (world.now + 4 * DAY).date()  # two business days after a Thursday
        with acting_as(make.acting(world.worker)):
            assert not RiskFlag.objects.filter(pk=flag.pk).exists()

    @pytest.mark.asks("S108")
    def test_what_is_shared_reaches_the_provider_and_the_worker_at_once(self, world: World) -> None:
        referral = world.allocated()
        flag = raised(world)
        assert decide(world, referral, {flag.pk: SHARED}) == [flag.pk]
        rights = PersonAccess.objects.filter(because="referral", because_id=referral.pk)
        assert [one.shared_flags for one in rights] == [[flag.pk], [flag.pk]]
        with acting_as(make.acting(world.worker)):
            assert RiskFlag.objects.filter(pk=flag.pk).exists()
            waits = [one.what for one in waiting_for_worker(make.acting(world.worker), world.now)]
        assert "Read the risks shared with you" in waits
        assert told(world.worker)[-1] == "A new risk is shared with you: read it now"
        with acting_as(make.acting(world.officer)):
            assert not new_risks_to_decide(make.acting(world.officer), world.now)

    def test_what_is_withheld_is_kept_with_the_reason_and_nobody_is_told(self, world: World) -> None:
        referral = world.allocated()
        flag = raised(world)
        before = told(world.worker)
        assert decide(world, referral, {flag.pk: Decision(shared=False, reason="Not about her work")}) == []
        assert told(world.worker) == before
        with pytest.raises(DecidedBefore):
            decide(world, referral, {flag.pk: SHARED})

    def test_it_is_not_left_undecided_nor_decided_on_by_anybody_else(self, world: World) -> None:
        referral = world.allocated()
        flag = raised(world)
        with pytest.raises(RiskNotDecided):
            decide(world, referral, {})
        with acting_as(make.acting(world.manager)), pytest.raises(NotAllowed):
            decide_on_new_risks(
                referral=referral, decisions={flag.pk: SHARED}, going_on={}, by=world.manager, at=world.now
            )

    @pytest.mark.asks("S96", "S108")
    def test_an_order_made_after_sending_is_held_against_the_service_as_well(self, world: World) -> None:
        world.service.involves = ["computers"]
        world.service.save()
        referral = world.allocated()
        flag = raised(world, kind="shpo", limits=["computers"])
        with pytest.raises(ConflictNotDecided):
            decide(world, referral, {flag.pk: SHARED})


class TestLateConflicts:
    """A service says only after a referral was sent that it involves what a risk forbids."""

    @pytest.fixture
    def order(self, world: World) -> RiskFlag:
        return raised(world, kind="shpo", limits=["computers", "cameras"])

    def involves(self, world: World, *things: str) -> None:
        with acting_as(make.acting(world.manager)):
            set_kind_of_work(
                service=world.service, service_type="volunteering", meets_children=False,
                involves=things, by=world.manager, at=world.now + DAY,
            )  # fmt: skip

    def waits(self, world: World) -> list[str]:
        with acting_as(make.acting(world.officer)):
            return [one.what for one in conflicts_to_decide(make.acting(world.officer), world.now + DAY)]

    @pytest.mark.asks("S96", "S108")
    def test_each_open_referral_it_concerns_waits_for_the_same_decision(
        self, world: World, order: RiskFlag
    ) -> None:
        referral = world.allocated(decisions={order.pk: SHARED})
        assert self.waits(world) == []
        self.involves(world, "computers", "driving")
        assert self.waits(world) == ["Decide on what a risk forbids"]
        with pytest.raises(ConflictNotDecided):
            decide(world, referral, {})
        with acting_as(make.acting(world.officer)):
            decide_on_new_risks(
                referral=referral, decisions={}, going_on={order.pk: GOES_ON},
                by=world.officer, at=world.now + DAY,
            )  # fmt: skip
        assert self.waits(world) == []
        self.involves(world, "cameras", "computers")
        assert self.waits(world) == ["Decide on what a risk forbids"]

    def test_what_no_risk_forbids_waits_for_nothing(self, world: World, order: RiskFlag) -> None:
        world.allocated(decisions={order.pk: SHARED})
        self.involves(world, "driving", "alone")
        assert self.waits(world) == []


class TestChanging:
    """A risk in other words, and one that has ended."""

    def test_nobody_was_told_of_it_so_it_is_put_right_as_it_stands(self, world: World) -> None:
        flag = raised(world, restrictions=["Not Mill Street"])
        with acting_as(make.acting(world.officer)):
            changed = change_risk(
                flag=flag, kind="shpo", detail="Another", restrictions=["Not online"],
                by=world.officer, at=world.now,
            )  # fmt: skip
        assert changed.pk == flag.pk
        assert [str(one) for one in changed.restrictions.all()] == ["Not online"]

    @pytest.mark.asks("S108")
    def test_what_was_told_stays_and_what_is_new_is_decided_on_again(self, world: World) -> None:
        flag = raised(world)
        referral = world.allocated(decisions={flag.pk: SHARED})
        with acting_as(make.acting(world.officer)):
            changed = change_risk(
                flag=flag, kind="restraining_order", detail="Mill Street as well",
                by=world.officer, at=world.now + DAY,
            )  # fmt: skip
            (waits,) = new_risks_to_decide(make.acting(world.officer), world.now + DAY)
        flag.refresh_from_db()
        assert changed.pk != flag.pk
        assert (flag.detail, flag.why_ended) == ("An order", "It stands in other words now")
        assert waits.referral == referral
        assert told(world.worker)[-1] == "A risk you were told of has ended"

    def test_it_ends_once_and_for_a_reason(self, world: World) -> None:
        flag = raised(world)
        with acting_as(make.acting(world.officer)):
            with pytest.raises(ReasonNotGiven):
                end_risk_flag(flag=flag, reason=" ", by=world.officer, at=world.now)
            end_risk_flag(flag=flag, reason="It has run out", by=world.officer, at=world.now + 3 * DAY)
            with pytest.raises(RiskIsOver):
                end_risk_flag(flag=flag, reason="Again", by=world.officer, at=world.now + 4 * DAY)
        flag.refresh_from_db()
        assert flag.during.last_day == (world.now + 2 * DAY).date()


class TestRiskLevel:
    """The level has its history, and open referrals are held against it."""

    @pytest.mark.asks("S108")
    def test_raised_to_high_what_it_rules_out_waits_and_the_provider_is_told(self, world: World) -> None:
        referral = world.allocated()
        became(world, "high")
        world.person.refresh_from_db()
        assert world.person.risk_level == "high"
        recheck = RiskRecheck.objects.get()
        assert recheck.referral == referral
        assert "the risk is high" in recheck.why.lower()
        with acting_as(make.acting(world.officer)):
            (waits,) = rechecks_waiting(make.acting(world.officer), world.now)
        assert (waits.what, waits.referral) == ("Decide whether the referral goes on", referral)
        assert told(world.worker)[-1] == "The risk of somebody you work with has changed"

    def test_a_service_that_takes_it_and_one_that_is_over_wait_for_nothing(self, world: World) -> None:
        world.service.eligibility.all().delete()
        world.allocated()
        became(world, "high")
        assert not RiskRecheck.objects.exists()

    @pytest.mark.asks("S108")
    def test_each_change_stays_with_what_was_before_and_why(self, world: World) -> None:
        became(world, "high")
        became(world, "very_high", world.now + DAY)
        history = [(one.was_level, one.level, one.reason) for one in RiskLevelChange.objects.all()]
        assert history == [
            ("high", "very_high", "Threats were reported"),
            ("medium", "high", "Threats were reported"),
        ]

    def test_it_changes_for_a_reason_and_to_something_else(self, world: World) -> None:
        with pytest.raises(NothingChanges):
            became(world, "medium")
        with acting_as(make.acting(world.officer)), pytest.raises(ReasonNotGiven):
            change_risk_level(
                person=world.person, level="high", mappa="none", reason="", by=world.officer, at=world.now
            )

    def test_it_waits_no_longer_when_the_service_takes_them_again(self, world: World) -> None:
        world.allocated()
        became(world, "high")
        became(world, "medium", world.now + DAY)
        with acting_as(make.acting(world.officer)):
            assert not rechecks_to_decide(make.acting(world.officer), world.now + DAY).exists()
        assert RiskRecheck.objects.get().decision.decided == "fits"

    @pytest.mark.asks("S108")
    def test_the_officer_keeps_it_or_ends_it(self, world: World) -> None:
        referral = world.allocated()
        became(world, "high")
        recheck = RiskRecheck.objects.get()
        with acting_as(make.acting(world.officer)):
            decide_on_recheck(
                recheck=recheck, decided="end", reason="Not safe", by=world.officer, at=world.now
            )
            with pytest.raises(DecidedBefore):
                decide_on_recheck(
                    recheck=recheck, decided="keep", reason="Safe", by=world.officer, at=world.now
                )
        referral.refresh_from_db()
        assert referral.state == ReferralState.WITHDRAWN

    def test_once_work_has_started_the_provider_is_asked_to_end_it(self, world: World) -> None:
        referral = world.allocated()
        world.attended(referral, world.now + DAY)
        became(world, "high", world.now + 2 * DAY)
        with acting_as(make.acting(world.officer)):
            decide_on_recheck(
                recheck=RiskRecheck.objects.get(), decided="end", reason="Not safe",
                by=world.officer, at=world.now + 2 * DAY,
            )  # fmt: skip
        with acting_as(make.acting(world.worker)):
            waits = [one.what for one in waiting_for_worker(make.acting(world.worker), world.now + 2 * DAY)]
        assert "End it early, as the officer asks" in waits
        assert told(world.worker)[-1] == "The officer asks you to end a referral"


class TestNewOfficer:
    """A person goes from a CRC to the NPS: their referrals go with them."""

    @pytest.fixture
    def crc(self) -> Organisation:
        made: Organisation = make.OrganisationFactory(name="Southfold CRC")
        return made

    def handed(self, world: World, officer: User, to: Organisation) -> None:
        with acting_as(make.acting(world.senior)):
            hand_case_over(
                person=world.person, officer=officer, organisation=to, by=world.senior, at=world.now
            )

    @pytest.mark.asks("S108")
    def test_open_referrals_belong_to_the_new_officer_and_to_nobody_before(
        self, world: World, crc: Organisation
    ) -> None:
        started = world.sent()
        new = make.member("responsible_officer", crc, full_name="Nia Bevan")
        self.handed(world, new, crc)
        for officer, theirs in ((new, [started]), (world.officer, [])):
            with acting_as(make.acting(officer)):
                found = referrals_supervised_by(make.acting(officer), world.now + DAY)
                assert list(found) == theirs
        referral = Referral.objects.get(pk=started.pk)
        assert (referral.supervisor, referral.buyer) == (crc, world.division)
        assert told(new) == ["Somebody is yours to supervise now"]
        assert told(world.manager)[-1] == "The responsible officer has changed"

    @pytest.mark.asks("S108")
    def test_the_new_officer_answers_for_them_and_hears_of_them(
        self, world: World, crc: Organisation
    ) -> None:
        referral = world.sent()
        new = make.member("responsible_officer", crc)
        self.handed(world, new, crc)
        with acting_as(make.acting(world.manager)):
            accept_referral(referral=referral, by=world.manager, at=world.now + DAY)
        assert told(new)[-1] == "Your referral was accepted"
        assert "Your referral was accepted" not in told(world.officer)
        referral.refresh_from_db()
        with acting_as(make.acting(world.officer)), pytest.raises((NotAllowed, MoveNotAllowed)):
            withdraw_referral(referral=referral, why="Mine", by=world.officer, at=world.now + DAY)
        with acting_as(make.acting(new)):
            withdraw_referral(referral=referral, why="Another plan", by=new, at=world.now + DAY)

    @pytest.mark.asks("S108")
    def test_a_risk_raised_to_high_waits_on_whoever_is_responsible_now(
        self, world: World, crc: Organisation
    ) -> None:
        world.allocated()
        became(world, "high")
        new = make.member("responsible_officer", crc)
        self.handed(world, new, crc)
        for officer, number in ((new, 1), (world.officer, 0)):
            with acting_as(make.acting(officer)):
                assert len(rechecks_waiting(make.acting(officer), world.now + DAY)) == number

    def test_a_case_is_handed_to_an_officer_by_whoever_manages_it(
        self, world: World, crc: Organisation
    ) -> None:
        with pytest.raises(NotTheirOfficer, match="supervises nobody for Southfold CRC"):
            self.handed(world, world.worker, crc)
        with pytest.raises(NothingChanges):
            self.handed(world, world.officer, world.division)
        with acting_as(make.acting(world.officer)), pytest.raises(NotAllowed):
            hand_case_over(
                person=world.person, officer=world.officer, organisation=crc, by=world.officer, at=world.now
            )
