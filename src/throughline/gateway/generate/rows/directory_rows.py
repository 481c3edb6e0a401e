"""Rows of what an entry of the directory says: places, hours, for whom, whom to ask, in other words."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class ServicePopulation(NamedTuple):
    """A row of `supply.ServicePopulation`."""

    id: int
    service_id: int
    population: str
    is_main: bool


class ServiceInformation(NamedTuple):
    """A row of `supply.ServiceInformation`."""

    id: int
    service_id: int
    what: str
    why: str
    is_essential: bool


class ServiceEvidence(NamedTuple):
    """A row of `supply.ServiceEvidence`."""

    id: int
    service_id: int
    finding: str
    source: str
    published_on: date
    address: str = ""


class ServicePlace(NamedTuple):
    """A row of `supply.ServicePlace`."""

    id: int
    service_id: int
    name: str
    address: str
    postcode: str
    latitude: float
    longitude: float
    area_id: int
    in_office: str
    is_withheld: bool
    by_arrangement: bool
    access: str


class ServiceHours(NamedTuple):
    """A row of `supply.ServiceHours`; the times as text."""

    id: int
    place_id: int
    weekday: int
    opens: str
    closes: str


class EligibilityRule(NamedTuple):
    """A row of `supply.EligibilityRule`; the values as arrays of the database, as text."""

    id: int
    service_id: int
    aspect: str
    accepts: str
    refuses: str
    why: str


class HighRiskClearance(NamedTuple):
    """A row of `supply.HighRiskClearance`."""

    id: int
    service_id: int
    during: str
    given_by_id: int
    given_at: datetime
    checks: str
    why_ended: str = ""


class ServiceContact(NamedTuple):
    """A row of `supply.ServiceContact`."""

    id: int
    service_id: int
    name: str
    job: str
    telephone: str
    email: str
    user_id: int | None
    is_public: bool
    during: str
    successor_id: int | None = None


class ServiceWording(NamedTuple):
    """A row of `supply.ServiceWording`."""

    id: int
    service_id: int
    language: str
    reading: str
    name: str
    summary: str
    what_happens: str


class Pilot(NamedTuple):
    """A row of `supply.Pilot`."""

    id: int
    service_id: int
    during: str
    purpose: str
    rules: str
    most_people: int | None
    decision: str = ""
    decided_on: date | None = None
    decided_by_id: int | None = None
    why: str = ""


class RouteContribution(NamedTuple):
    """A row of `supply.RouteContribution`; `share` is in hundredths of a per cent."""

    id: int
    route_id: int
    organisation_id: int
    share: int
    terms: str
