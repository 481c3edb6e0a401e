"""The list of invented people by kind of user, and signing in as one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from throughline.core.access.permissions import Role, roles
from throughline.core.models import Membership, User
from throughline.web.accounts.second_factor import DEMONSTRATION_SIGN_IN
from throughline.web.guards import public_page
from throughline.web.page_request import today

TO_DO = {
    "responsible_officer": "Find a service that fits, refer with the risk information its workers need, "
    "count RAR days, decide on missed appointments",
    "senior_officer": "See whose cases are whose and who covers, say who may not see a case",
    "court_officer": "Tell a court what there is for somebody before sentence, print the court's brochure",
    "support_worker": "Take a referral, see the risks, book, record attendance once, end with outcomes",
    "provider_manager": "See what is coming, what is owed and when, and what was signed",
    "supply_chain_manager": "Keep directory and rate card true, hold agreements, pay providers",
    "commissioner": "See what people here need, what is missing and what it would cost",
    "contract_manager": "Decide rate card changes, close the year, keep watch over the market",
    "inspector": "Sample cases, assess them, map the chain",
    "person": "See the plan, the appointments and how many RAR days are left; say how it went",
}
"""What each kind of user comes to do, by the code of the role."""


@dataclass(frozen=True)
class Someone:
    """One invented person, where they work."""

    id: int
    name: str
    organisation: str


@dataclass(frozen=True)
class Kind:
    """One kind of user, what they come to do, and who they are here."""

    role: Role
    to_do: str
    people: list[Someone]


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The people to sign in as; a POST signs in as one. Not found where the demonstration is off."""
    if not settings.DEMONSTRATION:
        raise Http404("there is no demonstration here")
    if request.method == "POST":
        return _sign_in(request)
    return render(request, "demonstration/people.html", {"kinds": _kinds(today(request))})


def _sign_in(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("person", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404("nobody was named")
    user = get_object_or_404(User, pk=int(number), is_demonstration=True, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEMONSTRATION_SIGN_IN] = True
    return redirect("home")


def _kinds(on: date) -> list[Kind]:
    held = (
        Membership.objects.filter(user__is_demonstration=True, user__is_active=True, during__contains=on)
        .select_related("user", "organisation")
        .order_by("user__full_name", "pk")
    )
    by_role: dict[str, list[Someone]] = {}
    for membership in held:
        someone = Someone(membership.user_id, membership.user.full_name, membership.organisation.name)
        by_role.setdefault(membership.role, []).append(someone)
    return [
        Kind(role, TO_DO.get(code, role.sentence), by_role[code])
        for code, role in roles().items()
        if code in by_role
    ]
