"""The pages for when something is not there, not allowed, or broken. None of them needs the database."""

from __future__ import annotations

import secrets

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from throughline.web.shell import plain_shell

log = structlog.get_logger("throughline.faults")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent could not be read."""
    return _page(request, "errors/400.html", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, and not allowed this act."""
    return _page(request, "errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this person, which is the same answer."""
    return _page(request, "errors/404.html", 404)


def page_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened too long ago, or somewhere else."""
    return _page(request, "errors/out_of_date.html", 403)


def fault(request: HttpRequest) -> HttpResponse:
    """500: with a reference that is also in the log, and nothing else of what went wrong."""
    reference = secrets.token_hex(4).upper()
    route = getattr(request.resolver_match, "view_name", None)
    log.error("fault", reference=reference, method=request.method, route=route, exc_info=True)
    page = render_to_string("errors/500.html", {"shell": plain_shell(request), "reference": reference})
    return HttpResponseServerError(page)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"shell": plain_shell(request)}), status=status)
