"""
Addresses of signing in, each with its guard.

The views are mostly the sign-in package's; only those that this service offers are named here, under
the names by which that package looks for them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as organisation
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, re_path

from throughline.web.accounts import telephone, views
from throughline.web.guards import Guard, public_page, signed_in_page

View = Callable[..., HttpResponseBase]


def setting_up_page(view: View) -> View:
    """Open to whoever has signed in, also while their second step is still to be set up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.guard = Guard("signed in", because="a second step is set up here")  # type: ignore[attr-defined]
    return guarded


urlpatterns: list[URLPattern] = [
    path("sign-in", public_page(account.login), name="account_login"),
    path("sign-in/code", public_page(second_step.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey", public_page(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/closed", public_page(account.account_inactive), name="account_inactive"),
    path("sign-in/new", public_page(account.signup), name="account_signup"),
    path("sign-out", public_page(account.logout), name="account_logout"),
    path("sign-in/password", public_page(account.password_reset), name="account_reset_password"),
    path(
        "sign-in/password/sent", public_page(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)$",
        public_page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/password/changed",
        public_page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/<str:provider_id>/start", public_page(organisation.login), name="openid_connect_login"),
    path(
        "sign-in/<str:provider_id>/back", public_page(organisation.callback), name="openid_connect_callback"
    ),
    path(
        "sign-in/organisation/left", public_page(social.login_cancelled), name="socialaccount_login_cancelled"
    ),
    path("sign-in/organisation/fault", public_page(social.login_error), name="socialaccount_login_error"),
    path("sign-in/organisation/new", public_page(social.signup), name="socialaccount_signup"),
    path("account", signed_in_page(views.signing_in), name="account_signing_in"),
    path("account/telephone", signed_in_page(telephone.telephone), name="account_telephone"),
    path("account/password", signed_in_page(account.password_change), name="account_change_password"),
    path("account/password/first", signed_in_page(account.password_set), name="account_set_password"),
    path("account/again", setting_up_page(account.reauthenticate), name="account_reauthenticate"),
    path("account/again/code", setting_up_page(second_step.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/again/passkey",
        setting_up_page(passkey.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second-step", setting_up_page(views.second_step), name="account_second_factor"),
    path("account/second-steps", setting_up_page(views.second_step_pages), name="mfa_index"),
    path("account/app", setting_up_page(app.activate_totp), name="mfa_activate_totp"),
    path("account/app/remove", signed_in_page(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/passkeys", setting_up_page(passkey.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add", setting_up_page(passkey.add_webauthn), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>", signed_in_page(passkey.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove",
        signed_in_page(passkey.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/recovery-codes", signed_in_page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "account/recovery-codes/new",
        signed_in_page(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/file",
        signed_in_page(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
