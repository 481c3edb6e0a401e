"""A body's intentions: the list, one of them, stating, changing, removing, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.states import available_moves
from throughline.core.time import FinancialYear
from throughline.open_data.queries.intentions_due import years_stated
from throughline.supply.actions.intentions import (
    change_intention,
    move_intention,
    remove_intention,
    state_intention,
)
from throughline.supply.models import Intention
from throughline.supply.queries.intentions import (
    Commissions,
    areas_offered,
    commissions_of,
    intentions_of,
    kinds_of,
)
from throughline.supply.states import IntentionState
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, FilterForm, LongTextField, PageForm
from throughline.web.guards import page_for
from throughline.web.intentions.forms import IntentionForm, as_typed
from throughline.web.intentions.presenters import (
    BUTTONS,
    COLUMNS,
    HAPPENED,
    IntentionPage,
    YearRow,
)
from throughline.web.lists import listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.refusals import refusals_shown_on

AHEAD = 3
"""For how many financial years, this one included, something can be stated."""

SAID = {
    "talk": "Providers then know that their view is asked for.",
    "open": "Providers then know that they can bid or apply.",
    "award": "Providers then know that it is decided.",
    "drop": "It stays in what you publish, as no longer intended, with your reason.",
    "resume": "It stands as planned again, with your reason in its history.",
}


class IntentionFilters(FilterForm):
    """What the list can be narrowed by."""

    year = ChoiceField(label="Financial year", menu=True, nothing="Any year")
    state = ChoiceField(label="Status", choices=IntentionState.choices, menu=True, nothing="Any status")


class NothingAsked(PageForm):
    """A confirmation: there is nothing to fill in."""


class WhyForm(PageForm):
    """Why it is no longer intended, or is again."""

    why = LongTextField(label="Why?", ask="Say why: everybody will read it", limit=500, rows=3)


@page_for(Permission.STATE_INTENTIONS)
def intentions(request: PageRequest) -> HttpResponseBase:
    """What one's bodies mean to buy, and which years are published, changed or late."""
    day = today(request)
    found = intentions_of(request.actor)
    filters = IntentionFilters(request.GET)
    years = filters.fields["year"]
    assert isinstance(years, ChoiceField)
    years.choices = [
        (str(year), str(FinancialYear(year)))
        for year in found.order_by("-year").values_list("year", flat=True).distinct()
    ]
    table = listing(
        request,
        found.filter(**filters.chosen),
        COLUMNS,
        sort="starts",
        name="intentions",
        empty="What you mean to buy appears here once you state it. Others read it when you publish.",
    )
    if table.export is not None:
        return table.export
    stated = [YearRow(one, day) for one in years_stated(request.actor, on=day)]
    new = [
        Link(
            _state(one, len(commissions)),
            reverse("intention_new", args=[one.scheme.code, one.body.reference]),
        )
        for commissions in [commissions_of(request.actor, on=day)]
        for one in commissions
    ]
    return render(
        request,
        "intentions/list.html",
        {"table": table, "filters": filters, "years": stated, "new": new},
    )


@page_for(Permission.STATE_INTENTIONS)
def intention(request: PageRequest, reference: str) -> HttpResponse:
    """One intention, with what can be done about it."""
    page = IntentionPage(_theirs(request, reference), request.actor)
    return render(request, "intentions/intention.html", {"page": page})


@page_for(Permission.STATE_INTENTIONS)
def new(request: PageRequest, scheme: str, body: str) -> HttpResponse:
    """State what a body means to buy."""
    whose = commissions_found(request, scheme, body)
    form = _form(
        request, whose, initial={"year": str(FinancialYear.containing(today(request)).next.start_year)}
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = state_intention(
                scheme=whose.scheme,
                body=whose.body,
                year=form.year_chosen,
                stated=form.stated,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(
                request, f"{made.title} stated. Publish when everything for the year stands here"
            )
            return redirect("intention", reference=made.reference)
    return FormPage(
        title="State what you mean to buy",
        caption=f"{whose.body.name}, {whose.scheme.name}",
        back=Link("Intentions", reverse("commissioner_intentions")),
        button="State this",
        said=["Only your organisation reads it until you publish the intentions for its year."],
    ).shown(request, form)


@page_for(Permission.STATE_INTENTIONS)
def change(request: PageRequest, reference: str) -> HttpResponse:
    """Put right what is said of an intention."""
    found = _theirs(request, reference)
    form = _form(request, Commissions(found.scheme, found.body), initial=as_typed(found), of=found)
    if form.is_valid():
        with refusals_shown_on(form):
            change_intention(intention=found, stated=form.stated, by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"{found.title} changed")
            return redirect("intention", reference=found.reference)
    said = ["Only your organisation reads it until you publish the intentions for its year."]
    if found.published_at is not None:
        said = ["What is published stays as it is until you publish the change and say why."]
    return FormPage(
        title="Change what you mean to buy",
        caption=f"{found.body.name}, intentions for {found.financial_year}",
        back=_back(found),
        button="Change this",
        said=said,
    ).shown(request, form)


@page_for(Permission.STATE_INTENTIONS)
def remove(request: PageRequest, reference: str) -> HttpResponse:
    """Remove an intention that nobody else has read."""
    found = _theirs(request, reference)
    form = NothingAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            remove_intention(intention=found, by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"{found.title} removed")
            return redirect("commissioner_intentions")
    return FormPage(
        title="Remove this intention",
        caption=found.title,
        back=_back(found),
        button="Remove",
        said=["Nobody but your organisation has read it. It cannot be brought back."],
        is_final=True,
    ).shown(request, form)


@page_for(Permission.STATE_INTENTIONS)
def move_on(request: PageRequest, reference: str, verb: str) -> HttpResponse:
    """Say what became of an intention."""
    found = _theirs(request, reference)
    if request.method != "POST" and verb not in {one.name for one in available_moves(found, request.actor)}:
        messages.info(request, f"{found.title} stands as: {found.get_state_display().lower()}")
        return redirect("intention", reference=reference)
    kind = WhyForm if verb in ("drop", "resume") else NothingAsked
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            why = str(form.cleaned_data.get("why", ""))
            move_intention(intention=found, name=verb, by=request.user, at=request.now, why=why)
        if form.is_valid():
            messages.success(request, f"{found.title} stands as: {found.get_state_display().lower()}")
            return redirect("intention", reference=reference)
    return FormPage(
        title=HAPPENED[verb],
        caption=found.title,
        back=_back(found),
        button=BUTTONS[verb],
        said=[SAID[verb], "Others read it when you publish the intentions for its year."],
        is_final=verb == "drop",
    ).shown(request, form)


def commissions_found(request: PageRequest, scheme: str, body: str) -> Commissions:
    """The body of the address, where whoever looks states its intentions."""
    for one in commissions_of(request.actor, on=today(request)):
        if one.scheme.code == scheme and one.body.reference == body:
            return one
    raise Http404("whoever looks states no intentions for this body")


def _state(one: Commissions, of: int) -> str:
    whose = f" for {one.body.name}, {one.scheme.name}" if of > 1 else ""
    return f"State what you mean to buy{whose}"


def _form(
    request: PageRequest, whose: Commissions, *, initial: dict[str, Any], of: Intention | None = None
) -> IntentionForm:
    day = today(request)
    year = FinancialYear.containing(day)
    years = [FinancialYear(year.start_year + ahead) for ahead in range(AHEAD)]
    areas = areas_offered(whose, on=day)
    form = IntentionForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        years=years,
        areas=areas if of is None or of.area in areas else [of.area, *areas],
        kinds=kinds_of(whose.scheme),
    )
    if of is not None:
        del form.fields["year"]
    return form


def _back(one: Intention) -> Link:
    return Link(one.title, reverse("intention", args=[one.reference]))


def _theirs(request: PageRequest, reference: str) -> Intention:
    found = intentions_of(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("no intention of this viewer's bodies has this reference")
    return found
