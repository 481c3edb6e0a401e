"""Two buyers whose people wait for one service: a division of the NPS and a CRC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Organisation, User
from throughline.line.actions import referrals, sending
from throughline.line.actions.queue import change_turn
from throughline.line.models import QueueOverride, Referral
from throughline.people.models import PersonAccess
from throughline.vocabulary.queues import Turn


@dataclass
class Queueing:
    """The world, an officer of each buyer, and what they and the provider do."""

    world: World
    nps: User
    crc: User

    def waits(
        self, officer: User, name: str, at: datetime = make.NOW, *, risk: str = "low", accepted: bool = True
    ) -> Referral:
        """Somebody new is referred by an officer, and accepted unless said otherwise."""
        organisation = self.organisation_of(officer)
        requirement = make.RequirementFactory(
            sentence__person__first_names=name, sentence__person__risk_level=risk
        )
        person = requirement.sentence.person
        supervision = make.SupervisionFactory(person=person, officer=officer, organisation=organisation)
        make.PersonAccessFactory(
            person=person, user=officer, scope=PersonAccess.Scope.SUPERVISE, because_id=supervision.pk
        )
        objective = make.ObjectiveFactory(plan__sentence=requirement.sentence)
        with acting_as(make.acting(officer)):
            referral = sending.draft_referral(
                person=person,
                requirement=requirement,
                objective=objective,
                service=self.world.service,
                supervisor=organisation,
                planned_sessions=5,
                reason="Lonely",
                by=officer,
                at=at,
            )
            sending.send_referral(referral=referral, decisions={}, by=officer, at=at)
        if accepted:
            with acting_as(make.acting(self.world.manager)):
                referrals.accept_referral(referral=referral, by=self.world.manager, at=at)
        return referral

    def given(self, referral: Referral, why: str = "", at: datetime = make.NOW) -> Referral:
        """The provider's manager gives a referral to the worker."""
        with acting_as(make.acting(self.world.manager)):
            return referrals.allocate_referral(
                referral=referral,
                worker=self.world.worker,
                by=self.world.manager,
                at=at,
                out_of_turn=why,
            )

    def put(
        self, referral: Referral, turn: Turn, why: str = "She has nowhere to live", at: datetime = make.NOW
    ) -> QueueOverride:
        """The provider's manager changes somebody's turn."""
        with acting_as(make.acting(self.world.manager)):
            return change_turn(referral=referral, turn=turn, why=why, by=self.world.manager, at=at)

    def organisation_of(self, officer: User) -> Organisation:
        """The buyer an officer refers for."""
        return self.world.division if officer == self.nps else self.world.prime


def queueing(*, criteria: list[str] | None = None) -> Queueing:
    """The world with the rule of its queues: high risk first, unless said otherwise."""
    world = charlenes_world()
    value = ["high_risk"] if criteria is None else criteria
    make.SchemeRuleFactory(scheme=world.scheme, name="queue_priority", value=value)
    make.ServiceRouteFactory(service=world.service, route="core", buyer=world.prime)
    for role, body in (("division", world.division), ("prime", world.prime)):
        make.AreaRoleFactory(scheme=world.scheme, role=role, organisation=body)
    crc = make.member("responsible_officer", world.prime, full_name="Joan Marsh")
    return Queueing(world, world.officer, crc)
