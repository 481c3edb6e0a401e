"""Appointments and what happened at them: activities under a referral, and supervision."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughline.gateway.generate.cases import Case
from throughline.gateway.generate.journeys import Journey, end_journey
from throughline.gateway.generate.rows.line_rows import (
    Appointment,
    AppointmentMove,
    Attendance,
    LaterDecision,
    MissedDecision,
)
from throughline.gateway.generate.world import World

_HAPPENED = ("attended", "late", "no_session", "acceptable", "missed")
_HAPPENED_WEIGHTS = (70, 6, 3, 8, 13)
_TOOK_PART = frozenset({"attended", "late"})
_DECIDED_ON_MISSED = (
    ("acceptable", "Was at the hospital, and showed the letter"),
    ("warning", "Gave no reason; warned by letter"),
    ("breach", "Second absence without a reason in twelve months"),
)
_DECIDED_WEIGHTS = (45, 45, 10)
_MODES = ("in_person", "phone", "video")
_MODE_WEIGHTS = (88, 8, 4)
_STARTS = (9 * 60 + 30, 10 * 60, 10 * 60 + 30, 11 * 60, 13 * 60, 13 * 60 + 30, 14 * 60, 15 * 60, 15 * 60 + 30)
_HOUR = timedelta(hours=1)
_SOON = timedelta(minutes=20)
BOOKED_AHEAD = 5
"""Working days before an activity that it is booked."""
CORRECTED_IN_THOUSAND = 15
CANCELLED_IN_HUNDRED = 3
UNPLANNED_IN_HUNDRED = 6


@dataclass(frozen=True)
class Record:
    """One record of attendance, as money needs to know it; `at` is when it was recorded."""

    attendance: int
    appointment_at: datetime
    day: int
    took_part: bool
    at: datetime
    by: int
    supersedes: int | None


def make_activities(world: World, journey: Journey) -> list[Record]:
    """Write the activities of an allocated referral, its start and its end; gives the records made."""
    chance = world.chance.of("activities")
    time = world.time
    assert journey.allocated is not None
    assert journey.worker is not None
    sessions = journey.planned_sessions
    ends_early = chance.random() < 0.14
    if ends_early:
        sessions = chance.randrange(1, sessions)
    day = journey.allocated + chance.randrange(BOOKED_AHEAD + 1, BOOKED_AHEAD + 5)
    records: list[Record] = []
    for _ in range(sessions):
        if day - BOOKED_AHEAD >= time.today or time.day(day) >= journey.case.ends_on:
            return records
        records += _activity(world, journey, day, chance)
        day += chance.choice((3, 4, 5, 5, 5, 6, 7))
    if day < time.today and any(one.took_part for one in records):
        end_journey(world, journey, time.at(day, 16 * 60 + 30), early=ends_early)
    return records


def _activity(world: World, journey: Journey, day: int, chance: random.Random) -> list[Record]:
    time, case = world.time, journey.case
    starts_at = time.at(day, chance.choice(_STARTS))
    booked_at = time.at(day - BOOKED_AHEAD, 12 * 60)
    worker = journey.worker
    assert worker is not None
    counts = case.rar_days is not None and (
        day in case.planned_days or len(case.planned_days) < case.rar_days
    )
    planned = counts and chance.randrange(100) >= UNPLANNED_IN_HUNDRED
    if planned:
        case.planned_days.add(day)
    made = world.write.next_id(Appointment)
    cancelled = chance.randrange(100) < CANCELLED_IN_HUNDRED
    world.write.add(
        Appointment(
            made, world.write.next_reference(Appointment), case.person, journey.id, "activity",
            chance.choices(_MODES, _MODE_WEIGHTS)[0], case.place.name, worker, journey.service.deliverer,
            starts_at, starts_at + _HOUR, booked_at, worker, case.requirement if planned else None,
            booked_at if planned else None, "cancelled" if cancelled else "booked",
        )
    )  # fmt: skip
    if cancelled:
        _cancel(world, made, booked_at + _HOUR, worker)
        return []
    if day >= time.today or _is_not_recorded(world, day):
        return []
    records = _attendance(world, made, case, journey.service.deliverer, worker, starts_at, day)
    first = next((one for one in records if one.took_part), None)
    if first is not None and journey.state == "allocated":
        journey.moved("start", "started", first.at, worker)
    if counts and not planned and records and records[-1].took_part:
        _decide(world, made, case, day)
    return records


def _cancel(world: World, appointment: int, at: datetime, by: int) -> None:
    world.write.add(
        AppointmentMove(
            world.write.next_id(AppointmentMove), appointment, "cancel", "booked", "cancelled", at, at, by,
            "The room was not free",
        )
    )  # fmt: skip


def _is_not_recorded(world: World, day: int) -> bool:
    """Yesterday's records are not all in yet; of older ones, next to all."""
    chance = world.chance.of("not recorded")
    return chance.random() < (0.3 if day >= world.time.today - 2 else 0.01)


def _attendance(
    world: World, appointment: int, case: Case, organisation: int, by: int, starts_at: datetime, day: int
) -> list[Record]:
    chance = world.chance.of("attendance")
    happened = chance.choices(_HAPPENED, _HAPPENED_WEIGHTS)[0]
    made = world.write.next_id(Attendance)
    at = starts_at + _HOUR + _SOON
    took_part = happened in _TOOK_PART
    world.write.add(Attendance(made, appointment, case.person, organisation, happened, took_part, "", by, at))
    records = [Record(made, starts_at, day, took_part, at, by, None)]
    if chance.randrange(1000) < CORRECTED_IN_THOUSAND and day + 1 < world.time.today:
        happened = "acceptable" if happened == "missed" else "missed"
        later = world.time.at(day + 1, 9 * 60 + 45)
        correction = world.write.next_id(Attendance)
        world.write.add(
            Attendance(
                correction, appointment, case.person, organisation, happened, False, "", by, later, made,
                "Recorded for the wrong person",
            )
        )  # fmt: skip
        records.append(Record(correction, starts_at, day, False, later, by, made))
    if happened == "missed":
        _decide_on_missed(world, records[-1].attendance, case, day)
    return records


def _decide_on_missed(world: World, attendance: int, case: Case, day: int) -> None:
    """The officer's decision on a missed appointment within a few days, nearly always (D19)."""
    chance = world.chance.of("missed decisions")
    decided_on = day + chance.choice((2, 2, 3, 4, 6))
    if decided_on >= world.time.today or chance.random() < 0.02:
        return
    decided, why = chance.choices(_DECIDED_ON_MISSED, _DECIDED_WEIGHTS)[0]
    world.write.add(
        MissedDecision(
            world.write.next_id(MissedDecision), attendance, case.person, decided, why, case.officer,
            world.time.at(decided_on, 12 * 60),
        )
    )  # fmt: skip


def _decide(world: World, appointment: int, case: Case, day: int) -> None:
    """The officer's decision on activity that nobody planned as RAR, most of the time (D17)."""
    chance = world.chance.of("later decisions")
    if chance.random() < 0.3 or day + 3 >= world.time.today or len(case.planned_days) >= (case.rar_days or 0):
        return
    accepted = chance.random() < 0.7
    if accepted:
        case.planned_days.add(day)
    why = "Agreed by telephone on the day" if accepted else "Not what the plan asks for"
    world.write.add(
        LaterDecision(
            world.write.next_id(LaterDecision), appointment, case.person, accepted, why, case.officer,
            world.time.at(day + 3, 11 * 60),
        )
    )  # fmt: skip


def make_supervision(world: World, case: Case) -> None:
    """Write a few supervision appointments with the responsible officer, past and coming."""
    chance = world.chance.of("supervision appointments")
    time = world.time
    days = {chance.randrange(max(case.passed + 7, time.today - 40), time.today + 12) for _ in range(3)}
    for day in sorted(days):
        starts_at = time.at(day, chance.choice(_STARTS))
        booked_at = time.at(max(min(day, time.today) - 8, case.passed), 15 * 60)
        if starts_at <= booked_at or time.day(day) >= case.ends_on:
            continue
        made = world.write.next_id(Appointment)
        world.write.add(
            Appointment(
                made, world.write.next_reference(Appointment), case.person, None, "supervision", "in_person",
                f"Probation office, {case.place.name}", case.officer, case.organisation, starts_at,
                starts_at + _HOUR / 2, booked_at, case.officer, None, None, "booked",
            )
        )  # fmt: skip
        if day < time.today and not _is_not_recorded(world, day):
            _attendance(world, made, case, case.organisation, case.officer, starts_at, day)
