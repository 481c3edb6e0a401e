"""How a referral began, on its page: the introduction of all three, and the days from sentence (S101)."""

from __future__ import annotations

from datetime import datetime

from throughline.core.time import london_day
from throughline.line.actions.concerns import UNDER_WAY
from throughline.line.models import Appointment, Contact, Referral
from throughline.line.queries.record import ReferralRecord
from throughline.web import words
from throughline.web.pieces import Fact, Shown, Tag


def beginning_facts(record: ReferralRecord, at: datetime) -> list[Fact]:
    """Whether the three were introduced, when else they were in touch, and how long it took to start."""
    contacts = list(Contact.objects.filter(referral=record.referral).select_related("recorded_by"))
    facts = [Fact("Introduction of all three", _introduced(record.referral, contacts))]
    others = [_in_touch(one) for one in contacts if not one.is_introduction]
    if others:
        facts.append(Fact("In touch", others))
    if record.requirement is not None:
        facts.append(Fact("From sentence to start", _started(record, at)))
    return facts


def _introduced(referral: Referral, contacts: list[Contact]) -> list[Shown] | Shown:
    held: list[Shown] = [_in_touch(one) for one in contacts if one.is_introduction]
    if held:
        return held
    return Tag("Missing", "yellow") if referral.state in UNDER_WAY else "None is recorded"


def _in_touch(one: Contact) -> str:
    said = f"{words.day(one.on_day)}: {words.and_list(one.who)}, {one.get_mode_display().lower()}"
    by = f"{one.recorded_by.full_name} recorded it on {words.day(one.recorded_at)}"
    return f"{said}. {one.what} ({by})" if one.what else f"{said} ({by})"


def _started(record: ReferralRecord, at: datetime) -> str:
    assert record.requirement is not None
    passed_on = record.requirement.sentence.passed_on
    began = [london_day(one.starts_at) for one in record.appointments if _took_part(one)]
    if began:
        first = min(began)
        took = words.plural((first - passed_on).days, "day")
        return f"{took}: sentenced on {words.day(passed_on)}, begun on {words.day(first)}"
    if record.referral.ended_at is not None:
        return "It never began"
    return f"Not begun, {words.plural((london_day(at) - passed_on).days, 'day')} after sentence"


def _took_part(appointment: Appointment) -> bool:
    records = appointment.records  # type: ignore[attr-defined]
    return bool(records) and bool(records[-1].took_part)
