"""The release package of a quarter: the releases with who publishes them, and checked before it leaves."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from throughline.open_data import addresses
from throughline.open_data.ocds.releases import moment, releases_of
from throughline.open_data.ocds.self_check import faults_in
from throughline.open_data.return_file import LICENCE
from throughline.open_data.supply_chain_return import SupplyChainReturn


class PackageHasFaults(Exception):
    """The package would contradict itself or the ledger; the text lists how."""


def package_for(made: SupplyChainReturn) -> dict[str, Any]:
    """
    The releases of a return as one package, in the core schema of OCDS 1.1 with no extension.

    :raises PackageHasFaults: something in it does not resolve, or its sums are not those of the return
    """
    window = made.window
    package: dict[str, Any] = {
        "uri": addresses.public(addresses.releases(window.scheme.code, window.quarter)),
        "version": "1.1",
        "publishedDate": moment(window.as_at),
        "publisher": {"name": settings.PUBLISHER_NAME, "uri": addresses.public("/")},
        "license": LICENCE,
        "publicationPolicy": addresses.public("/open/"),
        "releases": releases_of(made),
    }
    if faults := faults_in(package, made):
        raise PackageHasFaults("\n".join(faults))
    return package


def as_json(package: dict[str, Any]) -> str:
    """The package as text: the same for the same record and the same day."""
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"
