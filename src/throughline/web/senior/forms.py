"""What is asked of somebody who says who may see a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from throughline.core.models import Organisation, User
from throughline.people.models import CaseLimit
from throughline.people.queries.limits import Party
from throughline.people.queries.people import organisations_supervised_for
from throughline.web.forms import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    ManyChoicesField,
    PageForm,
    TextField,
    When,
    YesNoField,
)
from throughline.web.words import and_list, plural

AT_MOST = 40
"""How many people and organisations one limit may name."""


class LimitForm(PageForm):
    """Whom a limit names, what it does, why and until when."""

    kind = ChoiceField(
        label="What do you want to do?",
        ask="Select what you want to do",
        choices=CaseLimit.Kind.choices,
        hints={
            CaseLimit.Kind.EXCLUSION: "For them the case does not exist. Everybody else sees it as before.",
            CaseLimit.Kind.RESTRICTION: "For everybody else the case does not exist.",
        },
    )
    named = ManyChoicesField(
        label="Who, of those whose work lets them see it now?",
        ask="Select who",
        required=False,
    )
    accounts = LongTextField(
        label="Other people",
        hint="Email addresses of their accounts, one on each line",
        limit=4000,
        rows=3,
        required=False,
    )
    organisations = LongTextField(
        label="Other organisations",
        hint="References or whole names, one on each line. It holds for everybody who works there.",
        limit=4000,
        rows=3,
        required=False,
    )
    reason = LongTextField(
        label="Why?",
        ask="Say why the case is limited",
        hint="Only those who manage cases read this. It is kept after the limit ends.",
        limit=1000,
        rows=3,
    )
    last_day = DateField(
        thing="the last day it holds",
        label="Last day it holds",
        hint="Leave empty where it holds until somebody lifts it",
        required=False,
        when=When.TODAY_OR_FUTURE,
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **more: Any) -> None:
        super().__init__(*args, **more)
        self.parties = {_code(one): one for one in parties}
        field = self.fields["named"]
        assert isinstance(field, ManyChoicesField)
        field.choices = [(code, one.name) for code, one in self.parties.items()]
        field.hints = {code: one.as_what for code, one in self.parties.items()}
        if not parties:
            del self.fields["named"]
        self.users: list[User] = []
        self.bodies: list[Organisation] = []

    def clean_accounts(self) -> str:
        """:raises ValidationError: an address that no account has"""
        written = str(self.cleaned_data["accounts"])
        for address in _lines(written):
            user = User.objects.filter(email=address.lower(), is_active=True).first()
            if user is None:
                raise ValidationError(
                    f"Nobody with an account has the address {address}: check how it is written"
                )
            self.users.append(user)
        return written

    def clean_organisations(self) -> str:
        """:raises ValidationError: a line that names no organisation, or several"""
        written = str(self.cleaned_data["organisations"])
        for line in _lines(written):
            found = Organisation.objects.filter(Q(reference=line.upper()) | Q(name__iexact=line))[:2]
            if len(found) != 1:
                which = "no organisation" if not found else "more than one organisation: give its reference"
                raise ValidationError(f"“{line}” is the name or reference of {which}")
            self.bodies.append(found[0])
        return written

    def clean(self) -> dict[str, Any]:
        """:raises ValidationError: too many are named"""
        given = super().clean() or self.cleaned_data
        for code in given.get("named", []):
            party = self.parties[code]
            if party.user is not None:
                self.users.append(party.user)
            if party.organisation is not None:
                self.bodies.append(party.organisation)
        if len(self.users) + len(self.bodies) > AT_MOST:
            raise ValidationError(f"Name {AT_MOST} people and organisations at most")
        return given

    def ask_whether_sure(self, losing: Sequence[Party]) -> None:
        """Ask, before it is done, whether those who work with the person now are to lose sight of them."""
        whom = and_list([one.name for one in losing[:5]])
        more = f" and {plural(len(losing) - 5, 'other')}" if len(losing) > 5 else ""
        self.fields["sure"] = YesNoField(
            label=f"{whom}{more} can see this case now and would see it no longer. Is that right?",
            ask="Select whether they are to see the case no longer",
        )

    @property
    def said_sure(self) -> bool:
        """Whether the question was answered with yes."""
        return self.data.get("sure") == "yes"


class HandOverForm(PageForm):
    """Who is responsible from now on, and for which organisation where they work for several."""

    officer = EmailField(
        label="Who is responsible from now on?",
        ask="Enter the email address of the new officer’s account",
        thing="the email address of the new officer’s account",
        hint="The email address of their account",
    )
    organisation = TextField(
        label="For which organisation?",
        hint="Its reference or whole name, where they work for several",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user: User | None = None
        self.body: Organisation | None = None

    def clean(self) -> dict[str, Any]:
        """:raises ValidationError: no such officer, or not for that organisation, or for several"""
        given = super().clean() or self.cleaned_data
        if "officer" not in given or "organisation" not in given or self.today is None:
            return given
        self.user = User.objects.filter(email=given["officer"], is_active=True).first()
        bodies = list(organisations_supervised_for(self.user, self.today)) if self.user else []
        said = str(given["organisation"]).casefold()
        called = [one for one in bodies if said in ("", one.name.casefold(), one.reference.casefold())]
        if not bodies:
            self.add_error("officer", f"No officer has the address {given['officer']}: check it")
        elif len(called) == 1:
            self.body = called[0]
        else:
            self.add_error("organisation", f"Enter one of {and_list(bodies, 'or')}: this officer works there")
        return given


class LiftForm(PageForm):
    """Why a limit is lifted."""

    reason = LongTextField(label="Why?", ask="Say why the limit is lifted", limit=1000, rows=3)


def _code(party: Party) -> str:
    return f"u{party.user.pk}" if party.user else f"o{party.organisation.pk if party.organisation else 0}"


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
