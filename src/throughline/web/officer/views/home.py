"""The officer's home: what waits, oldest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.officer.presenters.home import home_page
from throughline.web.page_request import PageRequest


@page_for(Permission.SUPERVISE)
def home(request: PageRequest) -> HttpResponse:
    """What waits on this officer, and how many people and days they answer for."""
    return render(request, "officer/home.html", {"page": home_page(request.actor, request.now)})
