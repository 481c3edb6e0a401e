"""How many referrals each worker has and how many are agreed; setting that, and who was given more (S110)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.line.actions.caseloads import set_caseload_limit
from throughline.line.models import OverCaseload
from throughline.line.queries.workload import Workload, given_above, workloads_at
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link, Shown, Tag
from throughline.web.provider.forms import CaseloadForm
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day

WORKERS = (
    Column[Workload]("worker", "Worker", lambda one: one.full_name, order="full_name"),
    Column[Workload](
        "open", "Open referrals", lambda one: one.open_referrals, order="open_referrals", numeric=True
    ),
    Column[Workload]("most", "Agreed", lambda one: one.most, order="most", nullable=True, numeric=True),
    Column[Workload](
        "standing", "Room", lambda one: _standing(one), download=lambda one: "Full" if one.is_full else ""
    ),
)
ABOVE = (
    Column[OverCaseload]("when", "When", lambda one: one.given_at, order="given_at"),
    Column[OverCaseload](
        "referral",
        "Referral",
        lambda one: Link(one.referral.reference, reverse("referral", args=[one.referral.reference])),
        download=lambda one: one.referral.reference,
    ),
    Column[OverCaseload]("worker", "Worker", lambda one: one.worker.full_name, order="worker__full_name"),
    Column[OverCaseload]("had", "Had", lambda one: f"{one.had} of {one.most} agreed", order="had"),
    Column[OverCaseload]("why", "Why", lambda one: one.why),
    Column[OverCaseload]("by", "Given by", lambda one: one.given_by.full_name),
)


@page_for(Permission.DECIDE_REFERRALS)
def caseloads(request: PageRequest) -> HttpResponseBase:
    """Each worker with what they have and what is agreed."""
    ours = _organisations(request)
    table = listing(
        request,
        [row for one in ours for row in workloads_at(request.actor, one.pk, today(request))],
        WORKERS,
        sort="worker",
        name="caseloads",
        noun=("worker", "workers"),
        empty="Workers appear here when you give somebody that role under Team.",
    )
    if table.export is not None:
        return table.export
    links = [
        Link(
            f"Set how many a worker of {one.name} takes on",
            reverse("caseload_limit_new", args=[one.reference]),
        )
        for one in ours
    ]
    return render(request, "provider/caseloads.html", {"table": table, "links": links})


@page_for(Permission.DECIDE_REFERRALS)
def above(request: PageRequest) -> HttpResponseBase:
    """Each referral that was given above the agreed number, with the reason."""
    table = listing(
        request,
        given_above(request.actor),
        ABOVE,
        sort="-when",
        name="given-above",
        title="Given above the agreed number",
        noun=("referral", "referrals"),
        empty="A referral appears here when it is given to a worker who has as many as agreed.",
    )
    if table.export is not None:
        return table.export
    return render(request, "provider/caseloads_above.html", {"table": table})


@page_for(Permission.DECIDE_REFERRALS)
def new(request: PageRequest, organisation: str) -> HttpResponse:
    """Set how many open referrals are agreed from a day on."""
    whose = next((one for one in _organisations(request) if one.reference == organisation), None)
    if whose is None:
        raise Http404("the viewer decides on the referrals of no organisation with this reference")
    workers = {
        str(one.worker.pk): one.worker for one in workloads_at(request.actor, whose.pk, today(request))
    }
    form = CaseloadForm(
        request.POST if request.method == "POST" else None,
        workers=list(workers.values()),
        initial={"worker": "everybody", "from_on": today(request)},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = set_caseload_limit(
                organisation=whose,
                worker=workers.get(form.cleaned_data["worker"]),
                most=form.cleaned_data["most"],
                from_on=form.cleaned_data["from_on"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Set. It holds from {day(made.during.from_)}")
            return redirect("caseloads")
    return FormPage(
        title="How many referrals a worker takes on",
        caption=whose.name,
        back=Link("Caseloads", reverse("caseloads")),
        button="Set this",
        said=[
            "Whoever gives a referral to somebody who has as many as agreed says why, and the reason is kept."
        ],
    ).shown(request, form)


def _organisations(request: PageRequest) -> list[Organisation]:
    ours = request.actor.holds(Permission.DECIDE_REFERRALS)
    return list(Organisation.objects.filter(pk__in=ours).order_by("name", "pk"))


def _standing(one: Workload) -> Shown:
    if one.most is None:
        return "None agreed"
    if one.open_referrals > one.most:
        return Tag("Above what is agreed", "red")
    return Tag("Full", "orange") if one.is_full else Tag("Has room", "green")
