"""What a case system's record of a referral (an NSI) says: where it stands, how it ended, and its facts."""

from django.db import models


class NsiStatus(models.TextChoices):
    """Where the work on an NSI stands."""

    UNDER_WAY = "under_way", "Under way"
    OVER = "over", "Over"


class NsiOutcome(models.TextChoices):
    """How an NSI ended."""

    CANCELLED = "cancelled", "Cancelled before work began"
    ENDED_EARLY = "ended_early", "Ended early"
    COMPLETED = "completed", "Completed"


class NsiAspect(models.TextChoices):
    """What two systems can hold differently of one referral."""

    CODE = "code", "NSI code"
    STATUS = "status", "Status"
    OUTCOME = "outcome", "Outcome"
    REFERRED_ON = "referred_on", "Day referred"
    STARTED_ON = "started_on", "Day work began"
    ENDED_ON = "ended_on", "Day it ended"
