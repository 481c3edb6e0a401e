"""What a person can agree to beyond their supervision, each asked for by itself (S219)."""

from typing import Final

from django.db import models


class Use(models.TextChoices):
    """A use of what is known about a person that supervision does not need."""

    RESEARCH = "research", "Research, without their name"
    INSPECTION = "inspection", "Being interviewed for an inspection"
    CASE_STUDY = "case_study", "A case study, with the name changed"
    CONTACT = "contact", "Being contacted after the sentence has ended"


class Asked(models.TextChoices):
    """How somebody was asked."""

    IN_PERSON = "in_person", "Face to face"
    PHONE = "phone", "By telephone"
    VIDEO = "video", "By video call"
    IN_WRITING = "in_writing", "In writing"


EXPORTED_BY_CONSENT: Final = frozenset({Use.RESEARCH})
"""Uses whose exports hold those alone who agreed. An inspection reads records by law."""
