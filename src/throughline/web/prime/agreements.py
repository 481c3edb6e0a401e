"""A prime's agreements, the page of one, and signing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.states import available_moves
from throughline.supply.actions.agreements import sign_agreement
from throughline.supply.models import Agreement
from throughline.supply.queries.agreements import agreements_visible_to, for_its_page, our_agreements
from throughline.supply.states import AgreementState
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, DateField, FilterForm, PageForm, When
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.prime.agreement_page import AgreementPage, agreement_tag
from throughline.web.refusals import refusals_shown_on


class AgreementFilters(FilterForm):
    """What the list of agreements can be narrowed by."""

    state = ChoiceField(label="State", choices=AgreementState.choices, menu=True, nothing="Any state")
    form = ChoiceField(label="Form", choices=Agreement.Form.choices, menu=True, nothing="Any form")


class SignForm(PageForm):
    """When the agreement was signed."""

    signed_on = DateField(
        label="When was it signed?",
        thing="the day it was signed",
        hint="For example, 27 3 2017",
        when=When.TODAY_OR_PAST,
    )


COLUMNS = (
    Column[Agreement](
        "reference",
        "Agreement",
        lambda one: Link(one.reference, reverse("agreement", args=[one.reference])),
    ),
    Column[Agreement]("payer", "Paid by", lambda one: one.payer.name, order="payer__name"),
    Column[Agreement]("provider", "Provided by", lambda one: one.provider.name, order="provider__name"),
    Column[Agreement]("tier", "Tier", lambda one: one.tier, order="tier", numeric=True),
    Column[Agreement]("form", "Form", lambda one: one.get_form_display(), order="form"),
    Column[Agreement]("state", "State", lambda one: agreement_tag(one.state), order="state"),
    Column[Agreement]("from", "From", lambda one: one.during.from_, order="during"),
    Column[Agreement]("to", "Last day", lambda one: one.during.last_day),
)


@page_for(Permission.SEE_CHAIN_REFERRALS)
def our_list(request: PageRequest) -> HttpResponseBase:
    """The agreements of whoever keeps the chain, up and down."""
    filters = AgreementFilters(request.GET)
    table = listing(
        request,
        our_agreements(request.actor).filter(**filters.chosen),
        COLUMNS,
        sort="tier",
        name="agreements",
        empty="The agreements your organisation pays or is paid under appear here when they are recorded.",
    )
    if table.export is not None:
        return table.export
    return render(request, "prime/agreements.html", {"table": table, "filters": filters})


@page_for(Permission.SEE_TERMS, Permission.OVERSEE_SCHEME, Permission.INSPECT)
def agreement(request: PageRequest, reference: str) -> HttpResponse:
    """One agreement: its parties, its chain, its services, and its terms for those who see them."""
    found = _found(request, reference)
    return render(
        request, "prime/agreement.html", {"page": AgreementPage(found, request.actor, today(request))}
    )


@page_for(Permission.PROPOSE_PRICES)
def sign(request: PageRequest, reference: str) -> HttpResponse:
    """Say that an agreement was signed, and when."""
    found = _found(request, reference)
    if found.payer_id not in request.actor.holds(Permission.PROPOSE_PRICES):
        raise Http404("whoever looks does not sign for the payer")
    if "sign" not in {move.name for move in available_moves(found, request.actor)}:
        raise Http404("it is signed already")
    form = SignForm(request.POST if request.method == "POST" else None, today=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            sign_agreement(
                agreement=found, signed_on=form.cleaned_data["signed_on"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"Agreement with {found.provider.name} marked as signed")
            return redirect("agreement", reference=found.reference)
    return FormPage(
        title="Mark this agreement as signed",
        caption=f"Agreement {found.reference}",
        back=Link(f"Agreement {found.reference}", reverse("agreement", args=[found.reference])),
        button="Mark as signed",
        said=[f"{found.payer.name} pays {found.provider.name} under it. This cannot be undone."],
    ).shown(request, form)


def _found(request: PageRequest, reference: str) -> Agreement:
    found = for_its_page(agreements_visible_to(request.actor)).filter(reference=reference).first()
    if found is None:
        raise Http404("no agreement of this viewer's has this reference")
    return found
