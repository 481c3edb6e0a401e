"""The quarterly supply chain return: the chain and the money passed down it, from records only (S199)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from throughline.core.access import as_system
from throughline.core.money import Money
from throughline.open_data.queries.delivery import NOTHING, Delivered, Delivery, delivery_in
from throughline.open_data.queries.funding import Funding, Sum, funding_in
from throughline.open_data.queries.links import Link, links_in
from throughline.open_data.queries.window import Window
from throughline.open_data.rules.suppression import Count, hidden

_WHOLE = 0
"""The key of the scheme's total among the counts of people; no agreement has this id."""


@dataclass(frozen=True)
class ReturnLine:
    """
    One agreement in one quarter.

    `received` is what the payer was itself due, by use, for work done under this agreement, `charged_on` the
    part of the funding that is for the same work, and `retained` the difference. All are nothing at the top
    of a chain, and where the payer is not paid by use for any of it.
    `delivered` and `entries` are nothing where publishing them would tell of four people or fewer (D29).
    """

    link: Link
    funding: Money
    entries: int | None
    received: Money | None
    charged_on: Money | None
    delivered: Delivered | None

    @property
    def retained(self) -> Money | None:
        """What the payer kept of what it received for this work; below nought where it paid more."""
        if self.received is None or self.charged_on is None:
            return None
        return self.received - self.charged_on


@dataclass(frozen=True)
class TierTotal:
    """What the lines of one tier come to."""

    tier: int
    agreements: int
    providers: int
    funding: Money


@dataclass(frozen=True)
class SupplyChainReturn:
    """
    One scheme's return for one quarter.

    `whole` is the scheme's delivery, nothing when hidden; `not_attributed` is what the ledger holds without
    an agreement, in no line; `notes` say which recorded numbers and figures are not as they should be.
    """

    window: Window
    lines: tuple[ReturnLine, ...]
    whole: Delivered | None
    not_attributed: Sum
    by_month: Mapping[int, tuple[tuple[str, Money], ...]]
    notes: tuple[str, ...]

    @property
    def tiers(self) -> tuple[TierTotal, ...]:
        """What each tier comes to, Tier 1 first."""
        by_tier: dict[int, list[ReturnLine]] = defaultdict(list)
        for line in self.lines:
            by_tier[line.link.tier].append(line)
        return tuple(
            TierTotal(
                tier,
                len(lines),
                len({line.link.provider.reference for line in lines}),
                Money.total(line.funding for line in lines),
            )
            for tier, lines in sorted(by_tier.items())
        )


@transaction.atomic
def return_for(window: Window) -> SupplyChainReturn:
    """
    Make the return of a window from the directory, the attendance record and the ledger.

    Reads with the system's rights, since what comes out is for everybody; it names no person.
    """
    with as_system():
        delivery, funding = delivery_in(window), funding_in(window)
        links = links_in(
            window,
            with_money_or_work={*funding.passed_down, *delivery.under},
            worked=delivery.services,
        )
    secret = hidden(_counts(links, delivery))
    return SupplyChainReturn(
        window=window,
        lines=tuple(_line(link, delivery, funding, link.id in secret) for link in links),
        whole=None if _WHOLE in secret else delivery.whole,
        not_attributed=funding.without_agreement,
        by_month=_months(funding),
        notes=tuple(_notes(links, funding)),
    )


def _counts(links: list[Link], delivery: Delivery) -> list[Count[int]]:
    counts = [Count[int](_WHOLE, None, delivery.whole.people, 0)]
    for order, link in enumerate(links, start=1):
        counts.append(
            Count(
                key=link.id,
                above=link.above_id or _WHOLE,
                total=delivery.under.get(link.id, NOTHING).people,
                direct=delivery.directly.get(link.id, NOTHING).people,
                order=order,
            )
        )
    return counts


def _line(link: Link, delivery: Delivery, funding: Funding, is_secret: bool) -> ReturnLine:
    passed_down = funding.passed_down.get(link.id, Sum())
    above = funding.for_work_under.get(link.id) if link.tier > 1 else None
    charged_on = funding.charged_on.get(link.id, Sum()).amount
    return ReturnLine(
        link=link,
        funding=passed_down.amount,
        entries=None if is_secret else passed_down.entries,
        received=above.amount if above else None,
        charged_on=charged_on if above else None,
        delivered=None if is_secret else delivery.under.get(link.id, NOTHING),
    )


def _months(funding: Funding) -> dict[int, tuple[tuple[str, Money], ...]]:
    months: dict[int, list[tuple[str, Money]]] = defaultdict(list)
    for (agreement, month), passed_down in sorted(funding.by_month.items()):
        months[agreement].append((f"{month:%Y-%m}", passed_down.amount))
    return {agreement: tuple(found) for agreement, found in months.items()}


def _notes(links: list[Link], funding: Funding) -> list[str]:
    parties = {party.reference: party for link in links for party in (link.payer, link.provider)}
    notes: list[str] = []
    for _, party in sorted(parties.items()):
        notes.extend(party.numbers.faults)
        if not party.numbers.published:
            notes.append(f"{party.name}: no company or charity number that can be published is recorded")
    for link in links:
        if link.form == "unknown":
            notes.append(f"{link.reference}: the form of the agreement is not recorded")
        if not link.areas:
            notes.append(f"{link.reference}: no area is recorded")
        if link.state == "negotiating":
            notes.append(f"{link.reference}: not signed by the end of the quarter")
    if funding.without_agreement.entries:
        notes.append(
            f"{funding.without_agreement.amount.display()} of value delivered is entered without an "
            "agreement and is in no line"
        )
    return notes
