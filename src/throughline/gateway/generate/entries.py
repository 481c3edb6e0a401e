"""What else stands in a generated entry: groups, contacts, what to tell, evidence, other words, trials."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Final

from throughline.gateway.generate import names
from throughline.gateway.generate.offers import OFFERS
from throughline.gateway.generate.planned import Planned
from throughline.gateway.generate.rows.directory_rows import (
    Pilot,
    ServiceContact,
    ServiceEvidence,
    ServiceInformation,
    ServicePopulation,
    ServiceWording,
)
from throughline.gateway.generate.world import World, span

EASY_IN_HUNDRED: Final = 40
WELSH_IN_HUNDRED: Final = 10
"""Entries with easy words, and with Welsh ones; the others say that theirs are missing."""

_ASKS: Final = (
    ("Risks the workers have to know of", "Workers meet people in rooms that others use", True),
    ("What the person wants from this", "The first session begins with it", False),
    ("Days and times the person can come", "The first session is offered within them", False),
    ("Whether children live in the home", "Visits are planned around them", True),
    ("Medicines and allergies", "Food is shared at the group", False),
    ("Who else is working with the person", "So that nothing is done twice", False),
)
_JOBS: Final = ("Referrals", "Service coordinator", "Team leader")
_PURPOSE: Final = (
    "Whether meeting somebody within two days of release keeps more people in touch",
    "Whether evenings bring those who work",
)
_DECIDED: Final = {
    "kept": ("keep", "Twice as many finished as before, at the same cost"),
    "stopped": ("stop", "Too few were referred to tell anything"),
}


def write_entry(world: World, one: Planned) -> None:
    """Write everything that hangs on one entry and depends on nothing else."""
    for group, is_main in (one.served or {}).items():
        world.write.add(
            ServicePopulation(world.write.next_id(ServicePopulation), one.id, group.value, is_main)
        )
    _contacts(world, one)
    chance = world.chance.of("entries")
    for what, why, essential in chance.sample(_ASKS, chance.choice((1, 2, 2, 3))):
        world.write.add(
            ServiceInformation(world.write.next_id(ServiceInformation), one.id, what, why, essential)
        )
    if chance.random() < 0.15:
        _evidence(world, one, chance)
    _wordings(world, one, chance)
    if one.pilot:
        _pilot(world, one, chance)


def _contacts(world: World, one: Planned) -> None:
    chance = world.chance.of("contacts")
    manager = world.providers[one.by.provider].manager
    _contact(world, one, world.user_names[manager], "Manager", user=manager, during=span(world.begins))
    name = _somebody(chance)
    job = chance.choice(_JOBS)
    if chance.random() < 0.1:
        left = world.time.day(world.time.today - chance.randrange(5, 60))
        follows = _contact(world, one, _somebody(chance), job, is_public=True, during=span(left))
        _contact(world, one, name, job, during=span(world.begins, left), successor=follows)
    else:
        _contact(world, one, name, job, is_public=True, during=span(world.begins))


def _contact(
    world: World,
    one: Planned,
    name: str,
    job: str,
    *,
    during: str,
    user: int | None = None,
    is_public: bool = False,
    successor: int | None = None,
) -> int:
    made = world.write.next_id(ServiceContact)
    # Numbers that the regulator keeps for stories.
    telephone = f"01632 960{made % 1000:03d}"
    world.write.add(
        ServiceContact(
            made, one.id, name, job, telephone, f"service{one.id}.{made}@throughline.example", user,
            is_public, during, successor,
        )
    )  # fmt: skip
    return made


def _somebody(chance: random.Random) -> str:
    return " ".join(names.full_name(chance.choice(("female", "male")), chance))


def _evidence(world: World, one: Planned, chance: random.Random) -> None:
    asked = chance.randrange(20, 90)
    better = asked * chance.randrange(45, 85) // 100
    world.write.add(
        ServiceEvidence(
            world.write.next_id(ServiceEvidence), one.id,
            f"Of {asked} people asked at the end, {better} said that it had helped (invented)",
            f"{world.organisation_names[one.by.provider]}, own survey (invented)",
            world.time.day(world.time.today - chance.randrange(30, 100)),
        )
    )  # fmt: skip


def _wordings(world: World, one: Planned, chance: random.Random) -> None:
    easy, welsh = chance.randrange(100) < EASY_IN_HUNDRED, chance.randrange(100) < WELSH_IN_HUNDRED
    if easy:
        _wording(
            world, one, "en", "easy", one.name, "A service for people on probation.", OFFERS[one.type].easy
        )
    if welsh:
        _wording(
            world, one, "cy", "plain", f"Gwasanaeth cymorth, {one.by.place.name}",
            "Gwasanaeth i bobl ar brawf. Dyfeisiwyd popeth yn y cofnod hwn.",
            "Rydych chi’n cwrdd â gweithiwr sy’n gwrando ac yn helpu.",
        )  # fmt: skip


def _wording(
    world: World, one: Planned, language: str, reading: str, name: str, summary: str, happens: str
) -> None:
    made = world.write.next_id(ServiceWording)
    world.write.add(ServiceWording(made, one.id, language, reading, name, summary, happens))


def _pilot(world: World, one: Planned, chance: random.Random) -> None:
    today = world.time.as_at
    ended = one.pilot != "running"
    ends = today + timedelta(chance.randrange(-100, -30) if ended else chance.randrange(40, 150))
    begins = max(world.begins, ends - timedelta(270))
    decision: tuple[str, date | None, int | None, str] = ("", None, None, "")
    if one.pilot in _DECIDED:
        decided, why = _DECIDED[one.pilot]
        manager = world.providers[one.by.provider].manager
        decision = (decided, ends - timedelta(chance.randrange(1, 20)), manager, why)
    world.write.add(
        Pilot(
            world.write.next_id(Pilot), one.id, span(begins, ends), chance.choice(_PURPOSE),
            "At most ten at a time; whoever is on it stays until they finish", 40, *decision,
        )
    )  # fmt: skip
