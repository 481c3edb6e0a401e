"""Exports without names: asked for, looked at, and downloaded (S219)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.core.access import Actor
from throughline.open_data.actions.pseudonymised import DICTIONARY, Checked, check_export, make_export
from throughline.open_data.models import PseudonymisedExport
from throughline.open_data.queries.pseudonymised import MAY_EXPORT, Asked
from throughline.open_data.rules.suppression import is_small
from throughline.vocabulary.consents import EXPORTED_BY_CONSENT, Use
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, DateField, LongTextField, PageForm, When
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact
from throughline.web.refusals import refusals_shown_on

COLUMNS = (
    Column[PseudonymisedExport]("made", "Made", lambda one: one.made_at, order="made_at"),
    Column[PseudonymisedExport]("use", "For what", lambda one: str(one.get_use_display()), order="use"),
    Column[PseudonymisedExport]("purpose", "Purpose", lambda one: one.purpose),
    Column[PseudonymisedExport]("from", "Referred from", lambda one: one.from_on, order="from_on"),
    Column[PseudonymisedExport]("until", "Until", lambda one: one.until_on, order="until_on"),
    Column[PseudonymisedExport]("people", "People", lambda one: one.people, order="people", numeric=True),
)
WORDS = {Use.INSPECTION: "Inspection", Use.RESEARCH: "Research"}


class ExportForm(PageForm):
    """For which use and what purpose, and of people referred on which days."""

    use = ChoiceField(label="What is it for?", ask="Select what it is for")
    purpose = LongTextField(
        label="What will be found out with it?",
        ask="Say what will be found out with it",
        limit=500,
        rows=2,
    )
    from_on = DateField(
        thing="the first day",
        label="People referred from which day?",
        hint="1 January or 1 July",
        when=When.TODAY_OR_PAST,
    )
    until_on = DateField(
        thing="the last day", label="Until which day?", hint="30 June or 31 December", when=When.PAST
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        uses = [use for use, needed in MAY_EXPORT.items() if actor.may(needed)]
        field = self.fields["use"]
        assert isinstance(field, ChoiceField)
        field.choices = [(str(use), WORDS[use]) for use in uses]

    @property
    def asked(self) -> Asked:
        """What was asked for."""
        given = self.cleaned_data
        return Asked(Use(given["use"]), given["purpose"], given["from_on"], given["until_on"])


@page_for(Permission.INSPECT, Permission.PUBLISH)
def exports(request: PageRequest) -> HttpResponseBase:
    """Every export without names that the viewer made."""
    table = listing(
        request,
        PseudonymisedExport.objects.filter(made_by=request.user),
        COLUMNS,
        sort="-made",
        name="exports",
        title="Exports without names",
        empty="Each export you make appears here. The file itself is not kept.",
    )
    if table.export is not None:
        return table.export
    return render(request, "pseudonymised/exports.html", {"table": table})


@page_for(Permission.INSPECT, Permission.PUBLISH)
def new(request: PageRequest) -> HttpResponse:
    """Ask for an export, see what it would hold and leave out, and on the second step download it."""
    posted = request.POST if request.method == "POST" else None
    form = ExportForm(posted, actor=request.actor, today=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            if "download" in request.POST:
                return _file(make_export(asked=form.asked, by=request.user, at=request.now))
            checked = check_export(asked=form.asked, at=request.now)
            again = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
            shown = {
                "facts": _facts(checked, form.asked.use),
                "asked": form.asked,
                "use": WORDS[form.asked.use],
                "coarser": checked.made.coarser,
                "columns": DICTIONARY.items(),
                "again": again,
            }
            return render(request, "pseudonymised/checked.html", shown)
    return render(request, "pseudonymised/new.html", {"form": form})


def _facts(checked: Checked, use: Use) -> list[Fact]:
    agreed = (
        [Fact("Did not agree, or were not asked", _number(checked.not_agreed))]
        if use in EXPORTED_BY_CONSENT
        else []
    )
    return [
        Fact("People in it", len(checked.made.rows)),
        *agreed,
        Fact("Left out, because fewer than 5 people are alike", _number(checked.made.left_out)),
    ]


def _number(count: int) -> str:
    return "Fewer than 5" if is_small(count) else f"{count:,}"


def _file(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="people-without-names.zip"'
    return answer
