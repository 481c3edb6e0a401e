"""The agreements that a provider is party to, with what it is paid under each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.provider.agreement_cards import agreement_cards


@page_for(Permission.SEE_TERMS)
def agreements(request: PageRequest) -> HttpResponse:
    """Each agreement with its place in the chain, and the prices in force as at a day."""
    as_at = as_at_date(request)
    cards = agreement_cards(request.actor, on=as_at)
    return render(request, "provider/agreements.html", {"cards": cards, "as_at": as_at})
