"""A small area of pages, as areas write them, for the tests of what surrounds pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.forms import (
    ChoiceField,
    DateField,
    DocumentField,
    FilterForm,
    LongTextField,
    ManyChoicesField,
    MoneyField,
    PageForm,
    ReasonField,
    TextField,
    TimeField,
    When,
    YesNoField,
)
from throughline.web.guards import page_for, public_page, signed_in_page
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Figure, Happened, Link, Tag, Waiting
from throughline.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]

RECORD = """
{% extends "layout.html" %}
{% from "components/record.html" import record_header, waits_on_you, facts, figures, history %}
{% block title %}Referral RF-4K7Q2{% endblock %}
{% block before %}{{ govukBackLink({"text": "Referrals", "href": "/list"}) }}{% endblock %}
{% block content %}
{{ record_header("Referral RF-4K7Q2", "Amy Brown to Mill House", state) }}
{{ waits_on_you(waiting, "Referrals that need your answer appear here.") }}
{{ facts(known, "Facts") }}
{{ figures(counted) }}
{{ history(happened) }}
{% endblock %}
"""
FORM = """
{% extends "layout.html" %}
{% block title %}Record attendance{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Record attendance</h1>
{{ form_page(form, button="Save", cancel="/list") }}{% endblock %}
"""
LIST = """
{% extends "layout.html" %}
{% from "components/list.html" import listing, filters_panel %}
{% block title %}Organisations{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Organisations</h1>
{{ filters_panel(filters) }}{{ listing(table) }}{% endblock %}
"""


def shown(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return HttpResponse(engines["pages"].from_string(template).render(context, request))


class AttendanceForm(PageForm):
    held_on = DateField(
        thing="the date of the appointment",
        label="Date of the appointment",
        when=When.TODAY_OR_PAST,
        hint="For example, 27 3 2019",
    )
    began_at = TimeField(thing="the time it began", label="Time it began", required=False)
    took_part = YesNoField(label="Did Amy take part?", ask="Select whether Amy took part")
    why = ReasonField(
        label="Why not?",
        ask="Select why Amy did not take part",
        reasons=[("ill", "Amy was ill"), ("other", "Another reason")],
        details_for={"other"},
        required=False,
    )
    needs = ManyChoicesField(
        label="Needs worked on",
        ask="Select needs",
        choices=[("debt", "Debt"), ("home", "Home")],
        hints={"debt": "Also fines"},
    )
    route = ChoiceField(label="Route", thing="the route", menu=True, choices=[("core", "Core contract")])
    charge = MoneyField(label="Charge", thing="the charge")
    place = TextField(label="Place", thing="the place")
    notes = LongTextField(label="Notes", thing="notes", limit=200)
    letter = DocumentField(label="Letter", kinds=("pdf",), required=False)


class OrganisationFilters(FilterForm):
    kind = ChoiceField(label="Kind", menu=True, choices=Organisation.Kind.choices)
    name = TextField(label="Name")


COLUMNS = (
    Column[Organisation](
        "reference", "Organisation", lambda o: Link(o.reference, f"/o/{o.reference}"), order="reference"
    ),
    Column[Organisation]("name", "Name", lambda o: o.name, order="name"),
    Column[Organisation]("kind", "Kind", lambda o: Tag(o.get_kind_display(), "blue")),
    Column[Organisation]("owed", "Owed", lambda o: Money("1234.50")),
)


@public_page
def record(request: HttpRequest) -> HttpResponse:
    day = as_at_date(request)
    return shown(
        request,
        RECORD,
        as_at=day,
        state=Tag("Waiting for an answer", "yellow"),
        waiting=[
            Waiting(
                Link("Answer this referral", "/form"),
                day,
                "From Helen Price",
                date(2019, 4, 20),
                date(2019, 4, 25),
            ),
            Waiting(Link("Book a first appointment", "/form"), day, since=day, due=day),
        ],
        known=[
            Fact("Person", Link("Amy Brown", "/p")),
            Fact("Sent", day, "/form"),
            Fact("Price", Money("46.50")),
        ],
        counted=[
            Figure(1204, "days completed", "/list", of="of 2,000 ordered", missing="12 not known"),
            Figure(0, "missed"),
        ],
        happened=[
            Happened("Sent", datetime(2019, 4, 20, 13, 15, tzinfo=UTC), "Helen Price", "First referral")
        ],
    )


@public_page
def form(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    bound = AttendanceForm(
        request.POST if sent else None, request.FILES if sent else None, today=today(request)
    )
    if sent and bound.is_valid():
        messages.success(request, "Attendance recorded")
        return redirect("/record")
    return shown(request, FORM, form=bound)


@public_page
def organisations(request: HttpRequest) -> HttpResponseBase:
    filters = OrganisationFilters(request.GET)
    rows = Organisation.objects.all()
    if kind := filters.chosen.get("kind"):
        rows = rows.filter(kind=kind)
    table = listing(
        request,
        rows,
        COLUMNS,
        sort="name",
        name="organisations",
        per_page=3,
        empty="Organisations appear here once they are loaded.",
    )
    return table.export or shown(request, LIST, table=table, filters=filters)


@signed_in_page
def colleagues(request: PageRequest) -> HttpResponse:
    return HttpResponse(f"Signed in as {request.user.full_name}")


@page_for(Permission.REFER, Permission.SUPERVISE)
def officers_only(request: PageRequest) -> HttpResponse:
    return HttpResponse(f"For officers, at {request.now:%H:%M}")


@public_page
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Amy Brown's record is in pieces")


@public_page
def unknown_word(request: HttpRequest) -> HttpResponse:
    return shown(request, "{{ nobody_gave_this }}")


def unguarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all, by mistake")


urlpatterns = [
    path("record", record),
    path("form", form),
    path("list", organisations),
    path("list/below", record),
    path("colleagues", colleagues),
    path("officers", officers_only),
    path("broken", broken),
    path("unknown-word", unknown_word),
    path("unguarded", unguarded),
    path("", include("throughline.web.urls")),
]
