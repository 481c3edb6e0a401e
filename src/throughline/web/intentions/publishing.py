"""Publishing a body's intentions for a year: what will happen, and doing it (S198)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.core.time import FinancialYear
from throughline.open_data import addresses
from throughline.open_data.actions.intentions import publish_intentions
from throughline.open_data.actions.publications import AmendmentSaysNothing
from throughline.open_data.queries.intentions_due import YearStated, years_stated
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.forms import LongTextField, PageForm
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link


class PublishForm(PageForm):
    """Why a published year is published again; nothing is asked the first time."""

    why_amended = LongTextField(
        label="What has changed, and why?",
        ask="Say what has changed, and why: everybody will read it",
        limit=500,
    )

    def __init__(self, request: PageRequest, *, published: bool) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        if not published:
            del self.fields["why_amended"]


@page_for(Permission.STATE_INTENTIONS)
def publish(request: PageRequest, scheme: str, year: FinancialYear, body: str) -> HttpResponse:
    """Publish what a body means to buy in a year, after saying what will happen."""
    found = _found(request, scheme, year, body)
    whose = found.commissions
    form = PublishForm(request, published=found.latest is not None)
    if form.is_valid():
        try:
            made = publish_intentions(
                scheme=whose.scheme,
                body=whose.body,
                year=year,
                by=request.user,
                at=request.now,
                why_amended=form.cleaned_data.get("why_amended", ""),
            )
        except AmendmentSaysNothing:
            # Somebody else published after this page was opened: asked of whoever sends it now.
            messages.info(request, "Somebody published this year in the meantime. Say what has changed since")
            return redirect("intentions_publish", scheme=scheme, year=year, body=body)
        messages.success(request, f"Intentions for {year} published, as edition {made.edition}")
        return redirect(addresses.intentions_page(scheme, year, body))
    return FormPage(
        title=f"Publish what you mean to buy in {year}",
        caption=f"{whose.body.name}, {whose.scheme.name}",
        back=Link("Intentions", reverse("commissioner_intentions")),
        button="Publish",
        said=_said(found),
        facts=[
            Fact("Financial year", str(year)),
            Fact("Intentions", Link(words.plural(found.stated, "intention"), _listed(year))),
            Fact("Due by", found.due or "Not asked for"),
            Fact("Published before", f"Edition {found.latest}" if found.latest else "No"),
        ],
    ).shown(request, form)


def _said(found: YearStated) -> list[str]:
    said = [
        "Everybody can read it at once, as a page and as files. It is kept as it is: what you change later "
        "is published as a further edition beside it, with your reason."
    ]
    if found.stated == 0:
        said.append("You state nothing for this year: you publish that you do not mean to buy anything.")
    if found.latest and not found.differs:
        said.append(f"Edition {found.latest} says the same, so no other is made.")
    return said


def _listed(year: FinancialYear) -> str:
    return reverse("commissioner_intentions") + f"?year={year.start_year}"


def _found(request: PageRequest, scheme: str, year: FinancialYear, body: str) -> YearStated:
    for one in years_stated(request.actor, on=today(request)):
        whose = one.commissions
        if (whose.scheme.code, one.year, whose.body.reference) == (scheme, year, body):
            return one
    raise Http404("whoever looks states no intentions for this body and year")
