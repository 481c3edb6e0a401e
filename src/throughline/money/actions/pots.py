"""Setting up a ring-fenced pot and dividing it between buyers, to the penny (S77)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from throughline.core.access import as_system, current_actor, require
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.refusals import Refusal
from throughline.core.time import london_day
from throughline.money.models import Budget, Pot
from throughline.money.queries.budgets import budget_positions
from throughline.supply.models import Scheme, ServiceKind
from throughline.vocabulary.permissions import Permission


class SharesNotThePot(Refusal):
    """The shares do not sum to the pot; the sentence says by how much they are out."""

    field = "amount"


class DeadlineNotAhead(Refusal):
    """The pot could be spent on no day from now on."""

    field = "deadline"


class ShareBelowWhatIsTaken(Refusal):
    """A share would hold less than what is promised from it or was delivered under it."""


@dataclass(frozen=True)
class PotTerms:
    """What a pot is for: its name, its amount, its days, and what it may be spent on (see `Pot`)."""

    name: str
    principles: str
    amount: Money
    during: Period
    routes: Sequence[str] = ()
    kinds: Sequence[ServiceKind] = ()


@transaction.atomic
def set_up_pot(
    *, scheme: Scheme, terms: PotTerms, shares: Mapping[Organisation, Money], by: User, at: datetime
) -> Pot:
    """
    Set up a pot in a scheme and divide it: each buyer's share becomes a budget of theirs beside their own.

    Buyers given nothing have no share.

    :raises NotAllowed: whoever acts does not divide pots for the scheme's steward
    :raises SharesNotThePot: the shares do not sum to the amount of the pot
    :raises DeadlineNotAhead: the last day is over
    """
    require(current_actor(), Permission.DIVIDE_POTS, within=scheme.steward_id, to="set up a pot")
    _require_whole(terms.amount, shares)
    if terms.during.ends_by(london_day(at)):
        raise DeadlineNotAhead("Last day on which it can be spent must be today or in the future")
    with as_system():  # a share is a budget, which its buyer alone writes otherwise
        pot = Pot.objects.create(
            scheme=scheme,
            giver_id=scheme.steward_id,
            name=terms.name,
            principles=terms.principles,
            amount=terms.amount,
            during=terms.during,
            routes=list(terms.routes),
            set_up_by=by,
            set_up_at=at,
        )
        pot.kinds.set(terms.kinds)
        _add_shares(pot, shares)
        _hold_to_the_whole()
        pot.refresh_from_db(fields=["reference"])
    return pot


@transaction.atomic
def divide_pot(
    *, pot: Pot, amount: Money, shares: Mapping[Organisation, Money], by: User, at: datetime
) -> Pot:
    """
    Divide a pot anew, or another amount of it: what is promised from a share stays promised.

    :raises NotAllowed: whoever acts does not divide pots for the scheme's steward
    :raises SharesNotThePot: the shares do not sum to the amount
    :raises ShareBelowWhatIsTaken: a share would hold less than is taken from it already
    """
    require(current_actor(), Permission.DIVIDE_POTS, within=pot.scheme.steward_id, to="divide this pot")
    _require_whole(amount, shares)
    with as_system():
        standing = {
            one.buyer_id: one
            for one in Budget.objects.select_for_update(of=("self",))
            .filter(pot=pot)
            .select_related("buyer")
            .order_by("pk")
        }
        _refuse_below_what_is_taken(list(standing.values()), shares)
        Pot.objects.filter(pk=pot.pk).update(amount=amount)
        for buyer, share in shares.items():
            if budget := standing.get(buyer.pk):
                Budget.objects.filter(pk=budget.pk).update(amount=share)
        _add_shares(pot, {buyer: share for buyer, share in shares.items() if buyer.pk not in standing})
        left_out = [one.pk for number, one in standing.items() if number not in {one.pk for one in shares}]
        Budget.objects.filter(pk__in=left_out).update(amount=Money.zero())
        _hold_to_the_whole()
    pot.amount = amount
    return pot


def _add_shares(pot: Pot, shares: Mapping[Organisation, Money]) -> None:
    for buyer, share in shares.items():
        if share:
            Budget.objects.create(
                scheme=pot.scheme, buyer=buyer, name=pot.name, amount=share, during=pot.during, pot=pot
            )


def _require_whole(amount: Money, shares: Mapping[Organisation, Money]) -> None:
    shared = Money.total(shares.values())
    if shared != amount:
        out = amount - shared
        said = "more" if out > Money.zero() else "less"
        raise SharesNotThePot(
            f"The shares are {shared.display()} together and the pot is {amount.display()}: "
            f"give out {abs(out).display()} {said}"
        )


def _refuse_below_what_is_taken(standing: Sequence[Budget], shares: Mapping[Organisation, Money]) -> None:
    positions = budget_positions(standing)
    wanted = {buyer.pk: share for buyer, share in shares.items()}
    for one in standing:
        taken = positions[one.pk].taken
        if wanted.get(one.buyer_id, Money.zero()) < taken:
            raise ShareBelowWhatIsTaken(
                f"The share of {one.buyer} must be {taken.display()} or more, which is promised or delivered"
            )


def _hold_to_the_whole() -> None:
    """Let the database check the shares now, while all of them are seen, and not at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
