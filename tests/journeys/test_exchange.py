"""Files of a case system: checked, taken in, one that came early, and the next one written (S122, S123)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateway.case_files import NSI, file_of, mapped
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world

NUMBERED = NSI.replace("[fields]", 'numbered = "nsi-{number}.csv"\n\n[fields]')


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
    site.set_clock(world.now)
    return world


@pytest.mark.asks("S122", "S123")
def test_from_a_file_with_a_wrong_code_to_the_next_one_out(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage, tmp_path: Path
) -> None:
    with site.arranging():
        referral = world.sent()
    row = {
        "NSI_ID": "9", "CRN": world.person.case_number, "EXT_REF": f"urn:throughline:{referral.reference}",
        "TYPE": "ZZZ99", "STATUS": "INP",
    }  # fmt: skip
    mapping, first, third = tmp_path / "nsi.toml", tmp_path / "nsi-1.csv", tmp_path / "nsi-3.csv"
    mapping.write_text(NUMBERED.replace('code = "TYPE"', 'kode = "TYPE"'))
    first.write_bytes(file_of(mapped(NUMBERED), [row, row | {"NSI_ID": "10", "CRN": "X0"}]))
    third.write_bytes(file_of(mapped(NUMBERED), [row | {"TYPE": referral.nsi_code}]))

    def bring(file: Path, *, with_mapping: bool) -> None:
        visitor.go("/exchange/import")
        if with_mapping:
            visitor.page.get_by_label("The mapping", exact=True).set_input_files(mapping)
        else:
            visitor.page.get_by_label("Which kind of file is it?", exact=True).select_option(
                "NSIs of Ridgeway"
            )
        visitor.page.get_by_label("The file", exact=True).set_input_files(file)
        visitor.press("Check the file")

    visitor.sign_in(world.senior)
    visitor.go("/senior")
    visitor.follow("Files of your case system")
    visitor.sees("A kind of file appears here when the first is taken in")
    check_page("exchange-empty")
    bring(first, with_mapping=True)
    visitor.sees("“fields.kode”: not known for nsi")
    check_page("exchange-mapping-mistakes")
    mapping.write_text(NUMBERED)
    bring(first, with_mapping=True)
    visitor.sees("1 of 2 lines would be loaded, 1 would be rejected", "ZZZ99 there", "Nothing is written yet")
    check_page("exchange-checked")
    visitor.press("Take the file in")
    visitor.sees("1 of 2 lines loaded", "ZZZ99", "NSI code")
    check_page("exchange-differences")
    bring(third, with_mapping=False)
    visitor.sees("nsi-3.csv would wait for file 2, which has not come yet")
    visitor.press("Keep it until then")
    visitor.sees(
        "File 2 has not come yet, and later ones wait. Ask the other side for it.", "Waits", "Taken in"
    )
    visitor.press("Write the next file")
    visitor.press("Write the file")
    visitor.sees("File 1 was written, 1 line: download it below", "nsi-1.csv, 1 line")
    check_page("exchange-stream")
    visitor.follow("They have the files")
    visitor.fill("Number of the last file that they have", "2")
    visitor.press("Acknowledge")
    visitor.sees("There is no file 2: the last is 1")
    check_page("exchange-acknowledge")
    visitor.fill("Number of the last file that they have", "1")
    visitor.press("Acknowledge")
    visitor.sees("Acknowledged up to file 1", "None that you wrote waits to be acknowledged")
    visitor.follow("Case system")
    visitor.sees("NSIs of Ridgeway", "File 2")
    check_page("exchange")
