"""What the tests of the provider's and the worker's pages share: somebody who reads pages by a clock."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from tests.factories import NOW
from tests.journeys.clock import CLOCK_VARIABLE
from throughline.core.models import User


@dataclass
class Reader:
    """Somebody signed in who reads pages and sends forms, at the moment `at`."""

    client: Client
    clock: Path

    def at(self, moment: datetime) -> Reader:
        """The same, with the clock of the service set to `moment`."""
        self.clock.write_text(moment.isoformat())
        return self

    def as_(self, user: User) -> Reader:
        """The same, signed in as `user`."""
        self.client.force_login(user)
        return self

    def reads(self, address: str, status: int = 200) -> str:
        """What stands in the main part of the page at `address`."""
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address} answered {answer.status_code}"
        return text_of(answer)

    def sends(self, address: str, answers: Mapping[str, Any] | None = None) -> str:
        """Send a form that is taken; gives what stands on the page it leads to."""
        answer = self.client.post(address, answers or {})
        assert answer.status_code == 302, text_of(answer)
        return self.reads(answer["Location"])

    def is_refused(self, address: str, answers: Mapping[str, Any] | None = None) -> str:
        """Send a form that is shown again with what is wrong; gives what stands on the page."""
        answer = self.client.post(address, answers or {})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "<title>Error: " in page
        return text_of(answer)


def text_of(answer: HttpResponseBase) -> str:
    """The main part of a page without markup, with single spaces."""
    body = getattr(answer, "content", b"").decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def reading_by_a_clock(
    client: Client, settings: Settings, clock: Path, monkeypatch: pytest.MonkeyPatch
) -> Reader:
    """Somebody who reads pages, by a clock that stands at the tests' own moment until it is set."""
    monkeypatch.setenv(CLOCK_VARIABLE, str(clock))
    settings.MIDDLEWARE = [
        "tests.journeys.clock.SettableClockMiddleware" if name.endswith(".ClockMiddleware") else name
        for name in settings.MIDDLEWARE
    ]
    return Reader(client, clock).at(NOW)
