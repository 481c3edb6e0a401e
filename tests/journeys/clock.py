"""A clock that a journey can set, read by the site in the place of the machine's own."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.core.middleware import ClockMiddleware

CLOCK_VARIABLE = "THROUGHLINE_JOURNEY_CLOCK"


class SettableClockMiddleware(ClockMiddleware):
    """Gives each request the moment written in the clock's file; the machine's own when it is empty."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response to a request made at that moment."""
        written = Path(os.environ[CLOCK_VARIABLE]).read_text()
        request.now = datetime.fromisoformat(written) if written else timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)
