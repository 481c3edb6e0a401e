"""`./throughline reconcile`: the scheme is found where the two meet in one, else asked for."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from tests.world import World, charlenes_world


@pytest.fixture
def world(db: None) -> World:
    world = charlenes_world()
    world.attended(world.allocated(), world.now + timedelta(days=8))
    return world


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    path = tmp_path / "return.csv"
    reference = world.person.referrals.get().reference
    path.write_text(f"referral,delivered_on,amount\n{reference},2017-06-09,38.00\n", encoding="utf-8")
    return path


def reconcile(world: World, file: Path, *more: str, provider: str | None = None) -> str:
    said = StringIO()
    call_command(
        "reconcile",
        str(file),
        f"--payer={world.prime.reference}",
        f"--provider={provider or world.centre.reference}",
        "--quarter=2017-18 Q1",
        *more,
        stdout=said,
    )
    return said.getvalue()


def test_a_dry_run_then_in_and_the_same_file_again_changes_nothing(world: World, file: Path) -> None:
    assert world.prime.returns_received.count() == 0
    reconcile(world, file)
    assert world.prime.returns_received.count() == 0
    assert "lines to look at: 0" in reconcile(world, file, "--apply")
    reconcile(world, file, "--apply")
    assert world.prime.returns_received.count() == 1


def test_an_organisation_that_never_met_the_payer_is_asked_about(world: World, file: Path) -> None:
    with pytest.raises(CommandError, match="Say with --scheme in which scheme"):
        reconcile(world, file, provider=make.OrganisationFactory().reference)
