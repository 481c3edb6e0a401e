"""One agreement in one quarter as one release: who, what, since when, and the money passed down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings

from throughline.core.time import start_of_london_day
from throughline.open_data.ocds.parties import as_party, reference_to
from throughline.open_data.queries.links import Link, ServiceEntry
from throughline.open_data.queries.window import Window
from throughline.open_data.rules.quarters import in_address
from throughline.open_data.supply_chain_return import ReturnLine, SupplyChainReturn

PROBATION: Final = {"scheme": "CPV", "id": "75231240", "description": "Probation services"}
STATUS: Final = {
    "negotiating": ("pending", "pending"),
    "unknown": ("active", "active"),
    "signed": ("active", "active"),
    "ended": ("active", "terminated"),
    "abandoned": ("cancelled", "cancelled"),
}
"""By the agreement's state: the status of the award, then that of the contract."""


def ocid(reference: str) -> str:
    """The id of the contracting process of the agreement with this reference, for good."""
    return f"{settings.OCID_PREFIX}-{reference}"


def moment(day: date) -> str:
    """The moment a day begins in London, as OCDS writes it."""
    return start_of_london_day(day).isoformat().replace("+00:00", "Z")


def releases_of(made: SupplyChainReturn) -> list[dict[str, Any]]:
    """A release for each line of the return, whole in itself: none has to be merged with an earlier one."""
    below: dict[int, list[Link]] = {}
    for line in made.lines:
        if line.link.above_id is not None:
            below.setdefault(line.link.above_id, []).append(line.link)
    links = {line.link.id: line.link for line in made.lines}
    return [
        _release(made, line, links.get(line.link.above_id or 0), below.get(line.link.id, []))
        for line in made.lines
    ]


def _release(
    made: SupplyChainReturn, line: ReturnLine, above: Link | None, below: Sequence[Link]
) -> dict[str, Any]:
    link, window = line.link, made.window
    release: dict[str, Any] = {
        "ocid": ocid(link.reference),
        "id": f"{link.reference}-{in_address(window.quarter)}-as-at-{window.as_at}",
        "date": moment(window.as_at),
        "tag": ["award", "contract", "implementation"],
        "initiationType": "tender",
        "language": "en",
        "parties": [
            as_party(link.payer, ["buyer", "procuringEntity", "payer"]),
            as_party(link.provider, ["supplier", "payee"]),
        ],
        "buyer": reference_to(link.payer),
        "awards": [_award(link)],
        "contracts": [_contract(made.by_month, link, window, below)],
    }
    if above is not None:
        release["relatedProcesses"] = [_related("1", "parent", above)]
    return release


def _award(link: Link) -> dict[str, Any]:
    award: dict[str, Any] = {
        "id": f"{link.reference}-award",
        "title": link.title,
        "status": STATUS[link.state][0],
        "suppliers": [reference_to(link.provider)],
        "contractPeriod": _period(link),
    }
    if link.signed_on:
        award["date"] = moment(link.signed_on)
    return award


def _contract(
    by_month: Mapping[int, tuple[tuple[str, Any], ...]], link: Link, window: Window, below: Sequence[Link]
) -> dict[str, Any]:
    contract: dict[str, Any] = {
        "id": f"{link.reference}-contract",
        "awardID": f"{link.reference}-award",
        "title": link.title,
        "description": _described(link),
        "status": STATUS[link.state][1],
        "period": _period(link),
    }
    if link.signed_on:
        contract["dateSigned"] = moment(link.signed_on)
    if link.services:
        contract["items"] = [_item(service) for service in link.services]
    if months := by_month.get(link.id):
        contract["implementation"] = {
            "transactions": [
                {
                    "id": f"{link.reference}-{month}",
                    "date": moment(_last_day(month)),
                    "value": {"amount": _number(amount), "currency": "GBP"},
                    "payer": reference_to(link.payer),
                    "payee": reference_to(link.provider),
                }
                for month, amount in months
            ]
        }
    if below:
        contract["relatedProcesses"] = [
            _related(str(number), "subContract", one) for number, one in enumerate(below, start=1)
        ]
    return contract


def _described(link: Link) -> str:
    areas = f" Areas: {', '.join(link.areas)}." if link.areas else ""
    return f"{link.form_name}, tier {link.tier}.{areas}"


def _item(service: ServiceEntry) -> dict[str, Any]:
    described = f"{service.name} ({service.kind})"
    return {
        "id": service.reference,
        "description": f"{described}: {service.summary}" if service.summary else described,
        "classification": PROBATION,
    }


def _related(number: str, relationship: str, link: Link) -> dict[str, Any]:
    return {
        "id": number,
        "relationship": [relationship],
        "title": link.title,
        "scheme": "ocid",
        "identifier": ocid(link.reference),
    }


def _period(link: Link) -> dict[str, str]:
    period = {"startDate": moment(link.during.from_)}
    if link.during.last_day is not None:
        period["endDate"] = moment(link.during.last_day)
    return period


def _last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _number(amount: Any) -> float:
    # JSON has no other number; below a trillion pounds the nearest one always reads back to the same penny.
    return float(amount.pounds)
