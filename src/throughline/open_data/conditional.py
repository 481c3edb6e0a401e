"""Answers for machines: open to every site, and not sent again when nothing has changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from throughline.open_data.models import Publication


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read the answer: it is for everybody."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    return response


def published(request: HttpRequest, edition: Publication, file_name: str) -> HttpResponse:
    """One edition as it was published; *not modified* to a reader who holds it already."""
    etag, modified = f'"{edition.sha256}"', edition.published_at.timestamp()
    response = HttpResponse(edition.content, content_type=edition.content_type)
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    answer = get_conditional_response(request, etag, int(modified), response) or HttpResponseNotModified()
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(modified)
    answer["Cache-Control"] = "public, max-age=300"
    return open_to_all(answer)


def not_published(what: str) -> HttpResponse:
    """Say to a machine that there is no such publication, in a sentence."""
    return open_to_all(JsonResponse({"error": "not found", "message": what}, status=404))
