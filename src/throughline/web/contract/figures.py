"""A scheme's chain in figures, each of which opens the list it was counted from (S13, S15–S17, D28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from throughline.core.models import Area, Organisation
from throughline.supply.models import Agreement, Scheme
from throughline.supply.queries.figures import (
    FactsOfChain,
    agreements_listed,
    providers_listed,
    schemes_in_figures,
)
from throughline.supply.rules.figure_facts import Counted, Section
from throughline.supply.rules.figures_of_agreements import (
    agreements_in_figures,
    average_for_each_prime,
    women_by_area,
)
from throughline.supply.rules.figures_of_providers import providers_in_figures
from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.forms import ChoiceField, FilterForm, ManyChoicesField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Shown
from throughline.web.public.labels import period, to_organisation
from throughline.web.words import plural

WOMEN = "women"


class FigureFilters(FilterForm):
    """For which scheme, and in which of its areas."""

    scheme = ChoiceField(label="Scheme", menu=True)
    area = ManyChoicesField(label="Areas", hint="All of them when none is chosen")

    def __init__(self, request: HttpRequest, scheme: Scheme | None, schemes: Sequence[Scheme]) -> None:
        query = request.GET.copy()
        if scheme is not None:
            query["scheme"] = scheme.code
        super().__init__(query)
        cast(ChoiceField, self.fields["scheme"]).choices = [(one.code, one.name) for one in schemes]

    def offer(self, areas: Sequence[Area]) -> None:
        """Give what areas there are to choose from."""
        choices = [(f"{one.kind}:{one.code}", one.name) for one in areas]
        cast(ManyChoicesField, self.fields["area"]).choices = choices


@dataclass(frozen=True)
class Row:
    """One figure as the page shows it."""

    label: str
    number: Link
    share: str
    of: str


@dataclass(frozen=True)
class Shelf:
    """Figures under one heading."""

    title: str
    rows: Sequence[Row]
    says: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return self.title.lower().replace(" ", "-")


class FiguresPage:
    """The figures of a scheme on a day, in some areas or everywhere."""

    def __init__(self, scheme: Scheme, on: date, areas: Sequence[str]) -> None:
        self.scheme = scheme
        self.on = on
        self.areas = tuple(areas)
        self.chosen_areas = _areas(self.areas)
        self.facts = FactsOfChain(scheme, on, frozenset(one.pk for one in self.chosen_areas))

    @property
    def average(self) -> str:
        """How many agreements there are for each prime, in a sentence."""
        average, primes = average_for_each_prime(self.facts.agreements)
        if average is None:
            return ""
        below = f"{average.normalize():f}" if average % 1 else f"{average:.0f}"
        return f"On average {below} agreements below each of {plural(primes, 'prime')}"

    @property
    def shelves(self) -> list[Shelf]:
        """Every figure, by heading."""
        return [self._shelf(one) for one in self._sections]

    @property
    def women(self) -> list[tuple[Area, Shown]]:
        """How many agreements for women reach each area shown; those that none reaches stand among them."""
        areas = self.chosen_areas or self.facts.of_scheme
        found = women_by_area(self.facts.agreements, [one.pk for one in areas])
        return [(one, self._women_in(one, len(found[one.pk]))) for one in areas]

    def counted(self, key: str) -> Counted:
        """
        The figure that an address names.

        :raises Http404: there is none
        """
        for section in self._sections:
            for one in section.figures:
                if one.key == key:
                    return one
        raise Http404("there is no such figure")

    @cached_property
    def _sections(self) -> list[Section]:
        facts = self.facts
        return [
            *agreements_in_figures(facts.agreements),
            *providers_in_figures(facts.agreements, facts.providers),
        ]

    def _shelf(self, section: Section) -> Shelf:
        says = ". ".join(one for one in (section.missing, section.note) if one)
        shown = [
            one for one in section.figures if one.count or not one.key.endswith(("unknown", "other-form"))
        ]
        return Shelf(section.title, [self._row(one) for one in shown], f"{says}." if says else "")

    def _row(self, one: Counted) -> Row:
        number = Link(f"{one.count:,}", self._address(one.key, self.areas), one.label)
        share = "–" if one.percent is None else f"{one.percent}%"
        return Row(one.label[:1].upper() + one.label[1:], number, share, plural(one.of, one.counts))

    def _women_in(self, area: Area, count: int) -> Shown:
        if not count:
            return "None"
        return Link(f"{count:,}", self._address(WOMEN, [f"{area.kind}:{area.code}"]), f"in {area.name}")

    def _address(self, key: str, areas: Sequence[str]) -> str:
        path = reverse("contract_figure", args=[self.scheme.code, key])
        return f"{path}?{urlencode({'area': areas, 'as_at': self.on.isoformat()}, doseq=True)}"


@page_for(Permission.OVERSEE_SCHEME)
def figures(request: PageRequest) -> HttpResponseBase:
    """A scheme that one oversees in figures, everywhere or in the areas chosen."""
    on = as_at_date(request)
    schemes = schemes_in_figures(request.actor)
    asked = request.GET.get("scheme", "")
    standing = [one for one in schemes if on in one.during] or schemes
    scheme = next((one for one in schemes if one.code == asked), standing[0] if standing else None)
    filters = FigureFilters(request, scheme, schemes)
    page = None
    if scheme is not None:
        filters.offer(FactsOfChain(scheme, on).of_scheme)
        page = FiguresPage(scheme, on, filters.chosen.get("area", ()))
    return render(request, "contract/figures.html", {"page": page, "filters": filters, "as_at": on})


@page_for(Permission.OVERSEE_SCHEME)
def figure(request: PageRequest, scheme: str, key: str) -> HttpResponseBase:
    """The agreements or providers that one figure counts (D28)."""
    on = as_at_date(request)
    found = next((one for one in schemes_in_figures(request.actor) if one.code == scheme), None)
    if found is None:
        raise Http404("nobody but who oversees a scheme finds its figures")
    page = FiguresPage(found, on, request.GET.getlist("area"))
    counted = page.counted(key)
    table: Table[Agreement] | Table[Organisation] = (
        _agreements(request, counted) if counted.counts == "agreement" else _providers(request, counted)
    )
    if table.export is not None:
        return table.export
    kept = {"scheme": scheme, "area": page.areas, "as_at": on.isoformat()}
    shown = {
        "table": table,
        "as_at": on,
        "title": f"{counted.label[:1].upper()}{counted.label[1:]}",
        "scheme": found,
        "where": ", ".join(one.name for one in page.chosen_areas),
        "back": f"{reverse('contract_figures')}?{urlencode(kept, doseq=True)}",
    }
    return render(request, "contract/figure.html", shown)


AGREEMENTS = (
    Column[Agreement](
        "title",
        "Agreement",
        lambda one: Link(one.title, reverse("agreement", args=[one.reference])),
        order="title",
        download=lambda one: one.title,
    ),
    Column[Agreement](
        "provider",
        "Provider",
        lambda one: to_organisation(one.provider),
        order="provider__name",
        download=lambda one: one.provider.name,
    ),
    Column[Agreement](
        "payer",
        "Works for",
        lambda one: to_organisation(one.payer),
        order="payer__name",
        download=lambda one: one.payer.name,
    ),
    Column[Agreement]("tier", "Tier", lambda one: one.tier, order="tier", numeric=True),
    Column[Agreement]("form", "Form", lambda one: str(Agreement.Form(one.form).label), order="form"),
    Column[Agreement]("when", "When", lambda one: period(one.during)),
    Column[Agreement]("where", "Where", lambda one: [area.name for area in one.areas.all()]),
)

PROVIDERS = (
    Column[Organisation]("name", "Provider", to_organisation, order="name", download=lambda one: one.name),
    Column[Organisation]("kind", "Kind", lambda one: str(Organisation.Kind(one.kind).label), order="kind"),
    Column[Organisation]("reference", "Reference", lambda one: one.reference, order="reference"),
)


def _agreements(request: HttpRequest, counted: Counted) -> Table[Agreement]:
    return listing(
        request,
        agreements_listed(counted.members),
        AGREEMENTS,
        sort="title",
        name="agreements",
        empty="No agreement is counted in this figure on this day.",
    )


def _providers(request: HttpRequest, counted: Counted) -> Table[Organisation]:
    return listing(
        request,
        providers_listed(counted.members),
        PROVIDERS,
        sort="name",
        name="providers",
        empty="No provider is counted in this figure on this day.",
    )


def _areas(written: Sequence[str]) -> list[Area]:
    """The areas that an address names as `kind:code`, by name (one query)."""
    named = Q(pk__in=[])
    for one in written:
        kind, _, code = one.partition(":")
        named |= Q(kind=kind, code=code)
    return list(Area.objects.filter(named).order_by("name")) if written else []
