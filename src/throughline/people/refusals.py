"""Why a person's record refuses what is asked: each a sentence that says how to put it right."""

from __future__ import annotations

from throughline.core.refusals import Refusal


class PeopleRefusal(Refusal):
    """Something in a person's record cannot be done as asked."""


class NobodyNamed(PeopleRefusal):
    """A limit names whom it keeps out, or whom alone it lets in."""

    field = "named"


class NobodyLeftToLift(PeopleRefusal):
    """Nobody who manages the case would see it, so nobody could lift the limit."""

    field = "named"


class LimitOver(PeopleRefusal):
    """The limit was lifted, or its last day has gone by."""


class ReasonNotGiven(PeopleRefusal):
    """The act needs a reason and none was given."""

    field = "reason"
