"""Charlene's world at its own time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.web.reading import settable_clock
from tests.world import World, charlenes_world


@pytest.fixture
def set_clock(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    return settable_clock(settings, tmp_path, monkeypatch)


@pytest.fixture
def world(db: None, set_clock: Callable[[datetime], None]) -> World:
    world = charlenes_world()
    set_clock(world.now)
    return world
