"""Rows of the register: organisations, areas, users."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Organisation(NamedTuple):
    """A row of `core.Organisation`."""

    id: int
    reference: str
    name: str
    kind: str
    is_invented: bool = True


class Area(NamedTuple):
    """A row of `core.Area`."""

    id: int
    kind: str
    code: str
    name: str
    during: str
    latitude: float | None = None
    longitude: float | None = None


class Outcode(NamedTuple):
    """A row of `core.Outcode`."""

    id: int
    code: str
    latitude: float
    longitude: float


class OutcodeArea(NamedTuple):
    """A row of `core.OutcodeArea`."""

    id: int
    outcode_id: int
    area_id: int


class Site(NamedTuple):
    """A row of `core.Site`."""

    id: int
    kind: str
    code: str
    name: str
    address: str
    postcode: str
    outcode_id: int
    latitude: float
    longitude: float
    during: str


class AreaParent(NamedTuple):
    """A row of `core.AreaParent`."""

    id: int
    area_id: int
    parent_id: int
    parent_kind: str
    during: str


class User(NamedTuple):
    """A row of `core.User` that nobody can sign in to by a password."""

    id: int
    email: str
    full_name: str
    telephone: str = ""
    password: str = "!"
    last_login: datetime | None = None
    is_active: bool = True
    is_demonstration: bool = False


class Membership(NamedTuple):
    """A row of `core.Membership`."""

    id: int
    user_id: int
    organisation_id: int
    role: str
    during: str
