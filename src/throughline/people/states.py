"""The moves of an objective and of a piece of work in a plan, as tables to check with a finger (D13)."""

from django.db import models

from throughline.core.states import Move
from throughline.vocabulary.permissions import Permission


class ObjectiveState(models.TextChoices):
    """Where an objective stands."""

    OPEN = "open", "Working on it"
    ACHIEVED = "achieved", "Achieved"
    DROPPED = "dropped", "Dropped"


OBJECTIVE_MOVES = (
    Move("achieve", frozenset({ObjectiveState.OPEN}), ObjectiveState.ACHIEVED, Permission.SUPERVISE,
         "say that this objective is achieved", needs_reason=True),
    Move("drop", frozenset({ObjectiveState.OPEN}), ObjectiveState.DROPPED, Permission.SUPERVISE,
         "drop this objective", needs_reason=True),
    Move("reopen", frozenset({ObjectiveState.ACHIEVED, ObjectiveState.DROPPED}), ObjectiveState.OPEN,
         Permission.SUPERVISE, "open this objective again", needs_reason=True),
)  # fmt: skip


class WorkState(models.TextChoices):
    """Where a piece of work stands. What a provider does for a referral follows that referral."""

    PLANNED = "planned", "Not begun"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


WORK_MOVES = (
    Move("begin", frozenset({WorkState.PLANNED}), WorkState.UNDER_WAY, Permission.SUPERVISE,
         "say that this work has begun"),
    Move("finish", frozenset({WorkState.PLANNED, WorkState.UNDER_WAY}), WorkState.DONE,
         Permission.SUPERVISE, "say that this work is done"),
    Move("put back", frozenset({WorkState.UNDER_WAY, WorkState.DONE, WorkState.DROPPED}),
         WorkState.PLANNED, Permission.SUPERVISE, "put this work back to not begun", needs_reason=True),
    Move("drop", frozenset({WorkState.PLANNED, WorkState.UNDER_WAY}), WorkState.DROPPED,
         Permission.SUPERVISE, "drop this work", needs_reason=True),
)  # fmt: skip


class TransferState(models.TextChoices):
    """Where a transfer of many cases stands."""

    DRAFT = "draft", "Not confirmed yet"
    PLANNED = "planned", "Confirmed"
    DONE = "done", "Carried out"
    REVERSED = "reversed", "Reversed"
    DROPPED = "dropped", "Dropped"


TRANSFER_MOVES = (
    Move("confirm", frozenset({TransferState.DRAFT}), TransferState.PLANNED, Permission.MANAGE_CASES,
         "confirm this transfer"),
    Move("carry out", frozenset({TransferState.PLANNED}), TransferState.DONE, Permission.MANAGE_CASES,
         "carry this transfer out"),
    Move("reverse", frozenset({TransferState.DONE}), TransferState.REVERSED, Permission.MANAGE_CASES,
         "reverse this transfer", needs_reason=True),
    Move("drop", frozenset({TransferState.DRAFT, TransferState.PLANNED}), TransferState.DROPPED,
         Permission.MANAGE_CASES, "drop this transfer", needs_reason=True),
)  # fmt: skip
