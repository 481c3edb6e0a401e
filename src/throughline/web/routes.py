"""Every route of the service with its guard, for the test that refuses a route without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from throughline.web.guards import Guard

STATED_ELSEWHERE: dict[str, Guard] = {
    "throughline.gateway": Guard("machine", because="the gateway asks every call for its key and permission"),
    "throughline.open_data": Guard("anybody", because="open data is published to everybody"),
    "ninja": Guard("machine", because="the gateway asks every call for its key and permission"),
}
"""Packages whose views state no guard of their own, the guard that holds there, and why."""


@dataclass(frozen=True)
class Route:
    """One address: its name, its template, what answers, and who is let in (None where nothing says so)."""

    name: str | None
    path: str
    view: Callable[..., Any]
    guard: Guard | None


def every_route() -> Iterator[Route]:
    """Every address that this service answers."""
    yield from _routes(get_resolver().url_patterns, "")


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, path)
        else:
            yield Route(pattern.name, "/" + path, pattern.callback, guard_of(pattern.callback))


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """The guard that a view states, or that is stated for its package."""
    stated = getattr(view, "guard", None)
    if isinstance(stated, Guard):
        return stated
    module = view.__module__
    return next(
        (guard for package, guard in STATED_ELSEWHERE.items() if (module + ".").startswith(package + ".")),
        None,
    )
