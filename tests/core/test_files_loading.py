"""Loading a file: what is written, what is undone, and what is remembered of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.factories import NOW, AreaFactory, OrganisationFactory, acting, member
from throughline.core.access import acting_as
from throughline.core.files import FileKind, FileRefused, Format, Line, Outcome, RowRefused, cells, load_file
from throughline.core.files.report import LoadReport
from throughline.core.models import Area, ImportedFile, RejectedRow, User

AREAS = FileKind("areas", Format.CSV, columns=("code", "name"))


def read_row(row: Mapping[str, Any]) -> tuple[str, str]:
    return cells.text(row, "code", limit=40), cells.text(row, "name", limit=200)


def add_area(row: tuple[str, str]) -> bool:
    code, name = row
    if code == "X":
        raise RowRefused("X is not a code of this register")
    if Area.objects.filter(kind="ldu", code=code, name=name).exists():
        return False
    AreaFactory(kind="ldu", code=code, name=name)
    return True


def load(content: str, *, dry_run: bool = False, by: User | None = None, **more: Any) -> LoadReport:
    return load_file(
        io.BytesIO(content.encode()), AREAS, read_row=read_row, load_row=add_area,
        by=by, at=NOW, dry_run=dry_run, name="areas.csv", **more,
    )  # fmt: skip


def codes() -> list[str]:
    return sorted(Area.objects.filter(kind="ldu").values_list("code", flat=True))


@pytest.mark.django_db
def test_the_broken_lines_are_reported_and_the_rest_is_loaded() -> None:
    report = load("code,name\nA,Alpha\n,Beta\nX,Gamma\nD\nE,Epsilon\n")
    assert codes() == ["A", "E"]
    assert (report.read, report.loaded, report.rejected_count) == (5, 2, 3)
    assert [(one.number, one.content) for one in report.rejected] == [(3, ",Beta"), (4, "X,Gamma"), (5, "D")]
    assert report.rejected[1].reason == "X is not a code of this register"
    assert report.sentence == "2 of 5 lines loaded, 3 rejected"


@pytest.mark.django_db
def test_what_was_refused_is_remembered_with_the_file() -> None:
    report = load("code,name\nA,Alpha\n,Be\0ta\n")
    assert report.file is not None
    kept = ImportedFile.objects.get()
    assert (kept.rows_read, kept.rows_loaded, kept.name) == (2, 1, "areas.csv")
    row = RejectedRow.objects.get(file=kept)
    assert (row.number, row.content) == (3, ",Be␀ta")
    assert "code" in row.reason


@pytest.mark.django_db
def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    content = "code,name\nA,Alpha\nX,Beta\nA,Alpha\n"
    dry = load(content, dry_run=True)
    assert codes() == []
    assert not ImportedFile.objects.exists()
    wet = load(content)
    for report in (dry, wet):
        assert (report.read, report.loaded, report.unchanged, report.rejected_count) == (3, 1, 1, 1)
    assert dry.sentence == "1 of 3 lines would be loaded, 1 there already, 1 would be rejected"
    assert codes() == ["A"]


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_says_so() -> None:
    load("code,name\nA,Alpha\n")
    Area.objects.filter(code="A").update(name="Renamed since")
    again = load("code,name\nA,Alpha\n")
    assert again.already_loaded == NOW
    assert again.sentence == "areas.csv was loaded on 1 June 2017: nothing changed"
    assert Area.objects.get(code="A").name == "Renamed since"


@pytest.fixture
def outside_transactions(django_db_setup: None, django_db_blocker: Any, owner_url: str) -> Iterator[None]:
    """As a command runs: every statement kept at once. What was remembered of the file is removed after."""
    with django_db_blocker.unblock():
        yield
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM core_importedfile WHERE kind = 'areas'")


def test_a_command_run_twice_changes_nothing_the_second_time(outside_transactions: None) -> None:
    def change_nothing(row: tuple[str, str]) -> bool:
        return True

    def run() -> LoadReport:
        return load_file(
            io.BytesIO(b"code,name\nA,Alpha\n"), AREAS, read_row=read_row, load_row=change_nothing,
            by=None, at=NOW, dry_run=False,
        )  # fmt: skip

    assert run().already_loaded is None
    assert run().already_loaded == NOW


@pytest.mark.django_db
def test_the_same_file_for_another_scope_is_another_file() -> None:
    load("code,name\nA,Alpha\n", scope="2017-18 Q1")
    assert load("code,name\nA,Alpha\n", scope="2017-18 Q2").already_loaded is None


@pytest.mark.django_db
def test_a_line_that_breaks_a_rule_of_the_database_is_refused_alone() -> None:
    AreaFactory(kind="ldu", code="B", name="Bravo")
    report = load("code,name\nA,Alpha\nB,Beta\nC,Charlie\n")
    assert codes() == ["A", "B", "C"]
    assert "area_code_once_in_its_kind" in report.rejected[0].reason


@pytest.mark.django_db
def test_a_fault_halfway_leaves_nothing_of_the_file() -> None:
    def fail_at_b(row: tuple[str, str]) -> bool:
        if row[0] == "B":
            raise RuntimeError("the power went")
        return add_area(row)

    with pytest.raises(RuntimeError):
        load_file(
            io.BytesIO(b"code,name\nA,Alpha\nB,Beta\n"), AREAS, read_row=read_row, load_row=fail_at_b,
            by=None, at=NOW, dry_run=False,
        )  # fmt: skip
    assert codes() == []
    assert not ImportedFile.objects.exists()


@pytest.mark.django_db
def test_a_file_not_in_utf_8_leaves_nothing_of_itself() -> None:
    with pytest.raises(FileRefused, match="Line 3"):
        load_file(
            io.BytesIO(b"code,name\nA,Alpha\nB,Caf\xe9\n"), AREAS, read_row=read_row, load_row=add_area,
            by=None, at=NOW, dry_run=False,
        )  # fmt: skip
    assert codes() == []


@pytest.mark.django_db
def test_line_by_line_keeps_what_came_before_a_fault() -> None:
    def fail_at_b(row: tuple[str, str]) -> bool:
        if row[0] == "B":
            raise RuntimeError("the power went")
        return add_area(row)

    content = b"code,name\nA,Alpha\nB,Beta\n"
    with pytest.raises(RuntimeError):
        load_file(
            io.BytesIO(content), AREAS, read_row=read_row, load_row=fail_at_b,
            by=None, at=NOW, dry_run=False, each_line=True,
        )  # fmt: skip
    assert codes() == ["A"]
    report = load(content.decode(), each_line=True)
    assert (report.loaded, report.unchanged) == (1, 1)


@pytest.mark.django_db
def test_lines_are_handed_over_in_batches_with_the_file_they_come_from() -> None:
    seen: list[int] = []

    def load_rows(lines: Sequence[Line[tuple[str, str]]], file: ImportedFile) -> Outcome:
        assert file.pk
        seen.extend(line.number for line in lines)
        return Outcome(loaded=len(lines) - 1, refused={lines[0].number: "The first is never wanted"})

    report = load_file(
        io.BytesIO(b"code,name\nA,Alpha\nB\nC,Charlie\n"), AREAS, read_row=read_row, load_rows=load_rows,
        by=None, at=NOW, dry_run=False,
    )  # fmt: skip
    assert seen == [2, 4]
    assert (report.read, report.loaded, report.rejected_count) == (3, 1, 2)


@pytest.mark.django_db
def test_rejected_lines_can_be_corrected_and_loaded_with_the_marks_still_there(tmp_path: Path) -> None:
    rejects = tmp_path / "areas.csv.rejected.csv"
    load('code,name\nA,Alpha\nX,"Beta, the second"\nD\n', keep_rejects_at=rejects)
    with rejects.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[0] == ["code", "name", "rejected_line", "rejected_because"]
    assert rows[1] == ["X", "Beta, the second", "3", "X is not a code of this register"]
    assert rows[2][:3] == ["D", "", "4"]
    corrected = rejects.read_text().replace("X,", "B,").replace("D,,", "D,Delta,")
    assert load(corrected).loaded == 2
    assert codes() == ["A", "B", "D"]


@pytest.mark.django_db
def test_no_file_of_rejected_lines_is_made_when_there_are_none(tmp_path: Path) -> None:
    load("code,name\nA,Alpha\n", keep_rejects_at=tmp_path / "rejected.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_progress_is_told_of_every_byte() -> None:
    told: list[int] = []
    content = "code,name\nA,Alpha\nB,Beta\n"
    load(content, progress=told.append)
    assert sum(told) == len(content)


@pytest.mark.django_db
def test_somebody_sees_the_files_they_loaded_and_not_those_of_others() -> None:
    place = OrganisationFactory()
    ours, theirs = member("provider_manager", place), member("provider_manager", place)
    with acting_as(acting(ours)):
        load("code,name\nA,Alpha\nX,Beta\n", by=ours)
        assert RejectedRow.objects.count() == 1
    with acting_as(acting(theirs)):
        assert not ImportedFile.objects.exists()
        assert not RejectedRow.objects.exists()
        assert load("code,name\nA,Alpha\nX,Beta\n", by=theirs).already_loaded == NOW
