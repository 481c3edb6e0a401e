"""`./throughline load crs-contracts`: a dry run, the load, the same again, and the chain."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.supply.crs_documents import document, providers, write
from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.supply.models import Agreement, EligibilityRule, Scheme, Service, ServicePlace
from throughline.vocabulary.needs import Need

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("THROUGHLINE_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
REAL = SHARED / "data" / "real" / "crs_contracts" / "contracts.jsonl"
REAL_NAMES = SHARED / "data" / "reference" / "crs_service_providers.csv"


def load(path: Path, *more: Any, **options: Any) -> str:
    out = StringIO()
    call_command("load", "crs-contracts", path, *more, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def landscape(tmp_path: Path) -> Path:
    """Three contracts: Kite works below Lark and holds a contract of its own."""
    return write(
        tmp_path / "contracts.jsonl",
        document("CT_1", providers=providers("LARK_TRUST", "KITE", "WREN_CENTRE")),
        document("CT_2", providers=providers("LARK_TRUST", "WREN_CENTRE")),
        document("CT_3", providers=providers("KITE"), contract_type_id="WOS"),
    )


def test_without_apply_it_says_what_it_would_do_and_writes_nothing(landscape: Path) -> None:
    said = load(landscape)
    assert "3 of 3 lines would be loaded" in said
    assert "3 contracts, 2 primes, 2 subcontractors, 3 prime–subcontractor links, 1 organisations" in said
    assert "nothing was written. Add --apply to load it" in said
    assert not Service.objects.exists()
    assert not Scheme.objects.exists()


def test_with_apply_the_chain_stands_and_tiers_follow_from_it(landscape: Path) -> None:
    assert "3 of 3 lines loaded" in load(landscape, apply=True)
    kite = Organisation.objects.get(identifiers__scheme="X-CRS-CODE", identifiers__value="KITE")
    assert set(kite.provides_under.values_list("their_reference", "tier")) == {("CT_1", 2), ("CT_3", 1)}
    top = Agreement.objects.get(their_reference="CT_1", tier=1)
    assert (top.payer.name, top.state, top.signed_on) == ("Ministry of Justice", "unknown", None)
    service = Service.objects.get(their_reference="CT_3")
    assert (service.deliverer, service.agreement, service.kind.nsi_code) == (
        kite,
        kite.provides_under.get(tier=1),
        "CRS06",
    )
    assert service.state == "published"
    assert service.during == Period(date(2021, 1, 1), None)
    assert Need.WOMEN in service.needs.values_list("need", flat=True)
    assert [area.name for area in service.areas.all()] == ["North East"]
    assert [(route.route, route.payer.name) for route in service.routes.all() if route.payer] == [
        ("core", "Ministry of Justice")
    ]


def test_the_same_file_again_changes_nothing(landscape: Path) -> None:
    load(landscape, apply=True)
    assert load(landscape, apply=True).rstrip().endswith("nothing changed")


@pytest.mark.asks("S62")
def test_each_load_that_changes_an_entry_leaves_a_version(landscape: Path, tmp_path: Path) -> None:
    for _ in range(2):
        load(landscape, apply=True)
    older = {"allows_female": True, "allows_male": True, "minimum_age": 21, "maximum_age": None}
    later = document("CT_3", providers=providers("KITE"), contract_type_id="WOS", eligibility=older)
    load(write(tmp_path / "later.jsonl", later), apply=True)
    service = Service.objects.get(their_reference="CT_3")
    assert [(one.number, one.why) for one in service.versions.all()] == [
        (2, "Loaded from contract CT_3"),
        (1, "Loaded from contract CT_3"),
    ]
    assert Service.objects.get(their_reference="CT_1").versions.count() == 1


def test_the_same_contracts_in_another_order_change_nothing(landscape: Path, tmp_path: Path) -> None:
    load(landscape, apply=True)
    lines = landscape.read_text().splitlines()
    said = load(write(tmp_path / "again.jsonl", *reversed(lines)), apply=True)
    assert "0 of 3 lines loaded, 3 there already: nothing changed" in said
    assert Agreement.objects.count() == 6


def test_what_a_later_document_says_otherwise_is_put_right(landscape: Path, tmp_path: Path) -> None:
    load(landscape, apply=True)
    ended = document(
        "CT_2",
        providers=providers("LARK_TRUST", "WREN_CENTRE", "HERON"),
        scheduling={"hide_before": "2021-01-01", "hide_after": "2023-12-31T23:59:00+00"},
        region={"nps_region_code": None, "pcc_region_code": "durham"},
        activities=[
            {"need_area": "ETE", "activity": "Interviews", "delivery_method": "", "delivery_location": ""}
        ],
    )
    assert "1 of 1 lines loaded" in load(write(tmp_path / "later.jsonl", ended), apply=True)
    service = Service.objects.get(their_reference="CT_2")
    assert service.during == Period(date(2021, 1, 1), date(2024, 1, 1))
    assert [area.name for area in service.areas.all()] == ["Durham"]
    assert set(service.needs.values_list("need", flat=True)) == {Need.ACCOMMODATION, Need.EMPLOYMENT}
    assert {one.provider.name for one in Agreement.objects.filter(their_reference="CT_2", tier=2)} == {
        "Wren Centre",
        "Heron",
    }


ACTIVITY = {
    "need_area": "Accommodation",
    "activity": "Advice",
    "delivery_method": "1-2-1, face to face",
    "delivery_location": "Luton, Bedford",
}
ON_LICENCE = "Services are available for men, irrespective of risk level, on Licence."


def test_an_entry_says_what_its_document_leaves_no_doubt_about(tmp_path: Path) -> None:
    said = document(
        "CT_1",
        eligibility={"allows_female": False, "allows_male": True, "minimum_age": 18, "maximum_age": 25},
        short_description=ON_LICENCE,
        activities=[ACTIVITY],
    )
    load(write(tmp_path / "one.jsonl", said, document("CT_2")), apply=True)
    full, bare = Service.objects.get(their_reference="CT_1"), Service.objects.get(their_reference="CT_2")
    assert (full.service_type, full.mode, full.channels) == ("housing_advice", "one_to_one", ["in_person"])
    assert list(full.given_at.values_list("name", "postcode", "latitude")) == [
        ("Bedford", "", None),
        ("Luton", "", None),
    ]
    assert set(full.populations.values_list("population", "is_main")) == {
        ("men", True),
        ("young_adults", True),
    }
    # "Irrespective of risk level" keeps nobody out: there is no rule on risk.
    assert list(full.eligibility.values_list("aspect", "accepts", "why")) == [
        ("order", ["licence"], ON_LICENCE)
    ]
    assert (bare.service_type, bare.mode, bare.channels) == ("housing_advice", "unknown", [])
    for nothing in (bare.given_at, bare.populations, bare.eligibility):
        assert not nothing.exists()


def test_what_its_keepers_have_said_since_stays(tmp_path: Path) -> None:
    said = document("CT_1", short_description=ON_LICENCE, activities=[ACTIVITY])
    path = write(tmp_path / "one.jsonl", said)
    load(path, apply=True)
    service = Service.objects.get()
    service.mode, service.service_type, service.channels = "group", "accommodation", ["phone"]
    service.save()
    service.given_at.filter(name="Luton").update(name="LUTON", address="1 Mill Street")
    service.eligibility.update(accepts=["community"])
    service.given_at.create(name="Dunstable", address="2 Mill Street")
    moved = document(
        "CT_1", short_description="New words", activities=[ACTIVITY | {"delivery_location": "Hitchin"}]
    )
    assert "1 of 1 lines loaded" in load(write(tmp_path / "later.jsonl", moved), apply=True)
    service.refresh_from_db()
    assert (service.mode, service.service_type, service.channels) == ("group", "accommodation", ["phone"])
    assert service.eligibility.get().accepts == ["community"]
    # Bedford, of which nothing but the name was known, is not named any more.
    assert set(service.given_at.values_list("name", flat=True)) == {"LUTON", "Dunstable", "Hitchin"}
    again = write(tmp_path / "again.jsonl", json.dumps(moved, indent=None, separators=(",", ":")))
    assert "1 there already: nothing changed" in load(again, apply=True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        pytest.param("{", "not one JSON object", id="cut off"),
        pytest.param(document("CT_9", contract_type_id="XYZ"), "“XYZ” is not known", id="kind not known"),
        pytest.param(
            document("CT_9", region={"nps_region_code": "Z"}), "There is no area “Z”", id="area not known"
        ),
        pytest.param(
            document("CT_1", providers=providers("KITE")), "is held by Lark Trust", id="another prime"
        ),
        pytest.param(
            document("CT_9", providers=providers("A", "A")), "its own subcontractor", id="below itself"
        ),
        pytest.param(document("CT_9") | {"price": "1"}, "“price” is not known", id="a name not known"),
    ],
)
def test_a_broken_document_is_named_by_its_line_and_the_rest_is_loaded(
    landscape: Path, line: dict[str, Any] | str, sentence: str
) -> None:
    lines = landscape.read_text().splitlines()
    said = load(write(landscape, *lines[:2], line, lines[2]), apply=True)
    assert "3 of 4 lines loaded, 1 rejected" in said
    assert "line 3: " in said
    assert sentence in said
    with landscape.with_name("contracts.jsonl.rejected.csv").open(newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert row["rejected_line"] == "3"
    assert sentence in row["rejected_because"]


@pytest.mark.parametrize("apply", [False, True], ids=["dry run", "applied"])
def test_a_file_of_which_every_line_is_rejected_fails(tmp_path: Path, apply: bool) -> None:
    hopeless = write(tmp_path / "hopeless.jsonl", "nothing", "of use")
    usable = write(tmp_path / "usable.jsonl", document("CT_1"))
    said = StringIO()
    with pytest.raises(CommandError, match=r"Every line of hopeless\.jsonl was rejected: put right"):
        call_command("load", "crs-contracts", hopeless, usable, stdout=said, apply=apply)
    assert "0 of 2 lines" in said.getvalue()
    assert "1 of 1 lines" in said.getvalue()
    assert Service.objects.exists() == apply


def test_names_are_taken_from_a_file_and_only_where_none_was_given(landscape: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("code,name\nLARK_TRUST,The Lark Trust\nWREN_CENTRE,Wren Women's Centre\n")
    load(landscape, apply=True)
    Organisation.objects.filter(name="Wren Centre").update(name="The Wren")
    assert "1 of 3 lines loaded, 2 there already" in load(landscape, "--names", names, apply=True)
    assert load(landscape, "--names", names, apply=True).rstrip().endswith("nothing changed")
    assert set(
        Organisation.objects.filter(identifiers__scheme="X-CRS-CODE").values_list("name", flat=True)
    ) == {
        "The Lark Trust",
        "The Wren",
        "Kite",
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "The file is empty"), (b"\xff\xfe{", "Line 1 is not written in UTF-8")],
)
def test_a_file_that_cannot_be_used_ends_the_command_in_words(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "contracts.jsonl"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        load(path, apply=True)


def test_a_file_that_is_not_there_ends_the_command_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        load(tmp_path / "nowhere.jsonl")


@pytest.mark.skipif(
    not REAL.is_file(), reason="the published contract documents are not beside this checkout"
)
def test_the_published_contracts_come_out_as_their_publisher_counts_them(tmp_path: Path) -> None:
    rejects = tmp_path / "rejected.csv"
    said = load(REAL, "--names", REAL_NAMES, "--rejects", rejects, apply=True)
    assert "196 of 196 lines loaded" in said
    assert (
        "196 contracts, 46 primes, 107 subcontractors, 343 prime–subcontractor links, "
        "14 organisations that are both" in said
    )
    assert not rejects.exists()
    services = Service.objects.filter(scheme__code="crs")
    assert services.filter(during__upper_inf=False).count() == 26
    assert services.filter(for_men=False).count() == 58
    assert services.filter(areas__kind="pcc").count() == 114
    assert services.filter(activities=None).count() == 16
    assert sum(one.activities.count() for one in services) == 3150
    by_type = Counter(services.values_list("service_type", flat=True))
    assert by_type == {
        "wellbeing": 55, "women": 58, "substance_use": 30, "debt_advice": 22, "housing_advice": 18,
        "employment": 12, "mentoring": 1,
    }  # fmt: skip
    # Of the 180 with activities every one says how it is given; the 16 without say nothing.
    assert Counter(services.values_list("mode", flat=True)) == {"both": 162, "one_to_one": 18, "unknown": 16}
    assert services.filter(given_at__isnull=False).distinct().count() == 157
    assert ServicePlace.objects.exclude(postcode="", latitude=None).count() == 0
    rules = EligibilityRule.objects.filter(service__in=services)
    assert {(one.aspect, tuple(one.accepts)) for one in rules} == {
        ("order", ("community", "suspended", "licence", "post_sentence"))
    }
    assert rules.count() == 178
    assert services.filter(for_men=False, populations__population="women").count() == 58
    assert Organisation.objects.get(name__startswith="Ingeus").provides_under.filter(tier=1).count() == 26
    assert (
        load(REAL, "--names", REAL_NAMES, "--rejects", rejects, apply=True)
        .rstrip()
        .endswith("nothing changed")
    )
