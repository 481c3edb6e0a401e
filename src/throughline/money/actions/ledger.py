"""Bringing the ledger into line with what was delivered (D18, D23, D24)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.core.time import london_day
from throughline.line.models import Attendance, Referral
from throughline.money.models import Account, FixedPrice, LedgerEntry
from throughline.money.rules.earning import Delivery, TierPrice, earned

Parties = tuple[int, int, int]
"""The ids of scheme, payer and provider."""


@dataclass(frozen=True)
class Because:
    """The attendance on whose account the ledger is written now, who recorded it and when."""

    attendance_id: int
    by_id: int | None
    at: datetime


def enter_what_is_earned(*, referral_id: int, because: Because) -> Sequence[LedgerEntry]:
    """
    Enter what the referral's records have newly earned, and reverse what they no longer do.

    One entry for each attendance and tier. Six queries, and two more the first time two parties meet in
    a scheme, whatever the history. The referral is locked, so that two records made at once do not
    enter one delivery twice.
    """
    referral = (
        Referral.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service")
        .get(pk=referral_id)
    )
    prices = {price.tier: price for price in FixedPrice.objects.filter(referral=referral)}
    if not prices:
        return []
    held_on, deliveries = _deliveries(referral)
    wanted = earned(deliveries, [TierPrice(p.tier, p.unit, p.amount) for p in prices.values()])
    written = list(LedgerEntry.objects.filter(referral=referral))
    standing = _standing(written)
    turns = _turns(written)
    missing = [key for key in wanted if key not in standing]
    reversals = [_reversal(entry, because) for key, entry in standing.items() if key not in wanted]
    accounts = _accounts({_parties(referral, prices[tier]) for _, tier in missing})
    entries = [
        _entry(
            referral,
            prices[tier],
            accounts,
            because,
            attendance_id=attendance_id,
            turn=turns.get((attendance_id, tier), 0) + 1,
            happened_on=held_on[attendance_id],
        )
        for attendance_id, tier in sorted(missing)
    ]
    return LedgerEntry.objects.bulk_create([*reversals, *entries])


def account_between(parties: Parties, kind: str) -> Account:
    """The one account of this kind between two parties in a scheme, opened when it is not there."""
    return _accounts({parties}, kinds=(kind,))[(*parties, kind)]


def _deliveries(referral: Referral) -> tuple[dict[int, date], list[Delivery]]:
    live = Attendance.objects.filter(appointment__referral=referral, superseded_by__isnull=True)
    rows = list(live.values_list("pk", "appointment__starts_at", "took_part"))
    return {pk: london_day(began_at) for pk, began_at, _ in rows}, [Delivery(*row) for row in rows]


def _standing(written: Iterable[LedgerEntry]) -> dict[tuple[int, int], LedgerEntry]:
    written = list(written)
    reversed_ids = {entry.reverses_id for entry in written}
    return {
        (entry.cause_id, entry.tier): entry
        for entry in written
        if entry.reverses_id is None and entry.pk not in reversed_ids and entry.tier is not None
    }


def _turns(written: Iterable[LedgerEntry]) -> dict[tuple[int, int], int]:
    turns: dict[tuple[int, int], int] = {}
    for entry in written:
        if entry.reverses_id is None and entry.tier is not None:
            key = (entry.cause_id, entry.tier)
            turns[key] = max(turns.get(key, 0), entry.turn)
    return turns


def _entry(
    referral: Referral,
    price: FixedPrice,
    accounts: Mapping[tuple[int, int, int, str], Account],
    because: Because,
    *,
    attendance_id: int,
    turn: int,
    happened_on: date,
) -> LedgerEntry:
    parties = _parties(referral, price)
    return LedgerEntry(
        debit=accounts[(*parties, Account.Kind.COST)],
        credit=accounts[(*parties, Account.Kind.OWED)],
        amount=price.amount,
        cause=LedgerEntry.Cause.ATTENDANCE,
        cause_id=attendance_id,
        turn=turn,
        happened_on=happened_on,
        recorded_at=because.at,
        recorded_by_id=because.by_id,
        scheme_id=parties[0],
        payer_id=price.payer_id,
        provider_id=price.provider_id,
        tier=price.tier,
        agreement_id=price.agreement_id,
        service_id=referral.service_id,
        referral=referral,
        referral_reference=referral.reference,
    )


def _reversal(entry: LedgerEntry, because: Because) -> LedgerEntry:
    return LedgerEntry(
        debit_id=entry.credit_id,
        credit_id=entry.debit_id,
        amount=entry.amount,
        cause=LedgerEntry.Cause.ATTENDANCE,
        cause_id=because.attendance_id,
        turn=entry.turn,
        happened_on=entry.happened_on,
        recorded_at=because.at,
        recorded_by_id=because.by_id,
        reverses=entry,
        scheme_id=entry.scheme_id,
        payer_id=entry.payer_id,
        provider_id=entry.provider_id,
        tier=entry.tier,
        agreement_id=entry.agreement_id,
        service_id=entry.service_id,
        referral_id=entry.referral_id,
        referral_reference=entry.referral_reference,
    )


def _parties(referral: Referral, price: FixedPrice) -> Parties:
    return (referral.service.scheme_id, price.payer_id, price.provider_id)


def _accounts(
    wanted: set[Parties], kinds: Sequence[str] = (Account.Kind.COST, Account.Kind.OWED)
) -> dict[tuple[int, int, int, str], Account]:
    keys = {(*parties, str(kind)) for parties in wanted for kind in kinds}
    if not keys:
        return {}
    found = _existing(wanted)
    if missing := sorted(keys - found.keys()):
        Account.objects.bulk_create(
            [Account(scheme_id=s, payer_id=a, provider_id=b, kind=kind) for s, a, b, kind in missing],
            ignore_conflicts=True,
        )
        found = _existing(wanted)
    return {key: found[key] for key in keys}


def _existing(wanted: set[Parties]) -> dict[tuple[int, int, int, str], Account]:
    accounts = Account.objects.filter(
        scheme__in={scheme for scheme, _, _ in wanted},
        payer__in={payer for _, payer, _ in wanted},
        provider__in={provider for _, _, provider in wanted},
    )
    return {(one.scheme_id, one.payer_id, one.provider_id, one.kind): one for one in accounts}
