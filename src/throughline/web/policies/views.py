"""Referral policies: those in force, one of them with its notes, and publishing the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.supply.actions.referral_policies import publish_policy
from throughline.supply.queries.referral_policies import (
    kinds_known_to,
    organisations_with_policy,
    policies,
    policy_of,
)
from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.policies.forms import PolicyForm, policy_as_typed
from throughline.web.policies.presenters import POLICIES, PolicyPage, policy_address
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day

READS = (Permission.SEE_NOTICEBOARD, Permission.INSPECT)
"""Whoever works in a scheme reads every organisation's policy: it is published."""


@page_for(*READS)
def in_force_list(request: PageRequest) -> HttpResponseBase:
    """The policies in force on a day, with one's own organisations first."""
    on = as_at_date(request)
    table = listing(
        request,
        policies().filter(during__contains=on),
        POLICIES,
        sort="organisation",
        name="referral-policies",
        title="Referral policies",
        noun=("policy", "policies"),
        empty="The referral policy of an organisation appears here once it publishes one.",
    )
    if table.export is not None:
        return table.export
    ours = [Link(one.name, policy_address(one)) for one in organisations_with_policy(request.actor)]
    return render(request, "policies/list.html", {"table": table, "ours": ours, "as_at": on})


@page_for(*READS)
def policy(request: PageRequest, organisation: str) -> HttpResponse:
    """The policy of one organisation on a day, or the one the address names, with the notes one sees."""
    whose = organisation_called(organisation)
    on = as_at_date(request)
    every = list(policies().filter(organisation=whose))
    shown = policy_of(whose.pk, on=on)
    if wanted := request.GET.get("policy"):
        shown = next((one for one in every if one.reference == wanted), None)
        if shown is None:
            raise Http404("the organisation has no policy of this reference")
    page = PolicyPage(whose, shown, [one for one in every if one != shown], request.actor, on)
    if shown is None and not every and not page.keeps and not page.sees_notes:
        raise Http404("the organisation has no policy, and whoever looks has no part in it")
    return render(request, "policies/policy.html", {"page": page, "as_at": on})


@page_for(Permission.KEEP_REFERRAL_POLICY)
def publish(request: PageRequest, organisation: str) -> HttpResponse:
    """Publish the next policy of an organisation."""
    whose = organisation_called(organisation)
    if not request.actor.may(Permission.KEEP_REFERRAL_POLICY, within=whose.pk):
        raise Http404("whoever looks does not keep the policy of this organisation")
    on = today(request)
    standing = policy_of(whose.pk, on=on)
    form = PolicyForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds_known_to(whose),
        today=on,
        initial={**(policy_as_typed(standing) if standing else {}), "from_on": on},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = publish_policy(
                organisation=whose,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                stances=form.says,
                from_on=form.cleaned_data["from_on"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"{made.title} published. It holds from {day(made.during.from_)}")
            return redirect(f"{policy_address(whose)}?policy={_reference(made)}")
    return FormPage(
        title="Publish the referral policy",
        caption=whose.name,
        back=Link("Referral policy", reverse("referral_policy", args=[whose.reference])),
        button="Publish",
        said=[
            "Everybody who works in the scheme reads it, and your officers wherever they begin a referral. "
            "Once published its words stay; you publish another to change them."
        ],
    ).shown(request, form)


def organisation_called(reference: str) -> Organisation:
    """
    The organisation with this reference: the register is public.

    :raises Http404: there is none
    """
    found = Organisation.objects.filter(reference=reference).first()
    if found is None:
        raise Http404("no organisation has this reference")
    return found


def _reference(made: object) -> str:
    made.refresh_from_db(fields=["reference"])  # type: ignore[attr-defined]
    return str(made.reference)  # type: ignore[attr-defined]
