"""What can become of a trial (S235)."""

from django.db import models


class TrialDecision(models.TextChoices):
    """The decision on a service that was tried."""

    KEEP = "keep", "Made permanent"
    STOP = "stop", "Stopped"
    EXTEND = "extend", "Extended"
