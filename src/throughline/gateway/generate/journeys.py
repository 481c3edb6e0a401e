"""Referrals and their moves, written as the actions of the line would have written them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime

from throughline.core.time import london_day
from throughline.gateway.generate.cases import Case, give_access, objective_for
from throughline.gateway.generate.conditions import array
from throughline.gateway.generate.details import write_details
from throughline.gateway.generate.involved import forbidden
from throughline.gateway.generate.rows.line_rows import (
    ConflictDecision,
    Outcome,
    Referral,
    ReferralMove,
    RiskReading,
    RiskSharing,
    Shared,
)
from throughline.gateway.generate.world import ForWhom, Offered, World
from throughline.line.actions.referrals import BECAUSE
from throughline.line.actions.risks import MUST_BE_SHARED_WHERE_CHILDREN_COME
from throughline.line.rules.legal_bases import basis_of_risk
from throughline.vocabulary.involved import Involved
from throughline.vocabulary.legal_bases import LegalBasis
from throughline.vocabulary.needs import Need

_DECLINED = ("No place before the sentence ends", "Lives too far from where the group meets",
             "Needs more support than this service gives")  # fmt: skip
_WITHDRAWN = ("Moved out of the area", "Recalled to prison", "Chose another service")
_ENDED = (
    "Found work and cannot come",
    "Stopped coming after several missed appointments",
    "Recalled to prison",
)
_WITHHELD = ("Not relevant to this service, and the person objects", "Closed matter that adds nothing here")
_TOLD = "{identity,sentence,need}"
_A_RISK = "{risk}"
_REFERRED_ALL_THE_SAME = "It can be done without what the order forbids, and nothing nearer answers the need"
_TAKEN_ALL_THE_SAME = "We plan each session so that the order is kept to, and the worker knows it"
_NEED_MET_IN_HUNDRED = {
    Need.WELLBEING: 56,
    Need.ACCOMMODATION: 54,
    Need.THINKING: 52,
    Need.RELATIONSHIPS: 50,
    Need.EMPLOYMENT: 21,
}
"""Needs sufficiently met (HM Inspectorate of Probation, 2018, Table 6); others are settled here at 50."""

MORNING = 10 * 60
TRIES = 30
"""How many services are looked at for each referral: rules keep people out of many."""
MANAGED = frozenset({"1", "2", "3"})
"""Levels of MAPPA, for which a service has to be cleared."""


@dataclass
class Journey:
    """One referral while it is being made. Days are working days; a day not before today has not come."""

    id: int
    reference: str
    case: Case
    service: Offered
    planned_sessions: int
    drafted: int
    moves: list[tuple[str, str, str, datetime, int, str]] = field(default_factory=list)
    state: str = "draft"
    worker: int | None = None
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    allocated: int | None = None
    allocated_at: datetime | None = None
    ended_at: datetime | None = None
    route: str = ""
    buyer: int | None = None
    shared: tuple[int, ...] = ()
    sharings: tuple[int, ...] = ()

    def moved(self, name: str, to: str, at: datetime, by: int, why: str = "") -> None:
        """Note one move."""
        self.moves.append((name, self.state, to, at, by, why))
        self.state = to


class Clock:
    """Working days passing in one journey: each step is kept only when its day has come."""

    def __init__(self, world: World, day: int) -> None:
        self.world = world
        self.day = day

    def pass_days(self, days: int) -> bool:
        """Let days pass; says whether that day is over by now."""
        self.day += days
        return self.day < self.world.time.today

    def moment(self, minute: int) -> datetime:
        """The moment on the present day."""
        return self.world.time.at(self.day, minute)


def choose_services(world: World, case: Case, number: int) -> list[Offered]:
    """Up to `number` different services of the person's area that suit them and have a place."""
    chance = world.chance.of("choices")
    found: list[Offered] = []
    for _ in range(number * TRIES):
        if len(found) == number:
            break
        one = chance.choice(case.place.services)
        if one.takes_referrals and takes(one.for_whom, case) and one not in found and not one.is_full:
            found.append(one)
    return found


def takes(whom: ForWhom, case: Case) -> bool:
    """Whether nothing that is known of the person keeps them out; what is not recorded keeps out nobody."""
    return not (
        (case.sex == "male" and not whom.for_men)
        or (whom.youngest is not None and case.age_when_passed < whom.youngest)
        or (whom.risks is not None and case.risk != "unknown" and case.risk not in whom.risks)
        or case.offence_kind in whom.not_offences
        or (whom.orders is not None and case.order not in whom.orders)
        or (whom.language and case.language not in ("", whom.language))
        or (whom.needs is not None and not whom.needs & case.needs and whom.needs <= case.assessed)
        or (case.mappa in MANAGED and not whom.is_cleared)
    )


def begin_journey(world: World, case: Case, service: Offered) -> Journey:
    """A referral drafted some time after the sentence, with the moves made by now, up to allocation."""
    chance = world.chance.of("referrals")
    drafted = chance.randrange(case.passed + 2, world.time.today)
    journey = Journey(
        world.write.next_id(Referral), world.write.next_reference(Referral), case, service,
        chance.choice((4, 6, 8, 8)), drafted,
    )  # fmt: skip
    clock = Clock(world, drafted)
    if clock.pass_days(chance.choice((0, 0, 1, 2, 3))) and service.takes_one_more(world.time.day(clock.day)):
        _send(world, journey, clock)
        if _is_accepted(world, journey, clock, chance):
            _allocate(world, journey, clock, chance)
    return journey


def _send(world: World, journey: Journey, clock: Clock) -> None:
    chance = world.chance.of("risk sharing")
    case, service = journey.case, journey.service
    at = clock.moment(MORNING + chance.randrange(300))
    journey.moved("send", "sent", at, case.officer)
    journey.sent_at = at
    day = world.time.day(clock.day)
    service.sent[day.year, day.month] = service.sent.get((day.year, day.month), 0) + 1
    route, payer = service.route_for(case.organisation)
    journey.route, journey.buyer = route, case.organisation if route == "rate_card" else payer
    _tell(world, journey, _TOLD, None, LegalBasis.SUPERVISION)
    shared = []
    for flag, kind in case.flags:
        things = forbidden(service, kind)
        must = bool(things) or (service.meets_children and kind in MUST_BE_SHARED_WHERE_CHILDREN_COME)
        shares = must or chance.random() < 0.85
        sharing = world.write.next_id(RiskSharing)
        why = "" if shares else chance.choice(_WITHHELD)
        world.write.add(RiskSharing(sharing, journey.id, flag, shares, why, case.officer, at))
        if things:
            _go_on(world, sharing, things, case.officer, at)
        if shares:
            shared.append((flag, sharing))
            _tell(world, journey, _A_RISK, flag, basis_of_risk(kind))
    journey.shared = tuple(flag for flag, _ in shared)
    journey.sharings = tuple(sharing for _, sharing in shared)


def _tell(world: World, journey: Journey, items: str, flag: int | None, basis: LegalBasis) -> None:
    """Note in the log of sharing what the provider is told by the referral that is being sent."""
    assert journey.sent_at is not None
    case, provider = journey.case, journey.service.deliverer
    world.write.add(
        Shared(
            world.write.next_id(Shared), case.person, journey.id, provider, items, flag, None, basis.value,
            journey.sent_at, case.officer,
        )
    )  # fmt: skip


def _go_on(world: World, sharing: int, things: list[Involved], officer: int, at: datetime) -> None:
    world.write.add(
        ConflictDecision(
            world.write.next_id(ConflictDecision), sharing, array(things), _REFERRED_ALL_THE_SAME,
            "The coordinator", _TAKEN_ALL_THE_SAME, london_day(at), officer, at,
        )
    )  # fmt: skip


def _is_accepted(world: World, journey: Journey, clock: Clock, chance: random.Random) -> bool:
    manager = world.providers[journey.service.deliverer].manager
    roll = chance.randrange(100)
    if not clock.pass_days(chance.choice((0, 1, 1, 2, 3, 4, 6))):
        return False
    if roll < 4:
        _close(
            journey,
            "withdraw",
            "withdrawn",
            clock.moment(MORNING + 320),
            journey.case.officer,
            chance.choice(_WITHDRAWN),
        )
        return False
    if roll < 12:
        journey.moved(
            "ask", "queried", clock.moment(MORNING + 330), manager, "Which days can the person come?"
        )
        if not clock.pass_days(chance.choice((1, 2, 4))):
            return False
        journey.moved(
            "answer", "sent", clock.moment(MORNING + 30), journey.case.officer, "Any day after two o'clock"
        )
        if not clock.pass_days(1):
            return False
    if roll >= 94:
        _close(journey, "decline", "declined", clock.moment(MORNING + 340), manager, chance.choice(_DECLINED))
        return False
    journey.accepted_at = clock.moment(MORNING + 340)
    journey.moved("accept", "accepted", journey.accepted_at, manager)
    return True


def _allocate(world: World, journey: Journey, clock: Clock, chance: random.Random) -> None:
    provider = world.providers[journey.service.deliverer]
    if not clock.pass_days(chance.choice((0, 0, 1, 2, 4))):
        return
    journey.worker = chance.choice(provider.workers)
    journey.allocated = clock.day
    journey.allocated_at = clock.moment(MORNING + 380)
    journey.moved("allocate", "allocated", journey.allocated_at, provider.manager)
    if chance.random() < 0.8 and clock.day + 1 < world.time.today:
        for sharing in journey.sharings:
            world.write.add(
                RiskReading(
                    world.write.next_id(RiskReading),
                    sharing,
                    journey.worker,
                    world.time.at(clock.day + 1, MORNING),
                )
            )


def _close(journey: Journey, name: str, to: str, at: datetime, by: int, why: str = "") -> None:
    journey.moved(name, to, at, by, why)
    journey.ended_at = at


def end_journey(world: World, journey: Journey, at: datetime, *, early: bool) -> None:
    """Complete the referral or end it early, with its outcome, as its worker does."""
    chance = world.chance.of("outcomes")
    assert journey.worker is not None
    need = journey.service.needs[0]
    met = chance.randrange(100) < _NEED_MET_IN_HUNDRED.get(need, 50) and not early
    achieved = "yes" if met else chance.choice(("partly", "no"))
    evidence = {
        "yes": "Said so at the last meeting, and the officer agrees",
        "partly": "Some change, with more to do",
        "no": "No change that anybody could see",
    }[achieved]
    world.write.add(
        Outcome(world.write.next_id(Outcome), journey.id, need.value, achieved, evidence, journey.worker, at)
    )
    if early:
        _close(journey, "end early", "ended_early", at, journey.worker, chance.choice(_ENDED))
    else:
        _close(journey, "complete", "completed", at, journey.worker)


def write_journey(world: World, journey: Journey) -> None:
    """Write the referral with its moves, and who may see the person because of it."""
    case, service = journey.case, journey.service
    is_sent = journey.sent_at is not None
    chain = service.chain if is_sent else ()
    world.write.add(
        Referral(
            journey.id, journey.reference, case.person, case.requirement,
            objective_for(world, case, service.needs[0]), service.id, "", "", journey.state, case.officer,
            case.organisation, chain[-1].agreement if chain else None, chain[0].provider if chain else None,
            journey.buyer, journey.route, journey.worker, journey.planned_sessions,
            world.time.at(journey.drafted, 9 * 60), journey.sent_at, journey.ended_at,
        )
    )  # fmt: skip
    write_details(world, journey)
    for name, from_state, to_state, at, by, why in journey.moves:
        world.write.add(
            ReferralMove(
                world.write.next_id(ReferralMove), journey.id, name, from_state, to_state, at, at, by, why
            )
        )
    if journey.sent_at is not None:
        _give_access(world, journey, journey.sent_at)


def _give_access(world: World, journey: Journey, sent_at: datetime) -> None:
    give_access(
        world, journey.case.person, user=None, organisation=journey.service.deliverer, scope="deliver",
        because=BECAUSE, because_id=journey.id, since=sent_at, until=journey.ended_at, shared=journey.shared,
    )  # fmt: skip
    if journey.worker is not None and journey.allocated_at is not None:
        give_access(
            world, journey.case.person, user=journey.worker, organisation=None, scope="deliver",
            because=BECAUSE, because_id=journey.id, since=journey.allocated_at, until=journey.ended_at,
            shared=journey.shared,
        )  # fmt: skip
