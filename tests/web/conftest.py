"""What the tests of pages share."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def a_password_is_enough(settings: Settings) -> None:
    """Whoever a test signs in has no second step to set up first; the tests of signing in turn it on."""
    settings.REQUIRE_SECOND_FACTOR = False
