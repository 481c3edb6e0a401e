"""`./throughline load services`, `places`, `eligibility`, `prices`: templates, exports, dry run, load."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from tests import factories as make
from throughline.core.files.sheets import as_markdown
from throughline.core.models import User
from throughline.supply.imports.sheets.catalogue import SHEETS, TABLES
from throughline.supply.models import Service

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules" / "loading-files.md"


def load(what: str, path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load", what, path, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def service() -> Service:
    made: Service = make.ServiceFactory(name="Job club", languages=["en"])
    return made


@pytest.fixture
def manager(service: Service) -> User:
    return make.member("provider_manager", service.deliverer)


def filled(path: Path, service: Service, **says: str) -> Path:
    with path.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, ["service", *says])
        writer.writeheader()
        writer.writerow({"service": service.reference} | says)
    return path


def test_a_dry_run_tells_each_field_as_it_was_and_would_be(service: Service, tmp_path: Path) -> None:
    said = load("services", filled(tmp_path / "s.csv", service, name="Job club plus", sessions="6"))
    assert "1 of 1 lines would be loaded" in said
    assert f"  changed: {service.reference} Job club" in said
    assert "    name: “Job club” → “Job club plus”" in said
    assert "    sessions: nothing → “6”" in said
    assert "nothing was written. Add --apply to load it" in said
    service.refresh_from_db()
    assert service.name == "Job club"


def test_loaded_by_the_system_and_the_same_again_changes_nothing(service: Service, tmp_path: Path) -> None:
    path = filled(tmp_path / "s.csv", service, name="Job club plus")
    assert "1 of 1 lines loaded" in load("services", path, apply=True)
    assert "1 there already: nothing changed" in load("services", path, apply=True)
    service.refresh_from_db()
    assert service.name == "Job club plus"


def test_in_somebodys_name_with_their_rights(service: Service, manager: User, tmp_path: Path) -> None:
    path = filled(tmp_path / "s.csv", service, sessions="6")
    load("services", path, apply=True, by=manager.email)
    assert service.versions.latest("number").by == manager
    stranger = make.member("provider_manager", make.OrganisationFactory())
    with pytest.raises(CommandError, match=r"Every line of s\.csv was rejected"):
        load("services", path, apply=True, by=stranger.email)
    with path.with_name("s.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert "among those you keep" in row["rejected_because"]
    with pytest.raises(CommandError, match="your role does not allow it"):
        load("services", path, by=make.member("responsible_officer", service.deliverer).email)


def test_who_is_not_there_and_prices_of_nobody(service: Service, tmp_path: Path) -> None:
    path = filled(tmp_path / "s.csv", service, sessions="6")
    with pytest.raises(CommandError, match=r"Nobody has the address kim@example\.org"):
        load("services", path, by="kim@example.org")
    with pytest.raises(CommandError, match="Say with --by whose prices"):
        load("prices", path)


@pytest.mark.parametrize("what", SHEETS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_is_written_empty_and_an_export_with_what_is_recorded(
    what: str, ending: str, service: Service, tmp_path: Path
) -> None:
    make.ServiceHoursFactory(place__service=service)
    make.EligibilityRuleFactory(service=service)
    make.AreaFactory(kind="ldu", code="U1", name="Gwent North")
    empty = tmp_path / f"template.{ending}"
    assert f"load it with ./throughline load {what}" in load(what, empty, template=True)
    full = tmp_path / f"full.{ending}"
    lines = {"services": 1, "places": 1, "eligibility": 1, "prices": 0, "areas": 1}[what]
    assert f"{lines} lines" in load(what, full, export=True)
    for path, number in ((empty, 0), (full, lines)):
        rows = rows_of(path, what)
        assert rows[0] == SHEETS[what].heading
        assert len(rows) == number + 1


def rows_of(path: Path, what: str) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.reader(opened))
    return [
        [str(cell or "") for cell in row] for row in load_workbook(path)[what].iter_rows(values_only=True)
    ]


def test_a_template_has_the_codes_of_the_records(service: Service, manager: User, tmp_path: Path) -> None:
    make.AreaFactory(kind="pcc", code="gwent", name="Gwent")
    path = tmp_path / "services.xlsx"
    load("services", path, template=True, by=manager.email)
    codes = set(load_workbook(path)["Codes"].iter_rows(values_only=True))
    assert ("areas", "pcc:gwent", "Gwent, police area") in codes
    assert ("deliverer", service.deliverer.reference, service.deliverer.name) in codes
    assert ("mode", "group", "In a group") in codes


@pytest.mark.parametrize(
    ("what", "name", "sentence"),
    [
        ("crs-contracts", "a.csv", "There is no table crs-contracts. There are: services"),
        ("services", "a.ods", "must end in .csv or .xlsx"),
        ("services", "there.csv", "there already. Choose another name"),
    ],
)
def test_what_is_not_written(what: str, name: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    with pytest.raises(CommandError, match=sentence):
        load(what, tmp_path / name, template=True)


@pytest.mark.parametrize("what", SHEETS)
def test_the_documentation_lists_the_columns_as_they_are_declared(what: str) -> None:
    wanted = as_markdown(SHEETS[what])
    assert wanted in DOCS.read_text(), f"Put this into {DOCS.name} under `{what}`:\n\n{wanted}"


def test_every_table_can_be_loaded_exported_and_given_as_a_template() -> None:
    assert set(SHEETS) == {*TABLES, "areas"}
    for name, table in TABLES.items():
        assert table.sheet.code == name
        assert table.sheet.says
        assert all(column.means for column in table.sheet.columns)
