"""The pages on which files of a case system are taken in and written out."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories as make
from tests.gateway.case_files import NSI, file_of, mapped
from tests.web.reading import as_read, words_of
from tests.world import World, charlenes_world
from throughline.core.models import User
from throughline.line.models import CaseDifference, Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


def upload(mapping: str, content: bytes) -> dict[str, SimpleUploadedFile]:
    return {
        "mapping": SimpleUploadedFile("nsi.toml", mapping.encode()),
        "file": SimpleUploadedFile("nsi.csv", content),
    }


def nsi(referral: Referral, **says: str) -> dict[str, str]:
    reference = f"urn:throughline:{referral.reference}"
    return {"NSI_ID": "9", "CRN": referral.person.case_number, "EXT_REF": reference, "STATUS": "INP"} | says


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.mark.asks("S123")
def test_a_file_is_checked_its_rejected_lines_downloaded_and_then_it_is_taken_in(
    world: World, client: Client
) -> None:
    referral = world.sent()
    rows = [nsi(referral, TYPE="ZZZ99"), nsi(referral, CRN="X1", TYPE="ZZZ99")]
    client = signed_in(client, world.senior)
    checked = client.post("/exchange/import", upload(NSI, file_of(mapped(NSI), rows)))
    page = words_of(checked)
    assert "1 of 2 lines would be loaded, 1 would be rejected" in page
    assert "ZZZ99 there" in page
    assert "Line 3: No referral that you may exchange" in page
    assert not CaseDifference.objects.exists()
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', checked.content.decode()))
    rejected = client.post("/exchange/import", again | {"rejected": "yes"})
    assert rejected["Content-Disposition"] == 'attachment; filename="nsi.rejected.csv"'
    (line,) = csv.DictReader(StringIO(rejected.content.decode("utf-8-sig")))
    assert line["crn"] == "X1"
    assert not CaseDifference.objects.exists()
    taken = client.post("/exchange/import", again)
    assert taken["Location"] == "/exchange/differences"
    page = as_read(client, world.senior, "/exchange/differences")
    assert f"{referral.reference} Change programme NSI code" in page
    assert "ZZZ99" in as_read(client, world.manager, "/exchange/differences")
    stranger = make.member("senior_officer", make.OrganisationFactory())
    assert referral.reference not in as_read(client, stranger, "/exchange/differences")


def test_a_mapping_that_cannot_be_used_says_each_line(world: World, client: Client) -> None:
    wrong = NSI.replace('code = "TYPE"', 'kode = "TYPE"').replace("%d/%m/%Y", "%d")
    answer = signed_in(client, world.senior).post("/exchange/import", upload(wrong, b"CRN\n1\n"))
    page = words_of(answer)
    assert "Line 5, “dates”" in page
    assert "Line 11, “fields.kode”" in page
    page = words_of(client.post("/exchange/import", upload(NSI, b"CRN\n1\n")))
    assert "not in the heading" in page


def test_what_did_not_come_back_whole_is_not_found(world: World, client: Client) -> None:
    client = signed_in(client, world.senior)
    whose = {"organisation": str(world.division.pk)}
    for sent in (
        {"content": "§"} | whose,
        {"content": "YQ==", "by_mapping": "YQ=="} | whose,
        {"content": "YQ==", "by_mapping": "YQ==", "organisation": str(world.centre.pk)},
    ):
        assert client.post("/exchange/import", sent).status_code == 404


def test_a_file_is_written_as_the_mapping_says(world: World, client: Client) -> None:
    referral = world.sent()
    sent = {"mapping": SimpleUploadedFile("nsi.toml", NSI.encode())}
    answer = signed_in(client, world.senior).post("/exchange/export", sent)
    (line,) = csv.DictReader(StringIO(answer.content.decode()))
    assert (line["EXT_REF"], line["STATUS"]) == (f"urn:throughline:{referral.reference}", "INP")
