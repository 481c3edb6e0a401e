"""People with their sentence, officer, assessment, risks and plan."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from throughline.gateway.generate import names
from throughline.gateway.generate.conditions import array
from throughline.gateway.generate.involved import LIMITS
from throughline.gateway.generate.rows.people_rows import (
    AssessedNeed,
    Assessment,
    Objective,
    Person,
    PersonAccess,
    Plan,
    Requirement,
    Restriction,
    RiskFlag,
    Sentence,
    Supervision,
)
from throughline.gateway.generate.world import Place, World, span
from throughline.vocabulary.needs import Need

WOMEN_IN_HUNDRED = 10
"""26,410 of 262,347 people supervised (Public Accounts Committee, 2018, as the design's national size)."""
RAR_IN_HUNDRED = 40
"""Two in five community and suspended sentence orders carry a RAR (2016-17; S131)."""
ABRIDGED_IN_HUNDRED = 40
WITH_RISKS_IN_HUNDRED = 35
TRANSFERRED_IN_HUNDRED = 8
REVIEWED_AFTER = (84, 112, 112, 112, 168)
"""Days after which a plan is looked at again."""

RISK_OF_DIVISION = {"low": 26, "medium": 44, "high": 25, "very_high": 1, "unknown": 4}
RISK_OF_PRIME = {"low": 47, "medium": 49, "unknown": 4}
"""
Levels of risk in a hundred people of each. Of 55 cases inspected 7 were high, 27 medium, 21 low (HM
Inspectorate of Probation, 2018, Appendix 2); those of high risk are the national service's, which has half
of the people.
"""
MAPPA_AT_HIGH_RISK = {"none": 38, "1": 45, "2": 13, "3": 2, "unknown": 2}
MAPPA_AT_LOWER_RISK = {"none": 92, "1": 6, "unknown": 2}
MAPPA_OF_PRIME = {"none": 97, "unknown": 3}
"""Levels of MAPPA in a hundred people. Settled here."""

_ORDERS = ("community", "suspended", "licence", "post_sentence")
_ORDER_WEIGHTS = (40, 25, 27, 8)
_RAR_DAYS = (10, 15, 20, 25, 30)
_OFFENCES = {
    "Theft from a shop": "theft", "Common assault": "violence", "Driving while disqualified": "motoring",
    "Burglary": "theft", "Fraud": "fraud", "Affray": "public_order", "Handling stolen goods": "theft",
    "Possession with intent to supply": "drugs", "Criminal damage": "damage",
    "Assault of a partner": "domestic", "Harassment": "stalking", "Robbery": "robbery",
    "Possession of a knife": "weapons",
}  # fmt: skip
_GRAVE_OFFENCES = {
    "Arson": "arson",
    "Sexual assault": "sexual",
    "Stalking": "stalking",
    "Wounding": "violence",
}
"""Those of people whose risk is high, half of them."""
OFFENCE_UNKNOWN_IN_HUNDRED = 5
LANGUAGES = {"en": 880, "": 75, "cy": 8, "pl": 12, "ro": 9, "ur": 6, "pa": 4, "pt": 3, "so": 2, "bfi": 1}
"""The language a person is best spoken to in, of a thousand; not recorded for some. Settled here."""
_OASYS = (
    Need.ACCOMMODATION, Need.EMPLOYMENT, Need.FINANCE, Need.RELATIONSHIPS, Need.LIFESTYLE,
    Need.DRUGS, Need.ALCOHOL, Need.WELLBEING, Need.THINKING, Need.ATTITUDES,
)  # fmt: skip
_LEVELS = ("none", "some", "severe")
_LEVEL_WEIGHTS = (45, 37, 18)
_RISKS = {
    "domestic_abuse": ("Assaults on a former partner; an order protects her", "A former partner",
                       "Talk of the former partner, drinking", "End the meeting, tell the officer at once"),
    "child_safeguarding": ("A child in the household has a protection plan", "Children under ten",
                           "Mention of being alone with the child", "Tell the officer at once"),
    "risk_to_staff": ("Threatened a member of staff when refused", "Staff working alone",
                      "Raised voice, pacing", "Meet where others are within call"),
    "risk_to_self": ("Took an overdose two years ago", "", "Missing meetings, giving things away",
                     "Ask directly, and stay until somebody else is there"),
    "restraining_order": ("Not to go near a named address", "A neighbour", "Plans to visit the street",
                          "Remind of the order and tell the officer"),
    "shpo": ("Limits on devices and on places where children are", "Children", "New telephone or account",
             "Tell the officer the same day"),
}  # fmt: skip
_RISK_KINDS = tuple(_RISKS)
_RISK_WEIGHTS = (34, 16, 14, 22, 10, 4)
_RESTRICTED = {
    "restraining_order": "Not to go within 100 metres of the address named in the order",
    "shpo": "Not to use a device that can reach the internet unless it is open to inspection",
}
WORDS = {
    Need.MENTORING: "Have somebody to turn to who has been there",
    Need.ACCOMMODATION: "Find a settled place to live",
    Need.WOMEN: "Feel safe and in charge of daily life",
    Need.EMPLOYMENT: "Get ready for work and find it",
    Need.PRACTICAL: "Sort out papers, benefits and appointments",
    Need.RELATIONSHIPS: "Get on better at home",
    Need.THINKING: "Stop and think before acting",
    Need.WELLBEING: "Feel less anxious and sleep better",
    Need.RESTORATIVE: "Put right some of the harm done",
    Need.FINANCE: "Know what is owed and pay it off",
    Need.DRUGS: "Go through the week without using",
    Need.INCLUSION: "Do something with others that is worth doing",
    Need.GANGS: "Leave the group behind and stay safe",
    Need.LIFESTYLE: "Spend Saturdays on something else",
}
"""The words of an objective for each need that a generated service answers."""


@dataclass
class Case:
    """One person as the journeys need to know them."""

    person: int
    sex: str
    place: Place
    officer: int
    organisation: int
    passed: int
    """The working day on which the sentence was passed."""
    ends_on: date
    sentence: int
    requirement: int
    rar_days: int | None
    age_when_passed: int
    risk: str
    mappa: str
    language: str
    order: str
    offence_kind: str
    needs: set[str] = field(default_factory=set)
    """Needs that the assessment found."""
    assessed: set[str] = field(default_factory=set)
    """Needs that it looked at."""
    flags: list[tuple[int, str]] = field(default_factory=list)
    plan: int = 0
    objectives: dict[Need, int] = field(default_factory=dict)
    rar_days_in_plan: int = 0
    planned_days: set[int] = field(default_factory=set)
    """Working days on which RAR activity is planned."""


def make_case(world: World, n: int) -> Case:
    """Write the n-th person, from 0, with everything but the journeys."""
    chance = world.chance.of("people")
    sex = "female" if chance.randrange(100) < WOMEN_IN_HUNDRED else "male"
    first, last = names.full_name(sex, chance)
    place = world.places[n % len(world.places)]
    person = world.write.next_id(Person)
    # Everybody was grown up when they were sentenced, however long ago that was.
    youngest = 18 * 366 + world.size.history_days * 7 // 5 + 15
    born_on = world.time.as_at - timedelta(days=chance.randrange(youngest, 62 * 365))
    case = _sentence(world, person, sex, place, born_on, chance)
    world.write.add(
        Person(
            person, world.write.next_reference(Person), first, last, born_on, sex, _case_number(person),
            place.id, None, language=case.language, risk_level=case.risk, mappa=case.mappa,
        )
    )  # fmt: skip
    _supervision(world, case)
    _assessment(world, case)
    _risks(world, case)
    case.plan = world.write.next_id(Plan)
    made_on = world.time.day(case.passed + 1)
    review_on = made_on + timedelta(days=world.chance.of("plan reviews").choice(REVIEWED_AFTER))
    world.write.add(Plan(case.plan, person, case.sentence, made_on, "", review_on))
    return case


def _case_number(person: int) -> str:
    return f"Z{person:07d}"


def _sentence(
    world: World, person: int, sex: str, place: Place, born_on: date, chance: random.Random
) -> Case:
    time = world.time
    passed = chance.randrange(time.earliest, time.today - 4)
    passed_on = time.day(passed)
    kind = chance.choices(_ORDERS, _ORDER_WEIGHTS)[0]
    # Everyone is in the middle of a journey: the sentence goes on for a month at least.
    lengths = [days for days in (365, 548, 730) if passed_on + timedelta(days) > time.as_at + timedelta(30)]
    ends_on = passed_on + timedelta(chance.choice(lengths or [730]))
    organisation = (place.division_organisation, place.prime)[chance.randrange(2)]
    risk, mappa = _risk(world, is_national=organisation == place.division_organisation)
    offence, offence_kind = _offence(world, risk)
    sentence = world.write.next_id(Sentence)
    world.write.add(
        Sentence(
            sentence, person, kind, offence, f"{place.name} Magistrates' Court", passed_on,
            span(passed_on, ends_on), offence_kind,
        )
    )  # fmt: skip
    requirement, rar_days = _requirements(world, sentence, kind, chance)
    officer = chance.choice(place.officers[organisation])
    age = passed_on.year - born_on.year - ((passed_on.month, passed_on.day) < (born_on.month, born_on.day))
    language = world.chance.of("languages").choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    return Case(
        person, sex, place, officer, organisation, passed, ends_on, sentence, requirement, rar_days, age,
        risk, mappa, language, kind, offence_kind,
    )  # fmt: skip


def _risk(world: World, *, is_national: bool) -> tuple[str, str]:
    """Level of risk and of MAPPA: the national service supervises those of high risk, and those managed."""
    chance = world.chance.of("levels of risk")
    shares = RISK_OF_DIVISION if is_national else RISK_OF_PRIME
    risk = chance.choices(list(shares), list(shares.values()))[0]
    if not is_national:
        managed = MAPPA_OF_PRIME
    else:
        managed = MAPPA_AT_HIGH_RISK if risk in ("high", "very_high") else MAPPA_AT_LOWER_RISK
    return risk, chance.choices(list(managed), list(managed.values()))[0]


def _offence(world: World, risk: str) -> tuple[str, str]:
    chance = world.chance.of("offences")
    grave = risk in ("high", "very_high") and chance.random() < 0.5
    offence, kind = chance.choice(list((_GRAVE_OFFENCES if grave else _OFFENCES).items()))
    return offence, "" if chance.randrange(100) < OFFENCE_UNKNOWN_IN_HUNDRED else kind


def _requirements(world: World, sentence: int, kind: str, chance: random.Random) -> tuple[int, int | None]:
    """Write the requirements; gives the one that referrals are for, and its RAR days."""
    rar_days: int | None = None
    if kind in ("licence", "post_sentence"):
        first = "supervision"
    elif chance.randrange(100) < RAR_IN_HUNDRED:
        first, rar_days = "rar", chance.choice(_RAR_DAYS)
    else:
        first = chance.choices(("programme", "unpaid_work", "treatment"), (35, 50, 15))[0]
    made = world.write.next_id(Requirement)
    world.write.add(Requirement(made, sentence, first, rar_days))
    if rar_days is not None and chance.random() < 0.3:
        world.write.add(Requirement(world.write.next_id(Requirement), sentence, "unpaid_work", None))
    return made, rar_days


def _supervision(world: World, case: Case) -> None:
    chance = world.chance.of("supervision")
    time = world.time
    from_ = case.passed
    if chance.randrange(100) < TRANSFERRED_IN_HUNDRED and case.passed + 5 < time.today - 3:
        officers = case.place.officers[case.organisation]
        former = chance.choice(officers)
        if former != case.officer:
            changed = chance.randrange(case.passed + 3, min(case.passed + 6, time.today - 2) + 1)
            _one_supervision(world, case, former, from_, changed)
            from_ = changed
    _one_supervision(world, case, case.officer, from_, None)


def _one_supervision(world: World, case: Case, officer: int, from_: int, to: int | None) -> None:
    time = world.time
    made = world.write.next_id(Supervision)
    ended = time.day(to) if to is not None else None
    world.write.add(Supervision(made, case.person, officer, case.organisation, span(time.day(from_), ended)))
    until = time.at(to, 9 * 60) if to is not None else None
    # The officer, and those who manage cases where the officer works.
    for user, organisation in ((officer, None), (None, case.organisation)):
        give_access(
            world, case.person, user=user, organisation=organisation, scope="supervise",
            because="supervision", because_id=made, since=time.at(from_, 9 * 60), until=until,
        )  # fmt: skip


def give_access(
    world: World,
    person: int,
    *,
    user: int | None,
    organisation: int | None,
    scope: str,
    because: str,
    because_id: int,
    since: datetime,
    until: datetime | None,
    shared: tuple[int, ...] = (),
) -> None:
    """Write the right to see a person, as the move that causes it does."""
    flags = "{" + ",".join(map(str, shared)) + "}"
    world.write.add(
        PersonAccess(
            world.write.next_id(PersonAccess),
            person,
            user,
            organisation,
            scope,
            flags,
            because,
            because_id,
            since,
            until,
        )
    )


def _assessment(world: World, case: Case) -> None:
    chance = world.chance.of("assessments")
    if chance.random() < 0.04:
        return  # not assessed yet: silence, which is never read as no need
    made = world.write.next_id(Assessment)
    abridged = chance.randrange(100) < ABRIDGED_IN_HUNDRED
    world.write.add(
        Assessment(made, case.person, "abridged" if abridged else "full", world.time.day(case.passed + 1))
    )
    asked = chance.sample(_OASYS, 3) if abridged else _OASYS
    levels = chance.choices(_LEVELS, _LEVEL_WEIGHTS, k=len(asked))
    for need, level in zip(asked, levels, strict=True):
        world.write.add(AssessedNeed(world.write.next_id(AssessedNeed), made, need.value, level, False))
        case.assessed.add(need.value)
        if level != "none":
            case.needs.add(need.value)


def _risks(world: World, case: Case) -> None:
    chance = world.chance.of("risks")
    if chance.randrange(100) >= WITH_RISKS_IN_HUNDRED:
        return
    kinds = dict.fromkeys(chance.choices(_RISK_KINDS, _RISK_WEIGHTS, k=chance.choice((1, 1, 2, 3))))
    passed_on = world.time.day(case.passed)
    for kind in kinds:
        detail, protected, signs, what_to_do = _RISKS[kind]
        is_over = chance.random() < 0.1
        flag, limits = world.write.next_id(RiskFlag), array(LIMITS.get(kind, ()))
        during = span(passed_on - timedelta(400), passed_on) if is_over else span(passed_on)
        world.write.add(
            RiskFlag(flag, case.person, kind, detail, protected, signs, what_to_do, during, limits)
        )
        if kind in _RESTRICTED:
            world.write.add(Restriction(world.write.next_id(Restriction), flag, _RESTRICTED[kind]))
        if not is_over:
            case.flags.append((flag, kind))


def objective_for(world: World, case: Case, need: Need) -> int:
    """The objective of the person's plan for a need, written when it is not there yet."""
    if need not in case.objectives:
        case.objectives[need] = world.write.next_id(Objective)
        world.write.add(
            Objective(case.objectives[need], case.plan, need.value, WORDS[need], len(case.objectives))
        )
    return case.objectives[need]
