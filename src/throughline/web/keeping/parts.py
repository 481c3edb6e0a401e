"""The single parts of a record: what each asks, what it says now, and the action that changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.supply.actions import (
    service_drafts,
    service_eligibility,
    service_intake,
    service_parts,
    service_text,
)
from throughline.supply.models import Service
from throughline.vocabulary.delivery import Mode
from throughline.web.forms import PageForm
from throughline.web.keeping import forms

Cleaned = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """
    One part of a record that has its own page.

    `now` gives what the form shows at first; `takes` makes the action's arguments of what was answered.
    """

    title: str
    anchor: str
    form: type[PageForm]
    now: Callable[[Service], dict[str, Any]]
    act: Callable[..., Any]
    takes: Callable[[Cleaned], dict[str, Any]] = dict
    said: tuple[str, ...] = ()


def _fields(*names: str) -> Callable[[Service], dict[str, Any]]:
    return lambda service: {name: getattr(service, name) for name in names}


def _whom(service: Service) -> dict[str, Any]:
    sexes = [code for code, _ in forms.SEXES if getattr(service, f"for_{code}")]
    return {"sexes": sexes, "youngest": service.youngest, "oldest": service.oldest}


def _people(service: Service) -> dict[str, Any]:
    rows = list(service.populations.all())
    return {
        "main": [row.population for row in rows if row.is_main],
        "also": [row.population for row in rows if not row.is_main],
    }


def _delivery(service: Service) -> dict[str, Any]:
    mode = "" if service.mode == Mode.UNKNOWN else service.mode
    return {"mode": mode, "channels": service.channels, "languages": service.languages}


PARTS: Mapping[str, Part] = {
    "text": Part(
        "What the service is",
        "what",
        forms.TextForm,
        _fields("name", "summary", "what_happens"),
        service_text.describe_service,
    ),
    "kind": Part(
        "Kind of work",
        "what",
        forms.KindForm,
        _fields("service_type", "meets_children", "involves"),
        service_text.set_kind_of_work,
    ),
    "delivery": Part("How it is given", "what", forms.DeliveryForm, _delivery, service_text.set_delivery),
    "dose": Part(
        "How much of it there usually is",
        "what",
        forms.DoseForm,
        _fields("sessions", "session_minutes", "weeks", "indicative_rar_days"),
        service_text.set_dose,
        said=("Leave empty what varies too much to say.",),
    ),
    "needs": Part(
        "Needs it answers",
        "whom",
        forms.NeedsForm,
        lambda service: {"needs": [row.need for row in service.needs.all()]},
        service_parts.set_needs,
    ),
    "people": Part(
        "People it is for",
        "whom",
        forms.PeopleForm,
        _people,
        service_eligibility.set_populations,
        said=("People find a service by these. Whom it may take is decided by its rules, not by these.",),
    ),
    "whom": Part(
        "Sexes and ages",
        "whom",
        forms.WhomForm,
        _whom,
        service_eligibility.set_whom,
        takes=lambda said: {
            "for_women": "women" in said["sexes"],
            "for_men": "men" in said["sexes"],
            "youngest": said["youngest"],
            "oldest": said["oldest"],
        },
    ),
    "intake": Part(
        "Referrals",
        "intake",
        forms.IntakeForm,
        lambda service: {
            "intake": service.intake,
            "cap": service.intake_cap,
            "alternative": service.alternative,
            "note": service.intake_note,
        },
        service_intake.set_intake,
        said=("Referrals under way go on, whatever you choose.",),
    ),
    "capacity": Part("Places", "intake", forms.CapacityForm, _fields("places"), service_intake.set_capacity),
    "wait": Part(
        "Waiting time",
        "intake",
        forms.WaitForm,
        lambda service: {"days": service.waiting_days},
        service_intake.state_wait,
        said=("Officers read it with the day on which you say so.",),
    ),
    "interval": Part(
        "How often it is confirmed",
        "record",
        forms.IntervalForm,
        lambda service: {"days": service.review_days},
        service_drafts.set_review_interval,
    ),
}
"""By the last part of the address."""
