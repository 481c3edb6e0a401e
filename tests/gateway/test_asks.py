"""`./throughline asks` says what is proved, and never more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from throughline.gateway.asks.catalogue import AsksNotReadable, read_asks
from throughline.gateway.asks.standing import standing_of

REPOSITORY = Path(__file__).resolve().parents[2]

CATALOGUE = """\
# The asks

## E. Referral

### S90 One referral carries all

A referral has one reference.

### S91 No referral without its links

## L. Transparency

### S199 The whole chain is published
"""

TESTS = """\
import pytest

@pytest.mark.asks("S90")
def test_passes():
    pass

@pytest.mark.asks("S90", "S91")
def test_fails():
    assert False

@pytest.mark.asks("S91")
@pytest.mark.skip(reason="no schema here")
def test_is_left_out():
    pass

@pytest.fixture
def broken():
    raise RuntimeError

@pytest.mark.asks("S199")
def test_cannot_begin(broken):
    pass

@pytest.mark.asks("S7")
class TestAll:
    @pytest.mark.parametrize("case", [1, 2])
    def test_each(self, case):
        pass

def test_proves_nothing():
    pass
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "asks.md"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def report(catalogue: Path, *arguments: str) -> tuple[str, int]:
    said = StringIO()
    try:
        call_command("asks", "--list", str(catalogue), *arguments, stdout=said)
    except SystemExit as left:
        return said.getvalue(), int(left.code or 0)
    return said.getvalue(), 0


def results(tmp_path: Path, **outcomes: list[str]) -> str:
    tests = {
        f"tests/test_it.py::{name}": {"asks": asks, "outcome": name.split("_")[0]}
        for name, asks in outcomes.items()
    }
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"tests": tests}), encoding="utf-8")
    return str(path)


def test_asks_are_read_by_section(catalogue: Path) -> None:
    assert [(ask.number, ask.section) for ask in read_asks(catalogue)] == [
        ("S90", "E. Referral"),
        ("S91", "E. Referral"),
        ("S199", "L. Transparency"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("## A\n### S1 One\n### S1 Again\n", "Line 3: S1 stands there a second time"),
        ("### S1 One\n", "Line 1: S1 stands before the first section"),
        ("## A\n### S1\n", "Line 2: write an ask like"),
        ("## A\n#### S1 One\n", "Line 2: write an ask like"),
    ],
    ids=["twice", "in no section", "without a name", "too deep"],
)
def test_a_catalogue_written_otherwise_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "asks.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AsksNotReadable, match=says):
        read_asks(path)
    with pytest.raises(CommandError, match=says):
        report(path)


def test_everything_proved_ends_well(catalogue: Path, tmp_path: Path) -> None:
    said, code = report(catalogue, "--results", results(tmp_path, passed=["S90", "S91", "S199"]))
    assert "E. Referral: 2 of 2" in said
    assert "3 of 3 asks have passing tests" in said
    assert code == 0


@pytest.mark.parametrize(
    ("outcomes", "line"),
    [
        pytest.param({}, "✗ S199  The whole chain is published (no test)", id="no test"),
        pytest.param(
            {"failed": ["S199"]}, "(1 not passed: tests/test_it.py::failed)", id="a test that failed"
        ),
        pytest.param({"skipped": ["S199"]}, "(1 not passed: tests/test_it.py::skipped)", id="left out"),
        pytest.param(
            {"passed_1": ["S199"], "failed": ["S199"]}, "(1 not passed", id="one passed and one did not"
        ),
    ],
)
def test_an_ask_without_a_passing_test_ends_badly(
    catalogue: Path, tmp_path: Path, outcomes: dict[str, list[str]], line: str
) -> None:
    said, code = report(catalogue, "--results", results(tmp_path, passed=["S90", "S91"], **outcomes))
    assert line in said
    assert "2 of 3 asks have passing tests" in said
    assert code == 1


def test_a_number_that_the_catalogue_does_not_list_is_said(catalogue: Path, tmp_path: Path) -> None:
    said, _ = report(catalogue, "--results", results(tmp_path, passed=["S90", "S1000", "S7"]))
    assert said.index("Tests name S7,") < said.index("Tests name S1000,")


def test_tests_that_were_only_collected_prove_nothing_unless_that_was_asked(catalogue: Path) -> None:
    tests = {"a": {"asks": ["S90", "S91", "S199"], "outcome": "collected"}}
    assert not standing_of(read_asks(catalogue), tests, only_collected=False).all_proved
    assert standing_of(read_asks(catalogue), tests, only_collected=True).all_proved


def test_results_that_are_not_there_are_said(catalogue: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There are no results in"):
        report(catalogue, "--results", str(tmp_path / "none.json"))


def test_this_projects_own_catalogue_can_be_read() -> None:
    numbers = {ask.number for ask in read_asks(REPOSITORY / "docs/asks.md")}
    assert {"S90", "S91", "S94", "S124", "S126", "S165", "S178", "S179", "S199", "S213", "S214"} <= numbers


@pytest.mark.parametrize(
    ("arguments", "outcomes"),
    [
        ([], {"passes": "passed", "fails": "failed", "is_left_out": "skipped", "cannot_begin": "failed"}),
        (["-n", "2"], {"passes": "passed", "fails": "failed", "is_left_out": "skipped"}),
        (["--collect-only"], {"passes": "collected", "fails": "collected"}),
    ],
    ids=["one process", "two processes", "only collected"],
)
def test_the_recorder_writes_how_each_test_ended(
    tmp_path: Path, arguments: list[str], outcomes: dict[str, str]
) -> None:
    (tmp_path / "test_it.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = asks: which asks\n", encoding="utf-8")
    plugins = ["-p", "no:django", "-p", "no:cacheprovider", "-p", "throughline.gateway.asks.recorder"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "--asks-to", "out.json", *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "src")},
        capture_output=True,
        check=False,
    )
    tests = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["tests"]
    assert {name: tests[f"test_it.py::test_{name}"]["outcome"] for name in outcomes} == outcomes
    assert tests["test_it.py::test_fails"]["asks"] == ["S90", "S91"]
    assert tests["test_it.py::TestAll::test_each[1]"]["asks"] == ["S7"]
    assert "test_it.py::test_proves_nothing" not in tests
