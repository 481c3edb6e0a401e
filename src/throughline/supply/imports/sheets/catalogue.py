"""Every table that is filled in, by the word it is loaded by: how its lines are read, written, given out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from throughline.core.access import Actor
from throughline.core.files.sheets import CodeLine, Sheet
from throughline.supply.imports.areas import AREA_SHEET
from throughline.supply.imports.sheets.codes import (
    codes_of_parts,
    codes_of_places,
    codes_of_prices,
    codes_of_services,
)
from throughline.supply.imports.sheets.eligibility import ELIGIBILITY, RuleLoader, read_rule, rule_lines
from throughline.supply.imports.sheets.lines import Line, Row
from throughline.supply.imports.sheets.places import PLACES, PlaceLoader, place_lines, read_place
from throughline.supply.imports.sheets.prices import PRICES, PriceLoader, price_lines, read_price
from throughline.supply.imports.sheets.service_fields import SERVICES, read_service
from throughline.supply.imports.sheets.services import ServiceLoader, service_lines
from throughline.supply.imports.sheets.told import Changes
from throughline.vocabulary.permissions import Permission


class Loader(Protocol):
    """What writes the lines of one table, for one run."""

    changes: Changes

    def load(self, line: Line, /) -> bool:
        """Write one line; says whether anything changed."""
        ...


@dataclass(frozen=True)
class Table:
    """
    One table: its sheet, how a line is read, its loader, the lines that somebody may have and the codes that
    help to fill one in, and who may load it.

    `needs_somebody` says that what it writes has an author, so that the system alone cannot load it.
    """

    sheet: Sheet
    read: Callable[[Row], Line]
    loader: Callable[..., Loader]
    lines: Callable[[Actor, date], list[dict[str, str]]]
    codes: Callable[[Actor, date], list[CodeLine]]
    may: tuple[Permission, ...]
    needs_somebody: bool = False


_KEEPERS: Final = (Permission.EDIT_SERVICES, Permission.OVERSEE_SCHEME)

TABLES: Final[Mapping[str, Table]] = {
    one.sheet.code: one
    for one in (
        Table(
            SERVICES,
            read_service,
            ServiceLoader,
            lambda actor, _: service_lines(actor),
            codes_of_services,
            _KEEPERS,
        ),
        Table(
            PLACES, read_place, PlaceLoader, lambda actor, _: place_lines(actor), codes_of_places, _KEEPERS
        ),
        Table(
            ELIGIBILITY, read_rule, RuleLoader, lambda actor, _: rule_lines(actor), codes_of_parts, _KEEPERS
        ),
        Table(
            PRICES,
            read_price,
            PriceLoader,
            lambda actor, on: price_lines(actor, on=on),
            codes_of_prices,
            (Permission.PROPOSE_PRICES, Permission.DECIDE_PRICES),
            needs_somebody=True,
        ),
    )
}
"""By the word they are loaded by."""

SHEETS: Final[Mapping[str, Sheet]] = {
    **{name: one.sheet for name, one in TABLES.items()},
    "areas": AREA_SHEET,
}
"""Every table that is declared: these, and that of the areas of which the system alone keeps the record."""
