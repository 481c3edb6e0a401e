"""What is installed is locked, whole, and says nothing of where anybody gets it from."""

import json
import re
from itertools import pairwise

import pytest

from throughline.launch.environment import SETS
from throughline.launch.state import REPOSITORY

LOCKS = ("installer", *SETS)
PACKAGE = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==\S+", re.MULTILINE)


def lock(name: str) -> str:
    return (REPOSITORY / "requirements" / f"{name}.txt").read_text()


def versions(name: str) -> set[str]:
    return {found.group(0) for found in PACKAGE.finditer(lock(name))}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    assert not re.search(r"://|--index-url|--extra-index-url|--find-links|file:", lock(name))


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_its_hashes(name: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock(name).strip())
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("smaller", "larger"), list(pairwise(SETS)))
def test_a_larger_set_holds_the_smaller_at_the_same_versions(smaller: str, larger: str) -> None:
    assert versions(smaller) - versions(larger) == set()


def test_the_npm_lock_names_no_address_and_checks_every_package() -> None:
    packages = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"]
    fetched = {place: entry for place, entry in packages.items() if place}
    assert fetched
    assert [place for place, entry in fetched.items() if "resolved" in entry] == []
    assert [place for place, entry in fetched.items() if "integrity" not in entry] == []


def test_only_styles_and_scripts_are_needed_to_serve() -> None:
    wanted = json.loads((REPOSITORY / "package.json").read_text())
    assert set(wanted["dependencies"]) == {"govuk-frontend", "@ministryofjustice/frontend"}
