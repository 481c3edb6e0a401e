"""Where what is published can be had: whole addresses, for use inside publications and on pages."""

from __future__ import annotations

from django.conf import settings

from throughline.core.time import FinancialYear, Quarter
from throughline.open_data.rules import years
from throughline.open_data.rules.quarters import in_address


def public(path: str) -> str:
    """The whole address of a path of this service, as the outside world reaches it."""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{path}"


def return_csv(scheme: str, quarter: Quarter) -> str:
    """The path of a scheme's return for a quarter as CSV."""
    return f"/open/returns/{scheme}/{in_address(quarter)}.csv"


def return_metadata(scheme: str, quarter: Quarter) -> str:
    """The path of what the CSV's columns mean: where CSV on the Web looks for it."""
    return return_csv(scheme, quarter) + "-metadata.json"


def return_page(scheme: str, quarter: Quarter) -> str:
    """The path of the page that shows a scheme's return for a quarter."""
    return f"/open/returns/{scheme}/{in_address(quarter)}"


def releases(scheme: str, quarter: Quarter) -> str:
    """The path of a scheme's contracting data for a quarter."""
    return f"/open/ocds/releases/{scheme}/{in_address(quarter)}.json"


def intentions_page(scheme: str, year: FinancialYear, body: str = "") -> str:
    """The path of the page of one body's intentions for a year; of all of the scheme's when none is named."""
    whole = f"/open/intentions/{scheme}/{years.in_address(year)}"
    return f"{whole}/{body}" if body else whole


def intentions_json(scheme: str, year: FinancialYear, body: str) -> str:
    """The path of a body's intentions for a year as JSON."""
    return f"{intentions_page(scheme, year, body)}.json"


def intentions_csv(scheme: str, year: FinancialYear, body: str) -> str:
    """The path of a body's intentions for a year as CSV."""
    return f"{intentions_page(scheme, year, body)}.csv"
