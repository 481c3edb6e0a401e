"""Why a referral is ended before its work is done: groups, and reasons that hold until others are loaded."""

from typing import Final, NamedTuple

from django.db import models


class EndGroup(models.TextChoices):
    """What kind of reason it is; lists of reasons that are loaded use these codes."""

    USER = "user", "What changed for the person"
    SENTENCE = "sentence", "What changed in the sentence"
    PROBLEM = "problem", "A mistake in the referral"
    EARLY = "early", "Done before its time"
    OTHER = "other", "Anything else"


class EndSide(models.TextChoices):
    """Who ended it."""

    OFFICER = "officer", "The officer"
    PROVIDER = "provider", "The provider"


class Reason(NamedTuple):
    """One reason: its code, its group, its words, and whether something has to be said besides."""

    code: str
    group: str
    words: str
    asks_more: bool = False


STANDARD: Final = (
    Reason("moved", EndGroup.USER, "They moved away"),
    Reason("disengaged", EndGroup.USER, "They stopped coming"),
    Reason("elsewhere", EndGroup.USER, "Somebody else helps them with this"),
    Reason("died", EndGroup.USER, "They died"),
    Reason("recalled", EndGroup.SENTENCE, "They were recalled or sentenced again"),
    Reason("order_ended", EndGroup.SENTENCE, "The order ended"),
    Reason("mistaken", EndGroup.PROBLEM, "It was sent by mistake, or twice"),
    Reason("unsuitable", EndGroup.PROBLEM, "The service turned out not to suit them", asks_more=True),
    Reason("achieved", EndGroup.EARLY, "What was wanted is achieved already"),
    Reason("other", EndGroup.OTHER, "Another reason", asks_more=True),
)
"""Used where no list of reasons has been loaded for the day."""
