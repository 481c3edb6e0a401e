"""The Change Board's decision on one line."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.core.money import Money
from throughline.supply.actions.board import approve_line, reject_line
from throughline.supply.models import BoardMeeting, ChangeLine, ChangeNotification
from throughline.supply.queries.changes import meetings_open, what_each_keeps
from throughline.supply.states import ChangeState, LineState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import IN_THE_CHAIN
from throughline.web import words
from throughline.web.changes.finding import change_called, line_of, link_to
from throughline.web.changes.forms import DecideForm
from throughline.web.changes.words import new_amount, what_it_changes, what_will_happen
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact
from throughline.web.refusals import refusals_shown_on


@page_for(Permission.DECIDE_CHANGES)
def decide(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Approve or reject one line, in a meeting that is open."""
    change = change_called(request, reference)
    line = line_of(request, change, number)
    _refuse_unless_it_waits(request, change, line)
    meetings = {
        one.reference: one
        for one in meetings_open(request.actor, on=today(request))
        if one.scheme_id == change.scheme_id
    }
    if not meetings:
        messages.info(request, "A line is decided in a meeting of the Change Board. Open one first")
        return redirect("board_meeting_new")
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        choices={"meeting": [(key, str(one)) for key, one in meetings.items()]},
        initial={"in_force_on": max(line.from_on, today(request)), "meeting": next(iter(meetings))},
    )
    if form.is_valid() and _decided(request, line, meetings, form):
        return redirect(_next(change, line, meetings[form.cleaned_data["meeting"]]))
    return FormPage(
        f"Decide line {number}",
        f"{change.title}, {change.prime.name}",
        link_to(change),
        "Record this decision",
        said=[_told(line)],
        facts=_facts(request, line),
    ).shown(request, form)


def _refuse_unless_it_waits(request: PageRequest, change: ChangeNotification, line: ChangeLine) -> None:
    sits = change.scheme.steward_id in request.actor.holds(Permission.DECIDE_CHANGES)
    if not sits or change.state != ChangeState.BOARD or line.state != LineState.PROPOSED:
        raise Http404("the line does not wait for a Board on which the viewer sits")


def _decided(
    request: PageRequest, line: ChangeLine, meetings: dict[str, BoardMeeting], form: DecideForm
) -> bool:
    given = form.cleaned_data
    meeting = meetings[given["meeting"]]
    with refusals_shown_on(form):
        if given["decision"] == DecideForm.APPROVE:
            approve_line(
                line=line,
                meeting=meeting,
                in_force_on=given["in_force_on"] or line.from_on,
                reason=given["reason"],
                by=request.user,
                at=request.now,
            )
            done = f"Line {line.number} approved"
        else:
            reject_line(line=line, meeting=meeting, reason=given["reason"], by=request.user, at=request.now)
            done = f"Line {line.number} rejected"
    if not form.is_valid():
        return False
    messages.success(request, done)
    return True


def _told(line: ChangeLine) -> str:
    if line.kind in IN_THE_CHAIN:
        return "It stays as you record it. The officers and the providers concerned are told on its day."
    return "It stays as you record it. The prime, the buyers and the providers concerned are told at once."


def _next(change: ChangeNotification, line: ChangeLine, meeting: BoardMeeting) -> str:
    """Back to the notification while a line of it waits; to the meeting when that was the last."""
    if change.lines.filter(state=LineState.PROPOSED).exists():
        return reverse("change", args=[change.reference])
    return reverse("board_meeting", args=[meeting.reference])


def _facts(request: PageRequest, line: ChangeLine) -> list[Fact]:
    found = [Fact("What changes", what_it_changes(line)), Fact("New price", new_amount(line))]
    found += what_will_happen(line)
    for one in what_each_keeps(line, request.actor):
        found.append(
            Fact(
                f"{one.agreement.provider.name} (tier {one.agreement.tier})",
                f"Paid {_said(one.paid)} now and {_said(one.would_pay)} then; "
                f"keeps {_said(one.keeps)} now and {_said(one.would_keep)} then",
            )
        )
    found += [Fact("Asked for from", line.from_on), Fact("Why", line.why)]
    return [one for one in found if one.value not in (None, "")]


def _said(amount: Money | None) -> str:
    return words.money(amount) if amount is not None else "nothing"
