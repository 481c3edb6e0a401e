"""What is asked of the things an entry has several of: areas, places, routes, contacts, wordings and more."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from throughline.core.models import Area
from throughline.supply.actions.service_places import Open
from throughline.vocabulary.areas import CONTRACT_AREAS, LOCAL_KINDS
from throughline.vocabulary.delivery import Weekday
from throughline.vocabulary.routes import FundingRoute, PriceUnit
from throughline.web.forms import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    MoneyField,
    PageForm,
    TextField,
    YesNoField,
)
from throughline.web.keeping.fields import HoursField, OrganisationField, PostcodeField, ShareField
from throughline.web.public.labels import in_full

SHARES = 6
"""For how many contributors the page asks at most."""


class AreaForm(PageForm):
    """An area in which the service is given."""

    area = ChoiceField(label="In which area is it given?", thing="an area", menu=True)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        rank = {kind: at for at, kind in enumerate(CONTRACT_AREAS)}
        areas = sorted(
            Area.objects.exclude(kind__in=LOCAL_KINDS),
            key=lambda one: (rank.get(one.kind, len(rank)), one.name),
        )
        field = self.fields["area"]
        assert isinstance(field, ChoiceField)
        field.choices = [(str(one.pk), in_full(one)) for one in areas]


class PlaceForm(PageForm):
    """One place where the service is given."""

    name = TextField(
        label="Name of the place",
        thing="the name of the place",
        hint="As people know it. By telephone or online is a place too",
    )
    is_withheld = YesNoField(
        label="Must the address be kept secret?",
        ask="Select whether the address must be kept secret",
        hint="As for a refuge. Its name and address then stand on no page, map, file or search: "
        "only you and those above you in the chain see them",
    )
    address = LongTextField(label="Address", limit=400, rows=3, required=False)
    postcode = PostcodeField(label="Postcode", width="10", limit=10, required=False)
    in_office = TextField(
        label="Probation office",
        hint="The office in which you are present, if it is one. Leave empty otherwise",
        required=False,
    )
    access = LongTextField(
        label="Getting in",
        hint="Steps, lifts, buses, whom to ring",
        limit=500,
        rows=3,
        required=False,
    )


class HoursForm(PageForm):
    """When the service is given at a place, day by day; nothing at all is by arrangement."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for day in Weekday:
            self.fields[f"day_{day.value}"] = HoursField(
                label=str(day.label),
                thing=f"times on {day.label}",
                hint="For example, 9am to midday, 1pm to 4pm" if day == Weekday.MONDAY else "",
                width="20",
                required=False,
            )

    @property
    def hours(self) -> list[Open]:
        """The times as one list."""
        return [
            Open(day.value, opens, closes)
            for day in Weekday
            for opens, closes in self.cleaned_data[f"day_{day.value}"]
        ]


class RouteForm(PageForm):
    """One way in which the service is paid for."""

    route = ChoiceField(
        label="How is it paid for?",
        thing="how it is paid for",
        choices=FundingRoute.choices,
        hints={
            FundingRoute.RATE_CARD: "The buyer is charged the price of the rate card",
            FundingRoute.CORE: "Under a contract; nothing is charged at use",
            FundingRoute.CO_COMMISSIONED: "Several pay together: a PCC, a council, health, ESF CF03",
            FundingRoute.CHARITABLE: "A charity or the provider itself pays; nothing is charged at use",
            FundingRoute.SPOT: "The buyer is charged a price agreed for one person",
        },
    )
    buyer = OrganisationField(
        label="Whose people may come by it?",
        hint="The name of the organisation that refers. Leave empty where anybody’s may",
        required=False,
    )
    payer = OrganisationField(
        label="Who pays?", hint="The name of the organisation that pays", required=False
    )
    terms = LongTextField(
        label="On which terms?",
        hint="How many, for whom first, what has to be agreed before",
        limit=1000,
        rows=3,
        required=False,
    )
    unit_cost = MoneyField(
        label="What does it cost the payer?",
        thing="what it costs the payer",
        hint="Where nothing is charged at use, so that nobody thinks it costs nothing. "
        "Leave empty where that is not known",
        required=False,
    )
    cost_unit = ChoiceField(
        label="For what?", choices=PriceUnit.choices, menu=True, nothing="Not known", required=False
    )
    cost_source = TextField(
        label="Who says so?", hint="For example, the council’s accounts of 2016/17", required=False
    )
    from_on = DateField(label="From", thing="the first day")
    last_day = DateField(
        label="Last day", thing="the last day", hint="Leave empty while it goes on", required=False
    )


class LastDayForm(PageForm):
    """When something stops."""

    last_day = DateField(label="Last day", thing="the last day")


class SharesForm(PageForm):
    """What each contributor pays of a route."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for number in range(1, SHARES + 1):
            self.fields[f"who_{number}"] = OrganisationField(
                label=f"Contributor {number}", thing=f"contributor {number}", required=number == 1
            )
            self.fields[f"share_{number}"] = ShareField(
                label=f"Share of contributor {number}, in per cent",
                thing=f"the share of contributor {number}",
                width="5",
                required=number == 1,
            )
            self.fields[f"terms_{number}"] = TextField(
                label=f"Terms of contributor {number}",
                hint="Who comes first, say. Leave empty where there are none",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A contributor has a share, and a share its contributor."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(2, SHARES + 1):
            who, share = (cleaned.get(f"{part}_{number}") for part in ("who", "share"))
            if who and share is None and f"share_{number}" not in self.errors:
                self.add_error(f"share_{number}", f"Enter the share of contributor {number}")
            if share and who is None and f"who_{number}" not in self.errors:
                self.add_error(f"who_{number}", f"Enter contributor {number}")
        return cleaned


class ContactForm(PageForm):
    """Somebody to ask."""

    name = TextField(label="Full name", thing="their full name", limit=120, autocomplete="off")
    job = TextField(label="What they do", limit=120, required=False)
    telephone = TextField(label="Telephone", limit=40, width="20", required=False)
    email = EmailField(label="Email address", required=False)
    is_public = YesNoField(
        label="May anybody read this?",
        ask="Select whether anybody may read this",
        hint="If not, only people who are signed in see this contact. It stands on no leaflet",
    )


class NewContactForm(ContactForm):
    """Somebody to ask from a day on."""

    from_on = DateField(label="From", thing="the first day")


class EndContactForm(PageForm):
    """When somebody stops, and who follows."""

    last_day = DateField(label="Their last day", thing="their last day")
    successor = ChoiceField(
        label="Who follows?",
        hint="Without a successor it waits on the owner of this entry to name one",
        menu=True,
        nothing="Nobody yet",
        required=False,
    )

    def __init__(self, *arguments: Any, others: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["successor"]
        assert isinstance(field, ChoiceField)
        field.choices = others


class ActivityForm(PageForm):
    """One thing that happens in the service."""

    words = LongTextField(label="What is done?", thing="what is done", limit=1000, rows=3)
    need_area = TextField(label="Which need is it for?", required=False)
    method = LongTextField(label="How?", hint="One to one, in a group, …", limit=500, rows=2, required=False)
    place = LongTextField(label="Where?", limit=500, rows=2, required=False)


class InformationForm(PageForm):
    """What has to be told with a referral."""

    what = TextField(label="What do you need to be told?", thing="what you need to be told")
    why = LongTextField(
        label="Why?",
        ask="Say why you need to be told this",
        hint="Officers and people read it",
        limit=500,
        rows=3,
    )
    is_essential = YesNoField(
        label="Must you know it before you can take somebody?",
        ask="Select whether you must know it before you can take somebody",
    )


class EvidenceForm(PageForm):
    """What is known of whether the work helps."""

    finding = LongTextField(label="What was found?", thing="what was found", limit=1000, rows=4)
    source = TextField(label="By whom, where?", thing="who found it", limit=250)
    address = TextField(
        label="Where can it be read?", hint="The address of a page, if there is one", required=False
    )
    published_on = DateField(label="Published on", thing="the day it was published", required=False)

    def clean_address(self) -> str:
        """:raises ValidationError: it is no address of a page"""
        written: str = self.cleaned_data["address"]
        if written and not re.fullmatch(r"https?://[^\s<>\"]+", written):
            raise ValidationError("Enter the whole address of the page, like https://example.org/report")
        return written


class WordingForm(PageForm):
    """The service in other words."""

    name = TextField(label="Name of the service", thing="the name of the service")
    summary = LongTextField(label="What it is, in short", thing="what it is, in short", limit=2000)
    what_happens = LongTextField(label="What happens in a session", thing="what happens in a session", rows=8)
