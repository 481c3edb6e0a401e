"""Pots and their shares: what may be bought from which, where each stands, what will be left (S77)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.core.money import Money
from throughline.line.models import Referral
from throughline.money.models import Budget, Pot
from throughline.money.queries.budgets import BudgetPosition, budget_positions
from throughline.money.rules.pots import Forecast, forecast
from throughline.supply.models import AreaRole, Scheme
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class ShareStanding:
    """One buyer's share of a pot: where it stands, and what of it will be left at the deadline."""

    budget: Budget
    position: BudgetPosition
    ahead: Forecast | None


@dataclass(frozen=True)
class PotStanding:
    """
    One pot as whoever looks sees it: the shares that are theirs to see, together and one by one.

    `is_whole` says that these are all of them, so that their sum is the pot.
    """

    pot: Pot
    shares: Sequence[ShareStanding]
    ahead: Forecast | None

    @property
    def amount(self) -> Money:
        """The shares together."""
        return Money.total(one.budget.amount for one in self.shares)

    @property
    def committed(self) -> Money:
        """What open referrals bought from them are expected to cost."""
        return Money.total(one.position.committed for one in self.shares)

    @property
    def delivered(self) -> Money:
        """What has been delivered under referrals bought from them."""
        return Money.total(one.position.accrued for one in self.shares)

    @property
    def left(self) -> Money:
        """What can still be promised."""
        return Money.total(one.position.left for one in self.shares)

    @property
    def is_whole(self) -> bool:
        """Whether these are all the shares."""
        return self.amount == self.pot.amount

    @property
    def unspent(self) -> Money | None:
        """What will be left of them at the deadline, to sort by."""
        return self.ahead.unspent if self.ahead else None

    @property
    def name(self) -> str:
        """The pot's name, to sort by."""
        return self.pot.name

    @property
    def deadline(self) -> date | None:
        """The last day on which it can be spent, to sort by."""
        return self.pot.during.last_day


def pots_for(referral: Referral) -> QuerySet[Pot]:
    """The pots of its scheme that a referral may be bought from, by its route and its kind of service."""
    return Pot.objects.filter(
        Q(routes=[]) | Q(routes__contains=[referral.route]),
        Q(kinds=None) | Q(kinds=referral.service.kind_id),
        scheme=referral.service.scheme_id,
    )


def pots_visible_to(actor: Actor) -> QuerySet[Pot]:
    """The pots of schemes that `actor` oversees, and those of which an organisation of theirs has a share."""
    found = Pot.objects.select_related("scheme", "giver").prefetch_related("kinds")
    if actor.is_system:
        return found
    ours = actor.holds(Permission.SEE_MONEY) | actor.holds(Permission.HOLD_BUDGET)
    return found.filter(
        Q(scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
        | Q(pk__in=Budget.objects.filter(buyer__in=ours).values("pot"))
    )


def standings_of(pots: QuerySet[Pot], actor: Actor, *, on: date) -> list[PotStanding]:
    """Where the pots stand on a day, with the shares `actor` sees; the number of queries does not grow."""
    found = list(pots)
    shares: dict[int, list[Budget]] = {one.pk: [] for one in found}
    ours = actor.holds(Permission.SEE_MONEY) | actor.holds(Permission.HOLD_BUDGET)
    seen = Budget.objects.filter(pot__in=found).select_related("buyer", "scheme")
    if not actor.is_system:
        seen = seen.filter(Q(buyer__in=ours) | Q(scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME)))
    for budget in seen.order_by("buyer__name", "pk"):
        shares[budget.pot_id or 0].append(budget)
    positions = budget_positions([one for of_a_pot in shares.values() for one in of_a_pot])
    return [_standing(pot, shares[pot.pk], positions, on) for pot in found]


def pots_leaving_money(actor: Actor, *, on: date) -> list[PotStanding]:
    """The pots that still run and of which something will be left at their deadline, the nearest first."""
    running = pots_visible_to(actor).filter(during__contains=on)
    found = [one for one in standings_of(running, actor, on=on) if one.ahead and one.ahead.leaves_money]
    return sorted(found, key=lambda one: (one.deadline or date.max, one.pot.pk))


def schemes_divided_by(actor: Actor) -> list[Scheme]:
    """The schemes in which `actor` sets up pots, by name."""
    return list(Scheme.objects.filter(steward__in=actor.holds(Permission.DIVIDE_POTS)).order_by("name", "pk"))


def buyers_of(scheme: Scheme, *, on: date) -> list[Organisation]:
    """The divisions and regions of a scheme on a day, between which a pot is divided, by name."""
    roles = AreaRole.objects.filter(scheme=scheme, role=AreaRole.Role.DIVISION, during__contains=on).values(
        "organisation"
    )
    return list(Organisation.objects.filter(pk__in=roles).order_by("name", "pk"))


def _standing(
    pot: Pot, budgets: Sequence[Budget], positions: dict[int, BudgetPosition], on: date
) -> PotStanding:
    shares = [
        ShareStanding(one, positions[one.pk], _ahead(pot, one.amount, positions[one.pk], on))
        for one in budgets
    ]
    whole = Money.total(one.amount for one in budgets)
    delivered = Money.total(one.position.accrued for one in shares)
    promised = Money.total(one.position.undelivered for one in shares)
    ahead = forecast(amount=whole, delivered=delivered, open_promises=promised, during=pot.during, on=on)
    return PotStanding(pot, shares, ahead)


def _ahead(pot: Pot, amount: Money, position: BudgetPosition, on: date) -> Forecast | None:
    return forecast(
        amount=amount,
        delivered=position.accrued,
        open_promises=position.undelivered,
        during=pot.during,
        on=on,
    )
