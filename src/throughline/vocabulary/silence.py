"""What can go quiet, and how people were in touch (D16, S100, S101)."""

from django.db import models


class QuietKind(models.TextChoices):
    """What nobody heard of, or nobody did, for longer than the scheme allows."""

    SILENCE = "silence", "Nothing recorded"
    AWAY = "away", "Worker away without cover"
    UNALLOCATED = "unallocated", "Accepted and given to nobody"
    NOT_BEGUN = "not_begun", "Given to a worker and not begun"
    NO_REFERRAL = "no_referral", "A need without a referral"


class ContactMode(models.TextChoices):
    """How people were in touch."""

    MET = "met", "They met"
    PHONE = "phone", "By telephone"
    VIDEO = "video", "By video"
    WRITTEN = "written", "In writing"
