"""The leaflets of a service: which there are, which are missing, and each as a PDF (S64)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from throughline.gateway.leaflets import leaflet_of, leaflet_pdf
from throughline.gateway.leaflets.fixed_words import WORDINGS
from throughline.gateway.leaflets.leaflet import NoSuchLeaflet
from throughline.supply.queries.directory import for_its_page
from throughline.supply.queries.versions import content_on, number_on
from throughline.supply.reference.wales import given_in_wales
from throughline.vocabulary.delivery import Language, Reading
from throughline.web.as_at import as_at_date
from throughline.web.guards import public_page
from throughline.web.page_request import today
from throughline.web.pieces import Link, Tag


@dataclass(frozen=True)
class LeafletShown:
    """One leaflet on the page of a service: where it is, and whether its wording is missing."""

    link: Link
    tag: Tag | None


def leaflets_of(
    reference: str, content: Mapping[str, Any], on: date, *, is_today: bool
) -> list[LeafletShown]:
    """
    The leaflets to show: English ones always, Welsh ones where they are written or the service is in Wales.

    One whose wording is missing says so, and so does its page.
    """
    written = {(one["language"], one["reading"]) for one in content["wordings"]}
    written.add((Language.ENGLISH, Reading.PLAIN))
    wanted = given_in_wales(content)
    shown = []
    for (language, reading), called in WORDINGS.items():
        if language == Language.WELSH and not wanted and (language, reading) not in written:
            continue
        address = reverse("service_leaflet", args=[reference, language, reading])
        text = f"{called[:1].upper()}{called[1:]} (PDF)"
        tag = None if (language, reading) in written else Tag("Wording missing", "yellow")
        shown.append(LeafletShown(Link(text, address + ("" if is_today else f"?as_at={on}")), tag))
    return shown


@public_page
def leaflet(request: HttpRequest, reference: str, language: str, reading: str) -> HttpResponse:
    """The leaflet of a service as at a day, in one language and reading."""
    on = as_at_date(request)
    service = for_its_page().filter(reference=reference).first()
    if service is None:
        raise Http404("no service in the directory has this reference")
    content, _ = content_on(service, on=on, today=today(request))
    try:
        made = leaflet_of(
            content,
            reference=service.reference,
            language=language,
            reading=reading,
            on=on,
            version=number_on(service, on),
        )
    except NoSuchLeaflet:
        raise Http404("there are no leaflets in this language or reading") from None
    answer = HttpResponse(leaflet_pdf(made), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{reference}-{language}-{reading}-{on}.pdf"'
    return answer
