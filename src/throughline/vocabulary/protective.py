"""What helps a person to stay out of trouble, as an assessment records it beside needs (S121)."""

from django.db import models


class ProtectiveFactor(models.TextChoices):
    """Protective factors; that none was found is said, and silence never means it."""

    HOME = "home", "A settled home"
    WORK = "work", "Work, training or education"
    PEOPLE = "people", "Family, a partner or friends who help"
    CARING = "caring", "Caring for somebody"
    SOBER = "sober", "Not drinking or using drugs, or in treatment"
    HEALTH = "health", "Looking after their health"
    COPING = "coping", "Ways to cope and to solve problems"
    HOPE = "hope", "Hope, and reasons to change"
    COMMUNITY = "community", "A community or faith they belong to"
    ENGAGED = "engaged", "Takes up the help on offer"
    NONE = "none", "Looked for, and none found"
