"""Organisations as parties of a release: known by the best number that may be published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from throughline.open_data.queries.links import Party


def party_id(party: Party) -> str:
    """The party's id, the same in every release: its first published number, or our own reference."""
    return party.numbers.published[0].org_id if party.numbers.published else party.reference


def reference_to(party: Party) -> dict[str, Any]:
    """The party as another part of a release names it."""
    return {"id": party_id(party), "name": party.name}


def as_party(party: Party, roles: Sequence[str]) -> dict[str, Any]:
    """The party with its roles and numbers; without a number that may be published, with neither."""
    described: dict[str, Any] = {"id": party_id(party), "name": party.name, "roles": list(roles)}
    numbers = [
        {"scheme": one.scheme, "id": one.value, "legalName": party.name} for one in party.numbers.published
    ]
    if numbers:
        described["identifier"] = numbers[0]
    if numbers[1:]:
        described["additionalIdentifiers"] = numbers[1:]
    return described
