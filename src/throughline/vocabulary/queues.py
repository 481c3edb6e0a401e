"""By what those who wait for a service are ordered, before the date they were sent (S75)."""

from django.db import models


class QueueCriterion(models.TextChoices):
    """
    Who goes before others. None of them asks who buys: people equal by these are ordered by date alone.

    Source: Clinks, NCVO and TSRC, Change & challenge (2016), recommendation 5 and section 2.5, for the first.
    """

    HIGH_RISK = "high_risk", "People at high or very high risk of serious harm"
    ORDER_ENDS_SOON = "order_ends_soon", "People whose sentence ends within 90 days"


class Turn(models.TextChoices):
    """What was done to somebody's turn."""

    FIRST = "first", "Put first"
    LAST = "last", "Put last"
    BACK = "back", "Put back in turn"
    OUT_OF_TURN = "out_of_turn", "Given to a worker out of turn"
