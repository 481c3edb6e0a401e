"""Reviews of rate cards that are due, and how long decisions on changes take, by prime (S60)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.core.time import months_after
from throughline.supply.models import Agreement, ChangeMove, ChangeNotification, RateCardReview, Scheme
from throughline.supply.queries.rules import rule_in_force
from throughline.supply.rules.steps import DECIDED, days_to_decision, median_days, steps
from throughline.supply.states import ChangeState
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class DueReview:
    """One prime's rate card: when it was last reviewed, if ever, and when its next review is due."""

    scheme: Scheme
    prime: Organisation
    last_on: date | None
    due_on: date
    pk: int

    @property
    def prime_name(self) -> str:
        """The prime, to sort by."""
        return self.prime.name

    def days_overdue(self, on: date) -> int:
        """Days since it was due; nothing while it is not."""
        return max((on - self.due_on).days, 0)


def review_calendar(actor: Actor, *, on: date) -> list[DueReview]:
    """
    The reviews to come of every prime that holds a contract on the day `on`, the earliest due first.

    For whoever reviews changes in the scheme, and for a prime its own. Every so many months as the scheme's
    rule says (none, where there is no rule), from the last review or else from the first day of the contract.
    """
    held = Agreement.objects.filter(tier=1, during__contains=on).filter(
        Q(scheme__steward__in=actor.holds(Permission.REVIEW_CHANGES))
        | Q(provider__in=actor.holds(Permission.PROPOSE_PRICES))
    )
    began: dict[tuple[int, int], date] = {
        (scheme, prime): first
        for scheme, prime, first in held.values_list("scheme", "provider")
        .annotate(first=Min("during__startswith"))
        .order_by()
    }
    last = {
        (scheme, prime): held_on
        for scheme, prime, held_on in RateCardReview.objects.filter(held_on__lte=on)
        .values_list("scheme", "prime")
        .annotate(held=Max("held_on"))
        .order_by()
    }
    schemes = Scheme.objects.in_bulk({scheme for scheme, _ in began})
    primes = Organisation.objects.in_bulk({prime for _, prime in began})
    months = {pk: rule_in_force(pk, "rate_card_review_months", on=on) for pk in schemes}
    found = [
        DueReview(
            schemes[scheme],
            primes[prime],
            last.get((scheme, prime)),
            months_after(last.get((scheme, prime), first), months[scheme]),
            prime,
        )
        for (scheme, prime), first in began.items()
        if months[scheme]
    ]
    return sorted(found, key=lambda one: (one.due_on, one.prime.name))


def reviews_of(actor: Actor) -> QuerySet[RateCardReview]:
    """The reviews that took place, for whoever reviews in the scheme and for each prime its own."""
    return RateCardReview.objects.filter(
        Q(scheme__steward__in=actor.holds(Permission.REVIEW_CHANGES))
        | Q(prime__in=actor.holds(Permission.PROPOSE_PRICES))
    ).select_related("scheme", "prime", "by")


@dataclass
class DecisionTimes:
    """How long the decisions on one prime's notifications took, in days from submission; and each step."""

    scheme: Scheme
    prime: Organisation
    pk: int
    decided: list[int] = field(default_factory=list)
    waiting: int = 0
    by_step: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def prime_name(self) -> str:
        """The prime, to sort by."""
        return self.prime.name

    @property
    def how_many(self) -> int:
        """How many notifications were decided."""
        return len(self.decided)

    @property
    def median(self) -> float | None:
        """The middle of all of them; nothing while none is decided."""
        return median_days(self.decided)

    @property
    def longest(self) -> int | None:
        """The slowest; nothing while none is decided."""
        return max(self.decided, default=None)

    def median_of(self, state: ChangeState) -> float | None:
        """The middle of the stays in one step, of notifications that were decided."""
        return median_days(self.by_step.get(state, []))


def decision_times(actor: Actor, *, on: date) -> Sequence[DecisionTimes]:
    """
    For each prime whose notifications `actor` reviews or proposes: how long decisions took by the day `on`.

    Two queries. Notifications that were taken back are left out; those that wait are counted apart.
    """
    changes = (
        ChangeNotification.objects.exclude(state__in=(ChangeState.DRAFT, ChangeState.WITHDRAWN))
        .filter(
            Q(scheme__steward__in=actor.holds(Permission.REVIEW_CHANGES))
            | Q(prime__in=actor.holds(Permission.PROPOSE_PRICES))
        )
        .select_related("scheme", "prime")
        .order_by("prime__name", "pk")
    )
    moves = defaultdict(list)
    made = ChangeMove.objects.filter(subject__in=[one.pk for one in changes]).order_by("happened_at", "pk")
    for subject, to_state, at in made.values_list("subject", "to_state", "happened_at"):
        moves[subject].append((to_state, at))
    found: dict[tuple[int, int], DecisionTimes] = {}
    for one in changes:
        key = (one.scheme_id, one.prime_id)
        times = found.setdefault(key, DecisionTimes(one.scheme, one.prime, one.prime_id))
        took = days_to_decision(moves[one.pk])
        if took is None:
            times.waiting += one.state not in DECIDED
            continue
        times.decided.append(took)
        for stay in steps(moves[one.pk]):
            if stay.until is not None:
                times.by_step[stay.state].append(stay.days(on))
    return list(found.values())
