"""Local authorities and the boards over them, against what others published, and in the records (S245)."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from tests.factories import NOW, OutcodeAreaFactory, OutcodeFactory
from tests.shared_data import shared
from throughline.core.models import Area, AreaParent, Board
from throughline.core.queries.places import boards_of, find_place, larger_areas
from throughline.supply.actions.reference import load_reference
from throughline.supply.reference.local.authorities import authorities, counties, stood_on_ground_of
from throughline.supply.reference.local.boards import boards
from throughline.supply.reference.probation_regions import REGIONS

NAMES_WITHOUT_THEIR_RANK = {
    "Bristol, City of": "Bristol",
    "Herefordshire, County of": "Herefordshire",
    "Kingston upon Hull, City of": "Kingston upon Hull",
}

GIVEN_ANOTHER_CODE_SINCE = {"E08000038": "E08000016", "E08000039": "E08000019"}
"""Barnsley and Sheffield, in 2025."""


@pytest.mark.asks("S245")
def test_authorities_and_partnerships_are_those_of_the_national_lookup() -> None:
    police_areas = {
        name.replace("&", "and"): code for one in REGIONS for code, name in one.police_areas.items()
    }
    police_areas |= dict.fromkeys(("Metropolitan Police", "London, City of"), "metropolitan")
    wanted_areas: dict[str, tuple[str, str]] = {}
    wanted_boards: dict[str, set[str]] = defaultdict(set)
    with shared("real", "geography", "lookup_ltla24_csp24_pfa24.csv").open() as opened:
        for row in csv.DictReader(opened):
            name = NAMES_WITHOUT_THEIR_RANK.get(row["ltla24_name"], row["ltla24_name"])
            police_area = police_areas[row["pfa24_name"].replace("&", "and")]
            wanted_areas[row["ltla24_code"]] = (name, police_area)
            board = NAMES_WITHOUT_THEIR_RANK.get(row["csp24_name"], row["csp24_name"])
            wanted_boards[row["ltla24_code"]].add(board)
    of_2024 = {code: one for code, one in authorities().items() if one.during.is_open}
    assert {code: (one.name, one.police_area) for code, one in of_2024.items()} == wanted_areas
    found: dict[str, set[str]] = defaultdict(set)
    for board in boards():
        for kind, code in (*board.areas, *board.partly):
            if board.kind == "csp" and kind == "la" and code in of_2024:
                found[code].add(board.name)
    assert found == wanted_boards


def test_authorities_that_ended_went_where_the_national_register_says() -> None:
    with shared("real", "geography", "la_all_codes.csv").open() as opened:
        register = {row["LADCD"]: row for row in csv.DictReader(opened)}
    for code, one in authorities().items():
        row = register[code]
        assert NAMES_WITHOUT_THEIR_RANK.get(row["LADNM"], row["LADNM"]) == one.name
        now = stood_on_ground_of(code)[-1]
        assert GIVEN_ANOTHER_CODE_SINCE.get(row["LADCD_ACTIVE"], row["LADCD_ACTIVE"]) == now.code
        if now.county:
            assert (row["UTLACD"], row["UTLANM"]) == (now.county, counties()[now.county].name)
        else:
            assert GIVEN_ANOTHER_CODE_SINCE.get(row["UTLACD"], row["UTLACD"]) == now.code


@pytest.mark.parametrize(
    ("day", "authorities_then", "counties_then"),
    [
        (date(2014, 6, 1), 348, 27),
        (date(2019, 3, 31), 348, 27),
        (date(2019, 4, 1), 339, 26),
        (date(2020, 4, 1), 336, 25),
        (date(2021, 4, 1), 331, 24),
        (date(2023, 4, 1), 318, 21),
    ],
)
def test_on_each_day_there_were_as_many_as_there_were(
    day: date, authorities_then: int, counties_then: int
) -> None:
    assert sum(day in one.during for one in authorities().values()) == authorities_then
    assert sum(day in one.during for one in counties().values()) == counties_then


@pytest.mark.parametrize(("kind", "count"), [("csp", 314), ("hwb", 153), ("mappa", 42), ("iom", 42)])
def test_there_are_as_many_boards_as_the_law_makes(kind: str, count: int) -> None:
    assert sum(one.kind == kind and one.during.is_open for one in boards()) == count


@pytest.mark.django_db
class TestInTheRecords:
    @pytest.fixture(autouse=True)
    def loaded(self) -> None:
        load_reference(NOW)

    def names(self, text: str, on: date) -> list[str]:
        place = find_place(text, on=on)
        areas = Area.objects.in_bulk(place.area_ids)
        return [f"{areas[pk].kind} {areas[pk].name}" for pk in place.area_ids]

    def boards(self, text: str, on: date) -> set[str]:
        found = boards_of(find_place(text, on=on), on=on)
        return {f"{one.board.kind} {one.board.name}{' ?' if one.perhaps else ''}" for one in found}

    def outcode(self, code: str, *authority_codes: str) -> None:
        outcode = OutcodeFactory(code=code)
        for one in authority_codes:
            OutcodeAreaFactory(outcode=outcode, area=Area.objects.get(kind="la", code=one))

    @pytest.mark.asks("S245")
    @pytest.mark.asks("S7")
    def test_a_postcode_in_torbay_in_each_scheme(self) -> None:
        self.outcode("TQ1", "E06000027")
        assert self.names("TQ1 1AA", date(2018, 4, 1)) == [
            "la Torbay",
            "pcc Devon & Cornwall",
            "cpa Dorset, Devon and Cornwall",
            "division South West and South Central",
        ]
        assert self.names("TQ1 1AA", date(2024, 4, 1)) == [
            "la Torbay",
            "pcc Devon & Cornwall",
            "region South West",
        ]
        for day in (date(2018, 4, 1), date(2024, 4, 1)):
            assert self.boards("TQ1 1AA", day) == {
                "csp Torbay", "hwb Torbay", "mappa Devon & Cornwall", "iom Devon & Cornwall",
            }  # fmt: skip

    @pytest.mark.asks("S245")
    def test_a_district_has_its_countys_board_and_a_shared_partnership(self) -> None:
        self.outcode("B97", "E07000236")
        assert self.names("B97", date(2024, 4, 1))[:3] == [
            "la Redditch", "county Worcestershire", "pcc West Mercia",
        ]  # fmt: skip
        assert self.boards("B97", date(2024, 4, 1)) >= {"csp North Worcestershire", "hwb Worcestershire"}

    @pytest.mark.asks("S245")
    def test_a_postcode_whose_authority_was_made_of_several(self) -> None:
        self.outcode("CA1", "E07000028", "E06000063")
        assert self.names("CA1", date(2018, 4, 1))[:3] == ["la Carlisle", "county Cumbria", "pcc Cumbria"]
        assert self.names("CA1", date(2024, 4, 1))[:2] == ["la Cumberland", "pcc Cumbria"]
        assert self.boards("CA1", date(2018, 4, 1)) >= {"csp Carlisle", "hwb Cumbria"}
        assert self.boards("CA1", date(2024, 4, 1)) >= {"csp Carlisle", "hwb Cumberland"}
        assert self.boards("Cumberland", date(2024, 4, 1)) >= {
            "csp Allerdale ?", "csp Carlisle ?", "csp Copeland ?",
        }  # fmt: skip

    @pytest.mark.asks("S245")
    def test_no_authority_lies_outside_the_larger_areas_on_any_day_that_matters(self) -> None:
        for day, kinds in (
            (date(2014, 6, 1), {"pcc", "cpa", "division"}),
            (date(2019, 4, 1), {"pcc", "cpa", "division"}),
            (date(2021, 6, 26), {"pcc", "region"}),
            (date(2024, 1, 1), {"pcc", "region"}),
        ):
            links = AreaParent.objects.filter(during__contains=day)
            parents: dict[int, set[int]] = defaultdict(set)
            for area, parent in links.values_list("area_id", "parent_id"):
                parents[area].add(parent)
            kind_of = dict(Area.objects.values_list("pk", "kind"))
            for pk in Area.objects.filter(kind="la", during__contains=day).values_list("pk", flat=True):
                above = {pk}
                for _ in range(4):
                    above |= {up for one in above for up in parents[one]}
                assert kinds <= {kind_of[one] for one in above}

    def test_wales_has_no_health_and_wellbeing_board(self) -> None:
        assert self.boards("Cardiff", date(2024, 4, 1)) == {
            "csp Cardiff", "mappa South Wales", "iom South Wales",
        }  # fmt: skip

    def test_the_larger_areas_of_a_police_area_are_found(self) -> None:
        gwent = Area.objects.get(kind="pcc", code="gwent")
        assert len(larger_areas([gwent.pk], on=date(2018, 1, 1))) == 3

    def test_a_board_that_was_lost_is_added_again(self) -> None:
        Board.objects.get(kind="csp", name="Torbay").delete()
        assert load_reference(NOW).sentence == "Added 1 boards, 1 areas of boards"
