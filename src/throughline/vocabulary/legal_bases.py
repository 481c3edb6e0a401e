"""On which basis of law something about a person is shared with whoever works with them."""

from django.db import models


class LegalBasis(models.TextChoices):
    """What allows the sharing, with the clause."""

    SUPERVISION = "supervision", "Supervising a sentence: Offender Management Act 2007, section 14"
    SAFEGUARDING = (
        "safeguarding",
        "Safeguarding children and people at risk: Data Protection Act 2018, Schedule 8, paragraph 4",
    )
    LIFE = "life", "Protecting somebody’s life: UK GDPR, Article 6(1)(d)"
