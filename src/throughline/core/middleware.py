"""What every request gets: one reading of the clock, the actor, and a line in the log."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.core.access.actor import NOBODY, acting_as
from throughline.core.access.permissions import actor_for
from throughline.core.time import london_day

Respond = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("throughline.requests")


class ClockMiddleware:
    """Reads the clock once: `request.now`, an aware moment, is the time of everything the request does."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, with `request.now` set on the way in."""
        request.now = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class ActorMiddleware:
    """Acts as the person signed in for the length of the request; as nobody when there is none."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response to a request made by `request.actor`."""
        signed_in = request.user.is_authenticated
        now = request.now  # type: ignore[attr-defined]
        actor = actor_for(request.user, london_day(now)) if signed_in else NOBODY  # type: ignore[arg-type]
        request.actor = actor  # type: ignore[attr-defined]
        with acting_as(actor):
            return self.get_response(request)


class RequestLogMiddleware:
    """
    One structured line a request: which page, what came of it, how long it took.

    Nothing of a person is in it: the route's name stands for the address, the user's number for the user.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, after the line is written."""
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            route=match.view_name if match else None,
            method=request.method,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
            user=request.user.pk,
        )
        return response
