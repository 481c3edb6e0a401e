"""What is asked of somebody who transfers many cases (S223)."""

from __future__ import annotations

from typing import Any, Final

from throughline.core.models import Area, Organisation, User
from throughline.people.models import Transfer
from throughline.people.queries.people import organisations_supervised_for
from throughline.web.forms import (
    ChoiceField,
    DateField,
    DocumentField,
    EmailField,
    LongTextField,
    PageForm,
    TextField,
    When,
)
from throughline.web.words import and_list

AT_MOST: Final = 40
"""How many officers one transfer may name."""


class TransferForm(PageForm):
    """Whose cases go, to whom, from which day and why; how they are chosen decides the first question."""

    officer = EmailField(
        label="Whose caseload goes?",
        ask="Enter the email address of the officer whose cases go",
        thing="the email address of the officer whose cases go",
        hint="The email address of their account. Every case that is theirs now and that you manage goes.",
    )
    area = ChoiceField(
        label="Where do the people live whose cases go?", ask="Select where they live", menu=True
    )
    cases = LongTextField(
        label="Which cases go?",
        ask="Enter at least one reference or case number",
        hint="References or case numbers, one on each line",
        limit=20_000,
        rows=8,
    )
    file = DocumentField(
        label="Which file holds the cases?",
        kinds=("csv", "xlsx"),
        limit_mb=5,
        hint="CSV or XLSX, up to 5MB, with a column “reference” or “case number”. Other columns are passed "
        "over, so a download of your list of people will do.",
    )
    from_where = ChoiceField(label="Supervised for which organisation now?", ask="Select an organisation")
    officers = LongTextField(
        label="Who is responsible from then on?",
        ask="Enter the email address of at least one officer",
        hint="Email addresses of their accounts, one on each line. Several share the cases: each goes to "
        "whoever has fewest by then.",
        limit=4000,
        rows=3,
    )
    organisation = TextField(
        label="For which organisation?",
        hint="Its reference or whole name, where they work for several",
        required=False,
    )
    on_day = DateField(thing="the day it takes effect", label="From which day?", when=When.TODAY_OR_FUTURE)
    why = LongTextField(label="Why?", ask="Say why these cases go", limit=1000, rows=3)

    def __init__(
        self, *args: Any, way: str, bodies: list[Organisation], areas: list[Area], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        asked_for = {"caseload": "officer", "office": "area", "list": "cases", "file": "file"}[way]
        for name in {"officer", "area", "cases", "file"} - {asked_for}:
            del self.fields[name]
        self.bodies = {str(one.pk): one for one in bodies}
        self.areas = {str(one.pk): one for one in areas}
        self._choices("from_where", [(code, one.name) for code, one in self.bodies.items()])
        if len(bodies) < 2:
            del self.fields["from_where"]
        if asked_for == "area":
            self._choices("area", [(code, one.name) for code, one in self.areas.items()])
        self.former: User | None = None
        self.new: list[User] = []
        self.body: Organisation | None = None

    @property
    def from_body(self) -> Organisation:
        """The organisation that supervises the cases now."""
        chosen = self.cleaned_data.get("from_where") or next(iter(self.bodies))
        return self.bodies[chosen]

    @property
    def written(self) -> list[str]:
        """The references and case numbers that were listed."""
        return _lines(str(self.cleaned_data.get("cases", "")).upper())

    def clean(self) -> dict[str, Any]:
        """:raises ValidationError: an address that no officer has, or officers who share no organisation"""
        given = super().clean() or self.cleaned_data
        if "officer" in given:
            self.former = User.objects.filter(email=given["officer"]).first()
            if self.former is None:
                self.add_error("officer", f"Nobody has an account with {given['officer']}: check it")
        if "officers" in given and self.today is not None:
            self._find_officers(_lines(str(given["officers"]).lower()), str(given.get("organisation", "")))
        return given

    def _find_officers(self, addresses: list[str], said: str) -> None:
        assert self.today is not None
        if len(addresses) > AT_MOST:
            self.add_error("officers", f"Name {AT_MOST} officers at most")
            return
        found = {one.email: one for one in User.objects.filter(email__in=addresses, is_active=True)}
        shared: set[Organisation] | None = None
        for address in addresses:
            user = found.get(address)
            bodies = set(organisations_supervised_for(user, self.today)) if user else set()
            if user is None or not bodies:
                self.add_error("officers", f"No officer has the address {address}: check it")
                return
            self.new.append(user)
            shared = bodies if shared is None else shared & bodies
        self._choose_body(sorted(shared or (), key=lambda one: one.name), said.casefold())

    def _choose_body(self, bodies: list[Organisation], said: str) -> None:
        called = [one for one in bodies if said in ("", one.name.casefold(), one.reference.casefold())]
        if len(called) == 1:
            self.body = called[0]
        elif bodies:
            self.add_error("organisation", f"Enter one of {and_list(bodies, 'or')}: they work there")
        else:
            self.add_error("officers", "These officers work for no organisation in common: name others")

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, ChoiceField)
        field.choices = choices


class WayForm(PageForm):
    """How the cases are chosen."""

    way = ChoiceField(
        label="Which cases go to other officers?", ask="Select which cases go", choices=Transfer.Way.choices
    )


class ReasonForm(PageForm):
    """Why a transfer is reversed, or dropped."""

    why = LongTextField(label="Why?", ask="Say why", limit=1000, rows=3)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
