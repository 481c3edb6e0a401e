"""
Journeys: the real site in a real browser, one file for each thing that people come to do.

What a journey asks for by name:

- `site`: the running site (`tests.journeys.site.Site`), one for each process of the run. `with
  site.arranging():` writes to its database with the factories and actions, as the system, and keeps
  it; `site.set_clock(moment)` says what time it is there.
- `visitor`: a browser window at 1280 px on that site (`tests.journeys.visitor.Visitor`), with
  `sign_in(user)`, `go(path)`, `fill`, `choose`, `press`, `follow`, `sees` and `does_not_see`.
- `check_page(name)`: the page now open is fit for everybody, and pictures of it are kept.

A journey reads as steps: given, when, then, each a method. See `test_charlene.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys import visitor as visitors
from tests.journeys.site import Site, running_site
from tests.journeys.visitor import DESKTOP, Visitor
from throughline.launch.browser import CHROMIUM_FLAGS, chromium_path

CheckPage = Callable[[str], None]


@pytest.fixture(scope="session")
def running(django_db_blocker: Any, worker_id: str) -> Iterator[Site]:
    """The site of this process of the run, with an empty database."""
    with django_db_blocker.unblock(), running_site(f"journeys_{worker_id}") as site:
        yield site


@pytest.fixture
def site(running: Site, django_db_blocker: Any) -> Iterator[Site]:
    """The site, on the machine's own time until a journey sets its clock."""
    running.set_clock(None)
    with django_db_blocker.unblock():
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all the journeys of this process."""
    chromium = playwright.chromium.launch(
        executable_path=chromium_path(), args=list(CHROMIUM_FLAGS), timeout=60_000
    )
    yield chromium
    chromium.close()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    """A new window at the site, nobody signed in."""
    context = browser.new_context(
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="en-GB", timezone_id="Europe/London"
    )
    context.set_default_timeout(10_000)
    yield Visitor(context.new_page(), site)
    context.close()


@pytest.fixture
def check_page(visitor: Visitor) -> CheckPage:
    """Check the page now open, under the name its pictures get."""
    return partial(visitors.check_page, visitor)
