"""One contract document of Commissioned Rehabilitative Services, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from throughline.core.files import FileKind, Format, RowRefused, cells
from throughline.core.periods import NotAPeriod, Period
from throughline.core.time import london_day, start_of_london_day
from throughline.supply.imports.crs_methods import channels_of, mode_of
from throughline.supply.imports.crs_needs import made_for, needs_of, type_of
from throughline.supply.imports.crs_orders import OrdersSaid, orders_said
from throughline.supply.imports.crs_places import place_names
from throughline.vocabulary.delivery import Channel, Mode
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType

CRS_CONTRACTS: Final = FileKind(
    "crs-contracts",
    Format.JSON_LINES,
    columns=(
        "contract_reference", "contract_type_id", "region", "eligibility", "scheduling", "providers",
        "intervention_title",
    ),
    may_have=(
        "short_description", "activities", "internal_contract_id", "internal_intervention_id",
        "incoming_distribution_email", "_source_file",
    ),
)  # fmt: skip
"""The documents as they are published. What `may_have` lists after activities is not kept."""

_BLANK_LINES: Final = re.compile(r"\n{3,}")
_RUNS: Final = re.compile(r"[ \u00a0]{2,}")


@dataclass(frozen=True)
class ActivityRow:
    """One activity of a service, in its provider's words."""

    need_area: str
    activity: str
    method: str
    place: str


@dataclass(frozen=True)
class ContractRow:
    """
    One contract: its kind, area, for whom, whose, and the days on which it is shown.

    `shown` runs from the day it is first shown to the first whole day in London on which it is hidden.
    """

    reference: str
    kind_code: str
    area: tuple[str, str]
    for_women: bool
    for_men: bool
    youngest: int | None
    oldest: int | None
    shown: Period
    prime: str
    subcontractors: tuple[str, ...]
    title: str
    summary: str
    activities: tuple[ActivityRow, ...]
    needs: frozenset[Need]

    @property
    def service_type(self) -> ServiceType:
        """The kind of work, by the kind of contract."""
        return type_of(self.kind_code)

    @property
    def mode(self) -> Mode:
        """Whether it is given to one or to many, as far as its activities leave no doubt."""
        return mode_of(one.method for one in self.activities)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """By which ways, as far as its activities name them."""
        return channels_of(one.method for one in self.activities)

    @property
    def places(self) -> tuple[str, ...]:
        """The places its activities list by name."""
        return place_names(one.place for one in self.activities)

    @property
    def orders(self) -> OrdersSaid:
        """The kinds of order it is for, where its text says so in so many words."""
        return orders_said(self.summary)

    @property
    def made_for(self) -> tuple[Population, ...]:
        """The groups it is made for, where it is closed to others."""
        return made_for(women=self.for_women, men=self.for_men, oldest=self.oldest)


def read_contract(row: Mapping[str, Any]) -> ContractRow:
    """
    Give the contract of one document.

    :raises RowRefused: something it must say is missing, or what it says cannot be so
    """
    kind = cells.text(row, "contract_type_id", limit=20)
    eligibility, providers = _part(row, "eligibility"), _part(row, "providers")
    prime = cells.text(providers, "prime_provider_code", limit=60)
    activities = tuple(_activity(one) for one in _listed(row, "activities"))
    contract = ContractRow(
        reference=cells.text(row, "contract_reference", limit=60),
        kind_code=kind,
        area=_area(_part(row, "region")),
        for_women=cells.yes_no(eligibility, "allows_female"),
        for_men=cells.yes_no(eligibility, "allows_male"),
        youngest=cells.whole_number(eligibility, "minimum_age", optional=True),
        oldest=cells.whole_number(eligibility, "maximum_age", optional=True),
        shown=_shown(_part(row, "scheduling")),
        prime=prime,
        subcontractors=_subcontractors(providers, prime),
        title=cells.text(row, "intervention_title", limit=200),
        summary=_prose(row, "short_description", limit=20_000),
        activities=activities,
        needs=needs_of(kind, (one.need_area for one in activities)),
    )
    if not (contract.for_women or contract.for_men):
        raise RowRefused("The service is for nobody: allow women, men or both")
    if contract.youngest and contract.oldest and contract.youngest > contract.oldest:
        raise RowRefused(f"Nobody is over {contract.youngest} and under {contract.oldest}. Check the ages")
    return contract


def _part(row: Mapping[str, Any], column: str) -> Mapping[str, Any]:
    part = row.get(column)
    if not isinstance(part, dict):
        raise RowRefused(f"Column “{column}” must be an object with its own names and values")
    return part


def _listed(row: Mapping[str, Any], column: str) -> list[Any]:
    found = row.get(column)
    if found is None:
        return []
    if not isinstance(found, list):
        raise RowRefused(f"Column “{column}” must be a list")
    return found


def _area(region: Mapping[str, Any]) -> tuple[str, str]:
    given = [
        (kind, cells.text(region, column, limit=40))
        for kind, column in (("region", "nps_region_code"), ("pcc", "pcc_region_code"))
        if region.get(column)
    ]
    if len(given) != 1:
        raise RowRefused(
            "A contract is let for one probation region or for one police area. Give one of them"
        )
    return given[0]


def _shown(scheduling: Mapping[str, Any]) -> Period:
    first = _moment(scheduling, "hide_before")
    if first is None:
        raise RowRefused("Column “hide_before” is empty. Say from when the service is shown")
    hidden = _moment(scheduling, "hide_after")
    try:
        return Period(
            first if not isinstance(first, datetime) else london_day(first), _first_day_hidden(hidden)
        )
    except NotAPeriod as fault:
        raise RowRefused("The service would be hidden before it is shown. Check both dates") from fault


def _first_day_hidden(hidden: date | datetime | None) -> date | None:
    if hidden is None or not isinstance(hidden, datetime):
        return hidden
    day = london_day(hidden)
    return day if hidden == start_of_london_day(day) else day + timedelta(days=1)


def _moment(scheduling: Mapping[str, Any], column: str) -> date | datetime | None:
    written = cells.text(scheduling, column, limit=40, optional=True)
    if not written:
        return None
    try:
        if len(written) == len("2021-01-01"):
            return date.fromisoformat(written)
        found = datetime.fromisoformat(written)
    except ValueError as fault:
        raise RowRefused(
            f"Column “{column}” must be like 2021-01-01 or 2022-12-01T12:00:00+00, not “{written}”"
        ) from fault
    if found.tzinfo is None:
        raise RowRefused(f"Column “{column}” has no time zone. Add one, like +00")
    return found.astimezone(UTC)


def _subcontractors(providers: Mapping[str, Any], prime: str) -> tuple[str, ...]:
    codes = [
        cells.text({"subcontractor_codes": code}, "subcontractor_codes", limit=60)
        for code in _listed(providers, "subcontractor_codes")
    ]
    if prime in codes:
        raise RowRefused(f"{prime} is named as its own subcontractor. Take it out of the subcontractors")
    return tuple(dict.fromkeys(codes))


def _activity(one: Any) -> ActivityRow:
    if not isinstance(one, dict):
        raise RowRefused("Each of the activities must be an object with its own names and values")
    return ActivityRow(
        need_area=_one_line(cells.text(one, "need_area", limit=200, multiline=True, optional=True)),
        activity=_prose(one, "activity", limit=5_000),
        method=_prose(one, "delivery_method", limit=5_000),
        place=_prose(one, "delivery_location", limit=5_000),
    )


def _prose(row: Mapping[str, Any], column: str, *, limit: int) -> str:
    written = cells.text(row, column, limit=limit, multiline=True, optional=True)
    return _BLANK_LINES.sub("\n\n", "\n".join(_RUNS.sub(" ", line).rstrip() for line in written.split("\n")))


def _one_line(written: str) -> str:
    return " ".join(written.split())
