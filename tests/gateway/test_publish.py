"""`./throughline publish` writes what was known on a day, and the same each time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests import factories
from tests.open_data.chains import Landscape, landscape
from throughline.core.access.actor import NOBODY, acting_as
from throughline.open_data.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(datetime(2017, 8, 1, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def chain() -> Landscape:
    made = landscape()
    made.attend("Gardening", people=6, rates=("1200", "900", "700"))
    return made


def published(out: Path, *arguments: str) -> str:
    said = StringIO()
    with acting_as(NOBODY):
        call_command("publish", *arguments, "--out", str(out), stdout=said)
    return said.getvalue()


@pytest.mark.asks("S199")
def test_the_return_and_its_metadata_are_written(chain: Landscape, tmp_path: Path) -> None:
    said = published(tmp_path / "new", "return", "--as-at", "2017-07-14")
    assert "Transforming Rehabilitation, April to June 2017, as at 14 July 2017" in said
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "supply-chain-return-tr-2017-18-q1.csv",
        "supply-chain-return-tr-2017-18-q1.csv-metadata.json",
    ]
    assert "4200.00" in (tmp_path / "new/supply-chain-return-tr-2017-18-q1.csv").read_text()
    assert Publication.objects.count() == 0


def test_contracting_data_is_written(chain: Landscape, tmp_path: Path) -> None:
    published(tmp_path, "ocds", "--as-at", "2017-07-14", "--scheme", "tr")
    package = json.loads((tmp_path / "ocds-releases-tr-2017-18-q1.json").read_text())
    assert len(package["releases"]) == 3


def test_the_same_day_gives_the_same_bytes(chain: Landscape, tmp_path: Path) -> None:
    for what in ("return", "ocds"):
        published(tmp_path / "once", what, "--as-at", "2017-07-14")
        published(tmp_path / "again", what, "--as-at", "2017-07-14")
    once = {path.name: path.read_bytes() for path in (tmp_path / "once").iterdir()}
    assert once == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert len(once) == 3


def test_every_scheme_is_published_unless_one_is_named(chain: Landscape, tmp_path: Path) -> None:
    factories.SchemeFactory(code="crs")
    published(tmp_path / "all", "ocds", "--as-at", "2017-07-14")
    published(tmp_path / "one", "ocds", "--as-at", "2017-07-14", "--scheme", "tr")
    assert len(list((tmp_path / "all").iterdir())) == 2
    assert len(list((tmp_path / "one").iterdir())) == 1


@pytest.mark.asks("S199")
def test_a_recorded_publication_is_an_edition_and_an_amended_one_says_why(
    chain: Landscape, tmp_path: Path
) -> None:
    assert "edition 1" in published(tmp_path, "return", "--as-at", "2017-07-14", "--record")
    assert "edition 1" in published(tmp_path, "return", "--as-at", "2017-07-14", "--record")
    with pytest.raises(CommandError, match="Say why"):
        published(tmp_path, "return", "--as-at", "2017-07-31", "--record")
    said = published(tmp_path, "return", "--as-at", "2017-07-31", "--record", "--why", "Late registers")
    assert "edition 2" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("return", "--as-at", "2017-08-02"), "Nothing is known as at 2017-08-02 yet"),
        (("return", "--as-at", "14/7/17"), "write a day like 2017-06-30"),
        (("return", "--scheme", "crs"), "There is no scheme crs. The schemes are: tr."),
        (("return", "--quarter", "2017-18 Q2"), "is not over on 1 August 2017"),
        (("return", "--quarter", "spring"), "Write a quarter like 2017-18 Q2"),
    ],
    ids=["a day to come", "not a day", "no such scheme", "a quarter that still runs", "not a quarter"],
)
def test_what_cannot_be_published_is_refused_in_a_sentence(
    chain: Landscape, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        published(tmp_path, *arguments)
