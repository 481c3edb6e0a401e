"""
The life of a thing: a table of moves, and one function that performs any of them.

A model with a life inherits `Stateful` and names its table of moves and the model that keeps them.
The database refuses a change of state that is not in the table (see `fsm`), and the rows that
record the moves are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.db import models, transaction

from throughline.core.access.actor import Actor, current_actor
from throughline.core.access.permissions import require
from throughline.core.refusals import Refusal

if TYPE_CHECKING:
    from throughline.core.models import User


@dataclass(frozen=True)
class Move:
    """
    One move: its name, the states it leaves, the state it reaches, and the permission it needs.

    `says` finishes the sentence "You cannot … because", as in "accept this referral". `or_may` is a second
    permission that does as well, where the record's own organisations are not the only ones to act.
    """

    name: str
    frm: frozenset[str]
    to: str
    may: str
    says: str
    needs_reason: bool = False
    or_may: str = ""


class MoveNotAllowed(Refusal):
    """The move is not open in the record's present state; the sentence says what happened instead."""


class ReasonMissing(Refusal):
    """The move needs a reason and none was given."""

    field = "why"


class Stateful(models.Model):
    """A record with a life. `state` is a convenience that `move()` alone writes."""

    MOVES: ClassVar[Sequence[Move]]

    class Meta:
        abstract = True

    state: Any

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The ids of the organisations in which `permission` must be held to act on this record."""
        raise NotImplementedError


class MoveRow(models.Model):
    """
    One move that was made: what, from, to, when it happened, when it was recorded, who, why.

    Subclasses add `subject`, a foreign key with `related_name="moves"`. Rows are only ever added.
    """

    name = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar[Sequence[str]] = ["happened_at", "pk"]


def fsm(moves: Sequence[Move]) -> pgtrigger.FSM:
    """
    The trigger by which the database refuses any change of `state` that is not one of `moves`.

    A move that leaves the state as it is has no part in it.
    """
    pairs = sorted({(start, move.to) for move in moves if move.frm != {move.to} for start in move.frm})
    return pgtrigger.FSM(name="only_these_moves", field="state", transitions=pairs)


def move_named(moves: Sequence[Move], name: str) -> Move:
    """The move called `name`; a `LookupError` when the table has none."""
    for move_ in moves:
        if move_.name == name:
            return move_
    raise LookupError(f"no move is called {name}")


def available_moves(record: Stateful, actor: Actor | None = None) -> list[Move]:
    """The moves open in the record's present state to `actor` (the current unless given), in table order."""
    who = actor or current_actor()
    return [
        one for one in record.MOVES if record.state in one.frm and (who.is_system or _holds(record, one, who))
    ]


@transaction.atomic
def move(
    record: Stateful,
    name: str,
    *,
    by: User | None,
    at: datetime,
    why: str = "",
    also: Mapping[str, Any] | None = None,
) -> models.Model:
    """
    Make the move `name` on `record`, or refuse.

    `also` holds fields written in the same statement as the state, for those a state requires.
    The record is locked and read afresh first, so that of two people acting at once one wins and the
    other reads why. Returns the row that records the move.

    :raises MoveNotAllowed: the record is not in a state this move leaves, or no longer in the one in which
        `record` was read
    :raises NotAllowed: the current actor does not hold the permission where it counts
    :raises ReasonMissing: the move needs a reason
    """
    chosen = move_named(record.MOVES, name)
    if not (chosen.or_may and _holds(record, chosen, current_actor())):
        within = list(record.organisations_for(chosen.may))
        require(current_actor(), chosen.may, within=within, to=chosen.says)
    locked = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if locked.state not in chosen.frm:
        raise MoveNotAllowed(_what_happened_instead(locked, chosen))
    if locked.state != record.state:
        # Open to this move as well, but whoever acts decided on what they had read.
        raise MoveNotAllowed(f"{_what_happened_instead(locked, chosen)}. Read it again, and then decide")
    if chosen.needs_reason and not why.strip():
        raise ReasonMissing(f"Say why you want to {chosen.says}")
    row: models.Model = locked.moves.create(  # type: ignore[attr-defined]
        name=name, from_state=locked.state, to_state=chosen.to, happened_at=at, by=by, reason=why.strip()
    )
    written = {**(also or {}), "state": chosen.to}
    type(record)._default_manager.filter(pk=record.pk).update(**written)
    for field, value in written.items():
        setattr(record, field, value)
    return row


def _holds(record: Stateful, wanted: Move, who: Actor) -> bool:
    permissions = [one for one in (wanted.may, wanted.or_may) if one]
    return any(who.holds(one) & set(record.organisations_for(one)) for one in permissions)


def _what_happened_instead(record: Stateful, wanted: Move) -> str:
    last = record.moves.select_related("by").last()  # type: ignore[attr-defined]
    if last is None:
        return f"You cannot {wanted.says}, because it is {record.state}"
    who = last.by.full_name if last.by else "The system"
    when = f"{last.happened_at:%-d %B %Y}"
    happened = f"{who} made the move “{last.name}” on {when}"
    return f"You cannot {wanted.says}, because it is now {record.state}: {happened}"
