"""
A plugin of pytest that writes down which asks each test proves, and whether it passed.

Used by `./throughline asks` as `-p throughline.gateway.asks.recorder --asks-to FILE`; works with several
processes. The file is JSON: `{"tests": {node id: {"asks": [...], "outcome": "passed"}}}`. A test that was
collected and not run has the outcome `collected`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

PROPERTY: Final = "asks"
_WORST_LAST: Final = ("collected", "passed", "skipped", "failed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file."""
    parser.addoption("--asks-to", default=None, help="write which asks were proved to this file")


def pytest_configure(config: pytest.Config) -> None:
    """Record in the process that gathers the reports, and in no worker of it."""
    config.pluginmanager.register(Marks(), "asks-marks")
    if config.getoption("asks_to") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(config.getoption("asks_to"))), "asks-recorder")


class Marks:
    """Hands the numbers of a test's asks on with its reports, from whichever process it runs in."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the numbers where reports carry them."""
        for item in items:
            numbers = [number for mark in item.iter_markers("asks") for number in mark.args]
            if numbers:
                item.user_properties.append((PROPERTY, sorted(set(numbers))))


class Recorder:
    """Gathers the worst outcome of each test's phases, and writes them when all is done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tests: dict[str, dict[str, Any]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what was collected here, for runs that only collect."""
        for item in session.items:
            self._note(item.nodeid, item.user_properties, "collected")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how one phase of a test ended."""
        if report.when == "call" or report.outcome != "passed":
            self._note(report.nodeid, report.user_properties, report.outcome)

    def pytest_sessionfinish(self) -> None:
        """Write the file."""
        self.path.write_text(json.dumps({"tests": self.tests}, indent=1, sort_keys=True), encoding="utf-8")

    def _note(self, test: str, properties: list[tuple[str, Any]], outcome: str) -> None:
        asks = dict(properties).get(PROPERTY)
        if not asks:
            return
        held = self.tests.setdefault(test, {"asks": list(asks), "outcome": "collected"})
        held["outcome"] = max(held["outcome"], outcome, key=_WORST_LAST.index)
