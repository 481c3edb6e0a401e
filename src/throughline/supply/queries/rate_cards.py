"""The rate cards of a scheme, one for each prime: who reads them, as at a day, and what changed (S56, D2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from throughline.core.access import Actor
from throughline.core.fields import MoneyField
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.supply.models import Agreement, AreaRole, Price, RateCardItem, Scheme
from throughline.supply.queries.changes import our_schemes
from throughline.supply.queries.price_visibility import shown_to_officers
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class RateCard:
    """One prime's rate card in a scheme: of the items of services under its contracts with the payer."""

    scheme: Scheme
    prime: Organisation
    contracts: frozenset[int]
    items: int
    pk: int

    @property
    def prime_name(self) -> str:
        """The prime, to sort by."""
        return self.prime.name

    @property
    def scheme_name(self) -> str:
        """The scheme, to sort by."""
        return self.scheme.name


def contracts_readable_by(actor: Actor, *, today: date) -> frozenset[int]:
    """
    The contracts at the top whose prices `actor` reads today, by id.

    Every prime and division of a scheme reads the rate cards of all its primes (S56), and whoever reviews,
    decides or oversees; an officer of a division those that the scheme shows to officers (S71).
    """
    top = Agreement.objects.filter(tier=1)
    read = top.filter(scheme__in=our_schemes(actor).order_by().values("pk"))
    found = set(read.values_list("pk", flat=True))
    theirs = AreaRole.objects.filter(organisation__in=actor.holds(Permission.SEE_PRICES_SHOWN))
    of_officers = top.filter(scheme__in=theirs.order_by().values("scheme")).values_list("pk", flat=True)
    return frozenset(found) | shown_to_officers(frozenset(of_officers), today=today)


def rate_cards(actor: Actor, *, on: date, today: date) -> list[RateCard]:
    """The rate cards that `actor` reads today, as at the day `on`, by scheme and prime."""
    contracts = Agreement.objects.filter(
        pk__in=contracts_readable_by(actor, today=today), during__contains=on
    ).select_related("scheme", "provider")
    held: dict[tuple[int, int], list[Agreement]] = {}
    for one in contracts.order_by("scheme__name", "provider__name", "pk"):
        held.setdefault((one.scheme_id, one.provider_id), []).append(one)
    priced: dict[int, int] = {}
    for agreement in Price.objects.filter(
        agreement__in=[one.pk for several in held.values() for one in several], during__contains=on
    ).values_list("agreement", flat=True):
        priced[agreement] = priced.get(agreement, 0) + 1
    return [
        RateCard(
            several[0].scheme,
            several[0].provider,
            frozenset(one.pk for one in several),
            sum(priced.get(one.pk, 0) for one in several),
            several[0].pk,
        )
        for several in held.values()
    ]


def rate_card(actor: Actor, *, scheme: str, prime: str, on: date, today: date) -> RateCard | None:
    """One rate card by the code of its scheme and the reference of its prime; nothing where none is read."""
    for one in rate_cards(actor, on=on, today=today):
        if (one.scheme.code, one.prime.reference) == (scheme, prime):
            return one
    return None


def items_on(card: RateCard, *, on: date) -> QuerySet[RateCardItem]:
    """
    What can be bought by a rate card on a day, each with its `price`.

    With the service, who delivers it, who may buy and where, in a fixed number of queries.
    """
    prices = Price.objects.filter(item=OuterRef("pk"), agreement__in=card.contracts, during__contains=on)
    return (
        RateCardItem.objects.annotate(price=Subquery(prices.values("amount")[:1], output_field=MoneyField()))
        .filter(price__isnull=False)
        .select_related("service__deliverer")
        .prefetch_related("buyers", "areas")
    )


@dataclass(frozen=True)
class Difference:
    """One item whose price differs between two days; nothing where it could not be bought on one of them."""

    item: RateCardItem
    before: Money | None
    after: Money | None
    pk: int

    @property
    def service_name(self) -> str:
        """The service, to sort by."""
        return self.item.service.name

    @property
    def what(self) -> str:
        """What happened to it."""
        if self.before is None:
            return "Added"
        return "Withdrawn" if self.after is None else "Price changed"

    @property
    def by(self) -> Money | None:
        """How much more it costs; below nothing when it costs less."""
        return None if self.before is None or self.after is None else self.after - self.before


def differences(card: RateCard, *, first: date, second: date) -> list[Difference]:
    """What differs between a rate card on two days, by service and item (one query)."""
    either = Q(during__contains=first) | Q(during__contains=second)
    held: dict[int, tuple[RateCardItem, dict[date, Money]]] = {}
    prices = Price.objects.filter(either, agreement__in=card.contracts).select_related(
        "item__service__deliverer"
    )
    for price in prices.order_by("item__service__name", "item__name", "pk"):
        _, on = held.setdefault(price.item_id, (price.item, {}))
        for day in (first, second):
            if day in price.during:
                on[day] = price.amount
    return [
        Difference(item, on.get(first), on.get(second), item.pk)
        for item, on in held.values()
        if on.get(first) != on.get(second)
    ]


def days_of_change(card: RateCard) -> Sequence[date]:
    """The days from which the rate card was another, the latest first: each is a version of it."""
    prices = Price.objects.filter(agreement__in=card.contracts)
    days: set[date] = set()
    for starts, ends in prices.annotate(
        starts=F("during__startswith"), ends=F("during__endswith")
    ).values_list("starts", "ends"):
        days |= {starts} | ({ends} if ends else set())
    return sorted(days, reverse=True)
