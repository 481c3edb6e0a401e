"""The quarterly return as files: a CSV, and beside it what every column means (CSV on the Web)."""

from __future__ import annotations

import csv
import io
import json
from typing import Final

from django.conf import settings

from throughline.open_data import addresses
from throughline.open_data.return_columns import COLUMNS, HIDDEN, NOT_APPLICABLE, NOT_RECORDED, Column
from throughline.open_data.rules.quarters import in_address
from throughline.open_data.supply_chain_return import ReturnLine, SupplyChainReturn

LICENCE: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

LIMITATIONS: Final = (
    "Funding is the value of what was delivered, at the prices fixed when each person was referred. It is "
    "not the date or the amount of a payment, and advances are not in it.",
    "Funding includes only work that is priced for each use. Work under a core contract without such a price "
    "is in the lines with its sessions and with no funding.",
    "What the payer retained is worked out only for work it is itself paid for by use. What it is paid for "
    "otherwise, such as under a core contract, is not in what it received.",
    "People are counted once in each line, and can be in several: lines do not add up to the total.",
    f"Where four people or fewer took part, the counts of that line are {HIDDEN}, and those of as many other "
    "lines as it takes that they cannot be worked out. Funding is never hidden.",
    f"{NOT_RECORDED} means that it is not recorded, {NOT_APPLICABLE} that it does not apply.",
    "Company and charity numbers are checked for their form, not against the registers.",
    "Sessions stand for the contribution to the work of the contract; service levels are not in this return.",
    "Services outside every agreement are not in this return.",
)
"""What everybody who uses the figures must know (S214)."""


def file_name(made: SupplyChainReturn) -> str:
    """The name of the CSV: "supply-chain-return-tr-2017-18-q1.csv"."""
    return f"supply-chain-return-{made.window.scheme.code}-{in_address(made.window.quarter)}.csv"


def as_csv(made: SupplyChainReturn) -> str:
    """The return as CSV: the same text for the same record and the same day."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in COLUMNS])
    for line in made.lines:
        writer.writerow([_cell(column, made, line) for column in COLUMNS])
    return text.getvalue()


def _cell(column: Column, made: SupplyChainReturn, line: ReturnLine) -> str:
    value = column.value(made, line)
    if column.kind != "string":
        return value
    one_line = " ".join(value.split())
    return f"'{one_line}" if one_line.startswith(STARTS_A_FORMULA) else one_line


def as_metadata(made: SupplyChainReturn) -> str:
    """What the CSV is and what each column means, with totals, limitations and quality notes (S214)."""
    window = made.window
    described = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": addresses.public(addresses.return_csv(window.scheme.code, window.quarter)),
        "dc:title": f"Supply chain return: {window.scheme.name}, {window.quarter.label}",
        "dc:description": "Every agreement of the supply chain in the quarter, who is party to it, what is "
        "done under it, and the funding passed down.",
        "dc:publisher": settings.PUBLISHER_NAME,
        "dc:license": {"@id": LICENCE},
        "dc:modified": {"@value": window.as_at.isoformat(), "@type": "date"},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:title": column.title,
                    "dc:description": column.meaning,
                    "datatype": column.kind,
                    "null": [HIDDEN, NOT_RECORDED, NOT_APPLICABLE],
                }
                for column in COLUMNS
            ],
            "primaryKey": "agreement",
        },
        "notes": [
            {"about": "totals", **totals(made)},
            {"about": "limitations", "says": list(LIMITATIONS)},
            {"about": "quality", "says": list(made.notes)},
        ],
    }
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def totals(made: SupplyChainReturn) -> dict[str, object]:
    """The totals with what they are counted from, hidden where the rule hides them."""
    whole = made.whole
    return {
        "as_at": made.window.as_at.isoformat(),
        "agreements": len(made.lines),
        "tiers": [
            {
                "tier": tier.tier,
                "agreements": tier.agreements,
                "providers": tier.providers,
                "funding_passed_down": str(tier.funding),
            }
            for tier in made.tiers
        ],
        "sessions_arranged": HIDDEN if whole is None else whole.arranged,
        "sessions_recorded": HIDDEN if whole is None else whole.recorded,
        "sessions_delivered": HIDDEN if whole is None else whole.delivered,
        "people": HIDDEN if whole is None else whole.people,
        "funding_without_agreement": str(made.not_attributed.amount),
    }
