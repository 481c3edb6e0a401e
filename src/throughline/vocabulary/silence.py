"""How those who work on a referral were in touch (D16, S101)."""

from django.db import models


class ContactMode(models.TextChoices):
    """How people were in touch."""

    MET = "met", "They met"
    PHONE = "phone", "By telephone"
    VIDEO = "video", "By video"
    WRITTEN = "written", "In writing"
