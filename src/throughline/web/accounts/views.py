"""Pages of our own about signing in; the rest are the sign-in package's, in our templates."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughline.core.models import User
from throughline.web.accounts.second_factor import second_factor_is_missing
from throughline.web.page_request import PageRequest


def signing_in(request: PageRequest) -> HttpResponse:
    """How this person signs in: password, authenticator app, passkeys, recovery codes."""
    steps = list(Authenticator.objects.filter(user=request.user))
    codes = next((step for step in steps if step.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "address": request.user.email,
        "telephone": request.user.telephone or "Not recorded",
        "has_password": request.user.has_usable_password(),
        "has_app": any(step.type == Authenticator.Type.TOTP for step in steps),
        "passkeys": sum(step.type == Authenticator.Type.WEBAUTHN for step in steps),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "by_organisation": _by_organisation(request),
    }
    return render(request, "accounts/signing_in.html", context)


def second_step(request: HttpRequest) -> HttpResponse:
    """What somebody with only a password sees until they have set up a second step."""
    if not second_factor_is_missing(request):
        return redirect("account_signing_in")
    return render(request, "accounts/second_step.html")


def second_step_pages(request: HttpRequest) -> HttpResponse:
    """Where the sign-in package leads after a change: on to work, or to the page about signing in."""
    return redirect("account_signing_in")


def _by_organisation(request: PageRequest) -> bool:
    user: User = request.user
    return any(
        record.get("method") == "socialaccount" for record in get_authentication_records(request, user)
    )
