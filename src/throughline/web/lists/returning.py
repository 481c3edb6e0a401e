"""A list is found again as it was left: narrowed, sorted and on the same page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "lists_left"
"""Holds how one user left their lists, until the browser is closed or they sign out."""

MOST: Final = 8
LONGEST: Final = 300
_SALT: Final = "throughline.lists"


class ListsLeftMiddleware:
    """
    Remembers of the lists that somebody signed in looks at how they left each, the last few of them.

    In a cookie, so that looking at a list writes nothing; of a visitor who is not signed in nothing is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, with the cookie where a list was shown otherwise than it was left."""
        if not request.user.is_authenticated:
            response = self.get_response(request)
            if COOKIE in request.COOKIES:
                response.delete_cookie(COOKIE)
            return response
        seen = cast(Any, request)
        seen.lists_left = left = _left_by(request)
        response = self.get_response(request)
        if response.status_code == 200 and getattr(request, "shows_a_list", False):
            now = _with(left, request.path, request.META["QUERY_STRING"])
            if now != left:
                response.set_cookie(
                    COOKIE,
                    signing.dumps({"who": request.user.pk, "lists": now}, salt=_SALT, compress=True),
                    httponly=True,
                    samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )
        return response


def shows_a_list(request: HttpRequest) -> None:
    """Say that this request's page is a list, to be found again as it is now."""
    cast(Any, request).shows_a_list = True


def as_left(request: HttpRequest, href: str) -> str:
    """The address of a list as the user left it; any other address as it is."""
    query = getattr(request, "lists_left", {}).get(href, "")
    return f"{href}?{query}" if query else href


def _left_by(request: HttpRequest) -> dict[str, str]:
    """How the user left their lists, by their addresses, the latest last."""
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return {}
    return dict(held["lists"]) if held["who"] == request.user.pk else {}


def _with(left: Mapping[str, str], path: str, query: str) -> dict[str, str]:
    if left.get(path, "") == query:
        return dict(left)
    others = {name: held for name, held in left.items() if name != path}
    if not query or len(query) > LONGEST:
        return others
    latest = list(others.items())[-(MOST - 1) :]
    return dict([*latest, (path, query)])
