"""The return as files: every figure with its base and its day, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.open_data.chains import Landscape, landscape
from throughline.core.models import Organisation
from throughline.open_data.return_columns import COLUMNS
from throughline.open_data.return_file import as_csv, as_metadata
from throughline.open_data.supply_chain_return import return_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Landscape:
    made = landscape()
    made.attend("Gardening", people=2, rates=("1200", "900", "700"))
    made.attend("Debt advice", people=12, rates=("80", "46.50"))
    return made


def rows_of(text: str) -> dict[str, dict[str, str]]:
    return {row["provider"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.mark.asks("S199")
def test_a_line_of_the_file(chain: Landscape) -> None:
    row = rows_of(as_csv(return_for(chain.window)))["Brightside"]
    assert row | {"agreement": "", "agreement_above": "", "services": ""} == {
        "scheme": "tr",
        "quarter": "2017-18 Q1",
        "from": "2017-04-01",
        "to": "2017-06-30",
        "as_at": "2017-07-14",
        "agreement": "",
        "agreement_above": "",
        "tier": "2",
        "form": "Light partnering agreement",
        "state": "Signed",
        "payer": "Westshire CRC",
        "payer_company_number": "09123456",
        "payer_charity_number": "[x]",
        "provider": "Brightside",
        "provider_company_number": "04123456",
        "provider_charity_number": "1123456",
        "areas": "Westshire",
        "services": "",
        "summary": row["summary"],
        "funding_passed_down": "2358.00",
        "funding_entries": "14",
        "payer_received": "3360.00",
        "funding_charged_on": "2358.00",
        "payer_retained": "1002.00",
        "sessions_arranged": "14",
        "sessions_recorded": "14",
        "sessions_delivered": "14",
        "people": "14",
    }
    assert "Debt advice (Women's services): What Debt advice is" in row["summary"]


def test_hidden_missing_and_not_applicable_are_told_apart(chain: Landscape) -> None:
    rows = rows_of(as_csv(return_for(chain.window)))
    mill, prime = rows["The Mill"], rows["Westshire CRC"]
    assert (mill["people"], mill["sessions_delivered"], mill["funding_entries"]) == ("[c]", "[c]", "[c]")
    assert mill["provider_charity_number"] == "[x]"
    assert (prime["payer_received"], prime["agreement_above"]) == ("[z]", "[z]")


@pytest.mark.asks("S199")
def test_no_person_is_in_the_file(chain: Landscape) -> None:
    made = return_for(chain.window)
    text = as_csv(made) + as_metadata(made)
    for referral in chain.services["Gardening"].referrals.select_related("person", "referred_by"):
        for secret in (
            referral.reference,
            referral.person.last_name,
            referral.person.case_number,
            referral.referred_by.email,
        ):
            assert secret not in text


def test_the_same_record_gives_the_same_bytes(chain: Landscape) -> None:
    once, again = return_for(chain.window), return_for(chain.window)
    assert as_csv(once) == as_csv(again)
    assert as_metadata(once) == as_metadata(again)


def test_a_name_that_begins_like_a_formula_stays_text(chain: Landscape) -> None:
    Organisation.objects.filter(name="Brightside").update(name="=1+1")
    assert "'=1+1" in rows_of(as_csv(return_for(chain.window)))


@pytest.mark.asks("S214")
def test_the_metadata_says_what_each_column_means_and_each_total_is_counted_from(chain: Landscape) -> None:
    made = return_for(chain.window)
    metadata = json.loads(as_metadata(made))
    header = next(csv.reader(io.StringIO(as_csv(made))))
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == header
    assert all(column["dc:description"] for column in metadata["tableSchema"]["columns"])
    notes = {note["about"]: note for note in metadata["notes"]}
    assert notes["totals"]["as_at"] == "2017-07-14"
    assert notes["totals"]["sessions_delivered"] == notes["totals"]["sessions_recorded"] == 14
    assert [tier["funding_passed_down"] for tier in notes["totals"]["tiers"]] == [
        "3360.00",
        "2358.00",
        "1400.00",
    ]
    assert notes["limitations"]["says"]
    assert any("'not known'" in says for says in notes["quality"]["says"])


@pytest.mark.asks("S214")
def test_every_figure_stands_beside_what_it_is_counted_from() -> None:
    names = [column.name for column in COLUMNS]
    assert names.index("funding_entries") == names.index("funding_passed_down") + 1
    base = ["sessions_arranged", "sessions_recorded", "sessions_delivered", "people"]
    assert names[-4:] == base
    assert {"from", "to", "as_at"} <= set(names)
