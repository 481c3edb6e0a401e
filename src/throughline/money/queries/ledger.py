"""What stands in the ledger, for whoever may see it (D23, D25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from throughline.core.access import Actor
from throughline.core.fields import MoneyField
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.money.models import Account, LedgerEntry
from throughline.money.rules.advance import Settlement
from throughline.vocabulary.permissions import Permission

SIGNED = Case(
    When(reverses__isnull=True, then=F("amount")),
    default=F("amount") * -1,
    output_field=MoneyField(),
)
"""The amount of an entry as it counts: a reversing one takes away."""

_ADVANCE = Q(cause=LedgerEntry.Cause.ADVANCE)
_DELIVERY = ~_ADVANCE


_PARTIES = (
    "scheme_id", "payer_id", "payer__reference", "payer__name", "provider_id", "provider__reference",
    "provider__name",
)  # fmt: skip


@dataclass(frozen=True)
class Balance:
    """What one payer paid ahead to one provider in a scheme, and what was delivered."""

    scheme_id: int
    payer_id: int
    payer_reference: str
    payer: str
    provider_id: int
    provider_reference: str
    provider: str
    settlement: Settlement


def entries_visible_to(actor: Actor) -> QuerySet[LedgerEntry]:
    """The entries between organisations whose money `actor` sees, and those of schemes they oversee."""
    if actor.is_system:
        return LedgerEntry.objects.all()
    return LedgerEntry.objects.filter(_theirs(actor))


def accounts_visible_to(actor: Actor) -> QuerySet[Account]:
    """The accounts between organisations whose money `actor` sees, and those of schemes they oversee."""
    if actor.is_system:
        return Account.objects.all()
    return Account.objects.filter(_theirs(actor))


def balances(actor: Actor, *, as_at: date, during: Period | None = None) -> Sequence[Balance]:
    """
    Give advance, value delivered and their difference for each two parties, the largest delivery first (D25).

    Counts what happened up to and on the day `as_at`, and inside `during` when it is given, whenever it
    was recorded. The same figures stand on every page, since all are counted here (S165).
    """
    entries = _within(entries_visible_to(actor), as_at, during)
    rows = (
        entries.values_list(*_PARTIES)
        .annotate(advance=_total(_ADVANCE), delivered=_total(_DELIVERY))
        .order_by("-delivered", "payer_id", "provider_id")
    )
    return [
        Balance(scheme, payer, payer_reference, payer_name, provider, provider_reference, provider_name,
                Settlement(advance, delivered))
        for (scheme, payer, payer_reference, payer_name, provider, provider_reference, provider_name,
             advance, delivered) in rows
    ]  # fmt: skip


def owed_between(
    actor: Actor, *, payer_id: int, provider_id: int, as_at: date, during: Period | None = None
) -> Settlement:
    """Give the advance and the value delivered between two parties, over all their schemes."""
    entries = _within(entries_visible_to(actor), as_at, during).filter(payer=payer_id, provider=provider_id)
    return settlement_of(entries)


def standing(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Those entries that are neither reversed nor reverse another."""
    return entries.filter(reverses__isnull=True, reversed_by__isnull=True)


def total_of(entries: QuerySet[LedgerEntry]) -> Money:
    """Give the sum of entries as they count: reversing ones take away."""
    total: Money = entries.aggregate(total=_total(Q()))["total"]
    return total


def settlement_of(entries: QuerySet[LedgerEntry]) -> Settlement:
    """Give the advance paid and the value delivered in these entries."""
    return Settlement(**entries.aggregate(advance=_total(_ADVANCE), delivered=_total(_DELIVERY)))


def passed_through(entries: QuerySet[LedgerEntry], organisation_reference: str) -> tuple[Money, Money]:
    """Give what an organisation was paid for delivery in these entries, and what it paid on for it (D24)."""
    through = entries.aggregate(
        received=_total(_DELIVERY & Q(provider__reference=organisation_reference)),
        passed_on=_total(_DELIVERY & Q(payer__reference=organisation_reference)),
    )
    return through["received"], through["passed_on"]


def _theirs(actor: Actor) -> Q:
    ours = actor.holds(Permission.SEE_MONEY)
    overseen = actor.holds(Permission.OVERSEE_SCHEME)
    return Q(payer__in=ours) | Q(provider__in=ours) | Q(scheme__steward__in=overseen)


def _within(entries: QuerySet[LedgerEntry], as_at: date, during: Period | None) -> QuerySet[LedgerEntry]:
    entries = entries.filter(happened_on__lte=as_at)
    return entries if during is None else entries.filter(happened_on__contained_by=during.to_range())


def _total(which: Q) -> Coalesce:
    return Coalesce(Sum(SIGNED, filter=which), Value(Money.zero(), output_field=MoneyField()))
