"""The list of concerns, one of them, raising one, and deciding on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.readings import note_reading
from throughline.line.actions.concerns import UNDER_WAY, decide_on_concern, note_concern_read, raise_concern
from throughline.line.models import ConcernDecision, RiskConcern
from throughline.line.queries.concerns import (
    concerns_to_decide,
    concerns_visible_to,
    others_to_tell,
    with_what_became_of_it,
)
from throughline.people.queries.people import people_in_charge_of
from throughline.vocabulary.permissions import Permission
from throughline.web.concerns.forms import ConcernForm, DecideForm
from throughline.web.concerns.presenters import ConcernPage, columns
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import service_by
from throughline.web.worker.moves import moving

READS = (Permission.SUPERVISE, Permission.MANAGE_CASES, Permission.DELIVER)


@page_for(*READS)
def concerns(request: PageRequest) -> HttpResponseBase:
    """The concerns that the viewer may read, those that wait first."""
    table = listing(
        request,
        concerns_visible_to(request.actor, request.now),
        columns(request.now),
        sort="-raised",
        name="concerns",
        title="Concerns about risk",
        noun=("concern", "concerns"),
        empty="A concern appears here when somebody at a provider learns something new about a risk.",
    )
    if table.export is not None:
        return table.export
    return render(request, "concerns/list.html", {"table": table})


@page_for(*READS)
def concern(request: PageRequest, reference: str) -> HttpResponse:
    """One concern; that it was read, and by whom first when, is kept."""
    found = _called(request, reference)
    note_reading(found.person, page="concern", at=request.now)
    note_concern_read(concern=found, by=request.user, at=request.now)
    supervises = people_in_charge_of(request.actor, request.now).filter(pk=found.person_id).exists()
    shown = with_what_became_of_it(concerns_visible_to(request.actor, request.now)).get(pk=found.pk)
    page = ConcernPage(shown, request.actor, request.now, supervises=supervises)
    return render(request, "concerns/concern.html", {"page": page})


@page_for(Permission.DELIVER)
def raise_one(request: PageRequest, reference: str) -> HttpResponse:
    """Tell the responsible officer what was learned, straight and at once."""
    about = moving(request, reference, "complete")
    referral = about.record.referral
    if request.method != "POST" and referral.state not in UNDER_WAY:
        messages.info(request, "A concern is raised while somebody works under the referral")
        return redirect(about.address)
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made: RiskConcern | None = None
        with refusals_shown_on(form):
            made = raise_concern(
                referral=referral,
                what=form.cleaned_data["what"],
                how_known=form.cleaned_data["how_known"],
                in_danger=form.cleaned_data["in_danger"],
                by=request.user,
                at=request.now,
            )
        if made is not None:
            messages.success(request, "The responsible officer is told now, and has to answer")
            return redirect("concern", reference=made.reference)
    return FormPage(
        title=f"Raise a concern about {about.name}",
        caption=about.caption,
        back=about.back,
        button="Tell the responsible officer",
        said=[
            "It goes straight to the responsible officer, past everybody between. You see when they read it."
        ],
    ).shown(request, form)


@page_for(Permission.SUPERVISE)
def decide(request: PageRequest, reference: str) -> HttpResponse:
    """Decide what follows, and who else is told."""
    found = concerns_to_decide(request.actor, request.now).filter(reference=reference).first()
    if found is None:
        raise Http404("no concern of this officer's people waits under this reference")
    others = {str(one.pk): one for one in others_to_tell(found)}
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        others=[(pk, service_by(one.service.name, one.deliverer.name)) for pk, one in others.items()],
    )
    if form.is_valid():
        with refusals_shown_on(form):
            decide_on_concern(
                concern=found,
                decided=form.cleaned_data["decided"],
                what_follows=form.cleaned_data["what_follows"],
                tell={int(pk) for pk in form.cleaned_data.get("tell", ())},
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"Decided on concern {found.reference}. Whoever raised it is told")
            if form.cleaned_data["decided"] == ConcernDecision.Decided.RISK_CHANGED:
                return redirect("officer_risk", reference=found.person.reference)
            return redirect("concern", reference=reference)
    return FormPage(
        title="Decide on a concern about risk",
        caption=found.person.name,
        back=Link(f"Concern {found.reference}", reverse("concern", args=[reference])),
        button="Decide",
        facts=[
            Fact("What was learned", found.what),
            Fact("How it is known", found.how_known or "Not said"),
            Fact("Raised by", f"{found.raised_by.full_name}, {found.deliverer.name}"),
        ],
        said=["If the risk has changed you go on to raise it as a risk, with what it forbids."],
    ).shown(request, form)


def _called(request: PageRequest, reference: str) -> RiskConcern:
    found = concerns_visible_to(request.actor, request.now).filter(reference=reference).first()
    if found is None:
        raise Http404("no concern that this viewer may read has this reference")
    return found
