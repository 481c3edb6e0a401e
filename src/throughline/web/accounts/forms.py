"""The forms of sign-in, asking in our words."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.validators import EmailValidator

NEW_PASSWORD_HINT = (
    "At least 12 characters. Three words that you will remember and nobody would guess are a good password"
)
ADDRESS_FORMAT = "Enter an email address in the correct format, like name@example.com"
APP_CODE = "6-digit code from the app"


class Words(NamedTuple):
    """How a field is asked: its label, the sentence when it is left empty, a hint."""

    label: str
    ask: str
    hint: str = ""


class InOurWords(forms.Form):
    """Gives the fields of a form of the sign-in package their words."""

    words: ClassVar[dict[str, Words]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.help_text = words.label, words.hint
                field.error_messages["required"] = words.ask
                field.widget.attrs.pop("placeholder", None)
                if isinstance(field, forms.EmailField):
                    field.validators = [EmailValidator(ADDRESS_FORMAT)]


class SignInForm(InOurWords, account.LoginForm):  # type: ignore[misc]
    """Email address and password."""

    words: ClassVar = {
        "login": Words("Email address", "Enter your email address"),
        "password": Words("Password", "Enter your password"),
    }


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link is sent."""

    words: ClassVar = {"email": Words("Email address", "Enter your email address")}


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, after following the link."""

    words: ClassVar = {
        "password1": Words("New password", "Enter a new password", NEW_PASSWORD_HINT),
        "password2": Words("New password again", "Enter the new password again"),
    }


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """The password as it is and as it shall be."""

    words: ClassVar = {
        "oldpassword": Words("Password you have now", "Enter the password you have now"),
        "password1": Words("New password", "Enter a new password", NEW_PASSWORD_HINT),
        "password2": Words("New password again", "Enter the new password again"),
    }


class SetPasswordForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, for somebody who had none."""

    words: ClassVar = NewPasswordForm.words


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before something that matters."""

    words: ClassVar = {"password": Words("Password", "Enter your password")}


class SecondStepForm(InOurWords, second_step.AuthenticateForm):  # type: ignore[misc]
    """The code of the second step."""

    words: ClassVar = {
        "code": Words(
            "Code",
            "Enter the code that your app shows",
            "6 digits from your authenticator app, or a recovery code",
        )
    }


class SecondStepAgainForm(InOurWords, second_step.ReauthenticateForm):  # type: ignore[misc]
    """The code again, before something that matters."""

    words: ClassVar = SecondStepForm.words


class ActivateAppForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a newly added app."""

    words: ClassVar = {"code": Words(APP_CODE, "Enter the 6-digit code that the app shows")}


class AddPasskeyForm(InOurWords, passkey.AddWebAuthnForm):  # type: ignore[misc]
    """A name for a passkey, and whether it is enough on its own."""

    words: ClassVar = {
        "name": Words(
            "Name of the passkey",
            "Enter a name",
            "So that you can tell it from others, for example Work phone",
        ),
        "passwordless": Words("Sign in with this passkey alone, without a password", ""),
    }


class RenamePasskeyForm(InOurWords, passkey.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    words: ClassVar = {"name": Words("Name of the passkey", "Enter a name for the passkey")}
