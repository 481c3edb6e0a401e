"""The moves of a commitment."""

from django.db import models

from throughline.core.states import Move
from throughline.vocabulary.permissions import Permission


class CommitmentState(models.TextChoices):
    """Where a commitment against a budget stands."""

    HELD = "held", "Held"
    WAITING = "waiting", "Waits for the budget holder"
    REFUSED = "refused", "Refused by the budget holder"
    RELEASED = "released", "Released"


COMMITMENT_MOVES = (
    Move("allow", frozenset({CommitmentState.WAITING}), CommitmentState.HELD, Permission.HOLD_BUDGET,
         "allow spending beyond the budget", needs_reason=True),
    Move("refuse", frozenset({CommitmentState.WAITING}), CommitmentState.REFUSED, Permission.HOLD_BUDGET,
         "refuse spending beyond the budget", needs_reason=True),
    Move("release", frozenset({CommitmentState.HELD, CommitmentState.WAITING}), CommitmentState.RELEASED,
         Permission.HOLD_BUDGET, "release this commitment"),
)  # fmt: skip
