"""What we owe and are owed, the entries it was counted from, and one entry."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.periods import Period
from throughline.core.references import NotAReference, read_reference
from throughline.core.time import FinancialYear, Quarter
from throughline.line.queries.withheld import references_withheld
from throughline.money.models import FixedPrice, LedgerEntry
from throughline.money.queries.ledger import (
    SIGNED,
    accounts_visible_to,
    balances,
    entries_visible_to,
)
from throughline.money.queries.margins import margins
from throughline.vocabulary.permissions import Permission
from throughline.web.as_at import as_at_date
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.money.forms import LedgerFilters
from throughline.web.money.ledger_presenters import (
    Between,
    EntryPage,
    Kept,
    MoneyPage,
    ledger_sum,
    referral_link,
    settled,
)
from throughline.web.money.periods import period_named, since_the_schemes_began, written
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link

SEES_MONEY = (Permission.SEE_MONEY, Permission.OVERSEE_SCHEME)


@page_for(*SEES_MONEY)
def money(request: PageRequest) -> HttpResponseBase:
    """What was delivered and paid between each two parties, this quarter and this year."""
    as_at = as_at_date(request)
    quarter, year = Quarter.containing(as_at), FinancialYear.containing(as_at)
    page = MoneyPage(
        request.actor,
        as_at,
        balances(request.actor, as_at=as_at, during=quarter.period),
        balances(request.actor, as_at=as_at, during=year.period),
    )
    table = listing(
        request, page.rows, _party_columns(str(quarter), written(year), as_at), sort="-year", name="balances",
        noun=("pair of parties", "pairs of parties"),
        empty="What is delivered appears here with the first attendance recorded at a price.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    so_far = Period(year.period.from_, as_at + timedelta(days=1))
    kept = [Kept(one, written(year), as_at) for one in margins(request.actor, during=so_far)]
    enters = any(request.actor.may(one) for one in (Permission.OVERSEE_SCHEME, Permission.HOLD_BUDGET))
    shown = {"page": page, "table": table, "margins": kept, "as_at": as_at, "enters_advances": enters}
    return render(request, "money/money.html", shown)


@page_for(*SEES_MONEY)
def entries(request: PageRequest) -> HttpResponseBase:
    """The ledger, line by line."""
    as_at = as_at_date(request)
    filters = _filters(request, as_at)
    withheld = references_withheld(request.actor)
    found = _narrowed(entries_visible_to(request.actor).filter(happened_on__lte=as_at), filters, withheld)
    table = listing(
        request, found.select_related("payer", "provider", "service").annotate(signed=SIGNED),
        _entry_columns(request.actor, withheld), sort="-day", name="ledger", noun=("entry", "entries"),
        title="Ledger",
        empty="No entry fits. Entries appear when attendance is recorded on a referral that has a price.",
    )  # fmt: skip
    if table.export is not None:
        return table.export
    said = ledger_sum(found, filters.chosen, filters.names)
    shown = {"table": table, "filters": filters, "said": said, "as_at": as_at}
    return render(request, "money/ledger.html", shown)


@page_for(*SEES_MONEY)
def entry(request: PageRequest, number: int) -> HttpResponse:
    """One entry, its price, and what else was entered because of the same session."""
    wanted = ("payer", "provider", "service", "debit", "credit", "recorded_by", "reversed_by")
    found = entries_visible_to(request.actor).select_related(*wanted).filter(pk=number).first()
    if found is None:
        raise Http404("no entry that this viewer may see has this number")
    withheld = references_withheld(request.actor)
    page = EntryPage(found, _price_of(found), _related(found, request.actor), request.actor, withheld)
    return render(request, "money/entry.html", {"page": page, "entry": found})


def _filters(request: PageRequest, on: date) -> LedgerFilters:
    accounts = accounts_visible_to(request.actor).select_related("payer", "provider", "scheme")
    payers = {(one.payer.name, one.payer.reference) for one in accounts}
    providers = {(one.provider.name, one.provider.reference) for one in accounts}
    return LedgerFilters(
        request.GET,
        payers=[(reference, name) for name, reference in sorted(payers)],
        providers=[(reference, name) for name, reference in sorted(providers)],
        during=since_the_schemes_began({one.scheme for one in accounts}, on),
    )


def _narrowed(
    found: QuerySet[LedgerEntry], filters: LedgerFilters, withheld: Container[str]
) -> QuerySet[LedgerEntry]:
    chosen = filters.chosen
    for name, field in (
        ("payer", "payer__reference"),
        ("provider", "provider__reference"),
    ):
        if name in chosen:
            found = found.filter(**{field: chosen[name]})
    if "cause" in chosen:
        advances = Q(cause=LedgerEntry.Cause.ADVANCE)
        found = found.filter(advances if chosen["cause"] == LedgerEntry.Cause.ADVANCE else ~advances)
    if "party" in chosen:
        either = chosen["party"]
        found = found.filter(Q(payer__reference=either) | Q(provider__reference=either))
    if "service" in chosen:
        found = found.filter(_service(chosen["service"]))
    if "period" in chosen:
        found = found.filter(happened_on__contained_by=period_named(chosen["period"]).to_range())
    if "referral" in chosen:
        reference = _as_written(chosen["referral"], "RF") or chosen["referral"]
        found = found.none() if reference in withheld else found.filter(referral_reference=reference)
    return found


def _service(typed: str) -> Q:
    reference = _as_written(typed, "SV")
    return Q(service__reference=reference) if reference else Q(service__name__icontains=typed)


def _as_written(typed: str, kind: str) -> str:
    try:
        return read_reference(typed, kind)
    except NotAReference:
        return ""


def _price_of(found: LedgerEntry) -> str:
    fixed = (
        FixedPrice.objects.filter(referral=found.referral_id, tier=found.tier)
        .standing()
        .select_related("item")
        .first()
        if found.referral_id is not None and found.tier is not None
        else None
    )
    if fixed is None:
        return ""
    return f"{fixed.amount.display()} for {fixed.item}, fixed on {fixed.fixed_on:%-d %B %Y}"


def _related(found: LedgerEntry, actor: Actor) -> list[LedgerEntry]:
    if found.referral_id is None:
        return []
    same = entries_visible_to(actor).filter(referral=found.referral_id, happened_on=found.happened_on)
    return list(same.exclude(pk=found.pk).select_related("payer", "provider").order_by("pk"))


def _party_columns(quarter: str, year: str, as_at: date) -> tuple[Column[Between], ...]:
    return (
        Column("provider", "Who is paid", lambda row: row.provider, order="provider"),
        Column("payer", "Who pays", lambda row: row.payer, order="payer"),
        Column(
            "quarter", "Delivered this quarter", numeric=True, download=lambda row: row.quarter.delivered,
            value=lambda row: Link(row.quarter.delivered.display(), row.address(quarter, as_at)),
        ),
        Column(
            "year", "Delivered this year", numeric=True, order="pence",
            download=lambda row: row.year.delivered,
            value=lambda row: Link(row.year.delivered.display(), row.address(year, as_at)),
        ),
        Column(
            "advance", "Paid in advance this year", numeric=True, download=lambda row: row.year.advance,
            value=lambda row: Link(row.year.advance.display(), row.address(year, as_at, "advance")),
        ),
        Column(
            "balance", "Balance of the year", numeric=True, download=lambda row: row.year.balance,
            value=lambda row: Link(settled(row.year), row.address(year, as_at, cause="")),
        ),
    )  # fmt: skip


def _entry_columns(actor: Actor, withheld: Container[str]) -> tuple[Column[LedgerEntry], ...]:
    return (
        Column("number", "Entry", _number, order="pk"),
        Column("day", "Day", lambda one: one.happened_on, order="happened_on"),
        Column("payer", "Who pays", lambda one: one.payer.name),
        Column("provider", "Who is paid", lambda one: one.provider.name),
        Column("service", "Service", lambda one: one.service.name if one.service else one.note),
        Column("referral", "Referral", lambda one: referral_link(one.referral_reference, actor, withheld)),
        Column("what", "What for", _what),
        Column("amount", "Amount", lambda one: one.signed, order="amount"),  # type: ignore[attr-defined]
    )


def _number(one: LedgerEntry) -> Link:
    return Link(f"{one.pk:,}", reverse("ledger_entry", args=[one.pk]))


def _what(one: LedgerEntry) -> str:
    return "Correction" if one.reverses_id else str(one.get_cause_display())
