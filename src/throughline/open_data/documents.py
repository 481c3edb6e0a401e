"""What is published for a quarter, as documents: made from the record, and the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from throughline.open_data.models import Publication
from throughline.open_data.ocds.package import as_json, package_for
from throughline.open_data.queries.window import Window
from throughline.open_data.return_file import as_csv, as_metadata, file_name
from throughline.open_data.rules.quarters import in_address
from throughline.open_data.supply_chain_return import SupplyChainReturn, return_for

CSV: Final = "text/csv; charset=utf-8"
JSON: Final = "application/json"


class What(StrEnum):
    """What can be published for a quarter."""

    RETURN = "return"
    OCDS = "ocds"


@dataclass(frozen=True)
class Document:
    """One document: its kind, what it holds, and a name for its file."""

    kind: str
    text: str
    content_type: str
    file_name: str

    @property
    def sha256(self) -> str:
        """The fingerprint of its bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def documents_for(what: What, window: Window) -> tuple[Document, ...]:
    """The documents of one publication: the return is its CSV and its metadata, made from one reading."""
    return _MADE[what](return_for(window))


def _return(made: SupplyChainReturn) -> tuple[Document, ...]:
    name = file_name(made)
    return (
        Document(Publication.Kind.RETURN, as_csv(made), CSV, name),
        Document(Publication.Kind.RETURN_METADATA, as_metadata(made), JSON, f"{name}-metadata.json"),
    )


def _ocds(made: SupplyChainReturn) -> tuple[Document, ...]:
    name = f"ocds-releases-{made.window.scheme.code}-{in_address(made.window.quarter)}.json"
    return (Document(Publication.Kind.OCDS, as_json(package_for(made)), JSON, name),)


_MADE: Final[dict[What, Callable[[SupplyChainReturn], tuple[Document, ...]]]] = {
    What.RETURN: _return,
    What.OCDS: _ocds,
}
