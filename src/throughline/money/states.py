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


class ChoiceState(models.TextChoices):
    """Where a choice that needs approval stands."""

    WAITING = "waiting", "Waits for the budget holder"
    ALLOWED = "allowed", "Allowed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


CHOICE_MOVES = (
    Move("allow", frozenset({ChoiceState.WAITING}), ChoiceState.ALLOWED, Permission.HOLD_BUDGET,
         "allow this choice"),
    Move("refuse", frozenset({ChoiceState.WAITING}), ChoiceState.REFUSED, Permission.HOLD_BUDGET,
         "refuse this choice", needs_reason=True),
    Move("withdraw", frozenset({ChoiceState.WAITING, ChoiceState.ALLOWED}), ChoiceState.WITHDRAWN,
         Permission.REFER, "withdraw this question"),
)  # fmt: skip
