"""The list of referrals and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.readings import note_reading
from throughline.line.actions.breach import note_breach_read
from throughline.line.actions.risks import note_risks_read
from throughline.line.queries.record import Relation, referral_record
from throughline.vocabulary.permissions import Permission
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.referrals.lists import ReferralFilters, referral_list
from throughline.web.referrals.presenters import ReferralPage

SEES_REFERRALS = (Permission.SEE_OWN_CASES, Permission.SEE_ALL_CASES, Permission.SEE_CHAIN_REFERRALS)


@page_for(*SEES_REFERRALS)
def referrals(request: PageRequest) -> HttpResponseBase:
    """The referrals of whoever looks: as officer, provider, worker or prime."""
    filters = ReferralFilters(request)
    table = referral_list(request, filters)
    if table.export is not None:
        return table.export
    return render(request, "referrals/list.html", {"table": table, "filters": filters})


@page_for(*SEES_REFERRALS, Permission.OWN_PLAN)
def referral(request: PageRequest, reference: str) -> HttpResponse:
    """
    One referral, as the viewer may see it.

    That they read it is noted, and of the provider's people when they first read each shared risk (S94).
    """
    record = referral_record(request.actor, reference, at=request.now)
    if record is None:
        raise Http404("no referral of this viewer's has this reference")
    if record.person is not None and Relation.PERSON not in record.relations:
        note_reading(record.person, page="referral", at=request.now)
    page = ReferralPage(record, request.actor, request.now)
    if record.delivers and record.risks:
        note_risks_read(record.referral, by=request.user, at=request.now)
    if record.delivers:
        note_breach_read(referral=record.referral, by=request.user, at=request.now)
    return render(request, "referrals/referral.html", {"page": page})
