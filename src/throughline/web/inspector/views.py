"""An inspector's home, and the landscape as at a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.supply.models import Scheme
from throughline.supply.queries.landscape import landscape as count_chain
from throughline.supply.queries.providers_by_area import schemes_on
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.contract.landscape import landscape_page
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Figure


@page_for(Permission.INSPECT)
def home(request: PageRequest) -> HttpResponse:
    """What waits on an inspector, and each scheme of the day in figures that open."""
    day = today(request)
    counted = [(scheme, _figures(scheme, day)) for scheme in schemes_on(day) if _has_chain(scheme)]
    return render(request, "inspector/home.html", {"counted": counted})


@page_for(Permission.INSPECT)
def landscape(request: PageRequest) -> HttpResponseBase:
    """The landscape, as part of an inspector's places."""
    return landscape_page(request)


def _has_chain(scheme: Scheme) -> bool:
    used: bool = scheme.used  # type: ignore[attr-defined]
    return used


def _figures(scheme: Scheme, on: date) -> list[Figure]:
    chain = count_chain(scheme.pk, on=on)
    href = f"{reverse('inspector_landscape')}?scheme={scheme.code}&as_at={on.isoformat()}"
    day = f"on {words.day(on)}"
    return [
        Figure(chain.organisations, "organisations in the chain", href, of=day),
        Figure(chain.primes, "at Tier 1", f"{href}&tier=1", of=day),
        Figure(
            chain.subcontractors, "below Tier 1", href, of=f"{words.plural(chain.both, 'is', 'are')} both"
        ),
        Figure(chain.links, "agreements below a contract", href, of=day),
    ]
