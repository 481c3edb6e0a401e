"""What a schema does not say of a package: that it holds together, and that its sums are the ledger's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from throughline.core.money import Money
from throughline.open_data.ocds.releases import ocid
from throughline.open_data.supply_chain_return import SupplyChainReturn


def faults_in(package: Mapping[str, Any], made: SupplyChainReturn) -> list[str]:
    """
    Sentences for all that is wrong with a package; none when it may be published.

    Every id is used once, every organisation named is a party with the role it plays, relations between
    processes go both ways and end in this package, no transaction is later than its release, and
    transactions sum to the funding of the return's line.
    """
    releases = package["releases"]
    funding = {ocid(line.link.reference): line.funding for line in made.lines}
    return [
        *_used_twice(releases),
        *_relations(releases),
        *(fault for release in releases for fault in _roles(release)),
        *(fault for release in releases for fault in _money(release, funding)),
    ]


def _used_twice(releases: list[Any]) -> Iterator[str]:
    for key in ("id", "ocid"):
        for value, times in Counter(release[key] for release in releases).items():
            if times > 1:
                yield f"{times} releases have the {key} {value}"


def _relations(releases: list[Any]) -> Iterator[str]:
    up = {(r["ocid"], one["identifier"]) for r in releases for one in r.get("relatedProcesses", [])}
    down = {
        (one["identifier"], r["ocid"])
        for r in releases
        for contract in r["contracts"]
        for one in contract.get("relatedProcesses", [])
    }
    for lower, upper in sorted(up ^ down):
        yield f"{lower} and {upper} are related one way only"
    known = {release["ocid"] for release in releases}
    for lower, upper in sorted(up):
        if upper not in known or lower not in known:
            yield f"{lower} hangs from {upper}, which is not in the package"


def _roles(release: Mapping[str, Any]) -> Iterator[str]:
    roles = {party["id"]: set(party["roles"]) for party in release["parties"]}
    named = [(release["buyer"], "buyer")]
    named += [(supplier, "supplier") for award in release["awards"] for supplier in award["suppliers"]]
    for transaction in _transactions(release):
        named += [(transaction["payer"], "payer"), (transaction["payee"], "payee")]
    for organisation, role in named:
        if role not in roles.get(organisation["id"], set()):
            yield f"{release['ocid']}: {organisation['id']} is not a party with the role {role}"


def _money(release: Mapping[str, Any], funding: Mapping[str, Money]) -> Iterator[str]:
    amounts = [Decimal(str(one["value"]["amount"])) for one in _transactions(release)]
    total = Money.total(Money(amount) for amount in amounts)
    if total != funding[release["ocid"]]:
        yield f"{release['ocid']}: transactions sum to {total}, the line says {funding[release['ocid']]}"
    if any(one["date"] > release["date"] for one in _transactions(release)):
        yield f"{release['ocid']}: a transaction is later than the release"


def _transactions(release: Mapping[str, Any]) -> list[Any]:
    return [
        one
        for contract in release["contracts"]
        for one in contract.get("implementation", {}).get("transactions", [])
    ]
