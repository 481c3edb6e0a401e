"""The versions of an entry, one of them, and what differs between two (S59, S62)."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.supply.models import Service, ServiceVersion
from throughline.supply.queries.keepers import services_changed_by
from throughline.supply.queries.versions import compare, version_numbered, versions_of
from throughline.supply.rules.entry_in_words import Difference, in_words
from throughline.supply.states import ServiceState
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import signed_in_page
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.words import moment


def _who(one: ServiceVersion) -> str:
    return one.by.full_name if one.by else "The system"


COLUMNS = (
    Column[ServiceVersion](
        "number",
        "Version",
        lambda one: Link(f"Version {one.number}", _address(one)),
        order="number",
        download=lambda one: one.number,
    ),
    Column[ServiceVersion]("kept", "From", lambda one: one.kept_at, order="kept_at"),
    Column[ServiceVersion]("who", "By", _who),
    Column[ServiceVersion]("why", "Why", lambda one: one.why),
)


class CompareForm(FilterForm):
    """Which two versions to compare."""

    first = ChoiceField(label="From", menu=True, nothing="Choose a version")
    second = ChoiceField(label="To", menu=True, nothing="Choose a version")

    def __init__(self, request: PageRequest, numbers: list[int]) -> None:
        query = request.GET.copy()
        if numbers:
            query.setdefault("second", str(numbers[0]))
            query.setdefault("first", str(numbers[min(1, len(numbers) - 1)]))
        super().__init__(query)
        for field in self.fields.values():
            assert isinstance(field, ChoiceField)
            field.choices = [(str(number), f"Version {number}") for number in numbers]


@signed_in_page
def versions(request: PageRequest, reference: str) -> HttpResponseBase:
    """Every version of an entry, the latest first: who made it, when and why."""
    service = _found(request, reference)
    found = versions_of(service)
    table = listing(
        request,
        found,
        COLUMNS,
        sort="-number",
        name="versions",
        title=f"Versions of {service.name}",
        empty="Versions appear here from the first change on. The entry stands as it was first written.",
    )
    if table.export is not None:
        return table.export
    form = CompareForm(request, list(found.values_list("number", flat=True)))
    return render(
        request,
        "public/service_versions.html",
        {"service": service, "back": _back(service), "table": table, "form": form},
    )


@signed_in_page
def version(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """What stood in one version."""
    service = _found(request, reference)
    found = version_numbered(service, number)
    if found is None:
        raise Http404("this entry has no version of this number")
    return render(
        request,
        "public/service_version.html",
        {"service": service, "version": found, "who": _who(found), "lines": _facts(found)},
    )


@signed_in_page
def differences(request: PageRequest, reference: str) -> HttpResponse:
    """What differs between two versions of an entry, in plain words."""
    service = _found(request, reference)
    numbers = list(versions_of(service).values_list("number", flat=True))
    form = CompareForm(request, numbers)
    chosen = form.chosen
    compared = (
        compare(service, int(chosen["first"]), int(chosen["second"]))
        if {"first", "second"} <= chosen.keys()
        else None
    )
    return render(
        request,
        "public/service_differences.html",
        {
            "service": service,
            "form": form,
            "compared": compared,
            "told": [_told(one) for one in compared.differences] if compared else [],
            "of": [
                f"Version {one.number}, {moment(one.kept_at)}, by {_who(one)}"
                for one in ((compared.before, compared.after) if compared else ())
            ],
        },
    )


def _told(one: Difference) -> dict[str, str]:
    what = f"{one.part}: {one.about}" if one.about and one.about not in (one.was, one.now) else one.part
    if one.was is None:
        return {"what": what, "did": "Added", "was": "", "now": one.now or ""}
    if one.now is None:
        return {"what": what, "did": "Removed", "was": one.was, "now": ""}
    return {"what": what, "did": "Changed", "was": one.was, "now": one.now}


def _facts(found: ServiceVersion) -> list[Fact]:
    lines = groupby(in_words(found.content), key=lambda line: line.part)
    return [
        Fact(
            part,
            [
                line.text if line.about in ("", line.text) else f"{line.about}: {line.text}"
                for line in several
            ],
        )
        for part, several in lines
    ]


def _found(request: PageRequest, reference: str) -> Service:
    service = Service.objects.filter(reference=reference).first()
    if service is None or (
        service.state == ServiceState.DRAFT
        and not services_changed_by(request.actor).filter(pk=service.pk).exists()
    ):
        raise Http404("no service that this viewer may read has this reference")
    return service


def _address(one: ServiceVersion) -> str:
    return reverse("service_version", args=[one.service.reference, one.number])


def _back(service: Service) -> Link:
    if service.state == ServiceState.DRAFT:
        return Link(service.name, reverse("service_record", args=[service.reference]))
    return Link(service.name, reverse("public_service", args=[service.reference]))
