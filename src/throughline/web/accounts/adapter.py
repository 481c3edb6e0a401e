"""
What sign-in may do here: accounts are made by administrators, and nobody makes one by signing in.

The organisation's own sign-in opens an account that exists, is active, and has the email address which
that service says it has verified; otherwise a page says what to do.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.encoding import force_bytes

from throughline.core.models import User

SLOW_DOWN = "Wait a few minutes and try again: there have been too many attempts from here"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by password: no open sign-up, and refusals in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask whoever manages accounts to open it",
        "email_password_mismatch": "Enter an email address and its password. These do not match an account",
        "enter_current_password": "Enter the password you have now. This is not it",
        "incorrect_code": "Enter the code that the app shows now. This one is not right",
        "incorrect_password": "Enter your password. This is not it",
        "too_many_login_attempts": SLOW_DOWN,
        "unknown_email": "Enter the email address of an account",
        "rate_limited": SLOW_DOWN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by an administrator."""
        return False

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Whether to ask again who it is: not within five minutes of any step of signing in."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        return bool(self.request.now.timestamp() - latest > account_settings.REAUTHENTICATION_TIMEOUT)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the next page shows what was done."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by the organisation's own account: only into an account that is here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: nobody makes an account by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """
        Go on only with an active account found by a verified email address or linked before.

        :raises ImmediateHttpResponse: with the page that says what to do
        """
        connecting = sociallogin.state.get("process") == "connect"
        user = sociallogin.user if sociallogin.is_existing else None
        if connecting or user is None or not user.is_active:
            addresses = [address.email for address in sociallogin.email_addresses]
            verified = any(address.verified for address in sociallogin.email_addresses)
            context = {
                "address": addresses[0] if addresses else "",
                "verified": verified,
                "closed": user is not None,
            }
            raise ImmediateHttpResponse(render(request, "accounts/no_account.html", context, status=403))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """
        The one active account with an address that the service says it has verified.

        The accounts' own addresses count, since administrators make them.
        """
        for address in sociallogin.email_addresses:
            if address.verified:
                user = User.objects.filter(email=address.email.lower(), is_active=True).first()
                if user is not None:
                    return user, address.email
        return None


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step: secrets are kept encrypted, and the last one stays while one is asked for."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Set up another second step before you remove this one",
        "cannot_generate_recovery_codes": "Set up an app or a passkey before you make recovery codes",
        "incorrect_code": "Enter the code that the app shows now, or a recovery code. This one is not right",
    }

    def encrypt(self, text: str) -> str:
        """The secret as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as the second step uses it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another app or passkey is left, where a second step is asked for."""
        if not settings.REQUIRE_SECOND_FACTOR:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def _get_site_name(self) -> str:
        return "Throughline"


def _cipher() -> MultiFernet:
    """By the secret key, and by former ones for what they encrypted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second step " + force_bytes(key)).digest()))
            for key in keys
        ]
    )
