"""Stating what a body means to buy, putting it right, and saying what became of it (S198)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from throughline.core.access import current_actor, require
from throughline.core.models import Area, Organisation, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.states import move, move_named
from throughline.core.time import FinancialYear, london_day
from throughline.supply.models import AreaRole, Intention, Scheme, ServiceKind
from throughline.supply.queries.intentions import due_rule
from throughline.supply.refusals import (
    IntentionOpensTooLate,
    IntentionPublished,
    IntentionValuesOutOfOrder,
    NotACommissioningBody,
)
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Stated:
    """What is said of one intention; see `Intention` for what each part means."""

    title: str
    description: str
    kind: ServiceKind | None
    needs: Sequence[str]
    area: Area
    form: str
    opens_on: date | None
    during: Period
    value_from: Money | None
    value_to: Money | None
    whom_to_ask: str

    def check(self) -> None:
        """
        Refuse what does not hang together.

        :raises IntentionOpensTooLate: bids would open after the first day of the work
        :raises IntentionValuesOutOfOrder: one value is missing, or the larger is below the smaller
        """
        if self.opens_on is not None and self.opens_on > self.during.from_:
            raise IntentionOpensTooLate(
                "The day it opens for bids must be on or before the day the work starts, "
                f"{self.during.from_:%-d %B %Y}"
            )
        if (self.value_from is None) != (self.value_to is None):
            raise IntentionValuesOutOfOrder("Enter both values, the same one twice, or neither")
        if self.value_from is not None and self.value_to is not None and self.value_to < self.value_from:
            raise IntentionValuesOutOfOrder(
                f"The largest value must be {self.value_from.display()} or more, the smallest value"
            )


@transaction.atomic
def state_intention(
    *, scheme: Scheme, body: Organisation, year: FinancialYear, stated: Stated, by: User, at: datetime
) -> Intention:
    """
    Write down what a body means to buy in a year. Others read it once the body publishes.

    :raises NotAllowed: whoever acts states no intentions for the body
    :raises NotACommissioningBody: the scheme has no intentions due from it on the London day of `at`
    :raises IntentionOpensTooLate: as `Stated.check` does
    :raises IntentionValuesOutOfOrder: as `Stated.check` does
    """
    require(
        current_actor(), Permission.STATE_INTENTIONS, within=body.pk, to=f"state what {body} means to buy"
    )
    _require_commissioning(scheme, body, on=london_day(at))
    stated.check()
    return Intention.objects.create(
        scheme=scheme, body=body, year=year.start_year, stated_at=at, **vars(stated)
    )


@transaction.atomic
def change_intention(*, intention: Intention, stated: Stated, by: User, at: datetime) -> Intention:
    """
    Put right what is said of an intention; an edition already published stays as it is.

    :raises NotAllowed: whoever acts states no intentions for the body
    :raises IntentionOpensTooLate: as `Stated.check` does
    :raises IntentionValuesOutOfOrder: as `Stated.check` does
    """
    _require_theirs(intention, to="change this intention")
    stated.check()
    for name, value in vars(stated).items():
        setattr(intention, name, value)
    intention.save(update_fields=list(vars(stated)))
    return intention


@transaction.atomic
def remove_intention(*, intention: Intention, by: User, at: datetime) -> None:
    """
    Remove an intention that nobody but its body has read and of which nothing has become yet.

    :raises NotAllowed: whoever acts states no intentions for the body
    :raises IntentionPublished: it was in a published edition, or has a history
    """
    _require_theirs(intention, to="remove this intention")
    locked = Intention.objects.select_for_update(of=("self",)).get(pk=intention.pk)
    if locked.published_at is not None or locked.moves.exists():
        raise IntentionPublished(
            f"You cannot remove {locked.title}, because it was published or has a history. "
            "Say that it is no longer intended, and why"
        )
    locked.delete()


@transaction.atomic
def move_intention(*, intention: Intention, name: str, by: User, at: datetime, why: str = "") -> Intention:
    """
    Say what became of an intention: `talk`, `open`, `award`, `drop` or `resume` (see `INTENTION_MOVES`).

    :raises NotAllowed: whoever acts states no intentions for the body
    :raises MoveNotAllowed: it is not in a state that the move leaves
    :raises ReasonMissing: the move needs a reason
    """
    _require_theirs(intention, to=move_named(intention.MOVES, name).says)
    move(intention, name, by=by, at=at, why=why)
    return intention


def note_published(*, intentions: Sequence[Intention], at: datetime) -> None:
    """Note that intentions are in a published edition, the first time they are; they can no longer go."""
    first_time = [one.pk for one in intentions if one.published_at is None]
    Intention.objects.filter(pk__in=first_time).update(published_at=at)


def _require_theirs(intention: Intention, *, to: str) -> None:
    # Before the row is locked: the database shows rows to lock only to those who may write them.
    require(current_actor(), Permission.STATE_INTENTIONS, within=intention.body_id, to=to)


def _require_commissioning(scheme: Scheme, body: Organisation, *, on: date) -> None:
    rule = due_rule(scheme.pk, on=on)
    roles = AreaRole.objects.filter(scheme=scheme, organisation=body, during__contains=on)
    if rule is None or not roles.filter(role__in=rule.bodies).exists():
        raise NotACommissioningBody(
            f"{body} does not commission for an area of {scheme} on {on:%-d %B %Y}. "
            "Ask whoever oversees the scheme to record what it is for which area"
        )
