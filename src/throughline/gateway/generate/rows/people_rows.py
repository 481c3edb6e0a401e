"""Rows of people: the person, the sentence, assessments, risks, the plan, and who may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class Person(NamedTuple):
    """A row of `people.Person`."""

    id: int
    reference: str
    first_names: str
    last_name: str
    born_on: date
    sex: str
    case_number: str
    home_area_id: int
    user_id: int | None
    is_invented: bool = True
    language: str = ""
    risk_level: str = "unknown"
    mappa: str = "unknown"


class Supervision(NamedTuple):
    """A row of `people.Supervision`."""

    id: int
    person_id: int
    officer_id: int
    organisation_id: int
    during: str


class PersonAccess(NamedTuple):
    """A row of `people.PersonAccess`; `shared_flags` is an array of the database, as text."""

    id: int
    person_id: int
    user_id: int | None
    organisation_id: int | None
    scope: str
    shared_flags: str
    because: str
    because_id: int
    since: datetime
    until: datetime | None


class Sentence(NamedTuple):
    """A row of `people.Sentence`."""

    id: int
    person_id: int
    kind: str
    offence: str
    court: str
    passed_on: date
    during: str
    offence_kind: str = ""


class Requirement(NamedTuple):
    """A row of `people.Requirement`."""

    id: int
    sentence_id: int
    kind: str
    rar_days: int | None


class Assessment(NamedTuple):
    """A row of `people.Assessment`."""

    id: int
    person_id: int
    depth: str
    made_on: date


class AssessedNeed(NamedTuple):
    """A row of `people.AssessedNeed`."""

    id: int
    assessment_id: int
    need: str
    level: str
    self_reported: bool


class RiskFlag(NamedTuple):
    """A row of `people.RiskFlag`."""

    id: int
    person_id: int
    kind: str
    detail: str
    who_is_protected: str
    signs_to_watch: str
    what_to_do: str
    during: str
    limits: str = "{}"
    why_ended: str = ""


class Restriction(NamedTuple):
    """A row of `people.Restriction`."""

    id: int
    flag_id: int
    text: str


class Plan(NamedTuple):
    """A row of `people.Plan`."""

    id: int
    person_id: int
    sentence_id: int
    made_on: date
    own_words: str
    review_on: date


class Objective(NamedTuple):
    """A row of `people.Objective`."""

    id: int
    plan_id: int
    need: str
    words: str
    position: int
    own_words: str = ""
    state: str = "open"


class PlannedWork(NamedTuple):
    """A row of `people.PlannedWork`."""

    id: int
    plan_id: int
    objective_id: int
    why_no_objective: str
    what: str
    who: str
    organisation_id: int | None
    with_whom: str
    due_on: date | None
    after_id: int | None
    rar_days: int
    state: str


class PlannedWorkMove(NamedTuple):
    """A row of `people.PlannedWorkMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int
    reason: str
