"""What the tests of signing in share."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def a_second_step_is_asked_for(settings: Settings, a_password_is_enough: None) -> None:
    """As it is wherever the service is used."""
    settings.REQUIRE_SECOND_FACTOR = True
