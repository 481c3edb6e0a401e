"""Sharing a search by a link, opening one that is shared, keeping a copy, and stopping (S56)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.supply.actions.saved_searches import save_search, share_search, stop_sharing
from throughline.supply.models import SharedSearch
from throughline.supply.queries.saved_searches import shares_for
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.searches.asked import InWords, address, fitting
from throughline.web.searches.forms import NameForm, ShareForm
from throughline.web.searches.presenters import at, shared_with
from throughline.web.searches.views import search_called
from throughline.web.words import moment


@page_for(Permission.SHARE_SEARCHES)
def share(request: PageRequest, reference: str) -> HttpResponse:
    """Share a search as it stands, with one's organisation or everybody in a scheme."""
    found = search_called(request, reference)
    form = ShareForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_valid():
        with refusals_shown_on(form):
            made = share_search(
                search=found,
                organisation=form.organisation,
                scheme=form.scheme,
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            made.refresh_from_db(fields=["reference"])
            messages.success(request, f"{found.name} shared. Send the address of this page")
            return redirect(at("shared_search", made))
    return FormPage(
        title="Share this search",
        caption=found.name,
        back=Link(found.name, at("saved_search", found)),
        button="Share",
        facts=[Fact("What it asks", InWords(today(request))(found.query))],
        said=[
            "You get a link to send. Whoever opens it signs in first, and sees the name of this search, what "
            "it asks, the services that fit on that day, and that you shared it and when. They do not see "
            "your other searches or when you last looked. They can keep a copy.",
            "That you shared it is recorded. You can stop sharing at any time; copies stay with those who "
            "keep them.",
        ],
    ).shown(request, form)


@page_for(Permission.SHARE_SEARCHES)
def shared(request: PageRequest, reference: str) -> HttpResponseBase:
    """A search that is shared with whoever looks."""
    found = share_called(request, reference)
    facts = [
        Fact("What it asks", InWords(today(request))(found.query)),
        Fact("Shared by", f"{found.shared_by.full_name} on {moment(found.shared_at)}"),
        Fact("Who can open this", shared_with(found)),
    ]
    is_ours = found.shared_by == request.user
    link = request.build_absolute_uri(request.path) if is_ours else ""
    shown = {
        "found": found,
        "facts": facts,
        "address": address(found.query),
        "is_ours": is_ours,
        "link": link,
    }
    return render(request, "searches/shared.html", shown)


@page_for(Permission.SHARE_SEARCHES)
def copy(request: PageRequest, reference: str) -> HttpResponse:
    """Keep a copy of a search that is shared with whoever looks."""
    found = share_called(request, reference)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if form.is_valid():
        with refusals_shown_on(form):
            save_search(
                name=form.cleaned_data["name"],
                query=found.query,
                found=fitting(found.query, today(request)),
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"{form.cleaned_data['name']} saved")
            return redirect("saved_searches")
    return FormPage(
        title="Keep a copy",
        caption=found.name,
        back=Link(found.name, at("shared_search", found)),
        button="Keep a copy",
        said=[
            "The copy is yours: it stays when this is no longer shared, and what is new is counted from now."
        ],
    ).shown(request, form)


@page_for(Permission.SHARE_SEARCHES)
def stop(request: PageRequest, reference: str) -> HttpResponse:
    """Stop sharing, once asked again."""
    found = share_called(request, reference)
    if found.shared_by != request.user:
        raise Http404("only whoever shared a search stops it")
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        stop_sharing(shared=found, by=request.user, at=request.now)
        messages.success(request, f"{found.name} is no longer shared")
        return redirect("saved_searches")
    return FormPage(
        title="Stop sharing this search",
        caption=found.name,
        back=Link("Saved searches", reverse("saved_searches")),
        button="Stop sharing",
        facts=[Fact("Who can open it", shared_with(found))],
        said=["Its link leads nowhere from then on. Copies stay with those who keep them."],
        is_final=True,
    ).shown(request, form)


def share_called(request: PageRequest, reference: str) -> SharedSearch:
    """
    The share with this reference, when it is with whoever asks and not stopped.

    :raises Http404: there is none
    """
    found = shares_for(request.actor).filter(reference=reference).first()
    if found is None:
        raise Http404("no search of this reference is shared with whoever looks")
    return found
