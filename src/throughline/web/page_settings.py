"""Settings of the pages, read by `throughline.settings`: templates, forms, security policy, sign-in."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

_WEB = Path(__file__).resolve().parent

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "pages",
        "DIRS": [_WEB / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "throughline.web.jinja.environment",
            "context_processors": ["throughline.web.shell.page_shell"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "sign-in",
        "DIRS": [_WEB / "accounts" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "throughline.web.forms.renderer.PageRenderer"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


# A browser applies `form-action` to where a form's answer redirects, so the organisation's sign-in
# service has to be named here or the button that leads to it does nothing.
_FORM_TARGETS = [
    SELF,
    *([_origin(os.environ["OIDC_SERVER_URL"])] if os.environ.get("OIDC_SERVER_URL") else []),
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": _FORM_TARGETS,
        "frame-ancestors": [NONE],
    }
}

CSRF_FAILURE_VIEW = "throughline.web.errors.page_out_of_date"
REQUIRE_SECOND_FACTOR = os.environ.get("THROUGHLINE_SECOND_FACTOR", "yes").strip().lower() not in {
    "no",
    "0",
    "off",
    "false",
}
MFA_ADAPTER = "throughline.web.accounts.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Throughline"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts and their addresses are made by an administrator

_FORMS = "throughline.web.accounts.forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "SignInForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "NewPasswordForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": _FORMS + "SecondStepForm",
    "reauthenticate": _FORMS + "SecondStepAgainForm",
    "activate_totp": _FORMS + "ActivateAppForm",
    "add_webauthn": _FORMS + "AddPasskeyForm",
    "edit_webauthn": _FORMS + "RenamePasskeyForm",
}
