"""Why an officer's choice of a service waits for approval (S240)."""

from django.db import models


class ChoiceReason(models.TextChoices):
    """What of a choice goes beyond what officers of an organisation may choose alone."""

    COST = "cost", "It costs more than officers may choose alone"
    RISK = "risk", "The person’s risk of serious harm"
    BUDGET = "budget", "It goes beyond what is left of the budget"
