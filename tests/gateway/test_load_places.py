"""`./throughline load` of outcodes, offices, courts, areas, prisons: a dry run, the load, the same again."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.shared_data import shared
from throughline.core.models import Area, Outcode, OutcodeArea, Site
from throughline.core.queries.places import SeveralPlaces, find_place
from throughline.people.models import Prison, PrisonDesignation

pytestmark = pytest.mark.django_db
TODAY = date(2024, 5, 1)


def load(what: str, path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load", what, path, stdout=out, **options)
    return out.getvalue()


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def outcodes(tmp_path: Path) -> Path:
    return written(
        tmp_path / "outcodes.csv",
        "postcode,latitude,longitude,country",
        "TQ1,50.47,-3.52,ENG",
        "cf10,51.48,-3.18,WLS",
        "CA1,54.89,-2.91,ENG",
        "PL23,50.3365,-4.6351,ENG",
        "AB10,57.13514,-2.11731,SCT",
    )


def test_a_dry_run_writes_nothing(outcodes: Path) -> None:
    said = load("outcodes", outcodes)
    assert "5 of 5 lines would be loaded" in said
    assert "nothing was written. Add --apply to load it" in said
    assert not Outcode.objects.exists()
    assert not Area.objects.exists()


@pytest.mark.asks("S245")
def test_each_outcode_lies_in_the_authority_whose_outline_holds_it(outcodes: Path) -> None:
    assert "5 of 5 lines loaded" in load("outcodes", outcodes, apply=True)
    held = {one.code: sorted(one.areas.values_list("name", flat=True)) for one in Outcode.objects.all()}
    assert held == {
        "TQ1": ["Torbay"],
        "CF10": ["Cardiff"],
        "CA1": ["Carlisle", "Cumberland"],
        # A little way out at sea, by what the file says is England.
        "PL23": ["Cornwall"],
        "AB10": [],
    }
    place = find_place("tq1 1aa", on=TODAY)
    assert [Area.objects.get(pk=pk).name for pk in place.area_ids] == [
        "Torbay", "Devon & Cornwall", "South West",
    ]  # fmt: skip
    assert find_place("AB10", on=TODAY).area_ids == ()


def test_the_same_again_changes_nothing_and_what_moved_is_put_right(outcodes: Path, tmp_path: Path) -> None:
    load("outcodes", outcodes, apply=True)
    assert load("outcodes", outcodes, apply=True).rstrip().endswith("nothing changed")
    again = written(tmp_path / "again.csv", "postcode,latitude,longitude", "TQ1,50.47,-3.52")
    assert "1 there already" in load("outcodes", again, apply=True)
    moved = written(tmp_path / "moved.csv", "postcode,latitude,longitude", "TQ1,51.48,-3.18")
    assert "1 of 1 lines loaded" in load("outcodes", moved, apply=True)
    assert [one.area.name for one in OutcodeArea.objects.filter(outcode__code="TQ1")] == ["Cardiff"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("TQ1 1AA,50.47,-3.52", "TQ1 1AA is a whole postcode. Give its first half, TQ1"),
        ("Torquay,50.47,-3.52", "must be the first half of one, like TQ1, not “Torquay”"),
        ("TQ1,-3.52,50.47", "is not in these islands"),
        ("TQ1,north,-3.52", "Column “latitude” must be degrees like 50.4759"),
        ("TQ1,50.47,", "Column “longitude” is empty"),
        ("TQ1,nan,-3.52", "must be degrees"),
        ("TQ2,50.47,-3.52", "TQ2 stands in this file before"),
    ],
)
def test_a_line_that_is_no_outcode_is_rejected_with_the_reason(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = written(tmp_path / "o.csv", "postcode,latitude,longitude", "TQ2,50.47,-3.53", line)
    assert reason in load("outcodes", path, apply=True)
    assert Outcode.objects.count() == 1
    assert reason in (tmp_path / "o.csv.rejected.csv").read_text()


@pytest.fixture
def offices(tmp_path: Path, outcodes: Path) -> Path:
    load("outcodes", outcodes, apply=True)
    return written(
        tmp_path / "offices.csv",
        "probation_office_id,name,address,probation_region_id,gov_uk_url,delius_crs_location_id",
        '7,Devon: Torquay Office,"1 Union Street, Torquay, TQ1 1ET",G,,CRS0001',
        '8,Cardiff Office,"33 Westgate Street, Cardiff, CF101JE",D,,',
        '9,Cardiff Office,"1 Pierhead Street, Cardiff, CF10 4PB",D,,',
    )


@pytest.mark.asks("S245")
def test_an_office_lies_at_its_postcode(offices: Path) -> None:
    assert "3 of 3 lines loaded" in load("offices", offices, apply=True)
    torquay = Site.objects.get(kind="office", code="7")
    assert (torquay.postcode, torquay.outcode and torquay.outcode.code) == ("TQ1 1ET", "TQ1")
    day = timezone.localdate()
    place = find_place("torquay office", on=day)
    assert (place.key, place.latitude) == ("office:7", 50.47)
    assert Area.objects.get(pk=place.area_ids[0]).name == "Torbay"
    with pytest.raises(SeveralPlaces) as told:
        find_place("Cardiff Office", on=day)
    assert [one.more for one in told.value.choices] == [
        "33 Westgate Street, Cardiff, CF101JE", "1 Pierhead Street, Cardiff, CF10 4PB",
    ]  # fmt: skip


def test_the_same_offices_change_nothing_and_one_that_moved_is_put_right(
    offices: Path, tmp_path: Path
) -> None:
    load("offices", offices, apply=True)
    assert load("offices", offices, apply=True).rstrip().endswith("nothing changed")
    moved = written(
        tmp_path / "moved.csv",
        "probation_office_id,name,address,from,to",
        '7,Devon: Torquay Office,"1 Union Street, Torquay, TQ1 1ET",,',
        '8,Cardiff Office,"1 High Street, Carlisle, CA1 1AA",2020-01-01,2024-04-01',
    )
    assert "1 of 2 lines loaded, 1 there already" in load("offices", moved, apply=True)
    cardiff = Site.objects.get(code="8")
    assert cardiff.outcode is not None
    assert (cardiff.outcode.code, cardiff.during.to) == ("CA1", date(2024, 4, 1))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('1,Office,"1 High Street",,,', "The address has no postcode"),
        ('1,Office,"1 High Street, ZE1 0AA",,,', "ZE1, which is not known here"),
        (',Office,"1 High Street, TQ1 1AA",,,', "“probation_office_id” is empty"),
        ('1,Office,"1 High Street, TQ1 1AA",50.4,,', "Give both latitude and longitude, or neither"),
        ('1,Office,"1 High Street, TQ1 1AA",,,2000-01-01', "close before it opens"),
    ],
)
def test_an_office_that_cannot_be_placed_is_rejected(
    tmp_path: Path, outcodes: Path, line: str, reason: str
) -> None:
    load("outcodes", outcodes, apply=True)
    heading = "probation_office_id,name,address,latitude,longitude,to"
    path = written(tmp_path / "o.csv", heading, line)
    with pytest.raises(CommandError, match="was rejected"):
        load("offices", path, apply=True)
    assert reason in (tmp_path / "o.csv.rejected.csv").read_text()


def test_courts_are_loaded_alike(tmp_path: Path, outcodes: Path) -> None:
    load("outcodes", outcodes, apply=True)
    path = written(
        tmp_path / "courts.csv",
        "code,name,address,from",
        'C1,Torquay Magistrates,"Union Street, Torquay TQ1 4BP",2014-06-01',
    )
    load("courts", path, apply=True)
    assert find_place("magistrates", on=date(2015, 1, 1)).kind == "court"


@pytest.mark.asks("S245")
def test_a_delivery_unit_is_found_for_the_postcodes_in_it(tmp_path: Path, outcodes: Path) -> None:
    load("outcodes", outcodes, apply=True)
    path = written(
        tmp_path / "areas.csv",
        "kind,code,name,within,made_of,from,to",
        "pdu,torbay-south-devon,South Devon,pcc:devon-and-cornwall,la:E06000027; la:E07000044,2021-06-26,",
        "pdu,elsewhere,Elsewhere,pcc:atlantis,,2021-06-26,",
        "la,E06000027,Torbay,pcc:devon-and-cornwall,,2021-06-26,",
        "ldu,old,Old,pcc:gwent,,2018-01-01,2017-01-01",
    )
    said = load("areas", path, apply=True)
    assert "1 of 4 lines loaded" in said
    assert "there is no area “pcc:atlantis”" in said
    assert "must be pdu (probation delivery unit) or ldu" in said
    assert "end before it begins" in said
    place = find_place("TQ1", on=TODAY)
    assert [Area.objects.get(pk=pk).kind for pk in place.area_ids] == ["la", "pdu", "pcc", "region"]
    assert [Area.objects.get(pk=pk).kind for pk in find_place("TQ1", on=date(2020, 1, 1)).area_ids] == [
        "la", "pcc", "cpa", "division",
    ]  # fmt: skip
    assert find_place("South Devon", on=TODAY).point is not None
    again = written(
        tmp_path / "again.csv",
        "kind,code,name,within,made_of,from",
        "pdu,torbay-south-devon,South Devon,pcc:devon-and-cornwall,la:E06000027; la:E07000044,2021-06-26",
    )
    assert "1 there already" in load("areas", again, apply=True)


@pytest.mark.asks("S222")
def test_prisons_are_loaded_with_the_days_of_each_kind(tmp_path: Path) -> None:
    prisons = written(
        tmp_path / "prisons.csv",
        "code,name,kind,from,to",
        "NMI,HMP Northmoor,resettlement,2015-05-01,",
        "NMI,HMP Northmoor,other,2017-01-01,",
        "RWI,HMP Ridgeway,other,2015-05-01,",
        "RWI,HMP Ridgeway,open,2016-05-01,",
        "RWI,HMP Ridgeway,resettlement,2014-05-01,2016-05-01",
    )
    assert "3 of 5 lines would be loaded" in load("prisons", prisons)
    assert not Prison.objects.exists()
    said = load("prisons", prisons, apply=True)
    assert "3 of 5 lines loaded" in said
    assert "Column “kind” must be resettlement, other, not “open”" in said
    assert "HMP Ridgeway is recorded as another kind on some of these days. Check the dates" in said
    held = PrisonDesignation.objects.order_by("prison__code", "during")
    assert [(one.prison.name, one.kind, str(one.during)) for one in held] == [
        ("HMP Northmoor", "resettlement", "[2015-05-01,2017-01-01)"),
        ("HMP Northmoor", "other", "[2017-01-01,)"),
        ("HMP Ridgeway", "other", "[2015-05-01,)"),
    ]


@pytest.mark.asks("S245")
def test_the_real_outcodes_and_offices(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    said = load("outcodes", shared("real", "geography", "uk_outcodes.csv"), apply=True, rejects=rejects)
    assert "2,856 of 2,856 lines loaded" in said
    for outcode, authority, police_area in (
        ("CF10", "Cardiff", "South Wales"),
        ("TQ1", "Torbay", "Devon & Cornwall"),
        ("LE1", "Leicester", "Leicestershire"),
    ):
        ids = find_place(outcode, on=TODAY).area_ids
        assert [Area.objects.get(pk=pk).name for pk in ids[:2]] == [authority, police_area]
    without = Outcode.objects.filter(ground=None).count()
    assert without == 2_856 - Outcode.objects.exclude(ground=None).distinct().count() <= 545
    said = load("offices", shared("reference", "probation_offices.csv"), apply=True, rejects=rejects)
    assert "326 of 326 lines loaded" in said
