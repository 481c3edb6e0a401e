"""What every test may use: a database of its own, bound by row security, and the system acting by default."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as of_properties
from playwright.sync_api import Playwright, sync_playwright

from tests import databases
from throughline.core.access.actor import SYSTEM, acting_as
from throughline.launch.databases import SUPERUSER, WEB_ROLE

of_properties.register_profile("on any machine", suppress_health_check=[HealthCheck.too_slow])
of_properties.load_profile("on any machine")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the first process only, and stop it at the end of that process."""
    if (server := databases.start_server()) is not None:
        config.add_cleanup(server.stop)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """A copy of the template for this worker, reached as the web role, which row security binds."""
    name = f"test_{worker_id}"
    with django_db_blocker.unblock():
        databases.fresh_copy(name)
        default = connections["default"]
        default.settings_dict.update(
            {"NAME": name, "USER": WEB_ROLE, "HOST": databases.socket_folder(), "PORT": ""}
        )
        default.settings_dict["OPTIONS"] = {}
    yield
    with django_db_blocker.unblock():
        connections["default"].close()


@pytest.fixture(autouse=True)
def the_system_acts() -> Iterator[None]:
    """Tests arrange as the system, and say by `acting_as` or a client's sign-in when somebody else acts."""
    with acting_as(SYSTEM):
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files under their own names: nothing has been collected for a test.

    The folder is empty and its own: it is walked for each client, and those of other tests come and go.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    nothing_collected = tmp_path_factory.mktemp("static")
    with override_settings(
        STATIC_ROOT=nothing_collected, STORAGES=settings.STORAGES | {"staticfiles": plain}
    ):
        yield


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of this process: one for all, since a thread has room for no second."""
    # Playwright keeps a loop running in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    with sync_playwright() as running:
        yield running


@pytest.fixture
def owner_url() -> str:
    """The address of this worker's database for the owner of its tables, past row security."""
    return databases.url(connections["default"].settings_dict["NAME"], SUPERUSER)


os.environ.setdefault("DATABASE_POOL", "no")
