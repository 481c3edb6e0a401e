"""
Who may open a page: every view states one guard, and the list of routes refuses a view without.

Nobody signed in is sent to sign in; somebody without the permission is told *not found*, because
that a page or a record exists is information too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from throughline.vocabulary.permissions import Permission
from throughline.web.accounts.second_factor import second_factor_is_missing
from throughline.web.page_request import PageRequest

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)


@dataclass(frozen=True)
class Guard:
    """Who is let in: anybody, whoever signed in, holders of any of `permissions`, or machines with a key."""

    lets_in: Literal["anybody", "signed in", "permission", "machine"]
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    because: str = ""


ANYBODY = Guard("anybody")
SIGNED_IN = Guard("signed in")


def public_page(
    view: Callable[Concatenate[R, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open to anybody, signed in or not."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(R, request), *args, **kwargs)

    return _stating(ANYBODY, guarded)


def signed_in_page(
    view: Callable[Concatenate[PageRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open to whoever has signed in, whatever they may do."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _turned_away(request) or view(cast(PageRequest, request), *args, **kwargs)

    return _stating(SIGNED_IN, guarded)


def page_for(
    *permissions: Permission,
) -> Callable[
    [Callable[Concatenate[PageRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """
    Open to holders of any of `permissions`, in whatever organisation.

    Which records they then find is for the query: this guards the page, not the record.
    """
    if not permissions:
        raise ValueError("name the permissions that open this page")
    wanted = frozenset(permissions)

    def guard(
        view: Callable[Concatenate[PageRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if away := _turned_away(request):
                return away
            page_request = cast(PageRequest, request)
            if wanted.isdisjoint(page_request.actor.permissions_anywhere):
                raise Http404("nobody without one of the page's permissions finds it")
            return view(page_request, *args, **kwargs)

        return _stating(Guard("permission", wanted), guarded)

    return guard


def _stating(
    guard: Guard, view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    cast(Any, view).guard = guard
    return view


def _turned_away(request: HttpRequest) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if second_factor_is_missing(request):
        return redirect("account_second_factor")
    return None
