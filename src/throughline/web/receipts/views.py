"""The figures of how referrals come, and the marks they are counted from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from throughline.core.time import FinancialYear, start_of_london_day
from throughline.line.models import ReceiptMark
from throughline.line.queries.receipts import (
    Received,
    marks_visible_to,
    of_short_custody,
    received_by_referrer,
)
from throughline.vocabulary.custody import Cohort
from throughline.vocabulary.permissions import Permission
from throughline.web.cohorts import GroupFilter
from throughline.web.forms import ChoiceField
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link, Shown
from throughline.web.referrals.receiving import mark_tags

READS = (Permission.MANAGE_CASES, Permission.DECIDE_REFERRALS, Permission.OVERSEE_SCHEME)
HOW = (("right", "In time and right"), ("late", "Late"), ("wrong_service", "For the wrong service"))
_CONDITIONS = {
    "right": {"in_time": True, "right_service": True},
    "late": {"in_time": False},
    "wrong_service": {"right_service": False},
}


class MarkFilters(GroupFilter):
    """What marks can be narrowed by."""

    how = ChoiceField(label="How they came", choices=HOW, menu=True, nothing="Anyhow")


@page_for(*READS)
def receipts(request: PageRequest) -> HttpResponseBase:
    """By who referred: how many were sent, what providers said of them, and of how many nothing."""
    filters = GroupFilter(request)
    year = filters.whole_year
    table = listing(
        request,
        received_by_referrer(request.actor, year.period, filters.cohort),
        _columns(year, filters.cohort),
        sort="organisation",
        name="referrals-received",
        title="How referrals come",
        noun=("line", "lines"),
        empty="A line appears here for each organisation that sent a referral in the year.",
    )
    if table.export is not None:
        return table.export
    return render(request, "receipts/receipts.html", {"table": table, "filters": filters})


@page_for(*READS)
def marks(request: PageRequest) -> HttpResponseBase:
    """What providers said of each, the latest first."""
    filters = MarkFilters(request)
    period = filters.whole_year.period
    assert period.to is not None
    found = marks_visible_to(request.actor).filter(
        sent_at__gte=start_of_london_day(period.from_),
        sent_at__lt=start_of_london_day(period.to),
        **_CONDITIONS.get(filters.chosen.get("how", ""), {}),
    )
    if filters.cohort:
        short = Q(referral__in=of_short_custody(period))
        found = found.filter(short if filters.cohort == Cohort.SHORT_CUSTODY else ~short)
    for name, field in (("organisation", "supervisor__reference"), ("officer", "referred_by")):
        if asked := request.GET.get(name):
            if name == "officer" and not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
                raise Http404("no officer has this number")
            found = found.filter(**{field: asked})
    table = listing(
        request,
        found,
        _mark_columns(request),
        sort="-marked",
        name="receipt-marks",
        title="What providers said",
        noun=("referral", "referrals"),
        empty="A referral appears here when its provider says how it came.",
    )
    if table.export is not None:
        return table.export
    return render(request, "receipts/marks.html", {"table": table, "filters": filters})


def _columns(year: FinancialYear, cohort: str) -> tuple[Column[Received], ...]:
    def opened(one: Received, number: int, how: str, more: str) -> Shown:
        if not number:
            return 0
        asked: dict[str, Any] = {"year": year.start_year, "organisation": one.organisation_reference}
        asked |= {"how": how} if how else {}
        asked |= {"group": cohort} if cohort else {}
        asked |= {"officer": one.officer_id} if one.officer_id is not None else {}
        return Link(f"{number:,}", f"{reverse('receipt_marks')}?{urlencode(asked)}", more)

    return (
        Column("organisation", "Who referred", lambda one: one.organisation,
               order=("organisation", "officer")),
        Column("officer", "Officer", lambda one: one.officer or "All", order="officer"),
        Column("sent", "Sent", lambda one: one.sent, order="sent", numeric=True),
        Column("share", "Right, in %", lambda one: one.share, order="share",
               nullable=True, numeric=True),
        Column("right", "Right", lambda one: opened(one, one.right, "right", "in time and right"),
               order="right", numeric=True, download=lambda one: one.right),
        Column("late", "Late", lambda one: opened(one, one.late, "late", "late"), order="late", numeric=True,
               download=lambda one: one.late),
        Column("wrong", "Wrong service",
               lambda one: opened(one, one.wrong_service, "wrong_service", "for the wrong service"),
               order="wrong_service", numeric=True, download=lambda one: one.wrong_service),
        Column("marked", "Marked", lambda one: opened(one, one.marked, "", "marked"), order="marked",
               numeric=True, download=lambda one: one.marked),
        Column("not_marked", "Not marked", lambda one: one.not_marked, order="not_marked", numeric=True),
    )  # fmt: skip


def _mark_columns(request: PageRequest) -> tuple[Column[ReceiptMark], ...]:
    opens = request.actor.holds(Permission.MANAGE_CASES), request.actor.holds(Permission.DECIDE_REFERRALS)

    def reference(one: ReceiptMark) -> Shown:
        if one.supervisor_id in opens[0] or one.deliverer_id in opens[1]:
            return Link(one.referral_reference, reverse("referral", args=[one.referral_reference]))
        return one.referral_reference

    return (
        Column("referral", "Referral", reference, download=lambda one: one.referral_reference),
        Column("organisation", "Who referred", lambda one: one.supervisor.name, order="supervisor__name"),
        Column("service", "Service", lambda one: one.service.name, order="service__name"),
        Column("provider", "Provider", lambda one: one.deliverer.name, order="deliverer__name"),
        Column("sent", "Sent", lambda one: one.sent_at, order="sent_at"),
        Column("marked", "Marked", lambda one: one.marked_at, order="marked_at"),
        Column("how", "How it came", mark_tags,
               download=lambda one: ", ".join(getattr(tag, "text", "") for tag in mark_tags(one))),
        Column("words", "In the provider’s words", lambda one: one.words),
    )  # fmt: skip
