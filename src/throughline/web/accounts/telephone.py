"""The number on which somebody is telephoned at work, recorded by them or by who manages accounts (S98)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.core.actions.accounts import record_telephone
from throughline.core.models import User
from throughline.web.form_page import FormPage
from throughline.web.forms import PageForm, TextField
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Waiting
from throughline.web.refusals import refusals_shown_on


class TelephoneForm(PageForm):
    """The number."""

    telephone = TextField(label="Telephone number at work", thing="a telephone number", limit=40, width="20")


def telephone(request: PageRequest) -> HttpResponse:
    """Record one's own number."""
    return telephone_page(request, request.user, Link("Signing in", reverse("account_signing_in")))


def telephone_page(request: PageRequest, user: User, back: Link) -> HttpResponse:
    """The form for somebody's number, and back from where one came."""
    form = TelephoneForm(
        request.POST if request.method == "POST" else None, initial={"telephone": user.telephone}
    )
    if form.is_valid():
        with refusals_shown_on(form):
            record_telephone(
                user=user, telephone=form.cleaned_data["telephone"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, f"Recorded: {user.full_name}, {user.telephone}")
            return redirect(back.href)
    return FormPage(
        title="Telephone number at work",
        caption=user.full_name,
        back=back,
        button="Record number",
        said=["Those who work on the same referrals read it, and the person themselves."],
    ).shown(request, form)


def number_waits(user: User | None, on: date) -> list[Waiting]:
    """That somebody who works on referrals has no number, as something that waits on them."""
    if user is None or user.telephone.strip():
        return []
    link = Link("Record your telephone number at work", reverse("account_telephone"))
    return [Waiting(link, on, "Until then no referral of yours can be given to a worker")]
