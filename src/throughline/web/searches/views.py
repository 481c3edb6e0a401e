"""Saving a search of the directory, finding it again with what is new, renaming and deleting it (S56)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from throughline.supply.actions.saved_searches import (
    delete_search,
    look_at_search,
    rename_search,
    save_search,
)
from throughline.supply.models import SavedSearch
from throughline.supply.queries.saved_searches import searches_of, shares_by
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import signed_in_page
from throughline.web.lists import listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.searches.asked import InWords, address, fitting, kept_query
from throughline.web.searches.forms import NameForm
from throughline.web.searches.presenters import SavedSearchPage, at, columns, share_columns


@signed_in_page
def searches(request: PageRequest) -> HttpResponseBase:
    """The searches one keeps, and those one shares."""
    on = today(request)
    table = listing(
        request,
        searches_of(request.actor),
        columns(InWords(on)),
        sort="name",
        name="saved-searches",
        noun=("search", "searches"),
        empty="You keep no searches. Search for services, then save what you asked.",
    )
    if table.export is not None:
        return table.export
    shared = listing(
        request,
        list(shares_by(request.actor)),
        share_columns(on),
        sort="",
        name="shared-searches",
        noun=("search shared", "searches shared"),
        per_page=200,
        empty="You share no searches.",
        downloads=False,
    )
    return render(request, "searches/list.html", {"table": table, "shared": shared})


@signed_in_page
def save(request: PageRequest) -> HttpResponse:
    """Save the search that the address names."""
    on = today(request)
    query = kept_query(request.GET.get("search", ""), on)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            save_search(
                name=form.cleaned_data["name"],
                query=query,
                found=fitting(query, on),
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"{form.cleaned_data['name']} saved")
            return redirect("saved_searches")
    return FormPage(
        title="Save this search",
        caption="Services",
        back=Link("Back to the search", address(query)),
        button="Save",
        facts=[Fact("What it asks", InWords(on)(query))],
        said=["Nobody but you sees it unless you share it. Each time you open it, it says what is new."],
    ).shown(request, form)


@signed_in_page
def search(request: PageRequest, reference: str) -> HttpResponseBase:
    """One search, with what is new since one last looked; said to be seen, new is counted from then."""
    on = today(request)
    found = search_called(request, reference)
    if request.method == "POST":
        look_at_search(search=found, found=fitting(found.query, on), at=request.now)
        messages.success(request, f"What is new in {found.name} is counted from now on")
        return redirect(at("saved_search", found))
    page = SavedSearchPage(request, found, on)
    if page.table.export is not None:
        return page.table.export
    shown = {"page": page, "can_share": request.actor.may(Permission.SHARE_SEARCHES)}
    return render(request, "searches/search.html", shown)


@signed_in_page
def rename(request: PageRequest, reference: str) -> HttpResponse:
    """Give a search another name."""
    found = search_called(request, reference)
    caption = found.name
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if form.is_valid():
        with refusals_shown_on(form):
            rename_search(search=found, name=form.cleaned_data["name"], by=request.user)
        if form.is_valid():
            messages.success(request, f"Renamed to {found.name}")
            return redirect(at("saved_search", found))
    return FormPage(
        title="Rename this search",
        caption=caption,
        back=Link(caption, at("saved_search", found)),
        button="Rename",
        said=["Links by which you shared it keep the name they were shared under."],
    ).shown(request, form)


@signed_in_page
def delete(request: PageRequest, reference: str) -> HttpResponse:
    """Delete a search, once asked again."""
    found = search_called(request, reference)
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = found.name
        delete_search(search=found)
        messages.success(request, f"{name} deleted")
        return redirect("saved_searches")
    return FormPage(
        title="Delete this search",
        caption=found.name,
        back=Link(found.name, at("saved_search", found)),
        button="Delete",
        facts=[Fact("What it asks", InWords(today(request))(found.query))],
        said=["It cannot be brought back. Links by which you shared it go on working until you stop them."],
        is_final=True,
    ).shown(request, form)


def search_called(request: PageRequest, reference: str) -> SavedSearch:
    """
    The search with this reference, when whoever asks keeps it.

    :raises Http404: they keep none of this reference
    """
    found = searches_of(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("whoever looks keeps no search of this reference")
    return found
