"""A meeting of the Change Board: its minutes, made from its decisions, and agreeing them."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.access import Actor
from throughline.supply.actions.board import agree_minutes, hold_meeting
from throughline.supply.models import BoardMeeting, ChangeLine, ChangeNotification
from throughline.supply.queries.changes import (
    before_the_board,
    board_members,
    decisions_of,
    meetings_visible_to,
    schemes_decided_by,
)
from throughline.supply.states import LineState, MeetingState
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.changes.finding import READS_CHANGES, link_to_meeting, meeting_called
from throughline.web.changes.forms import AgreeForm, MeetingForm
from throughline.web.changes.waiting import board_waiting
from throughline.web.changes.words import line_tag, new_amount, what_it_changes
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link, Tag, in_words
from throughline.web.refusals import refusals_shown_on


class Decided:
    """The decisions on one notification, as the minutes say them."""

    def __init__(self, change: ChangeNotification, lines: list[ChangeLine]) -> None:
        self.change, self.lines = change, lines

    @property
    def heading(self) -> str:
        """Whose it is and what it is."""
        return f"{self.change.prime.name}: {self.change.title}"

    @property
    def link(self) -> Link:
        """To the notification."""
        return Link(self.change.reference, reverse("change", args=[self.change.reference]))

    @property
    def rows(self) -> list[list[dict[str, object]]]:
        """A row for each line."""
        return [
            [
                {"text": one.number},
                {"text": what_it_changes(one)},
                {"text": in_words(one.was), "format": "numeric"},
                {"text": in_words(new_amount(one)), "format": "numeric"},
                {"html": line_tag(one.state).__html__()},
                {"text": in_words(one.in_force_on)},
                {"text": one.reason or "–"},
            ]
            for one in self.lines
        ]


class MeetingPage:
    """One meeting as `actor` may see it."""

    def __init__(self, meeting: BoardMeeting, actor: Actor) -> None:
        self.meeting, self.actor = meeting, actor

    @property
    def state(self) -> Tag:
        """Whether its minutes are agreed."""
        is_open = self.meeting.state == MeetingState.OPEN
        return Tag(str(MeetingState(self.meeting.state).label), "blue" if is_open else "green")

    @property
    def sits(self) -> bool:
        """Whether the viewer sits on this Board."""
        return self.meeting.scheme.steward_id in self.actor.holds(Permission.DECIDE_CHANGES)

    @property
    def agree_href(self) -> str:
        """Where a member of the Board agrees the minutes, while they are not."""
        open_to_us = self.sits and self.meeting.state == MeetingState.OPEN
        return reverse("board_agree", args=[self.meeting.reference]) if open_to_us else ""

    @property
    def facts(self) -> list[Fact]:
        """When it was, who was there, and who agreed the minutes."""
        one = self.meeting
        found = [
            Fact("Scheme", one.scheme.name),
            Fact("Day", one.held_on),
            Fact("In the chair", one.chair.full_name),
            Fact("Also there", one.present),
        ]
        if one.closed_at and one.closed_by:
            agreed = f"{words.moment(one.closed_at)} by {one.closed_by.full_name}"
            found += [Fact("Minutes agreed", agreed), Fact("Notes", one.notes)]
        return found

    @property
    def decided(self) -> list[Decided]:
        """What was decided, by notification."""
        lines = decisions_of(self.meeting, self.actor)
        return [
            Decided(change, list(several))
            for change, several in groupby(lines, key=lambda one: one.notification)
        ]


COLUMNS = (
    Column[BoardMeeting](
        "held", "Meeting", link_to_meeting, order="held_on", download=lambda one: one.held_on
    ),
    Column[BoardMeeting]("reference", "Minutes", lambda one: one.reference),
    Column[BoardMeeting]("scheme", "Scheme", lambda one: one.scheme.name, order="scheme__name"),
    Column[BoardMeeting]("chair", "In the chair", lambda one: one.chair.full_name, order="chair__full_name"),
    Column[BoardMeeting]("state", "Minutes", lambda one: str(MeetingState(one.state).label), order="state"),
    Column[BoardMeeting]("lines", "Lines decided", lambda one: one.lines_decided, numeric=True),  # type: ignore[attr-defined]
)


@page_for(*READS_CHANGES)
def home(request: PageRequest) -> HttpResponseBase:
    """The home of the Change Board: what waits for it, and its meetings; for others, the agreed minutes."""
    found = meetings_visible_to(request.actor)
    table = listing(
        request,
        found.annotate(lines_decided=Count("decisions")),
        COLUMNS,
        sort="-held",
        name="board-meetings",
        title="Meetings of the Change Board",
        noun=("meeting", "meetings"),
        empty="Meetings appear here when their minutes are agreed; to members of the Board, at once.",
        count=found.count,
    )
    if table.export is not None:
        return table.export
    sits = request.actor.may(Permission.DECIDE_CHANGES)
    waiting = [board_waiting(one, today(request)) for one in before_the_board(request.actor)]
    return render(request, "changes/board.html", {"table": table, "sits": sits, "waiting": waiting})


@page_for(Permission.DECIDE_CHANGES)
def new(request: PageRequest) -> HttpResponse:
    """Open a meeting, in which lines can be decided from its day on."""
    schemes = {one.code: one for one in schemes_decided_by(request.actor, on=today(request))}
    members = {str(one.pk): one for one in board_members(request.actor, on=today(request))}
    form = MeetingForm(
        request.POST or None,
        today=today(request),
        choices={
            "scheme": [(code, one.name) for code, one in schemes.items()],
            "chair": [(pk, one.full_name) for pk, one in members.items()],
        },
        initial={"held_on": today(request), "chair": str(request.user.pk)},
    )
    if len(schemes) == 1:
        del form.fields["scheme"]
    made: BoardMeeting | None = None
    if form.is_valid():
        given = form.cleaned_data
        with refusals_shown_on(form):
            made = hold_meeting(
                scheme=schemes[given.get("scheme") or next(iter(schemes))],
                held_on=given["held_on"],
                chair=members[given["chair"]],
                present=given["present"],
                by=request.user,
                at=request.now,
            )
        if made is not None:
            messages.success(request, f"{made} opened")
            return redirect("board_meeting", reference=made.reference)
    return FormPage(
        "Open a meeting of the Change Board",
        "Change Board",
        Link("Change Board", reverse("board_home")),
        "Open this meeting",
        said=["Lines are decided in it from its day on. Its minutes are made from its decisions."],
    ).shown(request, form)


@page_for(*READS_CHANGES)
def meeting(request: PageRequest, reference: str) -> HttpResponse:
    """The minutes of a meeting; while it is under way, what still waits for the Board as well."""
    found = meeting_called(request, reference)
    page = MeetingPage(found, request.actor)
    waiting = (
        [
            board_waiting(one, today(request))
            for one in before_the_board(request.actor).filter(scheme=found.scheme_id)
        ]
        if page.sits and found.state == MeetingState.OPEN
        else []
    )
    return render(request, "changes/meeting.html", {"page": page, "waiting": waiting})


@page_for(Permission.DECIDE_CHANGES)
def agree(request: PageRequest, reference: str) -> HttpResponse:
    """Agree the minutes, which then stay."""
    found = meeting_called(request, reference)
    page = MeetingPage(found, request.actor)
    if not page.agree_href:
        raise Http404("the minutes are agreed, or the viewer does not sit on this Board")
    form = AgreeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            agree_minutes(meeting=found, notes=form.cleaned_data["notes"], by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, "Minutes agreed")
            return redirect("board_meeting", reference=reference)
    lines = [one for decided in page.decided for one in decided.lines]
    approved = sum(one.state == LineState.APPROVED for one in lines)
    return FormPage(
        "Agree the minutes",
        str(found),
        link_to_meeting(found),
        "Agree the minutes",
        said=[
            f"{words.plural(len(lines), 'line')} decided: {approved} approved, "
            f"{len(lines) - approved} rejected. "
            "Every prime and division of the scheme can read the minutes from now on. They stay as they are, "
            "and nothing more is decided in this meeting."
        ],
        is_final=True,
    ).shown(request, form)
