"""Referrals that ended before their work was done, counted by reason (S99)."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.line.queries.ending import Ended, ended_before_time
from throughline.line.states import ReferralState
from throughline.vocabulary.ending import EndGroup, EndSide
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Figure
from throughline.web.receipts.views import READS
from throughline.web.years import YearFilter

NO_REASON = "No reason of the list"
COLUMNS = (
    Column[Ended](
        "group", "Kind of reason", lambda one: EndGroup(one.group).label if one.group else NO_REASON,
        order=("group", "words"),
    ),
    Column[Ended]("reason", "Reason", lambda one: one.words, order=("words", "group")),
    Column[Ended]("side", "By", lambda one: EndSide(one.side).label if one.side else "", order="side"),
    Column[Ended]("state", "Ended as", lambda one: str(ReferralState(one.state).label), order="state"),
    Column[Ended]("times", "Referrals", lambda one: one.times, order="times", numeric=True),
    Column[Ended]("again", "Referred again", lambda one: one.again, order="again", numeric=True),
)  # fmt: skip


@page_for(*READS)
def ends(request: PageRequest) -> HttpResponseBase:
    """Why referrals ended before their work was done, and how often each was followed by another."""
    filters = YearFilter(request)
    found = ended_before_time(request.actor, filters.whole_year.period)
    table = listing(
        request, found, COLUMNS, sort="", name="referrals-ended", title="Why referrals ended early",
        noun=("line", "lines"),
        empty="A line appears here when a referral of the year is withdrawn, handed back or ended early.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    whole, again = sum(one.times for one in found), sum(one.again for one in found)
    figures = [
        Figure(whole, "referrals ended before their work was done"),
        Figure(again, "referred again", of=f"of {whole:,}"),
    ]
    return render(request, "receipts/ends.html", {"table": table, "filters": filters, "figures": figures})
