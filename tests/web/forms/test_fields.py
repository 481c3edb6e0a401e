"""What may be typed, chosen or uploaded, and what is said otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Field

from throughline.core.money import Money
from throughline.web.forms import (
    ChoiceField,
    DocumentField,
    EmailField,
    LongTextField,
    ManyChoicesField,
    MoneyField,
    PageForm,
    Reason,
    ReasonField,
    TextField,
    WholeNumberField,
    YesNoField,
)

VENUE = TextField(thing="the name of the venue", label="Venue", limit=10)
NOTES = LongTextField(thing="what was done", label="What was done", limit=10)
CHARGE = MoneyField(thing="the charge", label="Charge", most=Money("100.00"))
DAYS = WholeNumberField(thing="the number of days", label="Days", least=1, most=60)
TOOK_PART = YesNoField(label="Did Amy take part?", ask="Select whether Amy took part")
ROUTE = ChoiceField(
    thing="the route", label="Route", choices=[("rate_card", "Rate card"), ("core", "Core contract")]
)
NEEDS = ManyChoicesField(
    ask="Select which needs it meets", choices=[("debt", "Debt"), ("home", "Accommodation")]
)
ADDRESS = EmailField(label="Email address")
OPTIONAL = TextField(thing="a note", required=False)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (VENUE, "  Mill House ", "Mill House"),
        (VENUE, "Cafe\u0301", "Café"),
        (NOTES, "a\r\nb", "a\nb"),
        (OPTIONAL, "", ""),
        (OPTIONAL, None, ""),
        (CHARGE, "£46.50", Money("46.50")),
        (CHARGE, "100", Money("100.00")),
        (DAYS, "1", 1),
        (DAYS, " 60 ", 60),
        (TOOK_PART, "yes", True),
        (TOOK_PART, "no", False),
        (ROUTE, "core", "core"),
        (NEEDS, ["debt", "home"], ["debt", "home"]),
        (ADDRESS, "Amy@Example.org", "amy@example.org"),
    ],
)
def test_what_is_taken(field: Field, typed: Any, meant: object) -> None:
    assert field.clean(typed) == meant


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (VENUE, "", "Enter the name of the venue"),
        (VENUE, "   ", "Enter the name of the venue"),
        (VENUE, "x" * 11, "Name of the venue must be 10 characters or fewer"),
        (VENUE, "x" * 10_000_000, "Name of the venue must be 10 characters or fewer"),
        (
            VENUE,
            "a\x00b",
            "Name of the venue must not include characters that cannot be shown. Type it again",
        ),
        (VENUE, "a\nb", "Name of the venue must be on one line"),
        (NOTES, "", "Enter what was done"),
        (CHARGE, "", "Enter the charge"),
        (CHARGE, "46.5", "Charge must have two digits for the pence, like 46.50, or none, like 46"),
        (CHARGE, "lots", "Charge must be in pounds and pence, using only numbers, like 46.50"),
        (CHARGE, "1e5", "Charge must be in pounds and pence, using only numbers, like 46.50"),
        (CHARGE, "NaN", "Charge must be in pounds and pence, using only numbers, like 46.50"),
        (CHARGE, "-1", "Charge must be £0.00 or more"),
        (CHARGE, "100.01", "Charge must be £100.00 or less"),
        (CHARGE, "9" * 20, "Charge must be less than £1 trillion"),
        (DAYS, "", "Enter the number of days"),
        (DAYS, "1.5", "Number of days must be a whole number, like 12"),
        (DAYS, "٣", "Number of days must be a whole number, like 12"),
        (DAYS, "9" * 5000, "Number of days must be a whole number, like 12"),
        (DAYS, "0", "Number of days must be 1 or more"),
        (DAYS, "61", "Number of days must be 60 or fewer"),
        (TOOK_PART, "", "Select whether Amy took part"),
        (TOOK_PART, "perhaps", "Select whether Amy took part"),
        (ROUTE, "", "Select the route"),
        (ROUTE, "a\x00", "Select the route"),
        (NEEDS, [], "Select which needs it meets"),
        (NEEDS, ["flying"], "Select which needs it meets"),
        (ADDRESS, "amy", "Enter an email address in the correct format, like name@example.com"),
        (ADDRESS, "", "Enter an email address"),
    ],
)
def test_what_is_refused(field: Field, typed: Any, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]


class DeclineForm(PageForm):
    why = ReasonField(
        ask="Select why you decline this referral",
        label="Why do you decline it?",
        reasons=[("full", "The service is full"), ("unsafe", "It is not safe"), ("other", "Another reason")],
        details_for={"unsafe", "other"},
        ask_details="Say what the reason is",
    )


@pytest.mark.parametrize(
    ("posted", "reason"),
    [
        ({"why": "full"}, Reason("full")),
        ({"why": "full", "why_details_other": "left over"}, Reason("full")),
        ({"why": "other", "why_details_other": " moved away "}, Reason("other", "moved away")),
    ],
)
def test_a_reason_and_its_details(posted: dict[str, str], reason: Reason) -> None:
    form = DeclineForm(posted)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["why"] == reason


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, "Select why you decline this referral"),
        ({"why": "bored"}, "Select why you decline this referral"),
        ({"why": "other"}, "Say what the reason is"),
        ({"why": "other", "why_details_unsafe": "in the wrong box"}, "Say what the reason is"),
        ({"why": "other", "why_details_other": "x" * 1001}, "Details must be 1,000 characters or fewer"),
    ],
)
def test_a_reason_that_is_refused(posted: dict[str, str], sentence: str) -> None:
    assert DeclineForm(posted).errors["why"] == [sentence]


RETURN = DocumentField(kinds=("csv", "xlsx"), limit_mb=1)


def upload(name: str, size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


@pytest.mark.parametrize(("name", "size"), [("return.csv", 1), ("RETURN.XLSX", 1024 * 1024)])
def test_a_document_that_is_taken(name: str, size: int) -> None:
    assert RETURN.clean(upload(name, size)).name == name


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (None, "Select a file"),
        (upload("return.csv", 0), "The selected file is empty"),
        (upload("return.pdf", 1), "The selected file must be a CSV or XLSX"),
        (upload("csv", 1), "The selected file must be a CSV or XLSX"),
        (upload("return.csv", 1024 * 1024 + 1), "The selected file must be 1MB or smaller"),
        (upload("r" * 120 + ".csv", 1), "The name of the selected file must be 100 characters or fewer"),
    ],
)
def test_a_document_that_is_refused(document: SimpleUploadedFile | None, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        RETURN.clean(document)
    assert refused.value.messages == [sentence]
