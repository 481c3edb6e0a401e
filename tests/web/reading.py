"""Pages as somebody reads them, forms as somebody sends them, and a clock to set."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.journeys.clock import CLOCK_VARIABLE
from throughline.core.models import User


def as_read(client: Client, user: User, address: str, status: int = 200) -> str:
    """The page at `address` as `user` reads it, without markup."""
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == status
    return words_of(answer)


def answered(client: Client, user: User, address: str, given: dict[str, Any], status: int = 302) -> str:
    """What `user` reads after sending `given` to the form at `address`: where it leads, or its errors."""
    client.force_login(user)
    answer = client.post(address, given)
    assert answer.status_code == status, words_of(answer)
    return words_of(client.get(answer["Location"]) if status == 302 else answer)


def words_of(answer: Any) -> str:
    """The words of a page between its header and its foot."""
    assert isinstance(answer, HttpResponse)
    body = answer.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def settable_clock(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    """What sets the moment at which requests are made from then on, by clients made afterwards."""
    written = folder / "clock"
    monkeypatch.setenv(CLOCK_VARIABLE, str(written))
    settings.MIDDLEWARE = [
        "tests.journeys.clock.SettableClockMiddleware" if name.endswith(".ClockMiddleware") else name
        for name in settings.MIDDLEWARE
    ]

    def set_clock(moment: datetime) -> None:
        written.write_text(moment.isoformat())

    return set_clock
