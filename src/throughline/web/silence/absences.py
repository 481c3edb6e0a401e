"""Who is away, who covers, and saying so (D16, S100)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.models import Organisation, User
from throughline.core.queries.team import holders_of
from throughline.line.actions.absences import record_absence, say_they_are_back, say_who_covers
from throughline.line.models import Absence
from throughline.line.queries.absences import absences_visible_to, cover_on, covered_by
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, DateField, PageForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link, Shown, Tag
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day, plural

NOBODY = "nobody"


class CoverForm(PageForm):
    """Who covers, and until when."""

    cover = ChoiceField(label="Who covers?", ask="Select who covers")
    cover_last_day = DateField(
        thing="the last day", label="Until which day do they cover?", required=False,
        hint="The last day itself. Leave empty if they cover as long as the absence lasts",
    )  # fmt: skip

    def __init__(self, *arguments: Any, colleagues: Sequence[User], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = cast(ChoiceField, self.fields["cover"])
        field.choices = [*((str(one.pk), one.full_name) for one in colleagues), (NOBODY, "Nobody")]
        field.hints = {NOBODY: "The officers of their people are told at once"}


class AbsenceForm(CoverForm):
    """Who is away, from when to when, and who covers."""

    worker = ChoiceField(label="Who is away?", ask="Select who is away")
    from_on = DateField(thing="the first day", label="From which day?")
    last_day = DateField(
        thing="the last day", label="Until which day?", required=False,
        hint="The last day away. Leave empty if nobody knows yet",
    )  # fmt: skip
    field_order = ("worker", "from_on", "last_day", "cover", "cover_last_day")

    def __init__(self, *arguments: Any, workers: Sequence[User], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = cast(ChoiceField, self.fields["worker"])
        field.choices = [(str(one.pk), one.full_name) for one in workers]
        if len(workers) == 1:
            del self.fields["worker"]


class BackForm(PageForm):
    """The last day away."""

    last_day = DateField(thing="the last day", label="Which is the last day away?")


@page_for(Permission.DELIVER)
def absences(request: PageRequest) -> HttpResponseBase:
    """One's own absences, and those of everybody where one gives out the work."""
    on = today(request)
    table = listing(
        request,
        absences_visible_to(request.actor),
        _columns(request),
        sort="-from",
        name="absences",
        empty="An absence appears here when somebody says that they, or somebody they manage, are away.",
    )
    if table.export is not None:
        return table.export
    ours = Organisation.objects.filter(pk__in=request.actor.holds(Permission.DELIVER)).order_by("name", "pk")
    shown = {
        "table": table,
        "links": [
            Link(f"Somebody is away from {one.name}", reverse("absence_new", args=[one.reference]))
            for one in ours
        ],
        "covers": [
            Fact(one.absence.worker.full_name, f"{day(one.during.from_)} to {_until(one.during.last_day)}")
            for one in covered_by(request.user, on)
        ],
    }
    return render(request, "silence/absences.html", shown)


@page_for(Permission.DELIVER)
def new(request: PageRequest, organisation: str) -> HttpResponse:
    """Say that somebody is away: oneself, or somebody whose work one gives out."""
    whose = Organisation.objects.filter(
        reference=organisation, pk__in=request.actor.holds(Permission.DELIVER)
    ).first()
    if whose is None:
        raise Http404("the viewer works with people for no organisation with this reference")
    colleagues = {str(one.pk): one for one in holders_of(Permission.DELIVER, whose.pk, today(request))}
    manages = whose.pk in request.actor.holds(Permission.DECIDE_REFERRALS)
    workers = [one for one in colleagues.values() if manages or one == request.user]
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        workers=workers,
        colleagues=[one for one in colleagues.values() if [one] != workers],
        initial={"from_on": today(request)},
    )
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown_on(form):
            made = record_absence(
                worker=colleagues[said["worker"]] if "worker" in said else workers[0],
                organisation=whose,
                from_on=said["from_on"],
                last_day=said["last_day"],
                cover=colleagues.get(said["cover"]),
                cover_last_day=said["cover_last_day"],
                by=request.user,
                at=request.now,
            )
            messages.success(request, _told(made, request))
            return redirect("absences")
    return FormPage(
        title="Say that somebody is away",
        caption=whose.name,
        back=Link("Absences", reverse("absences")),
        button="Record absence",
        said=[
            "Do not say why. Whoever covers is the one to telephone. To let them see a case and book, give "
            "them the referral."
        ],
    ).shown(request, form)


@page_for(Permission.DELIVER)
def cover(request: PageRequest, number: int) -> HttpResponse:
    """Say who covers from today on."""
    absence = _called(request, number)
    works = holders_of(Permission.DELIVER, absence.organisation_id, today(request))
    colleagues = {str(one.pk): one for one in works if one.pk != absence.worker_id}
    form = CoverForm(request.POST if request.method == "POST" else None, colleagues=list(colleagues.values()))
    if form.is_valid():
        with refusals_shown_on(form):
            say_who_covers(
                absence=absence,
                cover=colleagues.get(form.cleaned_data["cover"]),
                last_day=form.cleaned_data["cover_last_day"],
                by=request.user,
                at=request.now,
            )
            messages.success(request, _told(absence, request))
            return redirect("absences")
    return FormPage(
        title=f"Who covers for {absence.worker.full_name}?",
        caption=absence.organisation.name,
        back=Link("Absences", reverse("absences")),
        button="Keep this",
        said=["It holds from today. Days that nobody covered before stay as they were."],
    ).shown(request, form)


@page_for(Permission.DELIVER)
def back(request: PageRequest, number: int) -> HttpResponse:
    """Say when somebody is back."""
    absence = _called(request, number)
    form = BackForm(
        request.POST if request.method == "POST" else None,
        initial={"last_day": absence.during.last_day or today(request)},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            made = say_they_are_back(
                absence=absence, last_day=form.cleaned_data["last_day"], by=request.user, at=request.now
            )
            messages.success(
                request, f"Kept. The last day away is {day(made.during.last_day or made.during.from_)}"
            )
            return redirect("absences")
    return FormPage(
        title=f"When is {absence.worker.full_name} back?",
        caption=absence.organisation.name,
        back=Link("Absences", reverse("absences")),
        button="Keep this",
    ).shown(request, form)


def _called(request: PageRequest, number: int) -> Absence:
    found = absences_visible_to(request.actor).filter(pk=number).first()
    if found is None:
        raise Http404("no absence that this viewer may change has this number")
    return found


def _told(absence: Absence, request: PageRequest) -> str:
    covers = cover_on(absence, today(request))
    if covers is not None:
        return f"Kept. {covers.by.full_name} covers"
    if absence.during.from_ > today(request):
        return f"Kept. It begins on {day(absence.during.from_)}"
    return "Kept. Nobody covers: the officers and your managers are told now"


def _columns(request: PageRequest) -> tuple[Column[Absence], ...]:
    on = today(request)

    def who_covers(one: Absence) -> list[Shown]:
        said: list[Shown] = [
            f"{cover.by.full_name}, {day(cover.during.from_)} to {_until(cover.during.last_day)}"
            for cover in one.covers.all()
        ]
        if on in one.during and cover_on(one, on) is None:
            said.append(Tag("Nobody today", "red"))
        return said or ["Nobody"]

    def changes(one: Absence) -> list[Shown]:
        if one.during.ends_by(on):
            return ["Over"]
        whose = f"for {one.worker.full_name}"
        return [
            Link("Who covers", reverse("absence_cover", args=[one.pk]), whose),
            Link("Back", reverse("absence_back", args=[one.pk]), whose),
        ]

    return (
        Column("worker", "Who", lambda one: one.worker.full_name, order="worker__full_name"),
        Column("from", "From", lambda one: one.during.from_, order="during"),
        Column("to", "To", lambda one: one.during.last_day or "Nobody knows yet"),
        Column("open", "Open referrals", lambda one: plural(one.open_referrals, "referral")),  # type: ignore[attr-defined]
        Column("cover", "Who covers", who_covers),
        Column("change", "Change", changes, download=lambda one: ""),
    )


def _until(last: Any) -> str:
    return day(last) if last else "as long as it lasts"
