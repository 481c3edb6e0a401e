"""The columns of the quarterly return: what each means, and where its values come from (S199, S214)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from throughline.core.money import Money
from throughline.open_data.queries.delivery import Delivered
from throughline.open_data.queries.links import Party, ServiceEntry
from throughline.open_data.supply_chain_return import ReturnLine, SupplyChainReturn

HIDDEN: Final = "[c]"
NOT_RECORDED: Final = "[x]"
NOT_APPLICABLE: Final = "[z]"


@dataclass(frozen=True)
class Column:
    """One column: its name, heading, meaning, the kind of its values, and where a value comes from."""

    name: str
    title: str
    meaning: str
    kind: str
    value: Callable[[SupplyChainReturn, ReturnLine], str]


def _money(amount: Money | None, otherwise: str = NOT_RECORDED) -> str:
    return otherwise if amount is None else str(amount)


def _counted(line: ReturnLine, figure: Callable[[Delivered], int]) -> str:
    return HIDDEN if line.delivered is None else str(figure(line.delivered))


def _described(service: ServiceEntry) -> str:
    described = f"{service.name} ({service.kind})"
    return f"{described}: {service.summary}" if service.summary else described


def _party(which: str, title: str, of: Callable[[ReturnLine], Party]) -> tuple[Column, ...]:
    return (
        Column(which, title, f"Name of the {which}", "string", lambda _, line: of(line).name),
        Column(
            f"{which}_company_number",
            f"{title}: company number",
            f"Companies House number of the {which}",
            "string",
            lambda _, line: of(line).numbers.company or NOT_RECORDED,
        ),
        Column(
            f"{which}_charity_number",
            f"{title}: charity number",
            f"Charity number of the {which}, in England and Wales, Scotland or Northern Ireland",
            "string",
            lambda _, line: of(line).numbers.charity or NOT_RECORDED,
        ),
    )


COLUMNS: Final = (
    Column(
        "scheme",
        "Scheme",
        "Code of the commissioning scheme",
        "string",
        lambda made, _: made.window.scheme.code,
    ),
    Column(
        "quarter",
        "Quarter",
        "Quarter of the financial year that begins on 1 April",
        "string",
        lambda made, _: str(made.window.quarter),
    ),
    Column(
        "from",
        "First day",
        "First day of the quarter",
        "date",
        lambda made, _: made.window.first_day.isoformat(),
    ),
    Column(
        "to",
        "Last day",
        "Last day of the quarter, included",
        "date",
        lambda made, _: made.window.last_day.isoformat(),
    ),
    Column(
        "as_at",
        "As at",
        "Figures are as they were recorded by the end of this day",
        "date",
        lambda made, _: made.window.as_at.isoformat(),
    ),
    Column(
        "agreement", "Agreement", "Reference of the agreement", "string", lambda _, line: line.link.reference
    ),
    Column(
        "agreement_above",
        "Agreement above",
        "Reference of the agreement it hangs from",
        "string",
        lambda _, line: line.link.above or NOT_APPLICABLE,
    ),
    Column(
        "tier",
        "Tier",
        "The provider's place in this chain, 1 at the top",
        "integer",
        lambda _, line: str(line.link.tier),
    ),
    Column(
        "form",
        "Form",
        "Form of the agreement",
        "string",
        lambda _, line: NOT_RECORDED if line.link.form == "unknown" else line.link.form_name,
    ),
    Column(
        "state",
        "State",
        "State of the agreement at the end of the quarter",
        "string",
        lambda _, line: line.link.state_name,
    ),
    *_party("payer", "Payer", lambda line: line.link.payer),
    *_party("provider", "Provider", lambda line: line.link.provider),
    Column(
        "areas",
        "Areas",
        "Areas reached, separated by semicolons",
        "string",
        lambda _, line: "; ".join(line.link.areas) or NOT_RECORDED,
    ),
    Column(
        "services",
        "Services",
        "Services done under the agreement or below it, separated by semicolons",
        "string",
        lambda _, line: (
            "; ".join(f"{one.reference} {one.name}" for one in line.link.services) or NOT_RECORDED
        ),
    ),
    Column(
        "summary",
        "Summary of services",
        "What each service is, one after another",
        "string",
        lambda _, line: " | ".join(map(_described, line.link.services)) or NOT_RECORDED,
    ),
    Column(
        "funding_passed_down",
        "Funding passed down (pounds)",
        "Value delivered in the quarter that the payer owes the provider, net of reversals",
        "decimal",
        lambda _, line: str(line.funding),
    ),
    Column(
        "funding_entries",
        "Entries",
        "How many entries of the ledger make up the funding",
        "integer",
        lambda _, line: HIDDEN if line.entries is None else str(line.entries),
    ),
    Column(
        "payer_received",
        "Payer received (pounds)",
        "What the payer was itself due, by use, for work done under this agreement",
        "decimal",
        lambda _, line: _money(line.received, NOT_APPLICABLE if line.link.tier == 1 else NOT_RECORDED),
    ),
    Column(
        "funding_charged_on",
        "Funding charged on (pounds)",
        "Part of the funding that is for the work the payer received something for",
        "decimal",
        lambda _, line: _money(line.charged_on, NOT_APPLICABLE if line.link.tier == 1 else NOT_RECORDED),
    ),
    Column(
        "payer_retained",
        "Payer retained (pounds)",
        "What the payer received less the funding charged on",
        "decimal",
        lambda _, line: _money(line.retained, NOT_APPLICABLE if line.link.tier == 1 else NOT_RECORDED),
    ),
    Column(
        "sessions_arranged",
        "Sessions arranged",
        "Activity sessions in the quarter, not cancelled",
        "integer",
        lambda _, line: _counted(line, lambda d: d.arranged),
    ),
    Column(
        "sessions_recorded",
        "Sessions recorded",
        "Of those arranged, those with attendance recorded",
        "integer",
        lambda _, line: _counted(line, lambda d: d.recorded),
    ),
    Column(
        "sessions_delivered",
        "Sessions delivered",
        "Of those recorded, those in which the person took part",
        "integer",
        lambda _, line: _counted(line, lambda d: d.delivered),
    ),
    Column(
        "people",
        "People",
        "Different people who took part in the sessions delivered",
        "integer",
        lambda _, line: _counted(line, lambda d: d.people),
    ),
)
"""The columns of the return, in their order, each with its base beside it (S214)."""
