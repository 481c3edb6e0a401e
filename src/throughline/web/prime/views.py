"""A prime's home, and the referrals that its agreements carry."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.keeping.tasks import Keeping
from throughline.web.page_request import PageRequest, today
from throughline.web.prime.chain import ChainFilters, chain_list
from throughline.web.prime.waiting import waiting_for_prime


@page_for(Permission.SEE_CHAIN_REFERRALS)
def home(request: PageRequest) -> HttpResponse:
    """What waits on whoever keeps the chain."""
    shown = {"waiting": waiting_for_prime(request.actor, on=today(request)), "keeping": Keeping(request)}
    return render(request, "prime/home.html", shown)


@page_for(Permission.SEE_CHAIN_REFERRALS)
def chain(request: PageRequest) -> HttpResponseBase:
    """The referrals the agreements carry, without the person."""
    filters = ChainFilters(request)
    table = chain_list(request, filters)
    if table.export is not None:
        return table.export
    return render(request, "prime/chain.html", {"table": table, "filters": filters})
