"""What officers of an organisation choose alone: as it stands, as it stood, and from a day on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.money.actions.choices import set_choice_limit
from throughline.money.queries.choices import limit_in_force, limits_visible_to
from throughline.vocabulary.permissions import Permission
from throughline.web.choices.forms import LimitForm
from throughline.web.choices.presenters import LIMITS, limit_in_words
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day


@page_for(Permission.HOLD_BUDGET, Permission.REFER)
def limits(request: PageRequest) -> HttpResponseBase:
    """What waits for approval, now and before, for officers and for those who approve."""
    table = listing(
        request,
        limits_visible_to(request.actor),
        LIMITS,
        sort="-from",
        name="choice-limits",
        title="What officers choose alone",
        noun=("line", "lines"),
        empty="Officers choose every service alone. What waits for approval appears here once it is set.",
    )
    if table.export is not None:
        return table.export
    ours = Organisation.objects.filter(pk__in=request.actor.holds(Permission.HOLD_BUDGET)).order_by("name")
    links = [
        Link(
            f"Set what officers of {one.name} choose alone", reverse("choice_limit_new", args=[one.reference])
        )
        for one in ours
    ]
    return render(request, "choices/limits.html", {"table": table, "links": links})


@page_for(Permission.HOLD_BUDGET)
def new(request: PageRequest, organisation: str) -> HttpResponse:
    """Set what officers of an organisation choose alone from a day on."""
    whose = Organisation.objects.filter(
        reference=organisation, pk__in=request.actor.holds(Permission.HOLD_BUDGET)
    ).first()
    if whose is None:
        raise Http404("the viewer holds the budget of no organisation with this reference")
    standing = limit_in_force(whose.pk, on=today(request))
    now = (
        {name: getattr(standing, name) for name in ("most_cost", "risk_levels", "beyond_budget")}
        if standing
        else {}
    )
    form = LimitForm(
        request.POST if request.method == "POST" else None,
        initial={**now, "from_on": today(request)},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = set_choice_limit(organisation=whose, by=request.user, at=request.now, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, f"Set. It holds from {day(made.during.from_)}")
            return redirect("choice_limits")
    return FormPage(
        title="What officers choose alone",
        caption=whose.name,
        back=Link("What officers choose alone", reverse("choice_limits")),
        button="Set this",
        facts=[Fact("What waits for approval now", limit_in_words(standing) if standing else "Nothing")],
        said=["Referrals that are sent already stay as they are."],
    ).shown(request, form)
