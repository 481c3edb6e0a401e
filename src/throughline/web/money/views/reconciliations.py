"""Returns: checked, taken in, matched, and where each line ended."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.files import FileRefused
from throughline.core.refusals import Refusal
from throughline.core.time import Quarter
from throughline.line.queries.withheld import references_withheld
from throughline.money.actions.reconciliation import Reconciled, reconcile_return
from throughline.money.actions.returns import ReturnFor
from throughline.money.models import Account, ReconciledLine, Reconciliation
from throughline.money.queries.ledger import accounts_visible_to
from throughline.money.queries.reconciliations import (
    EVERY,
    lines_of,
    reconciliation_page,
    reconciliations_visible_to,
    with_counts,
)
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.money.forms import ReturnForm, may_be_reconciled_by
from throughline.web.money.ledger_presenters import referral_link
from throughline.web.money.periods import since_the_schemes_began
from throughline.web.money.presenters import (
    ReconciliationView,
    quarter_of,
    result_tag,
    title_of,
)
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.words import day

SEES_RETURNS = (
    Permission.SEE_MONEY,
    Permission.FILE_RETURNS,
    Permission.RECONCILE,
    Permission.OVERSEE_SCHEME,
)


class LineFilters(FilterForm):
    """What the lines of a reconciliation can be narrowed by."""

    result = ChoiceField(
        label="Ended",
        choices=[*ReconciledLine.Result.choices, (EVERY, "Every line")],
        menu=True,
        nothing="All that did not match",
    )


@page_for(*SEES_RETURNS)
def reconciliations(request: PageRequest) -> HttpResponseBase:
    """Every match of every return between parties whose money the viewer sees."""
    found = with_counts(reconciliations_visible_to(request.actor))
    table = listing(
        request, found, RECONCILIATIONS, sort="-made", name="reconciliations",
        empty="A reconciliation appears here when a provider’s return is taken in.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    may_load = bool(_accounts(request))
    return render(request, "money/reconciliations.html", {"table": table, "may_load": may_load})


@page_for(Permission.FILE_RETURNS, Permission.RECONCILE)
def new_return(request: PageRequest) -> HttpResponse:
    """Check a return, say what would be found, and on the second step take it in."""
    accounts = _accounts(request)
    posted = request.method == "POST"
    if "content" in request.POST:
        return _taken_in(request, accounts)
    form = ReturnForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        accounts=accounts,
        during=since_the_schemes_began({one.scheme for one in accounts}, today(request)),
    )
    if posted and form.is_valid():
        content = form.cleaned_data["file"].read()
        chosen = form.cleaned_data
        whose = _whose(accounts, chosen["between"], chosen["quarter"])
        try:
            found = _reconcile(request, whose, content, chosen["file"].name, dry_run=True)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            again = {"between": chosen["between"], "quarter": chosen["quarter"], "name": chosen["file"].name,
                     "content": base64.b64encode(content).decode()}  # fmt: skip
            view = ReconciliationView(found.page, kept=False) if found.page else None
            shown = {"report": found.report, "view": view, "whose": whose, "again": again,
                     "quarter": chosen["quarter"]}  # fmt: skip
            return render(request, "money/return_checked.html", shown)
    return render(request, "money/new_return.html", {"form": form, "accounts": accounts})


@page_for(*SEES_RETURNS)
def reconciliation(request: PageRequest, number: int) -> HttpResponseBase:
    """Where the lines of one return ended, each with its entry."""
    found = reconciliations_visible_to(request.actor).filter(pk=number).first()
    if found is None:
        raise Http404("no reconciliation that this viewer may see has this number")
    filters = LineFilters(request.GET)
    result = filters.chosen.get("result", "")
    table = listing(
        request, lines_of(found, result=result), _line_columns(request), sort="", name="lines",
        title="Lines", empty="No line ended here: there is nothing to look at.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    view = ReconciliationView(reconciliation_page(found), kept=True)
    shown = {"view": view, "table": table, "filters": filters, "title": title_of(found),
             "quarter": quarter_of(found), "reconciliation": found}  # fmt: skip
    return render(request, "money/reconciliation.html", shown)


def _taken_in(request: PageRequest, accounts: list[Account]) -> HttpResponse:
    whose = _whose(accounts, request.POST.get("between", ""), request.POST.get("quarter", ""))
    try:
        content = base64.b64decode(request.POST["content"], validate=True)
    except binascii.Error:
        raise Http404("what was checked did not come back whole") from None
    try:
        found = _reconcile(request, whose, content, request.POST.get("name", "")[:100], dry_run=False)
    except (FileRefused, Refusal) as refusal:
        messages.error(request, str(refusal))
        return redirect("new_return")
    messages.success(request, found.report.sentence)
    return (
        redirect("reconciliation", found.page.reconciliation.pk)
        if found.page
        else redirect("reconciliations")
    )


def _reconcile(
    request: PageRequest, whose: ReturnFor, content: bytes, name: str, *, dry_run: bool
) -> Reconciled:
    return reconcile_return(
        BytesIO(content), whose, by=request.user, at=request.now, dry_run=dry_run, name=name or "return.csv"
    )


def _accounts(request: PageRequest) -> list[Account]:
    pairs = accounts_visible_to(request.actor).filter(kind=Account.Kind.COST)
    wanted = pairs.select_related("payer", "provider", "scheme").order_by("provider__name", "payer__name")
    return may_be_reconciled_by(request.actor, list(wanted))


def _whose(accounts: list[Account], between: str, quarter: str) -> ReturnFor:
    for one in accounts:
        if str(one.pk) == between:
            try:
                return ReturnFor(one.scheme, one.payer, one.provider, Quarter.parse(quarter).period)
            except ValueError:
                break
    raise Http404("the parties or the quarter are not ones this viewer was offered")


def _line_columns(request: PageRequest) -> tuple[Column[ReconciledLine], ...]:
    withheld = references_withheld(request.actor)

    def referral(one: ReconciledLine) -> object:
        side = one.return_line or one.entry
        return referral_link(side.referral_reference, request.actor, withheld) if side else None

    referral_column: Column[ReconciledLine] = Column("referral", "Referral", referral)  # type: ignore[arg-type]
    both: tuple[Column[ReconciledLine], ...] = (
        referral_column,
        Column("result", "Ended", result_tag, order="result"),
        Column("says", "What differs", lambda one: one.says),
    )
    return (*both, *(FOR_A_FILE if "format" in request.GET else FOR_A_PAGE))


def _returned(one: ReconciledLine) -> str:
    line = one.return_line
    return f"{line.amount.display()} on {day(line.delivered_on)}, line {line.number:,}" if line else ""


def _recorded(one: ReconciledLine) -> Link | None:
    if one.entry is None:
        return None
    says = f"{one.entry.amount.display()} on {day(one.entry.happened_on)}"
    return Link(says, reverse("ledger_entry", args=[one.entry.pk]))


FOR_A_PAGE = (
    Column[ReconciledLine]("returned", "Returned", _returned),
    Column[ReconciledLine]("recorded", "Recorded", _recorded),
)
FOR_A_FILE = (
    Column[ReconciledLine](
        "line", "Line of the return", lambda one: one.return_line.number if one.return_line else None
    ),
    Column[ReconciledLine](
        "returned_on", "Day returned", lambda one: one.return_line.delivered_on if one.return_line else None
    ),
    Column[ReconciledLine](
        "returned", "Returned", lambda one: one.return_line.amount if one.return_line else None
    ),
    Column[ReconciledLine]("entry", "Ledger entry", lambda one: one.entry_id),
    Column[ReconciledLine](
        "recorded_on", "Day recorded", lambda one: one.entry.happened_on if one.entry else None
    ),
    Column[ReconciledLine]("recorded", "Recorded", lambda one: one.entry.amount if one.entry else None),
)
"""A side in one cell for a page, in one for each fact for a file."""


def _exceptions(one: Reconciliation) -> str:
    return f"{one.exceptions:,}"  # type: ignore[attr-defined]


RECONCILIATIONS = (
    Column[Reconciliation](
        "return", "Return", lambda one: Link(title_of(one), reverse("reconciliation", args=[one.pk]))
    ),
    Column[Reconciliation]("reference", "Reference", lambda one: one.provider_return.reference),
    Column[Reconciliation]("quarter", "Of", quarter_of),
    Column[Reconciliation]("made", "Matched on", lambda one: one.made_at, order="made_at"),
    Column[Reconciliation]("matched", "Lines matched", lambda one: f"{one.matched:,}", numeric=True),  # type: ignore[attr-defined]
    Column[Reconciliation]("exceptions", "Lines to look at", _exceptions, numeric=True),
)
