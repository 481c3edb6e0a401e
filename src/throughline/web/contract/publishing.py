"""Publishing a quarter's return: what will happen, and doing it (S199)."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.core.time import Quarter
from throughline.open_data.actions.publications import AmendmentSaysNothing, publish
from throughline.open_data.documents import What
from throughline.open_data.models import Publication
from throughline.open_data.queries.publications import edition_of
from throughline.open_data.queries.unpublished import schemes_published_by
from throughline.open_data.queries.window import QuarterNotOver, Window
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.forms import LongTextField, PageForm
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link


class PublishForm(PageForm):
    """Why a published quarter is published again; nothing is asked the first time."""

    why_amended = LongTextField(
        label="Why is it published again?", ask="Say why it is published again", limit=500
    )

    def __init__(self, request: PageRequest, *, published: bool) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        if not published:
            del self.fields["why_amended"]


@page_for(Permission.PUBLISH)
def publish_return(request: PageRequest, scheme: str, quarter: Quarter) -> HttpResponse:
    """Publish the return and the contracting data of one quarter, after saying what will happen."""
    window = _window(request, scheme, quarter)
    latest = edition_of(Publication.Kind.RETURN, scheme, quarter)
    form = PublishForm(request, published=latest is not None)
    if form.is_valid():
        try:
            for what in What:
                publish(
                    what=what,
                    window=window,
                    by=request.user,
                    at=request.now,
                    why_amended=form.cleaned_data.get("why_amended", ""),
                )
        except AmendmentSaysNothing as refusal:
            form.add_error("why_amended", str(refusal))
        else:
            messages.success(request, f"Return for {quarter.label} published")
            return redirect("open_return", scheme=scheme, quarter=quarter)
    return FormPage(
        title=f"Publish the return for {quarter.label}",
        caption=window.scheme.name,
        back=Link("Home", reverse("contract_home")),
        button="Publish",
        said=[
            "Everybody can read it at once, as a page and as files: who was paid by whom, for which "
            "services, and how much was passed down. Counts of people from 1 to 4 are hidden, and nobody "
            "is named but organisations.",
            "It is kept as it is. What is corrected later is published as a further edition beside it.",
        ],
        facts=[
            Fact("Quarter", str(quarter)),
            Fact("As recorded by the end of", window.as_at),
            Fact(
                "Published before",
                f"Edition {latest.edition}, on {words.day(latest.published_at)}" if latest else "No",
            ),
        ],
    ).shown(request, form)


def _window(request: PageRequest, scheme: str, quarter: Quarter) -> Window:
    """What was recorded by the end of yesterday: today is not over, and its record can still grow."""
    for one in schemes_published_by(request.actor):
        if one.code == scheme:
            try:
                return Window(one, quarter, today(request) - timedelta(days=1))
            except QuarterNotOver as refusal:
                raise Http404(str(refusal)) from None
    raise Http404("whoever looks does not publish for this scheme")
