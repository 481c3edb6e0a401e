"""The front door: a start page for anybody, the home of their role for whoever signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughline.web.accounts.second_factor import second_factor_is_missing
from throughline.web.guards import public_page
from throughline.web.navigation import home_of


@public_page
def front_door(request: HttpRequest) -> HttpResponse:
    """Where the service begins."""
    if request.user.is_authenticated:
        if second_factor_is_missing(request):
            return redirect("account_second_factor")
        if home := home_of(request.actor):  # type: ignore[attr-defined]
            return redirect(home)
    return render(request, "pages/start.html")
