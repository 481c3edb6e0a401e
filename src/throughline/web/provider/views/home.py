"""What waits on a provider's manager."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.keeping.tasks import Keeping
from throughline.web.page_request import PageRequest
from throughline.web.provider.presenters import HomePage


@page_for(Permission.DECIDE_REFERRALS)
def home(request: PageRequest) -> HttpResponse:
    """What waits, oldest first with its clock, and how many referrals stand where."""
    shown = {"page": HomePage(request.actor, request.now), "keeping": Keeping(request)}
    return render(request, "provider/home.html", shown)
