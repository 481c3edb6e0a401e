"""Saying how a referral came: in time or late, for the right service or not (S103)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from throughline.line.actions.receiving import mark_receipt
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest
from throughline.web.provider.forms import ReceiptForm
from throughline.web.referrals.receiving import received_facts
from throughline.web.refusals import refusals_shown_on
from throughline.web.worker.moves import moving


@page_for(Permission.DECIDE_REFERRALS)
def receipt(request: PageRequest, reference: str) -> HttpResponse:
    """Say how a referral came; said before, say it again."""
    about = moving(request, reference, "accept")
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            mark_receipt(
                referral=about.record.referral,
                in_time=form.cleaned_data["in_time"],
                right_service=form.cleaned_data["right_service"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, "Kept. The officer reads it, and it is counted")
            return redirect(about.address)
    return FormPage(
        title="Say how this referral came",
        caption=about.caption,
        back=about.back,
        button="Keep this",
        facts=received_facts(about.record.referral),
        said=["It is counted by who referred, so that referrals come earlier and to the right place."],
    ).shown(request, form)
