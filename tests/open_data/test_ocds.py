"""The chain as Open Contracting data: valid, holding together, and worth what the ledger says."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests import factories
from tests.open_data.chains import Landscape, landscape
from throughline.core.models import OrganisationIdentifier
from throughline.core.money import Money
from throughline.open_data.ocds.package import as_json, package_for
from throughline.open_data.ocds.self_check import faults_in
from throughline.open_data.supply_chain_return import SupplyChainReturn, return_for
from throughline.supply.models import Agreement

pytestmark = pytest.mark.django_db

REPOSITORY = Path(__file__).resolve().parents[2]
STANDARD = (
    Path(os.environ.get("THROUGHLINE_SHARED", REPOSITORY.parent / "shared"))
    / "data/standards/schemas/ocds-1.1.5/schema"
)
CODELISTS = {"partyRole": "roles", "relatedProcess": "relationship", "releaseTag": "tag"}


def standard(name: str) -> Any:
    """One schema of the standard, which is not part of this project."""
    if not (STANDARD / name).is_file():
        pytest.skip(f"The OCDS 1.1.5 schema is not in {STANDARD}. Set THROUGHLINE_SHARED to where it is.")
    return json.loads((STANDARD / name).read_text(encoding="utf-8"))


def release_faults(package: dict[str, Any]) -> list[str]:
    """What the standard's own schemas refuse, formats included: each release, and what is around them."""
    release = jsonschema_rs.Draft4Validator(standard("release-schema.json"), validate_formats=True)
    around = standard("release-package-schema.json")
    around["properties"]["releases"]["items"] = {"type": "object"}
    whole = jsonschema_rs.Draft4Validator(around, validate_formats=True)
    faults = [str(fault) for fault in whole.iter_errors(package)]
    return faults + [str(fault) for one in package["releases"] for fault in release.iter_errors(one)]


@pytest.fixture
def chain() -> Landscape:
    made = landscape()
    made.attend("Gardening", people=2, rates=("1200", "900", "700"))
    made.attend("Debt advice", people=6, rates=("80", "46.50"), day=date(2017, 6, 30))
    return made


@pytest.fixture
def made(chain: Landscape) -> SupplyChainReturn:
    return return_for(chain.window)


def release_of(package: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    (release,) = [one for one in package["releases"] if one["ocid"].endswith(agreement.reference)]
    return release  # type: ignore[no-any-return]


@pytest.mark.asks("S199")
def test_the_package_passes_the_standards_own_schema(made: SupplyChainReturn) -> None:
    assert release_faults(json.loads(as_json(package_for(made)))) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        pytest.param(("publishedDate",), "14 July 2017", id="a day written in words"),
        pytest.param(("uri",), "not an address", id="an address that is none"),
        pytest.param(("releases", 0, "tag"), [], id="a release without a tag"),
        pytest.param(("releases", 0, "contracts", 0, "status"), "signed", id="a status of our own"),
    ],
)
def test_the_schema_is_really_asked(
    made: SupplyChainReturn, path: tuple[str | int, ...], wrong: object
) -> None:
    package = package_for(made)
    part: Any = package
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = wrong
    assert release_faults(package)


@pytest.mark.parametrize("codelist", sorted(CODELISTS))
def test_words_from_open_codelists_are_theirs(made: SupplyChainReturn, codelist: str) -> None:
    standard("release-schema.json")
    lines = (STANDARD / f"codelists/{codelist}.csv").read_text(encoding="utf-8").splitlines()[1:]
    allowed = {line.partition(",")[0] for line in lines}

    def used(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = set(part.get(CODELISTS[codelist], []))
            return own.union(*(used(value) for value in part.values()))
        return set().union(*map(used, part)) if isinstance(part, list) else set()

    assert used(package_for(made)) - allowed == set()


@pytest.mark.asks("S199")
def test_each_agreement_is_a_process_related_both_ways(chain: Landscape, made: SupplyChainReturn) -> None:
    package = package_for(made)
    prime, tier2, tier3 = (release_of(package, agreement) for agreement in chain.agreements)
    assert len(package["releases"]) == 3
    assert "relatedProcesses" not in prime
    assert [(one["relationship"], one["identifier"]) for one in tier2["relatedProcesses"]] == [
        (["parent"], prime["ocid"])
    ]
    assert [
        (one["relationship"], one["identifier"]) for one in tier2["contracts"][0]["relatedProcesses"]
    ] == [(["subContract"], tier3["ocid"])]
    assert "relatedProcesses" not in tier3["contracts"][0]


def test_buyer_and_supplier_are_parties_with_their_numbers(chain: Landscape, made: SupplyChainReturn) -> None:
    release = release_of(package_for(made), chain.agreements[1])
    buyer, supplier = release["parties"]
    assert (buyer["id"], buyer["roles"]) == ("GB-COH-09123456", ["buyer", "procuringEntity", "payer"])
    assert supplier["identifier"] == {"scheme": "GB-COH", "id": "04123456", "legalName": "Brightside"}
    assert [one["id"] for one in supplier["additionalIdentifiers"]] == ["1123456"]
    assert release["buyer"]["id"] == buyer["id"]


def test_an_organisation_without_a_number_is_known_by_our_reference(chain: Landscape) -> None:
    OrganisationIdentifier.objects.all().delete()
    release = release_of(package_for(return_for(chain.window)), chain.agreements[1])
    assert release["parties"][1]["id"] == chain.agreements[1].provider.reference
    assert "identifier" not in release["parties"][1]


@pytest.mark.asks("S199")
def test_transactions_are_months_and_sum_to_the_return(chain: Landscape, made: SupplyChainReturn) -> None:
    transactions = release_of(package_for(made), chain.agreements[1])["contracts"][0]["implementation"][
        "transactions"
    ]
    assert [(one["date"], one["value"]["amount"]) for one in transactions] == [
        ("2017-05-30T23:00:00Z", 1800.00),
        ("2017-06-29T23:00:00Z", 279.00),
    ]


def test_an_agreement_under_negotiation_is_pending_and_has_no_day_of_signing(
    chain: Landscape, made: SupplyChainReturn
) -> None:
    contract = release_of(package_for(made), chain.agreements[2])["contracts"][0]
    assert contract["status"] == "pending"
    assert "dateSigned" not in contract
    assert contract["period"]["endDate"] == "2018-03-30T23:00:00Z"


def test_the_same_record_gives_the_same_bytes(chain: Landscape, made: SupplyChainReturn) -> None:
    assert as_json(package_for(made)) == as_json(package_for(return_for(chain.window)))


def test_nothing_is_later_than_its_release_nor_empty(made: SupplyChainReturn) -> None:
    def empty(part: Any) -> bool:
        if isinstance(part, dict | list):
            return not part or any(map(empty, part.values() if isinstance(part, dict) else part))
        return part in (None, "")

    assert not empty(package_for(made))


def test_a_sound_package_has_no_faults(made: SupplyChainReturn) -> None:
    assert faults_in(package_for(made), made) == []


def _double(package: dict[str, Any]) -> None:
    package["releases"].append(deepcopy(package["releases"][0]))


def _forget_the_parent(package: dict[str, Any]) -> None:
    del next(one for one in package["releases"] if "relatedProcesses" in one)["relatedProcesses"]


def _leave_out_the_top(package: dict[str, Any]) -> None:
    del package["releases"][0]


def _take_a_role_away(package: dict[str, Any]) -> None:
    package["releases"][1]["parties"][1]["roles"].remove("payee")


def _move_a_penny(package: dict[str, Any]) -> None:
    package["releases"][1]["contracts"][0]["implementation"]["transactions"][0]["value"]["amount"] += 0.01


def _pay_later(package: dict[str, Any]) -> None:
    package["releases"][1]["contracts"][0]["implementation"]["transactions"][0]["date"] = (
        "2017-08-01T00:00:00Z"
    )


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_double, "2 releases have the"),
        (_forget_the_parent, "related one way only"),
        (_leave_out_the_top, "is not in the package"),
        (_take_a_role_away, "is not a party with the role payee"),
        (_move_a_penny, "transactions sum to"),
        (_pay_later, "later than the release"),
    ],
    ids=lambda case: getattr(case, "__name__", "").strip("_").replace("_", " ") or None,
)
def test_a_package_that_contradicts_itself_is_caught(made: SupplyChainReturn, spoil: Any, says: str) -> None:
    package = package_for(made)
    spoil(package)
    assert any(says in fault for fault in faults_in(package, made))


def test_a_large_amount_keeps_its_pennies(chain: Landscape) -> None:
    entry = factories.LedgerEntryFactory(
        scheme=chain.scheme,
        agreement=chain.agreements[0],
        payer=chain.agreements[0].payer,
        provider=chain.agreements[0].provider,
        debit=chain.account(chain.agreements[0], "cost"),
        credit=chain.account(chain.agreements[0], "owed"),
        amount=Money("999999990000.99"),
    )
    assert faults_in(package_for(made := return_for(chain.window)), made) == []
    assert entry.agreement_id in {line.link.id for line in made.lines}
