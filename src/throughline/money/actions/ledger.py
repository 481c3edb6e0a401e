"""Bringing the ledger into line with what was delivered (D18, D23, D24)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.core.money import Money
from throughline.core.time import london_day
from throughline.line.models import Outcome, Referral, ReferralMove
from throughline.line.queries.rar import days_counted_by, live_attendances
from throughline.line.states import COMPLETED
from throughline.money.models import Account, FixedPrice, LedgerEntry
from throughline.money.rules.earning import (
    Delivery,
    EarnedBy,
    Earning,
    Ending,
    TierPrice,
    earned,
)
from throughline.people.models import Requirement
from throughline.vocabulary.routes import PriceUnit

Parties = tuple[int, int, int]
"""The ids of scheme, payer and provider."""


@dataclass(frozen=True)
class Because:
    """The event on whose account the ledger is written now: of which kind, its record, whose, and when."""

    cause: str
    cause_id: int
    by_id: int | None
    at: datetime


@dataclass(frozen=True)
class Happened:
    """What a referral's records say was done, and the day of each record that can earn, by kind and id."""

    deliveries: Sequence[Delivery]
    ending: Ending
    days: Mapping[tuple[str, int], date]


def enter_what_is_earned(*, referral_id: int, because: Because) -> Sequence[LedgerEntry]:
    """
    Enter what the referral's records have newly earned, and reverse what they no longer do.

    One entry for each record that earns and tier. The number of queries does not grow with the history.
    The referral is locked, so that two records made at once do not enter one delivery twice. Where a
    referral under the same requirement is priced by the RAR day, what one provider did can move which day
    counts for another, so those are brought into line as well (D17).
    """
    prices = _prices_under_its_requirement(referral_id)
    by_the_day = {
        number for number, several in prices.items() if any(one.unit == PriceUnit.RAR_DAY for one in several)
    }
    concerned = by_the_day | ({referral_id} if referral_id in prices else set())
    if not concerned:
        return []
    if by_the_day:
        # Locked before the referrals, so that two records under one order wait for one another.
        Requirement.objects.select_for_update(of=("self",), no_key=True).get(referrals=referral_id)
    referrals = (
        Referral.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service", "objective", "requirement__sentence")
        .filter(pk__in=concerned)
        .order_by("pk")
    )
    made: list[LedgerEntry] = []
    for referral in referrals:
        made += _bring_into_line(referral, {one.tier: one for one in prices[referral.pk]}, because)
    return made


def _bring_into_line(
    referral: Referral, prices: Mapping[int, FixedPrice], because: Because
) -> list[LedgerEntry]:
    happened = _happened(referral, {one.unit for one in prices.values()})
    wanted = earned(
        happened.deliveries,
        [TierPrice(one.tier, one.unit, one.amount) for one in prices.values()],
        happened.ending,
    )
    written = list(LedgerEntry.objects.filter(referral=referral))
    standing = _standing(written)
    turns = _turns(written)
    missing = [earning for earning in wanted if earning not in standing]
    reversals = [_reversal(entry, because) for earning, entry in standing.items() if earning not in wanted]
    accounts = _accounts({_parties(referral, prices[one.tier]) for one in missing})
    entries = [
        _entry(
            referral,
            prices[one.tier],
            accounts,
            because,
            earning=one,
            amount=wanted[one],
            turn=turns.get(one, 0) + 1,
            happened_on=happened.days[one.by, one.record_id],
        )
        for one in sorted(missing)
    ]
    return LedgerEntry.objects.bulk_create([*reversals, *entries])


def account_between(parties: Parties, kind: str) -> Account:
    """The one account of this kind between two parties in a scheme, opened when it is not there."""
    return _accounts({parties}, kinds=(kind,))[(*parties, kind)]


def _prices_under_its_requirement(referral_id: int) -> dict[int, list[FixedPrice]]:
    """The fixed prices of every referral under the requirement of this one, by referral."""
    found: dict[int, list[FixedPrice]] = defaultdict(list)
    under = Referral.objects.filter(pk=referral_id).values("requirement")
    for one in FixedPrice.objects.filter(referral__requirement__in=under).standing():
        found[one.referral_id].append(one)
    return found


def _happened(referral: Referral, units: set[str]) -> Happened:
    """What was done under a referral, as far as prices by these units ask."""
    days: dict[tuple[str, int], date] = {}
    counted: Mapping[int, date] = {}
    if PriceUnit.RAR_DAY in units:
        counted = days_counted_by(referral.requirement)
    deliveries = []
    live = live_attendances().filter(appointment__referral=referral)
    for pk, appointment_id, starts_at, ends_at, took_part in live.values_list(
        "pk", "appointment", "appointment__starts_at", "appointment__ends_at", "took_part"
    ):
        minutes = round((ends_at - starts_at).total_seconds() / 60)
        days[EarnedBy.ATTENDANCE, pk] = london_day(starts_at)
        deliveries.append(Delivery(pk, starts_at, took_part, minutes, counted.get(appointment_id)))
    completed = achieved = None
    if PriceUnit.COMPLETION in units:
        completed = ReferralMove.objects.filter(subject=referral, to_state=COMPLETED).first()
    if PriceUnit.OUTCOME in units:
        achieved = Outcome.objects.filter(
            referral=referral, need=referral.objective.need, achieved=Outcome.Achieved.YES
        ).first()
    if completed is not None:
        days[EarnedBy.COMPLETION, completed.pk] = london_day(completed.happened_at)
    if achieved is not None:
        days[EarnedBy.OUTCOME, achieved.pk] = london_day(achieved.recorded_at)
    ending = Ending(completed.pk if completed else None, achieved.pk if achieved else None)
    return Happened(deliveries, ending, days)


def _standing(written: Iterable[LedgerEntry]) -> dict[Earning, LedgerEntry]:
    written = list(written)
    reversed_ids = {entry.reverses_id for entry in written}
    return {
        Earning(entry.cause, entry.cause_id, entry.tier): entry
        for entry in written
        if entry.reverses_id is None and entry.pk not in reversed_ids and entry.tier is not None
    }


def _turns(written: Iterable[LedgerEntry]) -> dict[Earning, int]:
    turns: dict[Earning, int] = {}
    for entry in written:
        if entry.reverses_id is None and entry.tier is not None:
            key = Earning(entry.cause, entry.cause_id, entry.tier)
            turns[key] = max(turns.get(key, 0), entry.turn)
    return turns


def _entry(
    referral: Referral,
    price: FixedPrice,
    accounts: Mapping[tuple[int, int, int, str], Account],
    because: Because,
    *,
    earning: Earning,
    amount: Money,
    turn: int,
    happened_on: date,
) -> LedgerEntry:
    parties = _parties(referral, price)
    return LedgerEntry(
        debit=accounts[(*parties, Account.Kind.COST)],
        credit=accounts[(*parties, Account.Kind.OWED)],
        amount=amount,
        cause=earning.by,
        cause_id=earning.record_id,
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
        cause=because.cause,
        cause_id=because.cause_id,
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
