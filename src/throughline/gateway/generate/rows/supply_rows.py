"""Rows of supply: the scheme, the chain, the directory, the rate card."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class Scheme(NamedTuple):
    """A row of `supply.Scheme`."""

    id: int
    code: str
    name: str
    during: str
    steward_id: int
    is_invented: bool = True


class SchemeRule(NamedTuple):
    """A row of `supply.SchemeRule`; `value` is JSON."""

    id: int
    scheme_id: int
    area_id: int | None
    name: str
    value: str
    during: str


class AreaRole(NamedTuple):
    """A row of `supply.AreaRole`."""

    id: int
    scheme_id: int
    area_id: int
    organisation_id: int
    role: str
    during: str


class Ownership(NamedTuple):
    """A row of `supply.Ownership`."""

    id: int
    owner_id: int
    owned_id: int
    during: str


class Agreement(NamedTuple):
    """A row of `supply.Agreement`; tier, path and parties are the database's."""

    id: int
    reference: str
    scheme_id: int
    payer_id: int
    provider_id: int
    above_id: int | None
    title: str
    their_reference: str
    form: str
    state: str
    during: str
    signed_on: date | None


class AgreementMove(NamedTuple):
    """A row of `supply.AgreementMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int | None
    reason: str = ""


class AgreementArea(NamedTuple):
    """A row of `supply.AgreementArea`."""

    id: int
    agreement_id: int
    area_id: int


class ServiceKind(NamedTuple):
    """A row of `supply.ServiceKind`."""

    id: int
    scheme_id: int
    code: str
    name: str
    nsi_code: str
    nsi_source: str


class Service(NamedTuple):
    """A row of `supply.Service`."""

    id: int
    reference: str
    scheme_id: int
    kind_id: int
    name: str
    summary: str
    deliverer_id: int
    agreement_id: int | None
    state: str
    during: str
    for_women: bool
    for_men: bool
    youngest: int | None
    oldest: int | None
    indicative_rar_days: int | None
    places: int | None
    meets_children: bool
    owner_id: int | None
    confirmed_on: date | None
    their_reference: str = ""
    service_type: str = "other"
    what_happens: str = ""
    mode: str = "unknown"
    channels: str = "{}"
    languages: str = "{}"
    involves: str = "{}"
    sessions: int | None = None
    session_minutes: int | None = None
    weeks: int | None = None
    intake: str = "open"
    intake_cap: int | None = None
    intake_note: str = ""
    intake_said_on: date | None = None
    alternative_id: int | None = None
    waiting_days: int | None = None
    waiting_said_on: date | None = None
    review_days: int | None = None


class ServiceMove(NamedTuple):
    """A row of `supply.ServiceMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int | None
    reason: str = ""


class ServiceArea(NamedTuple):
    """A row of `supply.ServiceArea`."""

    id: int
    service_id: int
    area_id: int


class ServiceNeed(NamedTuple):
    """A row of `supply.ServiceNeed`."""

    id: int
    service_id: int
    need: str


class ServiceActivity(NamedTuple):
    """A row of `supply.ServiceActivity`."""

    id: int
    service_id: int
    need_area: str
    activity: str
    method: str
    place: str


class ServiceRoute(NamedTuple):
    """A row of `supply.ServiceRoute`."""

    id: int
    service_id: int
    route: str
    buyer_id: int | None
    payer_id: int | None
    during: str
    terms: str = ""
    unit_cost: str | None = None
    cost_unit: str = ""
    cost_source: str = ""


class RateCardItem(NamedTuple):
    """A row of `supply.RateCardItem`."""

    id: int
    service_id: int
    name: str
    unit: str
    usual_sessions: int
    part: str = "two"
    usual_minutes: int = 60


class BoardMeeting(NamedTuple):
    """A row of `supply.BoardMeeting`."""

    id: int
    reference: str
    scheme_id: int
    held_on: date
    chair_id: int
    present: str
    notes: str
    state: str
    opened_at: datetime
    closed_at: datetime
    closed_by_id: int


class ChangeNotification(NamedTuple):
    """A row of `supply.ChangeNotification`."""

    id: int
    reference: str
    scheme_id: int
    prime_id: int
    title: str
    case: str
    state: str
    drafted_by_id: int
    drafted_at: datetime
    submitted_at: datetime
    waiting_since: datetime


class ChangeMove(NamedTuple):
    """A row of `supply.ChangeMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int
    reason: str = ""


class ChangeLine(NamedTuple):
    """A row of `supply.ChangeLine` that was approved."""

    id: int
    notification_id: int
    number: int
    kind: str
    service_id: int
    item_id: int
    agreement_id: int
    amount: str
    was: str | None
    from_on: date
    in_force_on: date
    decided_at: datetime
    decided_by_id: int
    meeting_id: int
    state: str = "approved"
    name: str = ""
    part: str = ""
    unit: str = ""
    buyer_ids: str = "{}"
    area_ids: str = "{}"
    why: str = ""
    reason: str = ""


class ChangeLineMove(NamedTuple):
    """A row of `supply.ChangeLineMove`."""

    id: int
    subject_id: int
    name: str
    from_state: str
    to_state: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int
    reason: str = ""


class Price(NamedTuple):
    """A row of `supply.Price`; `amount` is pounds and pence, as text."""

    id: int
    item_id: int
    agreement_id: int
    amount: str
    during: str
    line_id: int | None
