"""Fields of the record's forms: a postcode, an organisation, a share, the times of a day, another service."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from throughline.core.geography import NotAPostcode, read_postcode
from throughline.core.models import Organisation
from throughline.supply.models import Service
from throughline.web.forms import TextField
from throughline.web.forms.dates import read_time
from throughline.web.words import clock_time


class PostcodeField(TextField):
    """A whole postcode, as people write it. Cleaned: `str` as the post writes it, empty when left empty."""

    def clean(self, value: Any) -> str:
        """:raises ValidationError: it is no whole postcode"""
        written = super().clean(value)
        if not written:
            return ""
        try:
            postcode = read_postcode(written)
        except NotAPostcode:
            postcode = None
        if postcode is None or not postcode.incode:
            raise ValidationError("Enter a whole postcode, like TQ1 1AA")
        return str(postcode)


class OrganisationField(TextField):
    """An organisation, by its name or reference. Cleaned: `Organisation`, or None when left empty."""

    def clean(self, value: Any) -> Organisation | None:
        """:raises ValidationError: none is called that, or several are"""
        written = super().clean(value)
        if not written:
            return None
        called = Organisation.objects.filter(reference=written.upper()) or Organisation.objects.filter(
            name__iexact=written
        )
        several = list(called[:2])
        if not several:
            raise ValidationError(
                f"No organisation here is called {written}. Enter its whole name or reference"
            )
        if len(several) > 1:
            raise ValidationError(f"Several organisations are called {written}. Enter the reference instead")
        return several[0]

    def prepare_value(self, value: Any) -> Any:
        """Its name."""
        return value.name if isinstance(value, Organisation) else value


class ShareField(TextField):
    """A percentage. Cleaned: hundredths of a per cent, or None when left empty."""

    def clean(self, value: Any) -> int | None:
        """:raises ValidationError: not a number from 0.01 to 100 with at most two places"""
        written = super().clean(value).removesuffix("%").strip()
        if not written:
            return None
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", written) or not 0 < Decimal(written) <= 100:
            raise self.refuse("must be a percentage, like 60 or 33.34")
        return int(Decimal(written) * 100)

    def prepare_value(self, value: Any) -> Any:
        """The percentage as people write it."""
        return f"{value / 100:g}" if isinstance(value, int) else value


class HoursField(TextField):
    """The times of one day, as in `9am to midday, 1pm to 4pm`. Cleaned: pairs of times, in order."""

    def clean(self, value: Any) -> list[tuple[time, time]]:
        """:raises ValidationError: not times from and to"""
        found = []
        for part in filter(None, re.split(r",|;|\band\b", super().clean(value))):
            ends = [read_time(re.sub(r"\s", "", end).casefold()) for end in re.split(r"\bto\b|–|-", part)]
            if len(ends) != 2 or ends[0] is None or ends[1] is None:
                raise self.refuse("must be from a time to a time, like 9am to midday, 1pm to 4pm")
            found.append((ends[0], ends[1]))
        return found

    def prepare_value(self, value: Any) -> Any:
        """The times as pages write them."""
        if isinstance(value, list):
            return ", ".join(f"{clock_time(opens)} to {clock_time(closes)}" for opens, closes in value)
        return value


class ServiceByReference(TextField):
    """Another entry of the directory, by its reference. Cleaned: `Service`, or None when left empty."""

    def clean(self, value: object) -> Service | None:
        """:raises ValidationError: no entry that is not a draft has this reference"""
        written = super().clean(value).upper()
        if not written:
            return None
        found: Service | None = Service.objects.exclude(state="draft").filter(reference=written).first()
        if found is None:
            raise ValidationError("Enter the reference of a service in the directory, like SV-4K7Q2")
        return found

    def prepare_value(self, value: object) -> object:
        """Its reference."""
        return value.reference if isinstance(value, Service) else value
